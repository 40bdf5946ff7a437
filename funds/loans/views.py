"""周转金借款: the list by age, one with its plan and what came back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers.models import BudgetLine
from funds.loans import selectors
from funds.loans.columns import LOANS
from funds.loans.filters import SHOWN, LoanFilter
from funds.loans.models import Loan
from funds.loans.states import READERS, REVOLVING
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "loans", gettext_lazy("周转金借款台账"), LOANS, "loans:list", totals=["amount", "repaid", "left"]
)
STEPS = (
    ("granted", gettext_lazy("批准")),
    ("asked", gettext_lazy("申请核销")),
    ("written", gettext_lazy("批准核销")),
)
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
    """One loan: what is out, when it is due, what came, who decided."""
    rows = selectors.list_loans(user=request.user).select_related(*HANDS)
    row: Loan = get_object_or_404(rows, pk=pk)
    context = {
        "loan": row,
        "overdue": selectors.overdue_yuan(row, timezone.localdate()),
        "parts": row.parts.order_by("due_on"),
        "repayments": row.repayments.select_related("by").order_by("on", "pk"),
        "hands": [(label, row.hand(step)) for step, label in STEPS if row.hand(step)],
    }
    return render(request, "loans/loan.html", context)


def _filter(request: AuthenticatedRequest) -> LoanFilter:
    return LoanFilter(request.GET, queryset=selectors.list_loans(user=request.user), user=request.user)


def _lines(request: AuthenticatedRequest) -> QuerySet[BudgetLine]:
    lines: QuerySet[BudgetLine] = BudgetLine.objects.visible_to(request.user).filter(use=REVOLVING)
    return lines
