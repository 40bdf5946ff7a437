"""招聘会: the list with its figures, one fair's form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.employment.columns import FAIRS
from cases.employment.filters import FairFilter
from cases.employment.forms.fairs import FairForm
from cases.employment.selectors.fairs import list_fairs
from cases.employment.services.fairs import change_fair, fair_blocker, make_fair
from cases.employment.states import READERS, WRITERS
from cases.employment.views.openings import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "fairs", gettext_lazy("招聘会台账"), FAIRS, "employment:fairs",
    totals=["employers", "posts", "visitors", "intents", "hired"],
)  # fmt: skip


@require_GET
@require_role(*READERS)
def fairs(request: AuthenticatedRequest) -> HttpResponse:
    """The fairs of the scope, the latest first."""
    found = _filter(request)
    context = {
        "tabs": make_tabs(PAGES, "employment:fairs"),
        **Rows[Any](choose(FAIRS, ()), url=link_to("employment:fair")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "employment/fairs.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with its sums; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    form = FairForm(request.POST or None)
    done = attempt(form, lambda: make_fair(fair=form.fair(), by=request.user))
    if done.made is None:
        context = {"form": form, "may_write": True}
        return render(request, "employment/fair.html", context, status=done.status)
    messages.success(request, _("已登记，举办以后请填成效。"))
    return redirect("employment:fairs")


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def fair(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One fair: what is told of it, to be corrected by those who wrote it."""
    rows = list_fairs(request.user).select_related("made_by", "made_for", "counted_by", "counted_for")
    row = get_object_or_404(rows, pk=pk)
    form = FairForm(request.POST or None, fair=row)
    done = attempt(form, lambda: change_fair(fair_id=pk, fair=form.fair(), by=request.user))
    if done.made is None:
        context = {"form": form, "fair": row, "may_write": not fair_blocker(row, request.user)}
        return render(request, "employment/fair.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("employment:fairs")


def _filter(request: AuthenticatedRequest) -> FairFilter:
    return FairFilter(request.GET, queryset=list_fairs(request.user), user=request.user)
