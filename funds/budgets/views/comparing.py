"""计划与执行: plans beside what was committed and paid, by use and kind, and by quarter, up the tree."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.budgets import selectors
from funds.budgets.columns import COMPARISON
from funds.budgets.filters import ComparisonFilter
from funds.budgets.models import Budget
from funds.budgets.rules import Comparison, Standing
from funds.budgets.states import QUARTER_WORDS, READERS
from funds.budgets.views.pages import tabs
from funds.ledgers.selectors import list_uses
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.views.exports import ListExport
from hardship.kernel.columns import without
from hardship.kernel.lint import PERSONS, Figure, Figures, check_table
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge

EXPORT = ListExport("budget_comparison", gettext_lazy("计划与执行"), COMPARISON, "budgets:compare")
SUMMED = ("planned_heads", "heads", "planned", "held", "paid", "left")


@dataclass(frozen=True)
class Line:
    """One row of the page: of which use and kind, and how it stands."""

    use: str
    kind: str
    standing: Standing
    url: str = ""

    @property
    def percent(self) -> str:
        if not self.standing.planned:
            return _("计划外") if self.standing.used else "—"
        return f"{self.standing.percent}%"


@dataclass(frozen=True)
class Asked:
    """Of which year and union, and whether all below it count as well."""

    filter: ComparisonFilter
    year: int
    union: Union
    with_below: bool

    @property
    def words(self) -> list[str]:
        """What a workbook says above the table."""
        reach = _("含下级工会") if self.with_below else _("只看本级")
        return [f"{self.union.name} {self.year} {_('年')}", reach]


@require_GET
@require_role(*READERS)
def comparison(request: AuthenticatedRequest) -> HttpResponse:
    asked = _asked(request)
    found = selectors.compare_plans(asked.union, asked.year, with_below=asked.with_below)
    rows = Rows[Line](COMPARISON, url=lambda line: line.url, drawn={"percent": _percent})
    sums = {name: getattr(found.total, name) for name in SUMMED}
    context = {
        **rows.page(list(_lines(found, asked)), request.GET, sums=sums),
        "asked": asked,
        "filter": asked.filter,
        "total": found.total,
        "quarters": _quarters(found),
        "doubts": check_table(_figures(found, asked)),
        "tabs": tabs(request, "compare"),
    }
    return render(request, "budgets/compare.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The comparison as it is narrowed; the download is on record."""
    asked = _asked(request)
    found = selectors.compare_plans(asked.union, asked.year, with_below=asked.with_below)
    totals = {name: getattr(found.total, name) for name in ("planned", "held", "paid", "left")}
    lines = list(_lines(found, asked))
    return EXPORT.answer(
        request, lines, conditions=asked.words, totals=totals,
        filters={"year": asked.year, "union": asked.union.pk, "below": asked.with_below},
    )  # fmt: skip


def _asked(request: AuthenticatedRequest) -> Asked:
    rows = Budget.objects.visible_to(request.user)
    found = ComparisonFilter(request.GET, queryset=rows, user=request.user)
    values = found.values
    union = found.unions.get(str(values.get("union", "")), request.user.union)
    year = int(values.get("year") or timezone.localdate().year)
    return Asked(found, year, union, values.get("reach") != "own")


def _lines(found: Comparison, asked: Asked) -> Iterator[Line]:
    names = {use.code: use.name for use in list_uses()}
    for (use, kind), standing in sorted(found.rows.items()):
        query = urlencode({"year": str(asked.year), "use": use, "union": str(asked.union.pk)})
        yield Line(
            names.get(use, use), kind or _("不分项目"), standing, f"{reverse('ledgers:lines')}?{query}"
        )


def _figures(found: Comparison, asked: Asked) -> Figures:
    """The table as it is looked over before anybody prints it."""
    columns = (
        Figure("planned_heads", _("计划人次"), unit=PERSONS),
        Figure("heads", _("批准人次"), unit=PERSONS),
        Figure("planned", _("计划金额")),
        Figure("held", _("已批准未发")),
        Figure("paid", _("已发放")),
        Figure("used", _("已批准"), parts=("held", "paid"), each="heads"),
        Figure("left", _("计划结余"), parts=("planned", "-used")),
    )
    keys = [column.key for column in columns]
    rows = [
        (f"{line.use} {line.kind}", {key: getattr(line.standing, key) for key in keys})
        for line in _lines(found, asked)
    ]
    return Figures(columns, rows, {key: getattr(found.total, key) for key in keys})


def _percent(line: Line) -> Any:
    return badge("danger", line.percent) if line.standing.is_beyond else line.percent


def _quarters(found: Comparison) -> dict[str, Any]:
    """The same by quarter, as the second table of the page."""
    first = replace(COMPARISON[0], label=gettext_lazy("季度"), below="")
    columns = (first, *without(COMPARISON, "use", "kind"))
    lines = [Line(str(QUARTER_WORDS[n]), "", standing) for n, standing in found.quarters.items()]
    return Rows[Line](columns, drawn={"percent": _percent}).context(lines)
