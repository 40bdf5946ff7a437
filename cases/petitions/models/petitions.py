"""信访件: one matter that somebody brought to a union, by whatever way."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models import Household
from cases.archives.models.household import person
from cases.leads.models import Lead
from cases.petitions.states import (
    ACCUSING,
    DUE,
    OPEN,
    SETTLED,
    TONES,
    Channel,
    Matter,
    Satisfaction,
    State,
    ToldBy,
    Urgency,
)
from hardship.accounts.models import Appointment, StandIn, Union, User, names_of_step, people_of
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


class PetitionQuerySet(ScopedQuerySet["Petition"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the scope, those offered to the person's union, and those that it passed on; never one
        about the person, whom they stand in for, or a unit where either is at home or holds a post."""
        if not user.is_authenticated:
            return self.none()
        scope = Q(**{f"{user.union.scope_column}_id": user.union_id})
        passed = Q(accused_union__isnull=True) & Q(Exists(_passed_by(user.union_id)))
        return self.apart_from(user).filter(scope | Q(offered_to=user.union_id) | passed)

    def apart_from(self, user: Any) -> Self:
        """Without those about this person or their unit; who stands in is kept from the holder's too."""
        return self.filter(Q(accused_union__isnull=True) | ~_is_about(user))

    def about(self, user: Any) -> Self:
        """Those that are about this person or their unit: what they never see."""
        return self.filter(_is_about(user), accused_union__isnull=False)


def _passed_by(union_id: int) -> "models.QuerySet[PetitionStep]":
    return PetitionStep.objects.filter(petition=OuterRef("pk"), passed_from=union_id)


def _is_about(user: Any) -> Q:
    """Whether the person, or whom they may stand in for today, is the accused, or a union where either is at
    home, holds a post or works now is the accused unit or below it."""
    people, today = people_of(user), timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(user__in=people)
    standing = StandIn.objects.in_force(today).filter(user__in=people)
    at_home = User.objects.filter(pk__in=people).order_by().values("union")
    working = Q(pk__in=posts.values("union")) | Q(pk__in=standing.values("appointment__union"))
    places = Union.objects.filter(Q(pk=user.union_id) | Q(pk__in=at_home) | working)
    near = Q(Exists(places.filter(path__startswith=OuterRef("accused_union__path"))))
    return Q(accused__in=people) | Q(accused__in=standing.values("appointment__user")) | near


class Petition(ScopedModel):
    """One matter; `union` has it now, `offered_to` is asked to take it. `due_on` is the day of the next step,
    `answer_by_on` that of the answer. `accused_union` is the unit that the matter is about, or that of the
    `accused` account: nobody of it sees the row or handles it (migrations/sql/petitions.sql). `main` is the
    matter that it was joined to; household, lead and application are what came of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("编号"), max_length=40, unique=True, editable=False)
    channel = models.CharField(_("来源"), max_length=8, choices=Channel.choices)
    matter = models.CharField(_("事项"), max_length=10, choices=Matter.choices)
    urgency = models.CharField(_("缓急"), max_length=6, choices=Urgency.choices, default=Urgency.NORMAL)
    received_on = models.DateField(_("接待日期"))
    is_anonymous = models.BooleanField(_("匿名"), default=False)
    name = NameField(_("姓名"), max_length=50, blank=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    phone = EncryptedField("phone", verbose_name=_("电话"), null=True, blank=True)  # type: ignore[misc]
    phone_index = BlindIndexField(null=True, editable=False)
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"), null=True, blank=True)  # type: ignore[misc]
    id_number_index = BlindIndexField(null=True, editable=False)
    employer = models.CharField(_("单位"), max_length=80, blank=True)
    address = models.CharField(_("住址"), max_length=120, blank=True)
    persons = models.PositiveIntegerField(_("人数"), default=1)
    text = models.CharField(_("反映内容"), max_length=2000)
    accused_name = NameField(_("被反映人"), max_length=50, blank=True)
    accused = person(_("被反映人账号"))
    accused_union = models.ForeignKey(
        Union, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("被反映的单位")
    )
    state = models.CharField(
        _("状态"), max_length=11, choices=State.choices, default=State.REGISTERED, editable=False
    )
    due_on = models.DateField(_("办理期限"), null=True, editable=False)
    answer_by_on = models.DateField(_("答复期限"), null=True, editable=False)
    offered_to = models.ForeignKey(
        Union, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("转给")
    )
    handler = person(_("主办人"))
    answer = models.CharField(_("答复内容"), max_length=2000, blank=True)
    told_by = models.CharField(_("告知方式"), max_length=9, choices=ToldBy.choices, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = person(_("答复人"))
    satisfaction = models.CharField(_("满意度"), max_length=10, choices=Satisfaction.choices, blank=True)
    main = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="joined", verbose_name=_("并入")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, editable=False, related_name="petitions", verbose_name=_("档案")
    )
    lead = models.OneToOneField(
        Lead, models.PROTECT, null=True, editable=False, related_name="petition", verbose_name=_("线索")
    )
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="petition",
        verbose_name=_("申请"),
    )
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("首接人"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    closed_by = person(_("办结人"))

    objects: ClassVar = PetitionQuerySet.as_manager()

    tone = state_tone(TONES)
    is_open = in_state(*OPEN)
    is_due = in_state(*DUE)
    is_settled = in_state(*SETTLED)
    is_offered = in_state(State.TRANSFERRED)

    class Meta:
        verbose_name = verbose_name_plural = _("信访件")
        indexes = [
            models.Index(fields=["union", "due_on"], name="petition_worklist", condition=Q(state__in=DUE)),
            models.Index(fields=["handler"], name="petition_of_handler", condition=Q(state__in=OPEN)),
            models.Index(fields=["union", "-received_on"], name="petition_of_union"),
        ]
        constraints = [
            check("petition_channel_known", Q(channel__in=Channel.values), _("请选择来源。")),
            check("petition_matter_known", Q(matter__in=Matter.values), _("请选择事项。")),
            check("petition_urgency_known", Q(urgency__in=Urgency.values), _("请选择缓急。")),
            check("petition_state_known", Q(state__in=State.values), _("状态不对。")),
            check("petition_says_what", ~Q(text=""), _("请填写反映内容。")),
            check("petition_of_somebody", Q(persons__gte=1), _("人数至少一人。")),
            check(
                "petition_anonymous_or_named",
                Q(is_anonymous=True, name="", phone__isnull=True, id_number__isnull=True)
                | Q(is_anonymous=False) & ~Q(name=""),
                _("匿名的不登记姓名、电话和身份证号；不匿名的要填姓名。"),
            ),
            check(
                "petition_accuses_where_it_says_so",
                Q(matter__in=ACCUSING) & (Q(accused_union__isnull=False) | ~Q(accused_name=""))
                | ~Q(matter__in=ACCUSING)
                & Q(accused_union__isnull=True, accused__isnull=True, accused_name=""),
                _("投诉、举报要写明被反映的单位或人，其他事项不写。"),
            ),
            check(
                "petition_account_has_its_unit",
                Q(accused__isnull=True) | Q(accused_union__isnull=False),
                _("被反映的账号要写明单位。"),
            ),
            check(
                "petition_is_due_while_open",
                Q(state__in=DUE, due_on__isnull=False) | ~Q(state__in=DUE) & Q(due_on__isnull=True),
                _("没有办完的要有期限。"),
            ),
            check(
                "petition_offered_to_somebody",
                Q(state=State.TRANSFERRED, offered_to__isnull=False)
                | ~Q(state=State.TRANSFERRED) & Q(offered_to__isnull=True),
                _("转办的要写明转给谁。"),
            ),
            check(
                "petition_assigned_to_somebody",
                ~Q(state__in=(State.ASSIGNED, State.ANSWERED)) | Q(handler__isnull=False),
                _("办理中的要有主办人。"),
            ),
            check(
                "petition_answered_with_words",
                ~Q(state__in=(State.ANSWERED, State.CLOSED))
                | ~Q(answer="") & ~Q(told_by="") & Q(answered_at__isnull=False),
                _("请填写答复内容和告知方式。"),
            ),
            check(
                "petition_closed_once_asked",
                Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(satisfaction="")
                | Q(state=State.JOINED, closed_at__isnull=False)
                | ~Q(state__in=SETTLED) & Q(closed_at__isnull=True, satisfaction=""),
                _("办结的要登记满意度和办结时间。"),
            ),
            check(
                "petition_joined_to_another",
                Q(state=State.JOINED, main__isnull=False) & ~Q(main=models.F("id"))
                | ~Q(state=State.JOINED) & Q(main__isnull=True),
                _("并入的要写明并入哪一件，不能是自己。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def accuses(self) -> bool:
        """Whether it is about what somebody did: who says so is told to the handlers alone."""
        return self.matter in ACCUSING

    @property
    def may_know(self) -> bool:
        """Whether the viewer may know who it is from, which `selectors.petitions.list_petitions` asks."""
        return bool(getattr(self, "is_known", False))

    @property
    def is_masked(self) -> bool:
        return self.accuses and not self.may_know

    @property
    def shown_name(self) -> str:
        """Who it is from, as far as the viewer may know."""
        if self.is_masked:
            return _now("（保密）")
        return _now("匿名") if self.is_anonymous else self.name

    @property
    def shown_phone(self) -> object:
        return None if self.is_masked else self.phone

    @property
    def shown_text(self) -> str:
        """The beginning of what was said; of what accuses somebody only who handles it reads it in a list."""
        return "" if self.is_masked else self.text

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class PetitionStep(AppendOnly):
    """办理记录: one step, by whom, for whom they stood in, from which union to which."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="steps", verbose_name=_("信访件"))
    action = models.CharField(_("办理"), max_length=10)
    target = models.CharField(_("之后的状态"), max_length=11, choices=State.choices)
    handler = person(_("交给谁办"))
    passed_from = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, related_name="+", verbose_name=_("转出工会")
    )
    passed_to = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, related_name="+", verbose_name=_("转入工会")
    )
    comment = models.CharField(_("办理情况"), max_length=2000, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("信访办理记录")
        constraints = [
            check(
                "petition_step_passes_between_two",
                Q(action="transfer", passed_from__isnull=False, passed_to__isnull=False)
                & ~Q(passed_from=F("passed_to"))
                | ~Q(action="transfer") & Q(passed_from__isnull=True, passed_to__isnull=True),
                _("转办要写明从哪个工会转到哪个工会。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.action}"

    @property
    def by_names(self) -> str:
        """Who took it, both names where they stood in."""
        return names_of_step(self)
