"""给付: the list with sums by size, one claim with how it was worked out, its steps."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.mutual import selectors, services
from cases.mutual.columns import CLAIM_COLUMNS
from cases.mutual.filters import ClaimFilter
from cases.mutual.forms import PayForm, StepForm
from cases.mutual.models import MutualClaim
from cases.mutual.states import ClaimState
from cases.mutual.views.periods import PAGES, READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

ORDER = ("-treated_on", "-pk")
EXPORT = ListExport(
    "mutual_claims", gettext_lazy("医疗互助给付台账"), CLAIM_COLUMNS, "mutual:claims", ("self_paid", "amount")
)


@require_GET
@require_role(*READERS)
def claims(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the latest first; what was paid by its size."""
    found = _filter(request)
    rows = Rows[Any](choose(CLAIM_COLUMNS, ()), url=link_to("mutual:claim", "uid"))
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *ClaimState.choices]),
        "tabs": make_tabs(PAGES, "mutual:claims"),
        "sizes": selectors.sizes_of(found.chosen),
    }
    return render(request, "mutual/claims.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_GET
@require_role(*READERS)
def claim(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """复核."""
    return _take(request, uid, StepForm(request.POST))


@require_POST
@require_role(Role.CLERK)
def pay(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """登记已给付."""
    return _take(request, uid, PayForm(request.POST), action="pay")


def _take(request: AuthenticatedRequest, uid: uuid.UUID, form: Form, **more: str) -> HttpResponse:
    row = _get(request, uid)
    done = attempt(
        form,
        lambda: services.take_step(claim_id=row.pk, by=request.user, **{**form.cleaned_data, **more}),
    )
    if done.made is None:
        return _page(request, _get(request, uid), form, status=done.status)
    messages.success(request, _("已办理，现在是“%(state)s”。") % {"state": done.made.get_state_display()})
    return redirect("mutual:claim", uid=uid)


def _page(
    request: AuthenticatedRequest, row: MutualClaim, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    buttons = selectors.list_buttons(row, request.user)
    may_pay = any(one.action == "pay" for one in buttons)
    context = {
        "claim": row,
        "buttons": [one for one in buttons if one.action != "pay"],
        "paying": refused if isinstance(refused, PayForm) else PayForm() if may_pay else None,
        "form": refused,
        "events": [
            {"text": one.label, "at": one.at, "by": one.who, "comment": one.comment}
            for one in row.steps.select_related("by", "stood_in_for").order_by("-pk")
        ],
    }
    return render(request, "mutual/claim.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> MutualClaim:
    rows = selectors.list_claims(request.user).select_related("created_by", "stood_in_for")
    row: MutualClaim = get_object_or_404(rows, uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> ClaimFilter:
    return ClaimFilter(request.GET, queryset=selectors.list_claims(request.user), user=request.user)
