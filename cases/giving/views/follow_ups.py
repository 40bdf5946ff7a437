"""回访: the list of what is due some days after an aid, one of it, what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.states import CASE_ROLES
from cases.giving import services
from cases.giving.columns import FOLLOW_UPS
from cases.giving.filters import FOLLOW_UPS_SHOWN, FollowUpFilter
from cases.giving.forms import FollowUpForm
from cases.giving.models import FollowUp
from cases.giving.selectors.follow_ups import list_follow_steps, list_follow_ups, list_to_follow, may_visit
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("follow_ups", gettext_lazy("回访"), FOLLOW_UPS, "giving:follow_ups")
ORDER = ("due_on", "pk")


@require_GET
@require_role(*CASE_ROLES)
def follow_ups(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope by their day."""
    found = _filter(request)
    rows = Rows[Any](FOLLOW_UPS, url=link_to("giving:follow_up"))
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *FOLLOW_UPS_SHOWN]),
        "waiting": list_to_follow(request.user).count() if request.user.has_role(Role.CLERK) else 0,
    }
    return render(request, "giving/follow_ups.html", context)


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_GET
@require_role(*CASE_ROLES)
def follow_up(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), FollowUpForm())


@require_POST
@require_role(Role.CLERK)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """办得怎样, 不再回访."""
    row, form = _get(request, pk), FollowUpForm(request.POST)
    done = attempt(
        form,
        lambda: services.take_follow_step(follow_up_id=row.pk, by=request.user, **form.cleaned_data),
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _("已登记：%(state)s。") % {"state": done.made.get_state_display()})
    return redirect("giving:follow_up", pk=pk)


def _page(
    request: AuthenticatedRequest, row: FollowUp, form: FollowUpForm, status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "application": row.application,
        "buttons": list_follow_steps(row, request.user),
        "may_visit": may_visit(row, request.user),
        "form": form,
    }
    return render(request, "giving/follow_up.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> FollowUp:
    row: FollowUp = get_object_or_404(list_follow_ups(request.user), pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> FollowUpFilter:
    return FollowUpFilter(request.GET, queryset=list_follow_ups(request.user), user=request.user)
