"""The life of a file after filing: months on record, the cause, the file as it was at each approval."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.assessments import Assessment
from cases.archives.models.events import FileStep
from cases.archives.models.household import Household, person
from cases.archives.states import JUDGEMENTS
from cases.policies.models import LivingStandard
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NamedJSONField


class MonthlyRecord(models.Model):
    """What a household had in one calendar month, yuan: the evidence of leaving hardship.

    `month` is the month's first day; `standard_monthly` the living standard of that day where the household's
    union is, kept as it was resolved, None when none was on record.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="months", verbose_name=_("档案"))
    month = models.DateField(_("月份"))
    income = models.DecimalField(_("家庭收入（元）"), max_digits=12, decimal_places=2)
    rigid_expense = models.DecimalField(_("刚性支出（元）"), max_digits=12, decimal_places=2, default=0)
    persons = models.PositiveSmallIntegerField(_("人口"))
    standard = models.ForeignKey(
        LivingStandard, models.PROTECT, null=True, related_name="+", verbose_name=_("低保标准")
    )
    standard_monthly = models.DecimalField(
        _("当月低保标准（元）"), max_digits=10, decimal_places=2, null=True
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("月度收支")
        constraints = [
            models.UniqueConstraint(fields=["household", "month"], name="month_recorded_once"),
            check("month_is_a_first_day", models.Q(month__day=1), _("月份请写成当月第一天。")),
            check("month_income_not_negative", models.Q(income__gte=0), _("收入不能是负数。")),
            check("month_expense_not_negative", models.Q(rigid_expense__gte=0), _("支出不能是负数。")),
            check(
                "month_persons_sensible",
                models.Q(persons__gte=1, persons__lte=30),
                _("人口应在 1 到 30 之间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.month:%Y-%m}"


class CauseFinding(AppendOnly):
    """Whether the cause of the hardship was found removed; the last one counts. Only ever added."""

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="cause_findings", verbose_name=_("档案")
    )
    is_removed = models.BooleanField(_("致困原因已消除"))
    found_on = models.DateField(_("查明日期"))
    note = models.CharField(_("怎样查明"), max_length=300)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("致困原因查明")
        constraints = [check("cause_finding_says_how", ~models.Q(note=""), _("请写明怎样查明。"))]

    def __str__(self) -> str:
        return f"{self.household_id} {self.is_removed}"


class FileSnapshot(AppendOnly):
    """What a file said when somebody approved or returned it: later differences are told against it, and
    困难职工档案表 is printed from it.

    `step` is the step that it was kept at, None where a change was accepted; a step that was taken back
    vouches for nothing. `content` is selectors.get_content: personal numbers stand in it as their blind index
    alone. `found` is what the review found beside it: category, 建档标准 and labels by the names of their
    columns. `assessment` is the one that was accepted with it, where the approval rests on one
    (states.JUDGEMENTS).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="snapshots", verbose_name=_("档案"))
    step = models.OneToOneField(
        FileStep, models.PROTECT, null=True, related_name="snapshot", verbose_name=_("办理记录")
    )
    action = models.CharField(_("操作"), max_length=12)
    content = NamedJSONField(_("内容"))
    content_hash = models.CharField(max_length=64)
    found = models.JSONField(_("认定结果"), default=dict)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="snapshots", verbose_name=_("困难认定")
    )
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("档案快照")
        constraints = [
            check(
                "snapshot_names_its_assessment",
                models.Q(action__in=list(JUDGEMENTS), assessment__isnull=False)
                | models.Q(assessment__isnull=True) & ~models.Q(action__in=list(JUDGEMENTS)),
                _("审核时的档案内容必须写明所依据的困难认定。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.action}"
