"""捐赠公示名单: what everybody may read, on a page and as a workbook."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.donations import selectors
from funds.donations.columns import PUBLISHED
from funds.donations.filters import DonationFilter
from funds.donations.states import READERS, VALID
from funds.donations.views.pages import tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "published_donations", gettext_lazy("捐赠公示名单"), PUBLISHED, "donations:published", totals=["amount"]
)


@require_GET
@require_role(*READERS)
def published(request: AuthenticatedRequest) -> HttpResponse:
    """What was confirmed, by name of who agreed to it."""
    found = _filter(request)
    context = {
        **Rows[Any](PUBLISHED).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "tabs": tabs("published"),
    }
    return render(request, "donations/published.html", context)


@require_POST
@require_role(*READERS)
def published_export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, to be hung up; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> DonationFilter:
    rows = selectors.list_donations(user=request.user).filter(state__in=VALID)
    return DonationFilter(request.GET, queryset=rows.order_by("given_on", "pk"), user=request.user)
