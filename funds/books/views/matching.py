"""Lines of the bank beside journals of the books: matched by rule or by hand, and apart again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funds.books import selectors, services
from funds.books.forms import MatchForm
from funds.books.models import BankAccount, LineMatch
from funds.books.selectors.matches import list_matches, show_suggestions
from funds.books.selectors.movements import bookable
from funds.books.states import READERS
from funds.books.views.pages import get_account, is_at
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused

SHOWN = 100


@require_GET
@require_role(*READERS)
def matching(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, get_account(request, pk))


@require_POST
@require_role(Role.FINANCE)
def match(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """对上所选, or sets lines aside that are no aid money."""
    found = get_account(request, pk)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, _("页面上的流水已有变化，请重新勾选。"), 422)
    told = form.cleaned_data
    try:
        if told["aside"]:
            services.set_aside(account_id=pk, lines=told["line"], reason=told["reason"], by=request.user)
        else:
            services.match_by_hand(
                account_id=pk,
                lines=told["line"],
                journals=told["journal"],
                reason=told["reason"],
                by=request.user,
            )
    except Refused as refusal:
        return _page(request, found, str(refusal), refusal.status)
    messages.success(request, _("已放在一边。") if told["aside"] else _("已对上。"))
    return redirect("books:matching", pk=pk)


@require_POST
@require_role(Role.FINANCE)
def certain(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything that is certain, at once."""
    found = get_account(request, pk)
    try:
        count = services.match_certain(account_id=pk, by=request.user)
    except Refused as refusal:
        return _page(request, found, str(refusal), refusal.status)
    messages.success(request, _("按规则对上 %(n)s 组。") % {"n": count})
    return redirect("books:matching", pk=pk)


@require_POST
@require_role(Role.FINANCE)
def undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """撤销对账."""
    accounts = BankAccount.objects.visible_to(request.user)
    row = get_object_or_404(LineMatch.objects.filter(account__in=accounts), pk=pk)
    try:
        services.unmatch(match_id=pk, by=request.user)
    except Refused as refusal:
        return _page(request, get_account(request, row.account_id), str(refusal), refusal.status)
    messages.success(request, _("已撤销，流水和凭证重新等着对账。"))
    return redirect("books:matching", pk=row.account_id)


def _form(found: Any, data: Any) -> MatchForm:
    lines = selectors.list_open_lines(found).values_list("pk", flat=True)
    journals = [str(row.journal.pk) for row in selectors.list_open_movements(found)]
    return MatchForm(data, lines=list(lines), journals=journals)


def _page(request: AuthenticatedRequest, found: Any, refused: str = "", status: int = 200) -> HttpResponse:
    lines = list(selectors.list_open_lines(found).prefetch_related("bookings"))
    movements = selectors.list_open_movements(found)
    suggestions = show_suggestions(found, lines, movements)
    context = {
        "account": found,
        "lines": lines,
        "movements": movements,
        "suggestions": suggestions,
        "certain": sum(one.is_certain for one in suggestions),
        "bookable": bookable(lines),
        "matches": list_matches(found)[:SHOWN],
        "may_match": is_at(request, found.union, Role.FINANCE),
        "refused": refused,
    }
    return render(request, "books/matching.html", context, status=status)
