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
from cases.plans.states import (
    LIVE_PLANS,
    MEASURE_TONES,
    PLAN_TONES,
    Department,
    ExitKind,
    MeasureKind,
    MeasureState,
    PlanState,
)
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


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
    """One thing to do: by one of the union's people or by somebody outside, named with a phone.

    What fulfilled it, if that is known here, is named by its kind among selectors.DEEDS and its key there;
    `fulfilled_by` keeps how it read on that day.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(HelpPlan, models.PROTECT, related_name="measures", verbose_name=_("帮扶计划"))
    kind = models.CharField(_("措施种类"), max_length=10, choices=MeasureKind.choices)
    text = models.CharField(_("具体措施"), max_length=300)
    department = models.CharField(
        _("牵头部门"), max_length=10, choices=Department.choices, default=Department.UNION
    )
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
    deed_kind = models.CharField(max_length=30, blank=True, editable=False)
    deed_key = models.CharField(max_length=40, blank=True, editable=False)
    fulfilled_by = models.CharField(_("由何落实"), max_length=200, blank=True, editable=False)
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
            check(
                "measure_fulfilled_by_one_deed",
                models.Q(deed_kind="", deed_key="", fulfilled_by="")
                | models.Q(state=MeasureState.DONE)
                & ~models.Q(deed_kind="")
                & ~models.Q(deed_key="")
                & ~models.Q(fulfilled_by=""),
                _("只有已落实的措施写明由哪次帮扶落实。"),
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


class ExitPlanQuerySet(models.QuerySet["ExitPlan"]):
    def visible_to(self, user: Any) -> Self:
        """The plans of households in the user's scope."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"household__{user.union.scope_column}_id": user.union_id})


class ExitPlan(models.Model):
    """What a household is planned for. The one that holds has no `replaced_at`; those before it stay."""

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="exit_plans", verbose_name=_("档案")
    )
    kind = models.CharField(_("安排"), max_length=7, choices=ExitKind.choices)
    year = models.PositiveSmallIntegerField(_("脱困年度"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    set_at = models.DateTimeField(_("安排时间"), default=timezone.now, editable=False)
    set_by = person(_("安排人"))
    replaced_at = models.DateTimeField(_("改变时间"), null=True, editable=False)
    replaced_by = person(_("改变人"))

    objects = ExitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("脱困安排")
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(replaced_at__isnull=True),
                name="exit_plan_one_holds",
                violation_error_message=_("这户刚被安排过，请刷新页面。"),
            ),
            check("exit_plan_kind_known", models.Q(kind__in=ExitKind.values), _("请选择安排。")),
            check(
                "exit_plan_leaves_in_a_year",
                models.Q(kind=ExitKind.LEAVE, year__isnull=False, year__range=(2016, 2100))
                | models.Q(kind=ExitKind.REGULAR, year__isnull=True),
                _("计划脱困的要有年度，常态化帮扶的没有。"),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == ExitKind.REGULAR:
            return str(ExitKind.REGULAR.label)
        return str(_("%(year)s 年脱困") % {"year": self.year})


class YearTask(ScopedModel):
    """年度任务: which part of a union's filed households is to leave hardship or be relieved in a year.

    It holds from its year on, for the union and all below it that have none of their own, until another year
    of the same union has one. `households` is a number set by hand, for this union and year alone.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    numerator = models.PositiveSmallIntegerField(_("几分之几：分子"))
    denominator = models.PositiveSmallIntegerField(_("分母"))
    households = models.PositiveIntegerField(_("目标户数"), null=True, blank=True)
    document = models.CharField(_("依据"), max_length=120)
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now, editable=False)
    set_by = person(_("设定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("年度脱困任务")
        constraints = [
            models.UniqueConstraint(fields=["union", "year"], name="year_task_once"),
            check(
                "year_task_is_a_share",
                models.Q(numerator__gte=1, denominator__gte=models.F("numerator"), denominator__lte=1000),
                _("比例要大于零、不超过全部。"),
            ),
            check("year_task_founded", ~models.Q(document=""), _("请填写依据。")),
            check("year_task_year_sensible", models.Q(year__range=(2016, 2100)), _("年度不对，请核对。")),
        ]

    def __str__(self) -> str:
        return f"{self.union_id} {self.year}"
