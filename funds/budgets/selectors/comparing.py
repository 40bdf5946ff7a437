"""Plans beside what was done, and what next year's plan may begin with."""

from django.utils.translation import gettext as _

from funds.budgets.models import Budget, BudgetRow
from funds.budgets.rules import Comparison, PlannedRow, compare, suggest
from funds.budgets.selectors.actuals import list_actuals
from funds.budgets.selectors.reading import get_rows
from funds.budgets.states import STANDS
from hardship.accounts.models import Union


def compare_plans(union: Union, year: int, *, with_below: bool = False) -> Comparison:
    """The plan that counts for a union, or those of all unions below it too, beside what was committed."""
    column = union.scope_column if with_below else "union"
    plans = {f"budget__{column}_id": union.pk, "budget__year": year, "budget__state__in": STANDS}
    rows = BudgetRow.objects.filter(**plans).order_by("use", "kind", "pk")
    return compare([row.planned() for row in rows], list_actuals(union, year, with_below=with_below))


def suggest_rows(union: Union, year: int) -> list[PlannedRow]:
    """What a plan of that year begins with: what was done the year before; where nothing was, the rows of the
    plan of the year before."""
    found = suggest(list_actuals(union, year - 1), _("上年实际 {heads} 人次、{yuan} 元"))
    if found:
        return found
    old = Budget.objects.filter(union=union, year=year - 1, state__in=STANDS).first()
    return [row.planned() for row in get_rows(old)] if old else []
