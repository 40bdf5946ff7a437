"""The list of files: find, narrow, sort, choose columns."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.columns import COLUMNS
from cases.archives.models import SavedFilter
from cases.archives.selectors import lists, saved, searching
from cases.archives.selectors.extensions import list_layouts
from cases.archives.states import CASE_ROLES, State
from cases.archives.states.files import FILE_TONES
from cases.archives.states.lists import FULL_NUMBER_ROLES
from cases.archives.views import searches
from cases.archives.views.chips import CHOICES, LISTED_STATES, saved_chips, state_chips, view_chips
from cases.archives.views.listing import CHOSEN_COLUMNS, PARAMETERS, SIZES, Listing
from hardship.accounts.states import Role
from hardship.kernel.columns import Cell, Column, cells

MAIN_FIELDS = ("union", "category", "main_cause")
MORE_FIELDS = ("worker_type", "status", "age", "is_on_dibao", "year", "on", "retention")
# What stands in the second line of another cell, and what a phone leaves out.
FOLDED = {"name": "id_number", "union": "file_no"}
WIDE_ONLY = frozenset({"persons", "filed_on", "main_cause"})


@require_GET
def file_list(request: HttpRequest) -> HttpResponse:
    """困难职工档案, as many rows as one page holds."""
    listing = Listing(request.user, request.session, request.GET)
    if "columns" in request.GET:
        request.session[CHOSEN_COLUMNS] = _known_columns(request.GET.getlist("columns"))
        return redirect(f"{reverse('archives:list')}?{listing.query()}")
    kept_filters = saved.list_filters(request.user)
    if not request.GET and (default := _default(request, kept_filters)):
        return redirect(f"{reverse('archives:list')}?{default.query}")
    page = lists.get_slice(
        listing.households,
        sort=listing.sort,
        after=listing.place("after"),
        before=listing.place("before"),
        size=listing.size,
    )
    rows = lists.describe(page.households, listing.search)
    kept = urlencode({"list": listing.query()})
    return render(
        request,
        "archives/list.html",
        {
            "listing": listing,
            "total": listing.total,
            "rows": [_row(listing, row, kept) for row in rows],
            "headings": [_heading(listing, column) for column in _shown(listing)],
            "pager": _pager(listing, page),
            "saved_chips": saved_chips(listing, kept_filters),
            **_controls(listing),
            **_permissions(request),
        },
    )


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Keep what was typed into the list's search box and show the list for it, other conditions kept."""
    listing = Listing(request.user, request.session, request.GET)
    search = searching.read_search(request.POST.get("text", "")[:60])
    token = searches.remember(request.session, search) if search else None
    return redirect(f"{reverse('archives:list')}?{listing.query(q=token)}")


def _default(request: HttpRequest, kept: list[SavedFilter]) -> SavedFilter | None:
    return next((row for row in kept if row.is_default and row.owner_id == request.user.pk), None)


def _known_columns(keys: list[str]) -> list[str]:
    known = {column.key for column in COLUMNS}
    return [key for key in dict.fromkeys(keys) if key in known]


def _shown(listing: Listing) -> list[Column]:
    """On the page the ID number stands below the name and the file number below the union."""
    folded = {below for above, below in FOLDED.items() if _has(listing, above)}
    return [column for column in listing.columns if column.key not in folded]


def _has(listing: Listing, key: str) -> bool:
    return any(column.key == key for column in listing.columns)


def _row(listing: Listing, row: lists.Row, kept: str) -> dict[str, Any]:
    made = {cell.key: cell for cell in cells(listing.columns, row)}
    return {
        "url": f"{reverse('archives:case', args=[row.household.pk])}?{kept}",
        "cells": [_cell(column, made, row) for column in _shown(listing)],
    }


def _cell(column: Column, made: dict[str, Cell], row: lists.Row) -> dict[str, Any]:
    cell = made[column.key]
    below = made.get(FOLDED.get(column.key, ""))
    shown = {
        "label": column.label,
        "kind": cell.kind,
        "text": cell.text,
        "sub": below.text if below else "",
        "why": "",
        "main": column.key == "name",
        "wide": column.key in WIDE_ONLY or not cell.text,
    }
    if column.key == "name":
        shown |= {"text": cell.text or _("未填姓名"), "why": row.matched}
    elif cell.kind == "badge" and cell.tone:
        shown["badge"] = FILE_TONES[State(cell.tone)] if column.key == "state" else cell.tone
    return shown


def _heading(listing: Listing, column: Column) -> dict[str, Any]:
    """A heading that sorts: first click up, second down; dates the newest first."""
    heading: dict[str, Any] = {"label": column.label, "kind": column.kind}
    if column.key not in lists.SORTS or listing.total.is_capped:
        return heading
    up, down = column.key, f"-{column.key}"
    first, second = (down, up) if column.kind == "date" else (up, down)
    heading["direction"] = {up: "ascending", down: "descending"}.get(listing.sort, "")
    heading["url"] = f"?{listing.query(sort=second if listing.sort == first else first)}"
    return heading


def _pager(listing: Listing, page: lists.Slice) -> dict[str, str]:
    rows = page.households
    return {
        "previous_url": f"?{listing.query(before=rows[0].pk)}" if rows and page.has_previous else "",
        "next_url": f"?{listing.query(after=rows[-1].pk)}" if rows and page.has_next else "",
    }


def _controls(listing: Listing) -> dict[str, Any]:
    """Chips, conditions that can be taken out, page sizes and the choice of columns."""
    keys = [column.key for column in listing.columns]
    choosable = sorted(
        COLUMNS, key=lambda column: keys.index(column.key) if column.key in keys else len(keys)
    )
    conditions = [(name, words) for name, words in listing.conditions() if name not in CHOICES]
    counts = lists.count_states(user=listing.user, states=LISTED_STATES)
    form = listing.filter.form
    return {
        "main_fields": [form[name] for name in MAIN_FIELDS if name in form.fields],
        "more_fields": [form[name] for name in MORE_FIELDS],
        "other_parameters": [pair for pair in listing.parameters() if pair[0] in ("q", "sort", "size")],
        "is_new": not any(counts.values()),
        "chips": state_chips(listing, counts),
        "view_chips": view_chips(listing),
        "active": [{"label": words, "url": listing.url(**{name: None})} for name, words in conditions],
        "clear_url": listing.url(**dict.fromkeys(PARAMETERS)),
        "sizes": [
            {"size": size, "url": f"?{listing.query(size=size)}", "current": size == listing.size}
            for size in SIZES
        ],
        "choosable": [
            {"key": column.key, "label": column.label, "shown": column.key in keys}
            for column in choosable
            if column.key != "name"
        ],
        "kept": listing.parameters(),
        "query": listing.query(),
    }


def _permissions(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    return {
        "may_enter": user.has_role(Role.CLERK),
        "may_export": user.has_role(*CASE_ROLES),
        "may_reveal": user.has_role(*FULL_NUMBER_ROLES),
        "layouts": list_layouts(user) if user.has_role(*CASE_ROLES) else [],
    }
