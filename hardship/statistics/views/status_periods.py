"""The files behind a figure of the statistics of a past day, as they were then."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.states import CASE_ROLES, State
from cases.archives.states.files import FILE_TONES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.columns import choose
from hardship.kernel.pages import window
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING, badge
from hardship.statistics import reports
from hardship.statistics.columns import STATUS_PERIOD_COLUMNS
from hardship.statistics.forms import PastFilesForm
from hardship.statistics.selectors import status_periods as reads
from hardship.statistics.selectors.status_periods import StatusPeriodRow

PAGE_SIZE = 50


@require_GET
def status_periods(request: AuthenticatedRequest) -> HttpResponse:
    """A list of files with the values of the day that is asked for."""
    form = PastFilesForm(request.GET, user=request.user)
    found = _found(form, request)
    page = window(found, request.GET, key="household_id", size=PAGE_SIZE)
    total = found.count()
    context = {
        "on": form.day,
        "union": form.chosen_union or request.user.union,
        "total": total,
        **_rows().context(reads.describe_status_periods(page.rows, user=request.user, on=form.day)),
        "active": [{"label": words, "url": _url(form, **{name: ""})} for name, words in form.described()],
        "query": _query(form),
        "back_url": f"{reverse('statistics:archive')}?{_query(form, **dict.fromkeys(form.chosen, ''))}",
        "may_export": request.user.has_role(*CASE_ROLES),
        "links": page.numbered_links(lambda **place: _url(form, **place), request.GET, total=total),
    }
    return render(request, "statistics/files.html", context)


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same rows, all of them, as a workbook; with a trace of who took them along."""
    form = PastFilesForm(request.GET, user=request.user)
    conditions = [words for _name, words in form.described()]
    content, rows = reports.status_periods_workbook(
        _found(form, request), user=request.user, on=form.day, conditions=conditions
    )
    filters = {"on": form.day.isoformat(), **form.chosen}
    if form.chosen_union:
        filters["union"] = form.chosen_union.code
    audit.record_export(
        "archive_status_periods", by=request.user, content=content, rows=rows, filters=filters
    )
    name = _("在档名册_%(union)s_%(day)s_%(rows)s户.xlsx") % {
        "union": (form.chosen_union or request.user.union).short_name,
        "day": form.day.isoformat(),
        "rows": rows,
    }
    return workbook(content, name)


def _found(form: PastFilesForm, request: AuthenticatedRequest) -> Any:
    return reads.list_standing(user=request.user, union=form.chosen_union, on=form.day, chosen=form.chosen)


def _query(form: PastFilesForm, **changes: Any) -> str:
    union = form.chosen_union.pk if form.chosen_union else ""
    values = {"on": form.day.isoformat(), "union": union, **form.chosen} | changes
    return urlencode({name: value for name, value in values.items() if value})


def _url(form: PastFilesForm, **changes: Any) -> str:
    return f"{reverse('statistics:files')}?{_query(form, **changes)}"


def _rows() -> Rows[StatusPeriodRow]:
    """How a file of that day reads; what has moved out of the person's scope leads nowhere."""
    return Rows(
        choose(STATUS_PERIOD_COLUMNS, ()),
        url=lambda row: reverse("archives:case", args=[row.household.pk]) if row.household else "",
        drawn={"category": _category},
    )


def _category(row: StatusPeriodRow) -> object:
    """The category, and the state of what was not plainly on file."""
    stand, badges = row.stand, []
    if stand.category:
        badges.append(badge(stand.category, stand.own_label or stand.get_category_display()))
    if stand.state != State.FILED:
        badges.append(badge(FILE_TONES[State(stand.state)], stand.get_state_display()))
    return format_html_join(" ", "{}", ((one,) for one in badges)) or NOTHING
