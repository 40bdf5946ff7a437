"""资金决算 of a year: by source and use, of one union or with all below it; a page and a workbook."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers.columns import FINAL
from funds.ledgers.filters import ReachFilter
from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors.final import FLOWS, FinalRow, add_up, get_final
from funds.ledgers.views.pages import READERS, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.views.exports import ListExport
from hardship.kernel.columns import without
from hardship.kernel.lint import Figure, Figures, check_table
from hardship.kernel.rows import Rows

EXPORT = ListExport("final_accounts", gettext_lazy("资金决算表"), FINAL, "ledgers:final")
LESS = ("spent", "allocated", "returned", "charged")


@dataclass(frozen=True)
class Asked:
    """Of which year and union, and whether all below it count as well."""

    filter: ReachFilter
    year: int
    union: Union
    with_below: bool

    @property
    def words(self) -> list[str]:
        """What a workbook says above the table."""
        reach = _("含下级工会") if self.with_below else _("只看本级")
        return [f"{self.union.name} {self.year} {_('年')}", reach]

    @property
    def rows(self) -> list[FinalRow]:
        return get_final(self.union, self.year, with_below=self.with_below)


@require_role(*READERS)
@require_GET
def final(request: AuthenticatedRequest) -> HttpResponse:
    asked = _asked(request)
    rows = asked.rows
    sums = add_up(rows)
    idle = [name for name in FLOWS if not any(getattr(row, name) for row in rows)]
    shown = {name: yuan for name, yuan in sums.items() if name not in idle}
    context = {
        **Rows[FinalRow](without(FINAL, *idle)).page(rows, request.GET, sums=shown),
        "asked": asked,
        "filter": asked.filter,
        "sums_of_all": sums,
        "doubts": check_table(_figures(rows)),
        "tabs": tabs("final"),
    }
    return render(request, "ledgers/final.html", context)


@require_role(*READERS)
@require_POST
def final_export(request: AuthenticatedRequest) -> HttpResponse:
    """The table as it is narrowed; the download is on record."""
    asked = _asked(request)
    rows = asked.rows
    return EXPORT.answer(
        request, rows, conditions=asked.words, totals=add_up(rows),
        filters={"year": asked.year, "union": asked.union.pk, "below": asked.with_below},
    )  # fmt: skip


def _asked(request: AuthenticatedRequest) -> Asked:
    found = ReachFilter(request.GET, queryset=BudgetLine.objects.visible_to(request.user), user=request.user)
    values = found.values
    union = found.unions.get(str(values.get("union", "")), request.user.union)
    year = int(values.get("year") or timezone.localdate().year)
    return Asked(found, year, union, values.get("reach") != "own")


def _figures(rows: list[FinalRow]) -> Figures:
    """The table as it is looked over before anybody prints it."""
    labels = {column.key: str(column.label) for column in FINAL}
    parts = tuple(f"-{name}" if name in LESS else name for name in FLOWS)
    last = Figure("closing", labels["closing"], parts=parts)
    columns = (*(Figure(name, labels[name]) for name in FLOWS), last)
    keys = (*FLOWS, "closing")
    told = [(f"{row.source} {row.use}", {key: getattr(row, key) for key in keys}) for row in rows]
    return Figures(columns, told, add_up(rows) if rows else {})
