"""补记入账: interest and fees of the bank, asked for by one person, booked by another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.books import services
from funds.books.forms import BookingForm, StepForm
from funds.books.models import BankAccount, LineBooking, StatementLine
from funds.books.states import BOOKING_TRANSITIONS, READERS, SECOND
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Says what a line is, and for which money."""
    accounts = BankAccount.objects.visible_to(request.user)
    rows = StatementLine.objects.filter(account__in=accounts).select_related("account__union")
    line = get_object_or_404(rows, pk=pk)
    form = BookingForm(request.POST or None, line=line)
    done = attempt(form, lambda: services.ask_booking(line_id=pk, by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已提出，由另一位财务或审批人确认入账。"))
        return redirect("books:booking", pk=done.made.pk)
    return render(request, "books/booking_form.html", {"form": form, "line": line}, status=done.status)


@require_GET
@require_role(*READERS)
def booking(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*SECOND)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """确认入账、退回."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(
        form, lambda: services.take_booking_step(booking_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    said = _("已入账，流水同时对上。") if done.made.journal else _("已退回，没有入账。")
    messages.success(request, said)
    return redirect("books:matching", pk=row.line.account_id)


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    rows = LineBooking.objects.visible_to(request.user).select_related(
        "line__account__union", "fund", "line_of__fund", "line_of__use", "journal__reversed_by_journal",
        "asked_by", "asked_for", "booked_by", "booked_for",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.booking_blocker
    own = row.union_id == request.user.union_id
    context = {
        "booking": row,
        "form": form,
        "buttons": workflow.buttons(BOOKING_TRANSITIONS, row, by=request.user, blocker=blocker)
        if own
        else [],
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker) if own else "",
        "may_correct": own and row.is_booked and request.user.has_role(Role.FINANCE),
    }
    return render(request, "books/booking.html", context, status=status)


DECISIONS = [row for row in BOOKING_TRANSITIONS if row.is_decision]
