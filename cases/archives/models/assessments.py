"""Determinations (认定): what was known, by which rules, each condition, the outcome. Only ever added."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.categories import Categorised
from cases.archives.models.household import Household, person
from cases.archives.states import Answer, OverrideState
from cases.policies.models import LivingStandard
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class PolicyText(AppendOnly):
    """The rules that assessments rest on, kept under their own hash: a policy may be superseded, withdrawn or
    never have been more than a draft, the assessment still says what it went by."""

    hash = models.CharField(max_length=64, primary_key=True)
    title = models.CharField(_("政策"), max_length=200)
    document_no = models.CharField(_("文号"), max_length=100, blank=True)
    text = models.TextField(_("规则"))

    class Meta:
        verbose_name = verbose_name_plural = _("认定所依据的政策文本")

    def __str__(self) -> str:
        return self.title


class Assessment(Categorised, AppendOnly):
    """One determination. `inputs` is the JSON of cases.policies.rules.Case, `result` that of Outcome;
    `hash` is the SHA-256 of policy, inputs and result in canonical form: computing it again from `inputs` and
    `rules` gives the same bytes. `net` and `gross` are yuan per person and month, rounded for display.
    """

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="assessments", verbose_name=_("档案")
    )
    rules = models.ForeignKey(
        PolicyText, models.PROTECT, related_name="assessments", verbose_name=_("依据政策")
    )
    standard = models.ForeignKey(
        LivingStandard, models.PROTECT, null=True, related_name="+", verbose_name=_("低保标准")
    )
    inputs = models.JSONField(_("依据数据"))
    result = models.JSONField(_("核算结果"))
    net = models.DecimalField(_("净人均月收入（元）"), max_digits=14, decimal_places=2, null=True)
    gross = models.DecimalField(_("人均月收入（元）"), max_digits=14, decimal_places=2, null=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("认定时间"), default=timezone.now, editable=False)
    by = person(_("认定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("困难认定")

    def __str__(self) -> str:
        return f"{self.household_id} {self.category}"


class AssessmentCondition(AppendOnly):
    """One condition of an assessment with its figures, as it was judged and shown."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="conditions", verbose_name=_("认定")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    key = models.CharField(max_length=120)
    text = models.CharField(_("条件"), max_length=400)
    value = models.CharField(_("本户"), max_length=200, blank=True)
    comparator = models.CharField(_("比较"), max_length=10, blank=True)
    threshold = models.CharField(_("标准"), max_length=200, blank=True)
    standard = models.CharField(_("所用标准"), max_length=200, blank=True)
    standard_on = models.CharField(_("标准执行日期"), max_length=20, blank=True)
    paragraph = models.CharField(_("条款"), max_length=200, blank=True)
    answer = models.CharField(_("结论"), max_length=8, choices=Answer.choices)
    missing = ArrayField(models.CharField(max_length=200), verbose_name=_("缺少"), default=list)
    exempted = models.CharField(_("豁免"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("认定条件")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="condition_position_once")
        ]

    def __str__(self) -> str:
        return self.text


class CategoryOverride(Categorised):
    """人工认定: a category other than the computed one, asked for with a reason, decided by a union above."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="overrides", verbose_name=_("认定")
    )
    reason = models.CharField(_("理由"), max_length=500)
    state = models.CharField(
        _("状态"), max_length=10, choices=OverrideState.choices, default=OverrideState.REQUESTED
    )
    requested_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    requested_by = person(_("提出人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, editable=False)
    decided_by = person(_("审批人"))
    comment = models.CharField(_("审批意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人工认定")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(state__in=[OverrideState.REQUESTED, OverrideState.APPROVED]),
                name="override_open_once",
                violation_error_message=_("这次认定已有人工认定在办理或已获同意。"),
            ),
            check("override_has_reason", ~Q(reason=""), _("请填写人工认定的理由。")),
            check("override_state_known", Q(state__in=OverrideState.values), _("人工认定的状态不对。")),
            check(
                "override_decided_by_another",
                Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by"))
                | Q(state=OverrideState.WITHDRAWN),
                _("不能审批自己提出的人工认定。"),
            ),
            check(
                "override_decision_complete",
                Q(state=OverrideState.REQUESTED, decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(state=OverrideState.REQUESTED), decided_at__isnull=False, decided_by__isnull=False),
                _("人工认定的审批时间和审批人必须同时填写。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.category}"
