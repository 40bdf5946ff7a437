"""Results typed in, and a failed line's corrected account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from funds.payments import selectors, services
from funds.payments.forms import AccountForm
from funds.payments.models import Payment
from funds.payments.rules import BankRow
from funds.payments.services.refusals import ResultsRefused
from funds.payments.states import READERS, RECORDERS, PaymentState
from funds.payments.views.page import line_forms, page_context
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import note
from hardship.kernel.workflow import Refused


@require_role(*RECORDERS)
@require_POST
def typed(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Results typed in; the lines left open wait on."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    waiting = selectors.list_roster(user=request.user).filter(batch=batch, state=PaymentState.SENT)
    rows = line_forms(list(waiting.order_by("line")), request.POST)
    if not all([form.is_valid() for form in rows]):
        return _page(request, pk, rows=rows, broken=[form for form in rows if form.errors], status=422)
    answers = [
        BankRow(row=form.payment.line, line=form.payment.line, **form.cleaned_data)
        for form in rows
        if form.cleaned_data["result"]
    ]
    try:
        services.record_results(batch_id=pk, rows=answers, by=request.user)
    except Refused as refusal:
        return _page(request, pk, rows=rows, refusal=refusal, status=409)
    said = _("已登记 %(n)s 笔签领结果。") if batch.is_cash else _("已登记 %(n)s 笔银行结果。")
    messages.success(request, said % {"n": len(answers)})
    return redirect("payments:detail", pk=pk)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def account(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The corrected account of a failed payment."""
    payment = get_object_or_404(selectors.list_roster(user=request.user), pk=pk)
    form = AccountForm(request.POST or None, initial={"bank_name": payment.bank_name})
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_account(payment_id=pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("已更正 %(payee)s 的账号，可以重新编入批次。") % {"payee": payment.payee}
            )
            return redirect("payments:detail", pk=payment.batch_id)
    context = {"form": form, "payment": payment}
    return render(request, "payments/account.html", context, status=422 if form.is_bound else 200)


@require_role(*READERS)
@require_POST
def reveal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The card number of one line in full, on record."""
    payment = get_object_or_404(Payment.objects.visible_to(request.user), pk=pk)
    audit.record_reveal(target=payment, field="bank_card", by=request.user)
    return note(payment.bank_card.reveal())


def _page(
    request: AuthenticatedRequest, pk: int, *, status: int, refusal: Refused | None = None, **extra: object
) -> HttpResponse:
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    problems = refusal.problems if isinstance(refusal, ResultsRefused) else []
    context = page_context(request, batch, refusal=refusal, problems=problems, **extra)
    return render(request, "payments/detail.html", context, status=status)
