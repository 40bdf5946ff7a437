"""Quick choices above the list of files: states, the lists known by name, saved filters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.states import State
from cases.lists.models import SavedFilter
from cases.lists.selectors.named import CAP, VIEW_CAP
from cases.lists.states import View
from cases.lists.views.listing import Listing
from hardship.accounts.states import Role

# States that the list offers as quick choices, in the order of how often they are asked for.
LISTED_STATES = (
    State.FILED, State.REVIEW_DUE, State.RELIEVED, State.UNDER_REVIEW, State.RETURNED, State.DRAFT,
    State.LIFTED, State.RELAPSED, State.CLOSED, State.DISCARDED,
)  # fmt: skip
ALWAYS_LISTED = (State.FILED, State.UNDER_REVIEW, State.RETURNED, State.DRAFT, State.CLOSED)
CHOICES = ("state", "view", "stale", "mine")


def state_chips(listing: Listing, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """By state, with how many wait there; long ones end at 10,000+."""
    states = [
        _chip(listing, State(state).label, _capped(counts[state], CAP), state=str(state))
        for state in LISTED_STATES
        if counts[state] or state in ALWAYS_LISTED
    ]
    own = [_chip(listing, _("我的草稿"), mine=True)] if listing.user.has_role(Role.CLERK) else []
    return [_chip(listing, _("全部")), *states, *own]


def view_chips(listing: Listing, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The lists known by name, each with its count where there is one yet; long ones end at 1,000+."""
    return [
        _chip(
            listing, view.label, _capped(counts[view], VIEW_CAP) if view in counts else None, view=str(view)
        )
        for view in View
    ]


def saved_chips(listing: Listing, rows: list[SavedFilter]) -> list[dict[str, Any]]:
    """The person's own filters and those of their union, the current one marked."""
    here = listing.query(q=None)
    return [
        {
            "label": row.name if row.owner_id == listing.user.pk else f"{row.name}（{row.owner.name}）",
            "url": f"?{row.query}",
            "current": row.query == here,
            "count": None,
        }
        for row in rows
    ]


def _capped(count: int, cap: int) -> str:
    return f"{cap:,}+" if count > cap else f"{count:,}"


def _chip(listing: Listing, label: object, count: str | None = None, **changes: Any) -> dict[str, Any]:
    values = listing.filter.values
    chosen = any(values.get(name) for name in CHOICES)
    current = all(values.get(name) == value for name, value in changes.items()) if changes else not chosen
    url = listing.url(**dict.fromkeys(CHOICES) | changes)
    return {"label": label, "url": url, "current": current, "count": count}
