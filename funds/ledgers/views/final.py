"""资金决算 of a year: by source and use, of one union, with all below it or for each of these; a page, a
workbook and a paper."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers import reports
from funds.ledgers.columns import FINAL, FINAL_BY_UNION
from funds.ledgers.filters import ReachFilter
from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors.final import FLOWS, FinalRow, add_up, get_final, with_subtotals
from funds.ledgers.views.pages import READERS, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.views.exports import ListExport, narrow_first
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.columns import values, without
from hardship.kernel.lint import Figure, Figures, check_table
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.sheets import Beside

TITLE = gettext_lazy("资金决算表")
EXPORT = ListExport("final_accounts", TITLE, FINAL, "ledgers:final")
EXPORT_BY_UNION = ListExport("final_accounts", TITLE, FINAL_BY_UNION, "ledgers:final")
MOST_PRINTED = 1000  # rows of a paper that is drawn while somebody waits
LESS = ("spent", "allocated", "returned", "charged")


@dataclass(frozen=True)
class Asked:
    """Of which year and union, and whether all below it count as well, together or each by itself."""

    filter: ReachFilter
    year: int
    union: Union
    reach: str

    @property
    def with_below(self) -> bool:
        return self.reach != "own"

    @property
    def by_union(self) -> bool:
        return self.reach == "each"

    @property
    def reach_words(self) -> str:
        return {"own": _("只看本级"), "each": _("逐个工会")}.get(self.reach, _("含下级工会"))

    @property
    def words(self) -> list[str]:
        """What a workbook says above the table."""
        return [f"{self.union.name} {self.year} {_('年')}", self.reach_words]

    @property
    def rows(self) -> list[FinalRow]:
        return get_final(self.union, self.year, with_below=self.with_below, by_union=self.by_union)

    @property
    def recorded(self) -> dict[str, Any]:
        """What the log says that somebody took along."""
        return {"year": self.year, "union": self.union.pk, "reach": self.reach}


@require_role(*READERS)
@require_GET
def final(request: AuthenticatedRequest) -> HttpResponse:
    asked = _asked(request)
    rows = asked.rows
    sums = add_up(rows)
    idle = [name for name in FLOWS if not any(getattr(row, name) for row in rows)]
    shown = {name: yuan for name, yuan in sums.items() if name not in idle}
    context = {
        **_drawn(request, asked, rows, idle, shown),
        "asked": asked,
        "filter": asked.filter,
        "sums_of_all": sums,
        "doubts": check_table(_figures(rows)),
        "tabs": tabs("final"),
        "pdf_url": f"{reverse('ledgers:final_pdf')}?{request.GET.urlencode()}",
    }
    return render(request, "ledgers/final.html", context)


def _drawn(
    request: AuthenticatedRequest,
    asked: Asked,
    rows: list[FinalRow],
    idle: list[str],
    sums: dict[str, Decimal],
) -> dict[str, Any]:
    """The table; that of each union is not sorted, for the sake of its subtotals."""
    if not asked.by_union:
        return Rows[FinalRow](without(FINAL, *idle)).page(rows, request.GET, sums=sums)
    page = numbered(with_subtotals(rows), request.GET)
    drawn = Rows[FinalRow](without(FINAL_BY_UNION, *idle)).context(page, sums)
    return {"page": page, **drawn}


@require_role(*READERS)
@require_GET
def final_pdf(request: AuthenticatedRequest) -> HttpResponse:
    """The table as it is narrowed, to sign and seal; that it was made is on record. More rows than are drawn
    while somebody waits lead back to the page."""
    asked = _asked(request)
    rows = asked.rows
    if len(rows) > MOST_PRINTED:
        return narrow_first(request, f"{reverse('ledgers:final')}?{request.GET.urlencode()}")
    content = reports.final_pdf(
        rows, union=asked.union, year=asked.year, reach=asked.reach_words, by_union=asked.by_union
    )
    audit.record_export(
        "final_accounts", by=request.user, content=content, rows=len(rows), filters=asked.recorded
    )
    return paper(content, _("资金决算表_%(year)s.pdf") % {"year": asked.year})


@require_role(*READERS)
@require_POST
def final_export(request: AuthenticatedRequest) -> HttpResponse:
    """The table as it is narrowed; the download is on record."""
    asked = _asked(request)
    rows = asked.rows
    export, beside = EXPORT, []
    if asked.by_union:
        sums = get_final(asked.union, asked.year, with_below=True)
        export, beside = EXPORT_BY_UNION, [Beside(_("小计"), FINAL, [values(FINAL, row) for row in sums])]
    return export.answer(
        request, rows, conditions=asked.words, totals=add_up(rows), filters=asked.recorded, beside=beside
    )


def _asked(request: AuthenticatedRequest) -> Asked:
    found = ReachFilter(request.GET, queryset=BudgetLine.objects.visible_to(request.user), user=request.user)
    values = found.values
    union = found.unions.get(str(values.get("union", "")), request.user.union)
    year = int(values.get("year") or timezone.localdate().year)
    return Asked(found, year, union, str(values.get("reach") or ""))


def _figures(rows: list[FinalRow]) -> Figures:
    """The table as it is looked over before anybody prints it."""
    labels = {column.key: str(column.label) for column in FINAL}
    parts = tuple(f"-{name}" if name in LESS else name for name in FLOWS)
    last = Figure("closing", labels["closing"], parts=parts)
    columns = (*(Figure(name, labels[name]) for name in FLOWS), last)
    keys = (*FLOWS, "closing")
    names = [" ".join(filter(None, (row.source, row.use, row.union))) for row in rows]
    told = [(name, {key: getattr(row, key) for key in keys}) for name, row in zip(names, rows, strict=True)]
    return Figures(columns, told, add_up(rows) if rows else {})
