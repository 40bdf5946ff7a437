"""档案统计: who is in hardship, and why, at a date; every figure leads to the files behind it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.statistics import reports
from hardship.statistics.forms import StatisticsForm
from hardship.statistics.selectors.statistics import Line, Statistics, Table, get_statistics

ROW, BAR = 34, 12  # height of a row of a chart and of a bar in it, px
WIDEST = 48  # percent of the chart's width that the longest bar takes


@require_GET
def archive(request: AuthenticatedRequest) -> HttpResponse:
    """Tables and bars of one union's subtree at one date, beside the year before."""
    form = StatisticsForm(request.GET, user=request.user)
    found = get_statistics(user=request.user, on=form.day, union=form.chosen_union)
    context = {
        "form": form,
        "found": found,
        "total_urls": _urls(found, request, {}),
        "tables": [_shown(found, table, request) for table in (*found.tables, found.labels)],
        "query": _query(found, request),
        "may_export": request.user.has_role(*CASE_ROLES),
    }
    return render(request, "statistics/archive.html", context)


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same figures as a workbook, with a trace of who took them along."""
    form = StatisticsForm(request.GET, user=request.user)
    found = get_statistics(user=request.user, on=form.day, union=form.chosen_union)
    content, rows = reports.statistics_workbook(found, user=request.user)
    filters = {"on": found.on.isoformat(), "union": found.union.code}
    audit.record_export("archive_statistics", by=request.user, content=content, rows=rows, filters=filters)
    name = _("档案统计表_%(union)s_%(day)s.xlsx") % {
        "union": found.union.short_name,
        "day": found.on.isoformat(),
    }
    return workbook(content, name)


def _query(found: Statistics, request: AuthenticatedRequest) -> str:
    union = {} if found.union.pk == request.user.union_id else {"union": found.union.pk}
    return urlencode({"on": found.on.isoformat(), **union})


def _urls(found: Statistics, request: AuthenticatedRequest, narrowed: dict[str, str]) -> dict[str, str]:
    """The files behind a figure of the date and behind one of the year before."""
    union = {} if found.union.pk == request.user.union_id else {"union": str(found.union.pk)}

    def url(on: date) -> str:
        # of today the list of files, where one goes on working; of the past the files as they were
        page = "lists:files" if on >= timezone.localdate() else "statistics:files"
        return f"{reverse(page)}?{urlencode({'on': on.isoformat()} | union | narrowed)}"

    return {"now": url(found.on), "before": url(found.before)}


def _shown(found: Statistics, table: Table, request: AuthenticatedRequest) -> dict[str, Any]:
    most = max((max(row.figures.households, row.figures.households_before) for row in table.lines), default=0)
    rows = [
        {
            "line": line,
            "urls": _urls(found, request, {table.key: line.key}) if line.key else None,
            **_bars(line, place, most),
        }
        for place, line in enumerate(table.lines)
    ]
    return {
        "key": table.key,
        "label": table.label,
        "rows": rows,
        "height": ROW * len(rows) + 4,
        "adds_up": table is not found.labels,
    }


def _bars(line: Line, place: int, most: int) -> dict[str, Any]:
    """Where the two bars of a line stand in the chart; widths in percent of it."""
    top = ROW * place
    now, before = (
        round(WIDEST * count / most, 2) if most else 0
        for count in (line.figures.households, line.figures.households_before)
    )
    return {
        "text_y": top + BAR + 4,
        "now_y": top + 2,
        "before_y": top + 2 + BAR,
        "height": BAR,
        "thin": BAR // 2,
        "now": f"{now}%",
        "before": f"{before}%",
        "end": f"{36 + now}%",
    }
