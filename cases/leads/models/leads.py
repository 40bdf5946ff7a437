"""线索: somebody of whom a union has heard that they are in hardship, and what became of it."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.household import person
from cases.archives.models.voices import Demanding, demand_check
from cases.archives.states import Cause
from cases.leads.states import LEAD_TONES, OPEN_STATES, Channel, LeadState, Reason
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


def income_check(table: str) -> models.CheckConstraint:
    """What somebody says that a head of the family has in a month, yuan: told, and proved by nothing."""
    told = Q(monthly_per_head__isnull=True) | Q(monthly_per_head__gte=0)
    return check(f"{table}_income_not_negative", told, _("人均月收入不能是负数。"))


class LeadQuerySet(ScopedQuerySet["Lead"]):
    def visible_to(self, user: Any) -> Self:
        """Leads of the scope, and those that the person's union passed on: it sees what became of them."""
        if not user.is_authenticated:
            return self.none()
        scope = Q(**{f"{user.union.scope_column}_id": user.union_id})
        return self.filter(scope | Q(Exists(_passes(user.union_id))))

    def passed_by(self, union_id: int) -> Self:
        """Those that this union passed on and has no longer."""
        return self.filter(Exists(_passes(union_id))).exclude(union=union_id)


def _passes(union_id: int) -> "models.QuerySet[LeadStep]":
    return LeadStep.objects.filter(lead=OuterRef("pk"), passed_from=union_id)


class Lead(Demanding, ScopedModel):
    """A lead; `union` has it now. `due_on` is the day by which the next thing is to be done: the first talk,
    an outcome, another look at somebody who is watched."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(_("线索来源"), max_length=13, choices=Channel.choices)
    heard_on = models.DateField(_("获知日期"))
    heard_from = models.CharField(_("提供人"), max_length=60, blank=True)
    name = NameField(_("姓名"), max_length=50)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    phone = EncryptedField("phone", verbose_name=_("手机号码"), null=True, blank=True)  # type: ignore[misc]
    phone_index = BlindIndexField(null=True, editable=False)
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"), null=True, blank=True)  # type: ignore[misc]
    id_number_index = BlindIndexField(null=True, editable=False)
    employer = models.CharField(_("单位"), max_length=80, blank=True)
    address = models.CharField(_("住址"), max_length=120, blank=True)
    cause = models.CharField(_("困难原因"), max_length=14, choices=Cause.choices, blank=True)
    hardship = models.CharField(_("困难情况"), max_length=500)
    monthly_per_head = models.DecimalField(
        _("人均月收入（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=LeadState.choices, default=LeadState.NEW, editable=False
    )
    due_on = models.DateField(_("办理期限"), null=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, editable=False, related_name="leads", verbose_name=_("档案")
    )
    reason = models.CharField(_("不需办理的原因"), max_length=9, choices=Reason.choices, blank=True)
    note = models.CharField(_("最近办理情况"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    closed_by = person(_("办结人"))

    objects: ClassVar = LeadQuerySet.as_manager()

    is_open = in_state(*OPEN_STATES)
    tone = state_tone(LEAD_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("线索")
        indexes = [
            models.Index(fields=["union", "due_on"], name="lead_worklist", condition=Q(state__in=OPEN_STATES))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=Q(state__in=OPEN_STATES, id_number_index__isnull=False),
                name="lead_one_open_for_a_person",
                violation_error_message=_("此人已有一条没有办结的线索。"),
            ),
            demand_check("lead"),
            income_check("lead"),
            check("lead_state_known", Q(state__in=LeadState.values), _("线索状态不对。")),
            check("lead_channel_known", Q(channel__in=Channel.values), _("请选择线索来源。")),
            check("lead_says_who_and_what", ~Q(name="") & ~Q(hardship=""), _("请填写姓名和困难情况。")),
            check(
                "lead_is_due_while_open",
                Q(state__in=OPEN_STATES, due_on__isnull=False, closed_at__isnull=True)
                | ~Q(state__in=OPEN_STATES) & Q(due_on__isnull=True, closed_at__isnull=False),
                _("没有办结的线索要有期限，办结的要有办结时间。"),
            ),
            check(
                "lead_filed_with_a_file",
                Q(state=LeadState.FILE, household__isnull=False)
                | ~Q(state=LeadState.FILE) & Q(household__isnull=True),
                _("“已建档”的线索要关联档案。"),
            ),
            check(
                "lead_dropped_for_a_reason",
                Q(state=LeadState.NOTHING, reason__in=Reason.values)
                | ~Q(state=LeadState.NOTHING) & Q(reason=""),
                _("请选择不需办理的原因。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_unchecked(self) -> bool:
        """Whether it came through a public page and nobody of the house has talked to the person yet."""
        return self.channel == Channel.SCAN and self.state == LeadState.NEW

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class LeadStep(AppendOnly):
    """What was done with a lead: taken in, passed from one union to another, contacted, settled."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps", verbose_name=_("线索"))
    action = models.CharField(_("办理"), max_length=8)
    target = models.CharField(_("之后的状态"), max_length=9, choices=LeadState.choices)
    passed_from = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, related_name="+", verbose_name=_("转出工会")
    )
    passed_to = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, related_name="+", verbose_name=_("转入工会")
    )
    comment = models.CharField(_("办理情况"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("线索办理记录")
        constraints = [
            check(
                "lead_step_passes_between_two",
                Q(action="pass", passed_from__isnull=False, passed_to__isnull=False)
                & ~Q(passed_from=models.F("passed_to"))
                | ~Q(action="pass") & Q(passed_from__isnull=True, passed_to__isnull=True),
                _("转出和转入的工会要写明，且不能相同。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.action}"
