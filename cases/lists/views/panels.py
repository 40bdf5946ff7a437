"""What the list of files shows when somebody opens it: more conditions, columns, export, a filter to keep.

Together they were a quarter of each page of the list.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.archives.states import CASE_ROLES
from cases.lists.columns import COLUMNS
from cases.lists.selectors import saved
from cases.lists.selectors.extensions import list_layouts
from cases.lists.selectors.named import count_later, count_lists
from cases.lists.states import FULL_NUMBER_ROLES
from cases.lists.views.chips import saved_chips, view_chips
from cases.lists.views.listing import Listing
from hardship.accounts.access import AuthenticatedRequest, require_role

MORE_FIELDS = (
    "worker_type", "status", "age", "is_on_dibao", "is_dibao_marginal", "insurance", "deposits",
    "housing_fund", "year", "on", "retention",
)  # fmt: skip


@require_GET
def conditions(request: AuthenticatedRequest) -> HttpResponse:
    """The filters that are not asked for every day."""
    form = _listing(request).filter.form
    return _panel(request, "conditions", fields=[form[name] for name in MORE_FIELDS])


@require_GET
def chips(request: AuthenticatedRequest) -> HttpResponse:
    """The lists known by name with all their counts, and the filters that were kept."""
    listing = _listing(request)
    counts = {**count_lists(listing.user).views, **count_later(listing.user)}
    return _panel(
        request,
        "chips",
        view_chips=view_chips(listing, counts),
        saved_chips=saved_chips(listing, saved.list_filters(request.user)),
    )


@require_GET
def columns(request: AuthenticatedRequest) -> HttpResponse:
    """The columns in the order of the list, then those that are not shown; the name is always there."""
    listing = _listing(request)
    keys = [column.key for column in listing.columns]
    ordered = sorted(COLUMNS, key=lambda column: keys.index(column.key) if column.key in keys else len(keys))
    offered = [
        {"key": column.key, "label": column.label, "shown": column.key in keys}
        for column in ordered
        if column.key != "name"
    ]
    return _panel(request, "columns", columns=offered, hidden=listing.parameters())


@require_role(*CASE_ROLES)
@require_GET
def export(request: AuthenticatedRequest) -> HttpResponse:
    """How many files the roster would have, in which layout, and whether with full numbers."""
    listing, user = _listing(request), request.user
    return _panel(
        request,
        "export",
        query=listing.query(),
        total=listing.total,
        layouts=list_layouts(user),
        may_reveal=user.has_role(*FULL_NUMBER_ROLES),
    )


@require_GET
def keep(request: AuthenticatedRequest) -> HttpResponse:
    """The name under which the list is kept."""
    return _panel(request, "filter", query=_listing(request).query())


def _listing(request: AuthenticatedRequest) -> Listing:
    return Listing(request.user, request.session, request.GET)


def _panel(request: AuthenticatedRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"lists/_panel_{name}.html", context)
