"""One line of a batch: taken out of a draft, others put in; money that came back after it had arrived."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funds.payments import selectors, services
from funds.payments.forms import AddForm, BounceForm, DropForm
from funds.payments.models import Payment
from funds.payments.states import RECORDERS
from funds.payments.views.batches import choosing
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Why a line leaves its draft."""
    payment, form = _get(request, pk), DropForm(request.POST or None)
    tried = attempt(form, lambda: services.drop_line(payment_id=pk, by=request.user, **form.cleaned_data))
    if tried.made is None:
        words = {
            "heading": _("移出批次"),
            "label": _("移出这一笔"),
            "lead": _("移出以后这笔款等着编入别的批次。"),
        }
        return _page(request, payment, form, tried.status, words)
    messages.success(
        request, _("已移出 %(payee)s 的这一笔，笔数和合计已重新计算。") % {"payee": payment.payee}
    )
    return redirect("payments:detail", pk=payment.batch_id)


@require_role(*RECORDERS)
@require_http_methods(["GET", "POST"])
def bounce(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """退汇: when the money came back, and why."""
    payment, form = _get(request, pk), BounceForm(request.POST or None)
    tried = attempt(form, lambda: services.bounce(payment_id=pk, by=request.user, **form.cleaned_data))
    if tried.made is None:
        lead = _("银行确认到账以后又退回来的，在这里登记；台账重新占用这笔钱，更正账号以后编入下一批。")
        words = {"heading": _("登记退汇"), "label": _("登记退汇"), "lead": lead}
        return _page(request, payment, form, tried.status, words)
    messages.success(
        request, _("已登记 %(payee)s 退汇，请更正账号后重新编入批次。") % {"payee": payment.payee}
    )
    return redirect("payments:detail", pk=payment.batch_id)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """More payables into a draft."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    choices, barred = selectors.sort_unpaid(user=request.user, in_cash=batch.is_cash)
    form = AddForm(request.POST or None, choices=choices)
    tried = attempt(
        form,
        lambda: services.add_lines(batch_id=pk, payable_ids=form.cleaned_data["pk"], by=request.user),
    )
    if tried.made is None:
        context = choosing(form, choices, barred, batch)
        return render(request, "payments/new.html", context, status=tried.status)
    messages.success(request, _("已编入，批次现在 %(n)s 笔。") % {"n": tried.made.count})
    return redirect("payments:detail", pk=pk)


def _get(request: AuthenticatedRequest, pk: int) -> Payment:
    return get_object_or_404(selectors.list_roster(user=request.user), pk=pk)


def _page(
    request: AuthenticatedRequest, payment: Payment, form: forms.Form, status: int, words: dict[str, Any]
) -> HttpResponse:
    return render(request, "payments/line.html", {"form": form, "payment": payment, **words}, status=status)
