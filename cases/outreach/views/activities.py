"""宣传服务活动: what was held, entered and corrected; how many it reached."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.outreach import selectors, services
from cases.outreach.columns import ACTIVITY_COLUMNS, ACTIVITY_COUNT_COLUMNS
from cases.outreach.filters import ActivityFilter
from cases.outreach.forms import ActivityForm
from cases.outreach.states import READERS, WORKERS
from cases.outreach.views.events import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import make_tabs
from hardship.kernel.rows import Rows

LISTED = ListExport(
    "activities", gettext_lazy("宣传服务活动台账"), ACTIVITY_COLUMNS, "outreach:activities",
    totals=("persons", "papers"),
)  # fmt: skip
COUNTED = ListExport(
    "activity_counts", gettext_lazy("宣传服务活动统计"), ACTIVITY_COUNT_COLUMNS, "outreach:activity_counts"
)


@require_GET
@require_role(*READERS)
def activities(request: AuthenticatedRequest) -> HttpResponse:
    """What the unions of the scope held; one's own are corrected."""
    found, user = _filter(request), request.user
    is_own = user.has_role(*WORKERS)
    rows = Rows[Any](
        choose(ACTIVITY_COLUMNS, ()),
        url=lambda row: (
            reverse("outreach:activity", args=[row.pk]) if is_own and row.union_id == user.union_id else ""
        ),
    )
    context = {
        "tabs": make_tabs(PAGES, "outreach:activities"),
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "may_write": is_own,
    }
    return render(request, "outreach/activities.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    return LISTED.answer(request, found.chosen, found)


@require_GET
@require_role(*READERS)
def counts(request: AuthenticatedRequest) -> HttpResponse:
    """Of each kind how many were held, and how many they reached."""
    found = _filter(request)
    context = {
        "tabs": make_tabs(PAGES, "outreach:activities"),
        **Rows[Any](ACTIVITY_COUNT_COLUMNS).context(selectors.count_activities(found.chosen)),
        "filter": found,
    }
    return render(request, "outreach/activity_counts.html", context)


@require_POST
@require_role(*READERS)
def counts_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The same as a workbook."""
    found = _filter(request)
    rows = selectors.count_activities(found.chosen)
    words = [text for _name, text in found.described()]
    return COUNTED.answer(request, rows, conditions=words, filters=found.recorded)


@require_http_methods(["GET", "POST"])
@require_role(*WORKERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    form = ActivityForm(request.POST or None)
    done = attempt(form, lambda: services.enter_activity(held=form.held(), by=request.user))
    return _answer(request, form, done.made is not None, done.status)


@require_http_methods(["GET", "POST"])
@require_role(*WORKERS)
def activity(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct one of the own union."""
    rows = selectors.list_activities(request.user).filter(union=request.user.union_id)
    row = get_object_or_404(rows, pk=pk)
    form = ActivityForm(request.POST or None, row=row)
    done = attempt(form, lambda: services.correct_activity(activity_id=pk, held=form.held(), by=request.user))
    return _answer(request, form, done.made is not None, done.status)


def _answer(request: AuthenticatedRequest, form: ActivityForm, is_done: bool, status: int) -> HttpResponse:
    if not is_done:
        return render(request, "outreach/activity_form.html", {"form": form}, status=status)
    messages.success(request, _("已登记。"))
    return redirect("outreach:activities")


def _filter(request: AuthenticatedRequest) -> ActivityFilter:
    rows = selectors.list_activities(request.user)
    return ActivityFilter(request.GET, queryset=rows, user=request.user)
