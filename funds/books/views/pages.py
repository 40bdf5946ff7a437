"""What the pages of the room have in common."""

from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books import selectors
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.kernel.links import make_tabs


def tabs(current: str) -> list[dict[str, Any]]:
    """The lists of the room as tabs."""
    pages = (
        ("list", _("银行账户")),
        ("vouchers", _("记账凭证")),
        ("cash", _("现金日记账")),
        ("balance", _("科目余额表")),
    )
    return make_tabs([(f"books:{name}", label) for name, label in pages], f"books:{current}")


def get_account(request: AuthenticatedRequest, pk: int) -> Any:
    """An account of the person's scope, as `selectors.list_accounts` says."""
    return get_object_or_404(selectors.list_accounts(user=request.user), pk=pk)


def is_at(request: AuthenticatedRequest, union: Union, *roles: Role) -> bool:
    """Whether this person holds one of these roles in the union: decides what a page offers."""
    return request.user.union_id == union.pk and request.user.has_role(*roles)


def parse_month(text: str) -> date:
    """The first day of the month that an address names; none is after today's. Raises Http404."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as unknown:
        raise Http404 from unknown
    if month > timezone.localdate():
        raise Http404
    return month


def read_month(account: Any, text: str) -> date:
    """The first day of the month that an address names, if the account has it. Raises Http404."""
    month = parse_month(text)
    if month.replace(day=28) <= account.opening_on.replace(day=1):
        raise Http404
    return month
