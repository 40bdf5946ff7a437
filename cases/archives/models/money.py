"""A household's money: income and rigid expenses, dated, each with the document that proves it."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.archives.models.evidence import Evidence
from cases.archives.models.household import Household
from cases.archives.models.members import Member
from cases.archives.rules.bills import FIGURES, REIMBURSED, describe_bill
from cases.archives.states import ExpenseKind, IncomeKind
from hardship.kernel.checks import check


def months_in_order(name: str) -> models.CheckConstraint:
    """An item is of the whole year, or of months that begin and end."""
    q = models.Q
    whole_year = q(from_on__isnull=True, to_on__isnull=True)
    months = q(from_on__isnull=False, to_on__isnull=False, from_on__lte=models.F("to_on"))
    return check(name, whole_year | months, _("起止月份要么都填，要么都不填；止月不能早于起月。"))


def bill_adds_up() -> models.CheckConstraint:
    """What a family paid itself is what was charged minus what was reimbursed; only a medical expense has a
    bill, and without a sum that was charged nothing was reimbursed."""
    q, nothing = models.Q, models.Value(Decimal(0))
    left: Any = models.F("billed")
    for name in REIMBURSED:
        left = left - Coalesce(name, nothing)
    none = q(**{f"{name}__isnull": True for name in FIGURES})
    whole = q(kind=ExpenseKind.MEDICAL, billed__isnull=False, annual_amount=left)
    return check(
        "expense_bill_adds_up", none | whole, _("医疗自付必须等于总费用减各项报销，请核对总费用和报销金额。")
    )


def bill_not_negative() -> models.CheckConstraint:
    q = models.Q
    each = [q(**{f"{name}__isnull": True}) | q(**{f"{name}__gte": 0}) for name in FIGURES]
    inside = q(outside_catalogue__isnull=True) | q(outside_catalogue__lte=models.F("billed"))
    return check(
        "expense_bill_sensible", q(*each, inside), _("医疗费用不能是负数，目录外费用不能超过总费用。")
    )


def _figure(label: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class IncomeItem(models.Model):
    """Income of the last twelve months, yuan, of one member or of the household.

    `annual_amount` is the figure that is judged. `from_on` and `to_on` are the first day of its first month
    and the last day of its last one, both None for the whole year; `evidence` is what proves it.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="incomes", verbose_name=_("档案"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="incomes", verbose_name=_("对象")
    )
    kind = models.CharField(_("收入项目"), max_length=24, choices=IncomeKind.choices)
    annual_amount = models.DecimalField(_("近 12 个月金额（元）"), max_digits=12, decimal_places=2)
    from_on = models.DateField(_("起始月份"), null=True, blank=True)
    to_on = models.DateField(_("截止月份"), null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="incomes", verbose_name=_("证明材料")
    )
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("家庭收入")
        constraints = [
            check("income_not_negative", models.Q(annual_amount__gte=0), _("收入不能是负数。")),
            months_in_order("income_months_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.annual_amount}"


class RigidExpense(models.Model):
    """A rigid expense (刚性支出) of the last twelve months, yuan, after insurance and subsidies.

    Months and evidence as for income; `disease` names what a medical expense was for. Where `billed` is
    known, the expense is a medical bill: `annual_amount` is what is left of it after everything that was
    reimbursed (rules.bills), and nothing else of it counts.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="expenses", verbose_name=_("档案"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("对象")
    )
    kind = models.CharField(_("支出项目"), max_length=24, choices=ExpenseKind.choices)
    annual_amount = models.DecimalField(_("近 12 个月金额（元）"), max_digits=12, decimal_places=2)
    from_on = models.DateField(_("起始月份"), null=True, blank=True)
    to_on = models.DateField(_("截止月份"), null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("证明材料")
    )
    disease = models.CharField(_("病种"), max_length=40, blank=True)
    billed = _figure(_("医疗总费用（元）"))
    paid_basic = _figure(_("基本医保报销（元）"))
    paid_serious = _figure(_("大病保险报销（元）"))
    paid_assistance = _figure(_("医疗救助（元）"))
    paid_mutual = _figure(_("互助保障（元）"))
    paid_commercial = _figure(_("商业保险（元）"))
    outside_catalogue = _figure(_("其中目录外（元）"))
    hospital = models.CharField(_("就诊医院"), max_length=60, blank=True)
    is_designated = models.BooleanField(_("定点医院"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("刚性支出")
        constraints = [
            check("expense_not_negative", models.Q(annual_amount__gte=0), _("支出不能是负数。")),
            months_in_order("expense_months_in_order"),
            bill_adds_up(),
            bill_not_negative(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.annual_amount}"

    @property
    def figures(self) -> dict[str, Decimal | None]:
        """The figures of the medical bill."""
        return {name: getattr(self, name) for name in FIGURES}

    @property
    def bill(self) -> str:
        """The medical bill in one line, '' without one."""
        return describe_bill(self.figures, hospital=self.hospital, is_designated=self.is_designated)
