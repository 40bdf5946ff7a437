"""What the pages of the ledger have in common: who reads, the tabs, and a form that leads to one movement."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse as address
from django.utils.translation import gettext as _

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused

READERS = (Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.REVIEWER)


def keeps_books(request: AuthenticatedRequest, union: Union) -> bool:
    """Whether this person writes in the books of the union: decides which buttons a page shows."""
    return request.user.union_id == union.pk and request.user.has_role(Role.FINANCE)


def tabs(current: str) -> list[dict[str, Any]]:
    """The lists of the ledger as tabs."""
    pages = (
        ("lines", _("指标")),
        ("funds", _("资金")),
        ("handings", _("下拨与退回")),
        ("orders", _("用款次序")),
        ("journals", _("凭证")),
        ("periods", _("会计期间")),
        ("year_end", _("年末结转")),
        ("final", _("资金决算")),
    )
    return [
        {"label": label, "url": address(f"ledgers:{name}"), "current": name == current, "count": None}
        for name, label in pages
    ]


def movement_page(
    request: AuthenticatedRequest,
    form: forms.Form,
    move: Callable[..., Any],
    *,
    context: dict[str, Any],
    done: str,
    back: str,
    then: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """A page with one form that leads to one call of the ledger: 422 for a bad form, 409 when refused.

    `move` is called with the cleaned data and `by`; `done` is the message; `back` leads back, and
    on afterwards unless `then` tells an address from what `move` made.
    """
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = move(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409
        else:
            messages.success(request, done)
            return redirect(then(made) if then else back)
    return render(request, "ledgers/form.html", {"form": form, "back": back, **context}, status=status)
