"""创业项目: the list, whose a new one is, one with what it turned over in each quarter."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Member
from cases.employment.columns import PEOPLE, SEEKERS, START_UPS, TURNOVERS
from cases.employment.filters import OffFileFilter, StartUpFilter
from cases.employment.forms.start_ups import BusinessForm, EndForm, TurnoverForm
from cases.employment.models import StartUp
from cases.employment.selectors.start_ups import list_start_ups
from cases.employment.selectors.whom import members_below, off_file_below, seekers_below
from cases.employment.services.start_ups import (
    change_start_up,
    end_start_up,
    make_start_up,
    note_turnover,
    start_up_blocker,
)
from cases.employment.states import READERS, WRITERS, StartUpState
from cases.employment.views.openings import PAGES
from cases.people.models import Person
from cases.registers.filters import SeekerFilter
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "start_ups", gettext_lazy("创业项目台账"), START_UPS, "employment:start_ups",
    totals=["means_worth", "allowance", "jobs", "turnover"],
)  # fmt: skip


@require_GET
@require_role(*READERS)
def start_ups(request: AuthenticatedRequest) -> HttpResponse:
    """The start-ups of the scope, the latest first."""
    found = _filter(request)
    rows = Rows[Any](choose(START_UPS, ()), url=link_to("employment:start_up"))
    context = {
        "tabs": make_tabs(PAGES, "employment:start_ups"),
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *StartUpState.choices]),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "employment/start_ups.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with its sums; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_GET
@require_role(*WRITERS)
def whose(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """Whose a new one is: somebody of the register of job seekers, or off file."""
    of_files, user = kind == "member", request.user
    if of_files:
        found: Any = SeekerFilter(request.GET, queryset=seekers_below(user.union, user), user=user)
    else:
        found = OffFileFilter(request.GET, queryset=off_file_below(user.union, user), user=user)
    rows = Rows[Any](SEEKERS if of_files else PEOPLE, url=link_to(f"employment:start_up_of_{kind}"))
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "of_files": of_files,
    }
    return render(request, "employment/whose.html", context)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest, kind: str, pk: int) -> HttpResponse:
    """A start-up of somebody of a file, or off file."""
    user = request.user
    rows: Any = members_below(user.union, user) if kind == "member" else off_file_below(user.union, user)
    who: Member | Person = get_object_or_404(rows, pk=pk)
    form = BusinessForm(request.POST or None)
    done = attempt(form, lambda: make_start_up(whose=who, business=form.business(), by=user))
    if done.made is None:
        context = {"form": form, "who": who}
        return render(request, "employment/start_up_form.html", context, status=done.status)
    messages.success(request, _("已登记，每个季度请填一次营业额。"))
    return redirect("employment:start_up", pk=done.made.pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct one that runs."""
    row = _get(request, pk)
    if request.method == "GET" and start_up_blocker(row, request.user):
        return redirect("employment:start_up", pk=pk)
    form = BusinessForm(request.POST or None, row=row)
    done = attempt(form, lambda: change_start_up(start_up_id=pk, business=form.business(), by=request.user))
    if done.made is None:
        context = {"form": form, "who": row.somebody, "row": row}
        return render(request, "employment/start_up_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("employment:start_up", pk=pk)


@require_GET
@require_role(*READERS)
def start_up(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One start-up and its quarters."""
    return _page(request, _get(request, pk))


@require_POST
@require_role(*WRITERS)
def turnover(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记季度营业额."""
    row, form = _get(request, pk), TurnoverForm(request.POST)
    done = attempt(form, lambda: note_turnover(start_up_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已登记。"))
    return redirect("employment:start_up", pk=pk)


@require_POST
@require_role(*WRITERS)
def end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """停业."""
    row, form = _get(request, pk), EndForm(request.POST)
    done = attempt(form, lambda: end_start_up(start_up_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _("已登记停业。"))
    return redirect("employment:start_up", pk=pk)


def _get(request: AuthenticatedRequest, pk: int) -> StartUp:
    rows = list_start_ups(request.user).select_related("made_by", "made_for", "ended_by", "ended_for")
    row: StartUp = get_object_or_404(rows, pk=pk)
    return row


def _page(
    request: AuthenticatedRequest, row: StartUp, refused: Form | None = None, *, status: int = 200
) -> HttpResponse:
    quarters = row.turnovers.select_related("noted_by", "noted_for").order_by("-year", "-quarter")
    context = {
        "row": row,
        "quarters": Rows[Any](TURNOVERS).context(list(quarters)),
        "turnover_form": refused if isinstance(refused, TurnoverForm) else TurnoverForm(),
        "end_form": refused if isinstance(refused, EndForm) else EndForm(),
        "refused": refused,
        "may_write": not start_up_blocker(row, request.user),
    }
    return render(request, "employment/start_up.html", context, status=status)


def _filter(request: AuthenticatedRequest) -> StartUpFilter:
    return StartUpFilter(request.GET, queryset=list_start_ups(request.user), user=request.user)
