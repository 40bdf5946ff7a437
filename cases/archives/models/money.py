"""A household's money: income and rigid expenses, dated, each with the document that proves it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.archives.models.evidence import Evidence
from cases.archives.models.household import Household
from cases.archives.models.members import Member
from cases.archives.states import ExpenseKind, IncomeKind
from hardship.kernel.checks import check


def months_in_order(name: str) -> models.CheckConstraint:
    """An item is of the whole year, or of months that begin and end."""
    q = models.Q
    whole_year = q(from_on__isnull=True, to_on__isnull=True)
    months = q(from_on__isnull=False, to_on__isnull=False, from_on__lte=models.F("to_on"))
    return check(name, whole_year | months, _("起止月份要么都填，要么都不填；止月不能早于起月。"))


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

    Months and evidence as for income; `disease` names what a medical expense was for.
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
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("刚性支出")
        constraints = [
            check("expense_not_negative", models.Q(annual_amount__gte=0), _("支出不能是负数。")),
            months_in_order("expense_months_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.annual_amount}"
