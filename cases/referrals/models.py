"""转介: what departments offer, and who of a household was referred to one of them."""

import uuid
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.aid.models import ExternalAid
from cases.aid.states import GIVER_KINDS
from cases.archives.models import Household, Member
from cases.archives.models.household import person
from cases.policies.states import AidKind
from cases.referrals.states import MOST_DAYS, OPEN, SETTLED, TONES, TRANSITIONS, USUAL_DAYS, State
from funds.ledgers.models.funds import money
from hardship.accounts.models import Union, names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.numbers import YearCounter


class DepartmentService(models.Model):
    """部门服务清单: what a department offers from a day on, for the union that entered it and all below it.

    Its words stay, because letters were written by them: another contact is another row of the same name,
    and the last one begun counts. `days` are working days until the department answers; `giver_kind` and
    `aid_kind` say as what aid counts that comes of it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey(
        Union, models.PROTECT, related_name="department_services", verbose_name=_("工会")
    )
    department = models.CharField(_("部门"), max_length=60)
    name = models.CharField(_("服务"), max_length=60)
    giver_kind = models.CharField(_("帮扶来源"), max_length=20, choices=GIVER_KINDS)
    aid_kind = models.CharField(_("帮扶种类"), max_length=12, choices=AidKind.choices)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=20, blank=True)
    place = models.CharField(_("办理地点"), max_length=120, blank=True)
    bring = models.CharField(_("携带材料"), max_length=300, blank=True)
    document = models.CharField(_("依据文号"), max_length=60, blank=True)
    days = models.PositiveSmallIntegerField(_("几个工作日内答复"), default=USUAL_DAYS)
    from_on = models.DateField(_("启用日期"))
    until_on = models.DateField(_("停用日期"), null=True, editable=False)
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    entered_by = person(_("登记人"))
    ended_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    ended_by = person(_("停用人"))

    class Meta:
        verbose_name = verbose_name_plural = _("部门服务")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "department", "name", "from_on"], name="department_service_once"
            ),
            check("department_service_named", ~Q(department="") & ~Q(name=""), _("请填写部门和服务。")),
            check("department_service_days", Q(days__range=(1, MOST_DAYS)), _("期限为 1 到 90 个工作日。")),
            check("department_service_aid_known", Q(aid_kind__in=AidKind.values), _("请选择帮扶种类。")),
            check(
                "department_service_giver_known",
                Q(giver_kind__in=[kind for kind, _label in GIVER_KINDS]),
                _("请选择帮扶来源。"),
            ),
            check(
                "department_service_ends_after_it_began",
                Q(until_on__isnull=True, ended_at__isnull=True)
                | Q(until_on__isnull=False, until_on__gte=F("from_on"), ended_at__isnull=False),
                _("停用日期不能早于启用日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.name}"


class ReferralQuerySet(models.QuerySet["ServiceReferral"]):
    def visible_to(self, user: Any) -> Self:
        """Those of households in the user's scope: a referral goes where its file goes."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"household__{user.union.scope_column}_id": user.union_id})


class ServiceReferral(models.Model):
    """One person of a household, referred to one service. What was sent stays; it moves by its steps alone.

    `department` leads where several are asked; `worker` records what comes of it. `won` is yuan, and stands
    as a record of aid (`aid`) too, as long as the result holds.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("编号"), max_length=40, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="service_referrals", editable=False, verbose_name=_("档案")
    )
    # The union of the file when it was sent, which counts its own numbers; a file may go elsewhere.
    issuer = models.ForeignKey(
        Union, models.PROTECT, related_name="+", editable=False, verbose_name=_("转介工会")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="service_referrals", verbose_name=_("家庭成员")
    )
    service = models.ForeignKey(
        DepartmentService, models.PROTECT, related_name="referrals", verbose_name=_("服务")
    )
    department = models.CharField(_("牵头部门"), max_length=60)
    reason = models.CharField(_("转介理由"), max_length=500)
    sent_on = models.DateField(_("发出日期"))
    due_on = models.DateField(_("答复期限"), editable=False)
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.SENT, editable=False
    )
    answered_on = models.DateField(_("答复日期"), null=True, editable=False)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)
    settled_on = models.DateField(_("办结日期"), null=True, editable=False)
    why = models.CharField(_("结果说明"), max_length=500, blank=True, editable=False)
    won = money(_("争取金额（元）"), null=True, editable=False)
    aid = models.OneToOneField(
        ExternalAid, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("帮扶记录")
    )
    worker = person(_("承办人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    objects = ReferralQuerySet.as_manager()

    tone = state_tone(TONES)
    is_open = in_state(*OPEN)
    is_sent = in_state(State.SENT)
    is_won = in_state(State.WON)

    class Meta:
        verbose_name = verbose_name_plural = _("转介")
        indexes = [
            models.Index(fields=["worker", "due_on"], name="referral_waiting", condition=Q(state=State.SENT))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "department", "service"],
                condition=Q(state__in=OPEN),
                name="service_referral_open_once",
            ),
            check("service_referral_state_known", Q(state__in=State.values), _("状态不对。")),
            check("service_referral_says_why", ~Q(reason="") & ~Q(department=""), _("请写明部门和理由。")),
            check(
                "service_referral_due_after_it_was_sent",
                Q(due_on__gt=F("sent_on"), worker__isnull=False),
                _("答复期限在发出以后。"),
            ),
            check(
                "service_referral_answered_with_words",
                Q(answered_on__isnull=True, answer="") & Q(state__in=(State.SENT, State.DROPPED))
                | Q(answered_on__isnull=False, answered_on__gte=F("sent_on"))
                & ~Q(answer="")
                & ~Q(state=State.SENT),
                _("答复要写明日期和内容。"),
            ),
            check(
                "service_referral_settled_on_a_day",
                Q(state__in=OPEN, settled_on__isnull=True, why="")
                | Q(state__in=SETTLED, settled_on__isnull=False, settled_on__gte=F("sent_on")),
                _("办结要写明日期。"),
            ),
            check(
                "service_referral_why_not",
                ~Q(state__in=(State.REFUSED, State.DROPPED)) | ~Q(why=""),
                _("没有办成或者放弃的，要写明理由。"),
            ),
            check(
                "service_referral_won_is_aid",
                Q(won__isnull=True, aid__isnull=True)
                | Q(state=State.WON, won__gt=0, won__isnull=False, aid__isnull=False),
                _("争取到的金额要记入帮扶记录。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        return self.state == State.SENT and self.due_on < timezone.localdate()

    @property
    def won_yuan(self) -> Decimal | None:
        """What was won, as long as the record of aid stands; read with `aid`."""
        return self.won if self.aid is not None and self.aid.is_current else None

    @property
    def made_by(self) -> str:
        """Who made it, both names where they stood in."""
        if self.created_by is None or self.stood_in_for is None:
            return str(self.created_by.name) if self.created_by else ""
        names = {"name": self.created_by.name, "holder": self.stood_in_for.name}
        return str(_("%(name)s（代 %(holder)s）") % names)


class ReferralStep(AppendOnly):
    """One step of one referral: on what day, by whom, what was said and won."""

    referral = models.ForeignKey(
        ServiceReferral, models.PROTECT, related_name="steps", verbose_name=_("转介")
    )
    action = models.CharField(_("操作"), max_length=10)
    source = models.CharField(_("原状态"), max_length=8, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=8, choices=State.choices)
    on = models.DateField(_("日期"))
    comment = models.CharField(_("说明"), max_length=500, blank=True)
    won = money(_("争取金额（元）"), null=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("转介记录")
        constraints = [check("service_referral_step_by_somebody", Q(by__isnull=False), _("要有办理人。"))]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.action}"

    @property
    def who(self) -> str:
        return names_of_step(self)

    @property
    def label(self) -> str:
        return next((str(row.label) for row in TRANSITIONS if row.action == self.action), self.action)


class ReferralCounter(YearCounter):
    """The last number of a referral of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("转介编号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="referral_counter_once")]
