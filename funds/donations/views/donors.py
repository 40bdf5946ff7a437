"""捐赠人: the list, one with what they gave, corrected, and found while their number is typed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.donations import selectors, services
from funds.donations.columns import DONATIONS, DONORS, USES
from funds.donations.filters import DonorFilter
from funds.donations.forms import DonorForm
from funds.donations.states import READERS
from funds.donations.views.pages import tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows

EXPORT = ListExport("donors", gettext_lazy("捐赠人"), DONORS, "donations:donors", totals=["money", "goods"])


@require_GET
@require_role(*READERS)
def donors(request: AuthenticatedRequest) -> HttpResponse:
    """The donors of the scope as they are narrowed."""
    found = _filter(request)
    rows = Rows[Any](DONORS, url=link_to("donations:donor"))
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "tabs": tabs("donors"),
    }
    return render(request, "donations/donors.html", context)


@require_POST
@require_role(*READERS)
def donors_export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, numbers masked; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> DonorFilter:
    return DonorFilter(request.GET, queryset=selectors.list_donors(user=request.user), user=request.user)


@require_GET
@require_role(*READERS)
def donor(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who it is and what they gave."""
    row = get_object_or_404(selectors.list_donors(user=request.user), pk=pk)
    given = selectors.list_donations(user=request.user).filter(donor=row)
    rows = Rows[Any](without(DONATIONS, "giver", "union"), url=link_to("donations:donation"))
    used = Rows[Any](without(USES, "union"), url=link_to("donations:use"))
    context = {
        "donor": row,
        **rows.page(given, request.GET),
        "used": used.context(selectors.list_funds_of(row, user=request.user)),
        "may_write": request.user.has_role(Role.FINANCE) and row.union_id == request.user.union_id,
    }
    return render(request, "donations/donor.html", context)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def donor_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct what is on record, or write down that somebody agreed to be published or does not any more."""
    own = selectors.list_donors(user=request.user).filter(union=request.user.union)
    row = get_object_or_404(own, pk=pk)
    form = DonorForm(request.POST or None, donor=row)
    done = attempt(form, lambda: services.change_donor(donor_id=pk, told=form.told(), by=request.user))
    if done.made is None:
        return render(request, "donations/donor_form.html", {"form": form, "donor": row}, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("donations:donor", pk=pk)


@require_POST
@require_role(Role.FINANCE)
def number_check(request: AuthenticatedRequest) -> HttpResponse:
    """While a number is typed: who of the own union has it already."""
    number = request.POST.get("id_number", "")[:40]
    found = selectors.find_donor(union=request.user.union, number=number) if number.strip() else None
    return render(request, "donations/_number_check.html", {"donor": found})
