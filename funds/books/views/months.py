"""余额调节表: the sheet of a month on a page and on paper, and its signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funds.books import reports, selectors, services
from funds.books.states import READERS, SECOND
from funds.books.views.pages import get_account, is_at, read_month
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.workflow import Refused


@require_GET
@require_role(*READERS)
def month(request: AuthenticatedRequest, pk: int, month: str) -> HttpResponse:
    return _page(request, get_account(request, pk), month)


@require_POST
@require_role(*SECOND)
def sign(request: AuthenticatedRequest, pk: int, month: str) -> HttpResponse:
    """签字: the sheet stays as it is from now on."""
    found = get_account(request, pk)
    try:
        services.sign_month(account_id=pk, month=read_month(found, month), by=request.user)
    except Refused as refusal:
        return _page(request, found, month, str(refusal), refusal.status)
    messages.success(request, _("%(month)s 已签字，对账结果不能再改。") % {"month": month})
    return redirect("books:month", pk=pk, month=month)


@require_GET
@require_role(*READERS)
def sheet_pdf(request: AuthenticatedRequest, pk: int, month: str) -> HttpResponse:
    """The sheet on paper; the print is on record."""
    found = get_account(request, pk)
    sheet = selectors.get_sheet(found, read_month(found, month))
    content = reports.month_sheet(sheet)
    audit.record_export("bank_month", by=request.user, content=content, rows=len(sheet.items), target=found)
    return paper(content, _("余额调节表_%(month)s.pdf") % {"month": month})


def _page(
    request: AuthenticatedRequest, found: Any, text: str, refused: str = "", status: int = 200
) -> HttpResponse:
    sheet = selectors.get_sheet(found, read_month(found, text))
    own = is_at(request, found.union, *SECOND)
    context = {
        "account": found,
        "sheet": sheet,
        "month": text,
        "may_sign": own and not services.sign_blocker(sheet, request.user),
        "why": services.sign_blocker(sheet, request.user) if own and sheet.may_sign else "",
        "refused": refused,
    }
    return render(request, "books/month.html", context, status=status)
