"""一户一计划、一户一措施: what is done for a household in a year, by whom, until when, how far it is."""

import uuid
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.household import person
from cases.archives.states import Cause
from cases.plans.states import LIVE_PLANS, MEASURE_TONES, PLAN_TONES, MeasureKind, MeasureState, PlanState
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly


class PlanQuerySet(models.QuerySet["HelpPlan"]):
    def visible_to(self, user: Any) -> Self:
        """The plans of households in the user's scope: a plan goes where its file goes."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"household__{user.union.scope_column}_id": user.union_id})


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: Any) -> Self:
        """The measures of households in the user's scope."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"plan__household__{user.union.scope_column}_id": user.union_id})


class HelpPlan(models.Model):
    """One household's plan for one year. `agreed_on` is the day on which the family signed it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="help_plans", verbose_name=_("档案")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    goal = models.CharField(_("帮扶目标"), max_length=300)
    causes = ArrayField(
        models.CharField(max_length=16, choices=Cause.choices), default=list, verbose_name=_("针对的致困原因")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=PlanState.choices, default=PlanState.DRAFT, editable=False
    )
    agreed_on = models.DateField(_("家庭同意日期"), null=True, editable=False)
    outcome = models.CharField(_("结果"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("制定人"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    closed_by = person(_("结束人"))

    objects = PlanQuerySet.as_manager()

    is_draft = in_state(PlanState.DRAFT)
    tone = state_tone(PLAN_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶计划")
        indexes = [models.Index(fields=["state", "year"], name="help_plan_worklist")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"],
                condition=models.Q(state__in=LIVE_PLANS),
                name="help_plan_one_a_year",
                violation_error_message=_("这户本年度已有帮扶计划。"),
            ),
            check("help_plan_state_known", models.Q(state__in=PlanState.values), _("计划状态不对。")),
            check(
                "help_plan_year_sensible", models.Q(year__gte=2000, year__lte=2100), _("年度不对，请核对。")
            ),
            check(
                "help_plan_agreed_on_a_day",
                ~models.Q(state__in=[PlanState.AGREED, PlanState.DONE]) | models.Q(agreed_on__isnull=False),
                _("执行中的计划要有家庭同意的日期。"),
            ),
            check(
                "help_plan_closed_with_outcome",
                models.Q(state__in=LIVE_PLANS) | ~models.Q(outcome="") & models.Q(closed_at__isnull=False),
                _("结束的计划要写明结果。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"


class Measure(models.Model):
    """One thing to do: by one of the union's people or by somebody outside, named with a phone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(HelpPlan, models.PROTECT, related_name="measures", verbose_name=_("帮扶计划"))
    kind = models.CharField(_("措施种类"), max_length=10, choices=MeasureKind.choices)
    text = models.CharField(_("具体措施"), max_length=300)
    responsible = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    responsible_name = models.CharField(_("工会以外的责任人"), max_length=50, blank=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    responsible_phone = EncryptedField("phone", verbose_name=_("责任人电话"), null=True, blank=True)  # type: ignore[misc]
    due_on = models.DateField(_("完成期限"))
    state = models.CharField(
        _("进度"), max_length=8, choices=MeasureState.choices, default=MeasureState.OPEN, editable=False
    )
    result = models.CharField(_("落实结果"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    closed_by = person(_("办结人"))

    is_open = in_state(MeasureState.OPEN)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶措施")
        indexes = [models.Index(fields=["state", "due_on"], name="measure_worklist")]
        constraints = [
            check("measure_state_known", models.Q(state__in=MeasureState.values), _("措施进度不对。")),
            check(
                "measure_has_a_responsible",
                models.Q(responsible__isnull=False) | ~models.Q(responsible_name=""),
                _("每项措施要有责任人。"),
            ),
            check(
                "measure_closed_with_result",
                models.Q(state=MeasureState.OPEN) | ~models.Q(result="") & models.Q(closed_at__isnull=False),
                _("办结的措施要写明结果。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def who(self) -> str:
        """Who sees to it."""
        return self.responsible.name if self.responsible else self.responsible_name

    @property
    def last_progress(self) -> str:
        """What was done last; the entries come in that order with selectors.list_measures."""
        return next((entry.text for entry in self.entries.all()), "")

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def tone(self) -> str:
        """The kind of its badge: what is overdue stands out."""
        return "danger" if self.is_overdue else MEASURE_TONES[MeasureState(self.state)]


class ProgressEntry(AppendOnly):
    """What was done for a measure on a day. Only ever added."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="entries", verbose_name=_("帮扶措施"))
    on = models.DateField(_("日期"))
    text = models.CharField(_("进展"), max_length=300)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("措施进展")

    def __str__(self) -> str:
        return f"{self.on} {self.text}"
