"""时限统计: deadlines kept by month, union and person, as a page, a workbook and a print; the cases behind a
figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.applications.models import Application
from cases.approvals import reports
from cases.approvals.columns import HANDLED_COLUMNS
from cases.approvals.forms import DeadlinesForm, HandledForm
from cases.approvals.selectors.deadlines import (
    IN_TIME,
    LATE,
    RESULTS,
    Deadlines,
    get_deadlines,
    list_open,
    list_taken,
    month_end,
    narrowed,
)
from cases.approvals.selectors.terms import Term, TermFigures, get_terms, name_persons
from cases.approvals.views.overdue import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows

HANDLED = ListExport("handled", gettext_lazy("审核审批办理清单"), HANDLED_COLUMNS, "approvals:handled")


@dataclass(frozen=True)
class Handled:
    """One decision that was due: taken, or (without `on`) still open."""

    application: Application
    step: str
    who: str
    due_on: date | None
    on: date | None = None


@require_GET
@require_role(*READERS)
def deadlines(request: AuthenticatedRequest) -> HttpResponse:
    """The figures of one month, and of the eleven before it."""
    form = DeadlinesForm(request.GET, user=request.user)
    found = get_deadlines(user=request.user, month=form.first_day, union=form.chosen_union)
    context = {
        "form": form,
        "found": found,
        "tables": [*_tables(found, request), *_term_tables(found, _terms(form, request), request)],
        "urls": _urls(found, request, {}),
        "query": urlencode(_chosen(found, request)),
    }
    return render(request, "approvals/deadlines.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same figures as a workbook; the download is on record."""
    form = DeadlinesForm(request.GET, user=request.user)
    found = get_deadlines(user=request.user, month=form.first_day, union=form.chosen_union)
    content, rows = reports.deadlines_workbook(found, _terms(form, request), by=request.user)
    filters = {"month": f"{found.month:%Y-%m}", "union": found.union.code}
    audit.record_export("deadlines", by=request.user, content=content, rows=rows, filters=filters)
    return workbook(
        content,
        _("时限统计_%(union)s_%(month)s.xlsx")
        % {"union": found.union.short_name, "month": f"{found.month:%Y-%m}"},
    )


@require_GET
@require_role(*READERS)
def handled(request: AuthenticatedRequest) -> HttpResponse:
    """The cases behind one figure."""
    form = HandledForm(request.GET, user=request.user)
    rows = Rows[Handled](HANDLED_COLUMNS, url=link_to("applications:detail", "application.pk"))
    found = _rows(request, form)
    context = {
        **rows.page(found, request.GET, make=lambda page: _handled_all(page, form.chosen_term)),
        "form": form,
        "label": form.result_label,
        "back_url": f"{reverse('approvals:deadlines')}?{urlencode(form.back)}",
    }
    return render(request, "approvals/handled.html", context)


@require_POST
@require_role(*READERS)
def handled_export(request: AuthenticatedRequest) -> HttpResponse:
    """The cases behind one figure as a workbook; the download is on record."""
    form = HandledForm(request.GET, user=request.user)
    return HANDLED.answer(
        request, _rows(request, form), conditions=[f"{form.first_day:%Y-%m}", form.result_label],
        filters=form.back | form.term_key | {"result": form.chosen_result},
        make=lambda rows: _handled_all(rows, form.chosen_term),
    )  # fmt: skip


def _rows(request: AuthenticatedRequest, form: HandledForm) -> Any:
    union, days = form.chosen_union or request.user.union, (form.first_day, month_end(form.first_day))
    if form.chosen_term is not None:
        return _rows_of_term(form, form.chosen_term.list_rows(request.user, union, *days))
    if form.chosen_result in (IN_TIME, LATE):
        taken = list_taken(request.user, union).filter(kept_by__range=days)
        taken = taken.filter(person=form.person) if form.person else taken
        taken = taken.filter(stage_union=form.place) if form.place else taken
        found = narrowed(taken, form.chosen_result).select_related(
            "application__household__head", "application__programme", "application__union", "by",
            "stood_in_for",
        )  # fmt: skip
        return found.order_by("kept_by", "pk")
    still = list_open(request.user, union).filter(kept_by__range=days)
    still = still.filter(stage_union=form.place) if form.place else still
    found = narrowed(still, form.chosen_result).select_related(
        "household__head", "programme", "union", "awaits"
    )
    return found.order_by("kept_by", "pk")


def _rows_of_term(form: HandledForm, rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.filter(result=form.chosen_result)
    rows = rows.filter(person=form.person) if form.person is not None else rows
    rows = rows.filter(place=form.place) if form.place else rows
    return rows.select_related("household__head", "programme", "union").order_by("term_on", "pk")


def _handled_all(rows: Sequence[Any], term: Term | None) -> list[Handled]:
    if term is None:
        return [_handled(row) for row in rows]
    names = name_persons(rows)
    return [
        Handled(row, str(term.labels[row.result]), names.get(row.person, ""), row.term_on, row.done_on)
        for row in rows
    ]


def _handled(row: Any) -> Handled:
    kept_by: date = row.kept_by
    if isinstance(row, Application):
        return Handled(row, row.get_state_display(), str(row.awaits or ""), kept_by)
    return Handled(row.application, row.label, row.who, kept_by, row.on)


def _chosen(found: Deadlines, request: AuthenticatedRequest) -> dict[str, str]:
    union = {} if found.union.pk == request.user.union_id else {"union": str(found.union.pk)}
    return {"month": f"{found.month:%Y-%m}", **union}


def _urls(found: Deadlines, request: AuthenticatedRequest, more: dict[str, str]) -> dict[str, str]:
    """The cases behind each figure of a line."""
    chosen = _chosen(found, request) | more
    page = reverse("approvals:handled")
    return {result: f"{page}?{urlencode(chosen | {'result': result})}" for result, _label in RESULTS}


def _tables(found: Deadlines, request: AuthenticatedRequest) -> list[dict[str, Any]]:
    """The three tables; that of months is not added up, as the other two are those of one month."""
    tables = (
        ("month", _("按月"), _("月份"), found.months),
        ("at", _("按工会"), _("工会"), found.unions),
        ("by", _("按人员"), _("人员"), found.people),
    )
    return [
        {
            "title": title,
            "heading": heading,
            "rows": [(line, _urls(found, request, {name: line.key})) for line in lines],
            "adds_up": name != "month",
            "labels": [label for _result, label in RESULTS],
            "total": found.total,
            "has_days": True,
            "note": "",
        }
        for name, title, heading, lines in tables
    ]


def _terms(form: DeadlinesForm, request: AuthenticatedRequest) -> list[TermFigures]:
    return get_terms(user=request.user, month=form.first_day, union=form.chosen_union)


def _term_tables(
    found: Deadlines, terms: Sequence[TermFigures], request: AuthenticatedRequest
) -> list[dict[str, Any]]:
    """Two tables for each other last day that was or is to be kept in the month."""
    return [
        {
            "title": _("%(term)s：%(by)s") % {"term": one.term.title, "by": by},
            "heading": heading,
            "rows": [(line, _urls(found, request, {"term": one.key, name: line.key})) for line in lines],
            "adds_up": True,
            "labels": [one.term.labels[result] for result, _label in RESULTS],
            "total": one.total,
            "has_days": False,
            "note": one.term.note if name == "at" else "",
        }
        for one in terms
        for name, by, heading, lines in (
            ("at", _("按工会"), _("工会"), one.unions),
            ("by", _("按人员"), _("人员"), one.people),
        )
    ]
