"""The list of files: find, narrow, sort, choose columns."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases.archives.states import CASE_ROLES
from cases.lists.columns import COLUMNS
from cases.lists.models import SavedFilter
from cases.lists.selectors import lists, saved
from cases.lists.selectors.named import count_lists
from cases.lists.views.chips import CHOICES, saved_chips, state_chips, view_chips
from cases.lists.views.listing import CHOSEN_COLUMNS, PARAMETERS, SIZES, Listing
from cases.lists.views.paging import draw_pager, last_rows
from cases.lists.views.panels import MORE_FIELDS
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.states import Role
from hardship.kernel import searches
from hardship.kernel.columns import Column
from hardship.kernel.links import link_to
from hardship.kernel.rows import Heading, Rows

MAIN_FIELDS = ("union", "category", "main_cause")


@require_GET
def file_list(request: AuthenticatedRequest) -> HttpResponse:
    """困难职工档案, as many rows as one page holds."""
    listing = Listing(request.user, request.session, request.GET)
    if "columns" in request.GET:
        request.session[CHOSEN_COLUMNS] = _known_columns(request.GET.getlist("columns"))
        return redirect(f"{reverse('lists:files')}?{listing.query()}")
    kept_filters = saved.list_filters(request.user)
    if not request.GET and (default := _default(request, kept_filters)):
        return redirect(f"{reverse('lists:files')}?{default.query}")
    page = lists.get_slice(
        listing.households,
        sort=listing.sort,
        after=listing.place("after"),
        before=listing.place("before"),
        size=listing.size,
        last=last_rows(listing),
    )
    found = lists.read_rows(page.keys, COLUMNS, shown=listing.columns, search=listing.search)
    rows = _rows(listing)
    return render(
        request,
        "lists/list.html",
        {
            "listing": listing,
            "total": listing.total,
            "rows": rows.draw(found),
            "headings": [_heading(listing, column) for column in rows.shown],
            "pager": draw_pager(listing, page),
            **_controls(listing, kept_filters),
            **_permissions(request),
        },
    )


@require_POST
def find(request: AuthenticatedRequest) -> HttpResponse:
    """Keep what was typed into the list's search box and show the list for it, other conditions kept."""
    listing = Listing(request.user, request.session, request.GET)
    search = searches.read_search(request.POST.get("text", "")[: searches.LONGEST])
    token = searches.remember(request.session, search) if search else None
    return redirect(f"{reverse('lists:files')}?{listing.query(q=token)}")


def _default(request: AuthenticatedRequest, kept: list[SavedFilter]) -> SavedFilter | None:
    return next((row for row in kept if row.is_default and row.owner_id == request.user.pk), None)


def _known_columns(keys: list[str]) -> list[str]:
    known = {column.key for column in COLUMNS}
    return [key for key in dict.fromkeys(keys) if key in known]


def _rows(listing: Listing) -> Rows[lists.Row]:
    """How a file reads in the list; its link keeps the list for the way to its neighbours."""
    kept = urlencode({"list": listing.query()})
    return Rows(
        listing.columns,
        cells=lambda row: row.cells,
        url=link_to("archives:case", query=kept),
        notes={"name": lambda row: row.matched},
    )


def _heading(listing: Listing, column: Column) -> Heading:
    """A heading that sorts: first click up, second down; dates the newest first."""
    if column.key not in lists.SORTS or listing.total.is_capped:
        return Heading(column.label, column.kind)
    up, down = column.key, f"-{column.key}"
    first, second = (down, up) if column.kind == "date" else (up, down)
    return Heading(
        column.label,
        column.kind,
        f"?{listing.query(sort=second if listing.sort == first else first)}",
        {up: "ascending", down: "descending"}.get(listing.sort, ""),
    )


def _controls(listing: Listing, kept_filters: list[SavedFilter]) -> dict[str, Any]:
    """Chips, conditions that can be taken out and page sizes."""
    conditions = [(name, words) for name, words in listing.conditions() if name not in CHOICES]
    counts = count_lists(listing.user)
    form = listing.filter.form
    views, saved_ones = view_chips(listing, counts.views), saved_chips(listing, kept_filters)
    return {
        "main_fields": [form[name] for name in MAIN_FIELDS if name in form.fields],
        "more_fields": [form[name] for name in MORE_FIELDS if listing.data.get(name)],
        "other_parameters": [pair for pair in listing.parameters() if pair[0] in ("q", "sort", "size")],
        "is_new": not any(counts.states.values()),
        "chips": state_chips(listing, counts.states),
        "view_chips": views,
        "saved_chips": saved_ones,
        "kept_chip": next((chip for chip in (*saved_ones, *views) if chip["current"]), None),
        "active": [{"label": words, "url": listing.url(**{name: None})} for name, words in conditions],
        "clear_url": listing.url(**dict.fromkeys(PARAMETERS)),
        "sizes": [
            {"size": size, "url": f"?{listing.query(size=size)}", "current": size == listing.size}
            for size in SIZES
        ],
        "query": listing.query(),
    }


def _permissions(request: AuthenticatedRequest) -> dict[str, Any]:
    user = request.user
    return {
        "may_enter": user.has_role(Role.CLERK),
        "may_export": user.has_role(*CASE_ROLES),
    }
