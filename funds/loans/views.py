"""周转金借款: the list by age, one with its plan, what came back and its steps."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers.models import BudgetLine
from funds.loans import selectors, services
from funds.loans.columns import LOANS
from funds.loans.filters import SHOWN, LoanFilter
from funds.loans.forms import AskForm, CancelForm, DeclineForm, RepayForm, WriteOffForm
from funds.loans.models import Loan
from funds.loans.states import READERS, REVOLVING, TRANSITIONS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "loans", gettext_lazy("周转金借款台账"), LOANS, "loans:list", totals=["amount", "repaid", "left"]
)
STEPS = (
    ("granted", gettext_lazy("批准")),
    ("asked", gettext_lazy("申请核销")),
    ("declined", gettext_lazy("不同意核销")),
    ("written", gettext_lazy("批准核销")),
)
FORMS = {
    "repay": RepayForm,
    "ask": AskForm,
    "write_off": WriteOffForm,
    "decline": DeclineForm,
    "cancel": CancelForm,
}
DECISIONS = [row for row in TRANSITIONS if row.is_decision]
HANDS = tuple(f"{step}_{hand}" for step, _label in STEPS for hand in ("by", "for"))


@require_GET
@require_role(*READERS)
def loans(request: AuthenticatedRequest) -> HttpResponse:
    """The loans of the scope as they are narrowed, what has been due longest in front."""
    found = _filter(request)
    context = {
        **Rows[Any](LOANS, url=link_to("loans:loan")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "revolved": selectors.get_revolved(_lines(request)),
    }
    return render(request, "loans/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_GET
@require_role(*READERS)
def loan(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One loan: what is out, when it is due, what came, who decided, what this person may do."""
    return _page(request, _get(request, pk))


@require_POST
@require_role(Role.FINANCE, Role.CASHIER)
def repay(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记还款."""
    form = RepayForm(request.POST)
    return _step(request, pk, "repay", form, services.repay_loan)


@require_POST
@require_role(Role.FINANCE)
def ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """申请核销."""
    return _step(request, pk, "ask", AskForm(request.POST), services.ask_write_off)


@require_POST
@require_role(Role.APPROVER)
def write_off(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """批准核销."""
    return _step(request, pk, "write_off", WriteOffForm(request.POST), services.write_off)


@require_POST
@require_role(Role.APPROVER)
def decline(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """不同意核销."""
    return _step(request, pk, "decline", DeclineForm(request.POST), services.decline_write_off)


@require_POST
@require_role(Role.APPROVER)
def cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """取消 of what was not paid out."""
    return _step(request, pk, "cancel", CancelForm(request.POST), services.cancel_loan)


def _step(
    request: AuthenticatedRequest, pk: int, name: str, form: forms.Form, service: Callable[..., Any]
) -> HttpResponse:
    _get(request, pk)
    tried = attempt(form, lambda: service(loan_id=pk, by=request.user, **form.cleaned_data))
    if tried.made is None:
        return _page(request, _get(request, pk), {name: form}, form=form, status=tried.status)
    messages.success(request, _("已登记。"))
    return redirect("loans:loan", pk=pk)


def _get(request: AuthenticatedRequest, pk: int) -> Loan:
    rows = selectors.list_loans(user=request.user).select_related(*HANDS)
    row: Loan = get_object_or_404(rows, pk=pk)
    return row


def _page(
    request: AuthenticatedRequest,
    row: Loan,
    filled: dict[str, forms.Form] | None = None,
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    user, is_own = request.user, row.union_id == request.user.union_id
    buttons = workflow.buttons(TRANSITIONS, row, by=user, blocker=services.step_blocker) if is_own else []
    may = {one.action for one in buttons}
    initial: dict[str, dict[str, Any]] = {
        "repay": {"on": timezone.localdate(), "key": uuid.uuid4()},
        "write_off": {"seen": row.seen},
        "decline": {"seen": row.seen},
    }
    context = {
        "loan": row,
        "overdue": selectors.overdue_yuan(row, timezone.localdate()),
        "parts": row.parts.order_by("due_on"),
        "repayments": row.repayments.select_related("by").order_by("on", "pk"),
        "hands": [(label, row.hand(step)) for step, label in STEPS if row.hand(step)],
        "may_repay": is_own and row.is_lent and user.has_role(Role.FINANCE, Role.CASHIER),
        "may_ask": is_own and row.is_lent and not row.waits_for_write_off and user.has_role(Role.FINANCE),
        "may_write_off": "write_off" in may and row.waits_for_write_off,
        "may_cancel": "cancel" in may,
        "obstacle": workflow.obstacle(DECISIONS, row, by=user, blocker=services.step_blocker)
        if is_own and row.waits_for_write_off
        else "",
        "forms": {
            name: make(initial=initial.get(name), auto_id=f"id_{name}_%s") for name, make in FORMS.items()
        }
        | (filled or {}),
        "form": form,
    }
    return render(request, "loans/loan.html", context, status=status)


def _filter(request: AuthenticatedRequest) -> LoanFilter:
    return LoanFilter(request.GET, queryset=selectors.list_loans(user=request.user), user=request.user)


def _lines(request: AuthenticatedRequest) -> QuerySet[BudgetLine]:
    lines: QuerySet[BudgetLine] = BudgetLine.objects.visible_to(request.user).filter(use=REVOLVING)
    return lines
