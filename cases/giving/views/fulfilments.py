"""服务落实: the list of approved services, one of them, what becomes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.states import CASE_ROLES
from cases.giving import services
from cases.giving.columns import SERVICES
from cases.giving.filters import SERVICES_SHOWN, FulfilmentFilter
from cases.giving.forms import FulfilmentForm
from cases.giving.models import Fulfilment
from cases.giving.selectors.deeds import address_of
from cases.giving.selectors.fulfilments import list_fulfilments, list_steps, list_to_fulfil
from cases.giving.selectors.goods import list_in_stock
from cases.giving.selectors.returning import list_out, list_returns
from cases.giving.selectors.rosters import find_roster
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("fulfilments", gettext_lazy("服务落实"), SERVICES, "giving:fulfilments")
ORDER = ("due_on", "pk")


@require_GET
@require_role(*CASE_ROLES)
def fulfilments(request: AuthenticatedRequest) -> HttpResponse:
    """The services of the scope by the day until which they are to be done."""
    found = _filter(request)
    rows = Rows[Any](SERVICES, url=link_to("giving:fulfilment"))
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SERVICES_SHOWN]),
        "waiting": list_to_fulfil(user=request.user).count() if request.user.has_role(Role.CLERK) else 0,
    }
    return render(request, "giving/fulfilments.html", context)


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_GET
@require_role(*CASE_ROLES)
def fulfilment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    return _page(request, row, FulfilmentForm(fulfilment=row))


@require_POST
@require_role(Role.CLERK)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """安排、办成、不办."""
    row = _get(request, pk)
    form = FulfilmentForm(request.POST, fulfilment=row)
    done = attempt(
        form, lambda: services.take_fulfilment_step(fulfilment_id=row.pk, by=request.user, **form.step())
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _said(done.made))
    return redirect("giving:fulfilment", pk=pk)


def _page(
    request: AuthenticatedRequest, row: Fulfilment, form: FulfilmentForm, status: int = 200
) -> HttpResponse:
    is_own = request.user.has_role(Role.CLERK) and request.user.union_id == row.union_id
    context = {
        "fulfilment": row,
        "application": row.application,
        "actions": {step.action: step for step in list_steps(row, request.user)},
        "deed_url": address_of(row.deed_kind, row.deed_key, row.application.household_id),
        "in_stock": list_in_stock(row) if row.is_open and row.application.programme.gives_goods else [],
        "roster": find_roster(row),
        "returns": list_returns(row),
        "may_return": is_own and bool(list_out(row)),
        "form": form,
    }
    return render(request, "giving/fulfilment.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> Fulfilment:
    related = ("application__programme__policy", "application__household__union", "signed_by", "signed_for")
    rows = list_fulfilments(user=request.user).select_related(*related)
    row: Fulfilment = get_object_or_404(rows, pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> FulfilmentFilter:
    return FulfilmentFilter(request.GET, queryset=list_fulfilments(user=request.user), user=request.user)


def _said(row: Fulfilment) -> str:
    if row.is_done:
        return _("已登记办成，计入帮扶记录。")
    if row.is_ended:
        return _("已登记不办，不计帮扶次数。")
    return _("已安排：%(doer)s，%(day)s 前办完。") % {"doer": row.doer, "day": row.due_on.isoformat()}
