"""Money between unions: the list, one of them, its paper, and the receiver's word that it arrived."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers import reports, selectors, services
from funds.ledgers.columns import HANDING_COLUMNS
from funds.ledgers.filters import HandingFilter
from funds.ledgers.forms import ArrivalForm
from funds.ledgers.states import HANDING_TONES, HandingState
from funds.ledgers.views.lists import handing_rows
from funds.ledgers.views.pages import READERS, keeps_books, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt


@require_role(*READERS)
@require_GET
def handings(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    waiting = selectors.list_to_confirm(user=request.user)
    context = {
        "filter": found,
        **handing_rows().page(found.chosen, request.GET),
        "tabs": tabs("handings"),
        "is_narrowed": bool(found.values),
        "waiting": waiting.count() if request.user.has_role(Role.FINANCE) else 0,
    }
    return render(request, "ledgers/handings.html", context)


EXPORT = ListExport(
    "handings", gettext_lazy("下拨与退回"), HANDING_COLUMNS, "ledgers:handings", totals=["amount"]
)


@require_role(*READERS)
@require_POST
def handings_export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> HandingFilter:
    rows = selectors.list_handings(user=request.user)
    return HandingFilter(request.GET, queryset=rows, user=request.user)


@require_role(*READERS)
@require_GET
def handing(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), ArrivalForm())


@require_role(Role.FINANCE)
@require_POST
def confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """到账确认 by the finance of the union that receives."""
    row, form = _get(request, pk), ArrivalForm(request.POST)
    done = attempt(
        form,
        lambda: services.confirm_arrival(allocation_id=pk, on=form.cleaned_data["on"], by=request.user),
    )
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已确认到账，对方不能再冲销这笔款。"))
    return redirect("ledgers:handing", pk=pk)


@require_role(*READERS)
@require_GET
def handing_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    return paper(reports.handing_pdf(row), f"{row.get_direction_display()}-{row.document_no}.pdf")


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    return get_object_or_404(selectors.list_handings(user=request.user), pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: ArrivalForm, status: int = 200) -> HttpResponse:
    is_open = row.standing == HandingState.SENT
    sides = (
        (_("上级工会"), row.upper_line, row.upper_journal),
        (_("下级工会"), row.lower_line, row.lower_journal),
    )
    context = {
        "row": row,
        "arrival": getattr(row, "arrival", None),
        "tone": HANDING_TONES[row.standing],
        "is_reversed": row.standing == HandingState.REVERSED,
        "may_confirm": is_open and keeps_books(request, row.recipient.union),
        "may_reverse": is_open and keeps_books(request, row.giver.union),
        "sides": [(*side, request.user.union.path in side[1].union.path) for side in sides],
        "form": form,
    }
    return render(request, "ledgers/handing.html", context, status=status)
