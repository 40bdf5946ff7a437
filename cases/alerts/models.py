"""预警: the limits that unions set, the hits, what was done about each. The database keeps the rules:
`migrations/sql`."""

import uuid
from datetime import date
from types import SimpleNamespace

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.alerts.rules import KINDS, AlertKind
from cases.alerts.states import SEVERITY_TONES, TONES, WAITING, Outcome, Severity, State
from cases.archives.models import Household
from funds.ledgers.models.hands import hand_of, person
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class AlertRule(AppendOnly):
    """The limits of one kind of warning for a union and those below it, from a day on; a nearer union's rule
    and a later one come before. One that is not `is_on` keeps the kind silent."""

    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    kind = models.CharField(_("预警种类"), max_length=20)
    valid_from = models.DateField(_("从哪天起"))
    is_on = models.BooleanField(_("启用"), default=True)
    first = models.DecimalField(_("界限"), max_digits=12, decimal_places=2)
    second = models.DecimalField(_("第二界限"), max_digits=12, decimal_places=2, null=True, blank=True)
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now, editable=False)
    set_by = person(_("设定人"))
    set_for = person(_("代谁设定"))

    class Meta:
        verbose_name = verbose_name_plural = _("预警规则")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "kind", "valid_from"],
                name="alert_rule_once",
                violation_error_message=_("这一天已经有一条这种预警的规则，请另选一天。"),
            ),
            check("alert_rule_not_negative", Q(first__gte=0), _("界限不能小于零。")),
            check("alert_rule_second", Q(second=None) | Q(second__gte=0), _("界限不能小于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"

    @property
    def about(self) -> AlertKind:
        return KINDS[self.kind]

    @property
    def setter(self) -> str:
        return hand_of(self, "set")


class Alert(ScopedModel):
    """One hit. `subject` is opaque ("household:17", "line:5"); of one kind and subject there is one while the
    cause stands (`gone_on` is empty), whatever became of it, so that nothing known is told twice. `figures`
    complete the sentence of its kind and follow what is so today."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("预警种类"), max_length=20, editable=False)
    subject = models.CharField(max_length=80, editable=False)
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="alerts",
        verbose_name=_("困难家庭"),
    )
    label = models.CharField(_("对象"), max_length=160, blank=True, editable=False)
    figures = models.JSONField(_("数据"), editable=False)
    severity = models.CharField(_("级别"), max_length=6, choices=Severity.choices, editable=False)
    state = models.CharField(
        _("状态"), max_length=9, choices=State.choices, default=State.OPEN, editable=False
    )
    found_on = models.DateField(_("发现日期"), editable=False)
    due_on = models.DateField(_("处理期限"), editable=False)
    until = models.DateField(_("暂缓到"), null=True, editable=False)
    gone_on = models.DateField(_("起因消失的日期"), null=True, editable=False)
    owner = person(_("由谁办"))
    outcome = models.CharField(
        _("处理结果"), max_length=9, choices=Outcome.choices, blank=True, editable=False
    )
    said = models.CharField(_("说明"), max_length=300, blank=True, editable=False)
    signed_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    signed_by = person(_("登记人"))
    signed_for = person(_("代谁登记"))

    is_open = in_state(State.OPEN)
    is_waiting = in_state(*WAITING)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("预警")
        indexes = [
            *(
                models.Index(fields=[level, "state", "severity", "due_on"], name=f"alert_{level}_state")
                for level in ("province", "city", "county", "township", "union")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(gone_on=None), name="alert_known_once"
            ),
            check("alert_state_known", Q(state__in=State.values), _("预警的状态不对。")),
            check("alert_severity_known", Q(severity__in=Severity.values), _("预警的级别不对。")),
            check(
                "alert_ended_for_a_reason",
                Q(state=State.OPEN, until=None, outcome="")
                | Q(state=State.SNOOZED, until__isnull=False, outcome="") & ~Q(said="")
                | Q(state=State.HANDLED, until=None, outcome__in=Outcome.values) & ~Q(said="")
                | Q(state=State.DISMISSED, until=None, outcome="") & ~Q(said="")
                | Q(state=State.GONE, until=None, outcome="", gone_on__isnull=False),
                _("处理的写明结果和情况，不处理、暂缓的写明理由。"),
            ),
            check(
                "alert_signed_by_somebody",
                Q(state__in=(State.OPEN, State.GONE)) | Q(signed_at__isnull=False, signed_by__isnull=False),
                _("须记录登记时间和登记人。"),
            ),
            check("alert_due_later", Q(due_on__gt=models.F("found_on")), _("期限要在发现日期之后。")),
        ]

    def __str__(self) -> str:
        return f"{self.about.label}：{self.name}"

    @property
    def about(self) -> AlertKind:
        return KINDS[self.kind]

    @property
    def kind_label(self) -> str:
        return str(self.about.label)

    @property
    def name(self) -> str:
        """What it is about, as people call it."""
        return self.label or (str(self.household) if self.household is not None else self.subject)

    @property
    def why(self) -> str:
        return self.about.say(self.figures)

    @property
    def link(self) -> str:
        return self.about.link(self.subject, self.household_id)

    @property
    def severity_tone(self) -> str:
        return SEVERITY_TONES[self.severity]

    @property
    def is_late(self) -> bool:
        return self.state == State.OPEN and self.due_on < timezone.localdate()

    @property
    def owner_name(self) -> str:
        return self.owner.name if self.owner is not None else _now("还没有人接手")

    @property
    def age(self) -> int:
        """Days since it was found, or that it lasted."""
        until: date = self.gone_on or timezone.localdate()
        return (until - self.found_on).days


class AlertStep(AppendOnly):
    """What somebody did with a warning."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps", verbose_name=_("预警"))
    action = models.CharField(_("办理"), max_length=8)
    outcome = models.CharField(_("处理结果"), max_length=9, choices=Outcome.choices, blank=True)
    comment = models.CharField(_("说明"), max_length=300, blank=True)
    until = models.DateField(_("暂缓到"), null=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("预警办理记录")

    def __str__(self) -> str:
        return f"{self.alert_id} {self.action}"

    @property
    def who(self) -> str:
        return names_of_step(SimpleNamespace(by=self.by, stood_in_for=self.stood_in_for))


class AlertRun(AppendOnly):
    """One calculation of all warnings: the first of a day is the nightly one."""

    on = models.DateField(_("日期"))
    is_nightly = models.BooleanField(_("每天的第一次"), default=True)
    new = models.PositiveIntegerField(_("新发现"))
    gone = models.PositiveIntegerField(_("起因消失"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("预警计算")
        constraints = [
            models.UniqueConstraint(fields=["on"], condition=Q(is_nightly=True), name="alert_run_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on}"
