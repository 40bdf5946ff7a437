"""还缺什么: what files that were taken over still lack, by union and kind; one confirmed complete."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.models import Household
from cases.archives.services import taking_over
from cases.intakes import reports
from cases.intakes.columns import GAP_COLUMNS, LINE_COLUMNS
from cases.intakes.filters import GapFilter
from cases.intakes.selectors.missing import (
    CHUNK,
    MOST,
    Gap,
    Gaps,
    Line,
    count_gaps,
    label_of,
    list_gaps,
    list_incomplete,
    list_lacking,
)
from cases.intakes.states import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import narrow_first
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.columns import Column, choose
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING, number
from hardship.kernel.workflow import Refused


@require_GET
@require_role(*READERS)
def missing(request: AuthenticatedRequest) -> HttpResponse:
    """One line for each union, one column for each kind of what is missing."""
    gaps = count_gaps(request.user)
    context = {**_matrix(gaps), "gaps": gaps, "rest": _rest(gaps), "most_rows": MOST_ROWS}
    return render(request, "intakes/missing.html", context)


@require_GET
@require_role(*READERS)
def missing_files(request: AuthenticatedRequest) -> HttpResponse:
    """The files of one union that lack one kind, or all of them."""
    found, kind = _filter(request), request.GET.get("kind", "")
    page, uncounted = _lacking(found.chosen, kind, request)
    rows: Rows[Gap] = Rows(
        choose(GAP_COLUMNS, ()), url=lambda gap: reverse("archives:case", args=[gap.household.pk])
    )
    context = {
        "page": page,
        **rows.context(page),
        "filter": found,
        "kind": kind if label_of(kind) else "",
        "kind_label": label_of(kind),
        "most": MOST,
        "most_rows": MOST_ROWS,
        "uncounted": uncounted,
        "is_narrowed": bool(found.values or label_of(kind)),
        "query": urlencode({**found.values, **({"kind": kind} if label_of(kind) else {})}),
    }
    return render(request, "intakes/missing_files.html", context)


@require_POST
@require_role(*READERS)
def missing_export(request: AuthenticatedRequest) -> HttpResponse:
    """The same files as a workbook, each with what it lacks; the download is on record."""
    found, kind = _filter(request), request.GET.get("kind", "")
    rows = found.chosen
    if rows.count() > MOST_ROWS:
        return narrow_first(request, _files_url(**{**found.values, "kind": kind}))
    gaps = list_lacking(rows.iterator(CHUNK), kind)
    told = [words for _name, words in found.described()]
    told += [_("缺%(kind)s") % {"kind": label_of(kind)}] if label_of(kind) else []
    content = reports.gaps_workbook(gaps, conditions=told, by=request.user)
    audit.record_export(
        "intake_gaps",
        by=request.user,
        content=content,
        rows=len(gaps),
        filters={**found.values, "kind": kind},
    )
    return workbook(content, _("存量档案还缺什么.xlsx"))


@require_POST
@require_role(Role.REVIEWER)
def complete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The county confirms that a file has everything now."""
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    try:
        taking_over.complete(household_id=household.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已确认补齐。"))
    return redirect("archives:case", pk)


def _lacking(rows: QuerySet[Household], kind: str, request: AuthenticatedRequest) -> tuple[Any, int]:
    """The page of files with what each lacks, and how many files were not looked at. What a file lacks is
    worked out: for one kind that of the first MOST files, without a kind that of the page alone."""
    if not label_of(kind):
        page = numbered(rows, request.GET)
        page.object_list = list(list_gaps(page.object_list))
        return page, 0
    return numbered(list_lacking(rows[:MOST], kind), request.GET), max(0, rows.count() - MOST)


def _rest(gaps: Gaps) -> list[tuple[str, int, str]]:
    """The unions with files that the page does not count: name, how many, where they are."""
    return [(row.union.name, row.files, _files_url(union=row.union.pk)) for row in gaps.rest]


def _filter(request: AuthenticatedRequest) -> GapFilter:
    return GapFilter(request.GET, queryset=list_incomplete(request.user), user=request.user)


def _matrix(gaps: Gaps) -> dict[str, Any]:
    """The lines with a column for each kind that occurs; each number leads to its files."""
    sums = {kind: Decimal(gaps.total.counts[kind]) for kind in gaps.kinds}
    sums["files"] = Decimal(gaps.total.files)
    rows: Rows[Line] = Rows(
        (*LINE_COLUMNS, *(Column(kind, label_of(kind), kind="count") for kind in gaps.kinds)),
        url=lambda line: _files_url(union=line.union.pk),
        drawn={kind: partial(_count, kind=kind) for kind in gaps.kinds},
    )
    return rows.context(gaps.lines, sums=sums if len(gaps.lines) > 1 else None)


def _count(line: Line, kind: str) -> str:
    if not line.counts[kind]:
        return NOTHING
    return format_html(
        '<a href="{}">{}</a>', _files_url(union=line.union.pk, kind=kind), number(line.counts[kind])
    )


def _files_url(**narrowed: str | int) -> str:
    return f"{reverse('intakes:missing_files')}?{urlencode(narrowed)}"
