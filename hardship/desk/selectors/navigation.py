"""What the pages show around their content: the places that rooms bring, grouped and ordered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from hardship.accounts.models import User
from hardship.kernel.desk import PLACES, NavGroup, Place


@dataclass(frozen=True)
class NavItem:
    """A place as one person sees it: `badge` is work that waits, `count` how many there are."""

    label: object
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    badge: int = 0


@dataclass(frozen=True)
class NavSection:
    label: object
    items: list[NavItem] = field(default_factory=list)


def navigation(
    user: User, path: str, *, counts: Mapping[str, int] | None = None, badges: Mapping[str, int] | None = None
) -> list[NavSection]:
    """The left navigation: the places this person may go, the current one marked.

    `counts` and `badges` are keyed by the name of the place, such as "approvals:inbox". The current place is
    the one with the longest address that begins this page's `path`.
    """
    counts, badges = counts or {}, badges or {}
    found = [(group.label, _places(group, user)) for group in NavGroup]
    home = reverse("desk:home")
    here = max(
        (url for _label, places in found for *_place, url in places if url != home and path.startswith(url)),
        key=len,
        default=home if path == home else "",
    )
    return [
        NavSection(
            label,
            [
                NavItem(
                    label=place.label,
                    url=url,
                    icon=place.icon,
                    current=url == here,
                    count=counts.get(name),
                    badge=badges.get(name, 0),
                )
                for name, place, url in places
            ],
        )
        for label, places in found
        if places
    ]


def _places(group: NavGroup, user: User) -> list[tuple[str, Place, str]]:
    """The places of one group that this person may go to: name, place and address, in order."""
    places = [
        (name, place)
        for name, place in PLACES.items()
        if place.group == group and (not place.roles or place.roles & user.roles)
    ]
    places.sort(key=lambda row: row[1].order)
    return [(name, place, reverse(name)) for name, place in places]
