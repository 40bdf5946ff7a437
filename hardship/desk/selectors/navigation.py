"""What the pages show around their content: the places that rooms bring, grouped and ordered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse

from hardship.kernel.desk import PLACES, NavGroup, Place

HOME = "desk:home"  # its address begins every other one


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


def navigation(roles: frozenset[str], here: str, badges: Mapping[str, int]) -> list[NavSection]:
    """The left navigation: the places that people with these roles may go to, the one named `here` marked.

    `badges` are keyed by the name of the place, such as "approvals:inbox". A place that is a tab of another
    one counts there.
    """
    known = {name for _label, places in _groups(roles) for name, _place, _url in places}
    above = {name: PLACES[name].tab_of if PLACES[name].tab_of in known else name for name in known}
    sums: Counter[str] = Counter()
    for name, count in badges.items():
        sums[above.get(name, name)] += count
    return [
        NavSection(
            label,
            [
                NavItem(place.label, url, place.icon, current=name == above.get(here), badge=sums[name])
                for name, place, url in places
                if above[name] == name
            ],
        )
        for label, places in _groups(roles)
    ]


def current_place(roles: frozenset[str], path: str) -> str:
    """The name of the place that a page belongs to, the one with the longest address that begins this `path`;
    "" for a page of none."""
    found, length = "", 0
    for _label, places in _groups(roles):
        for name, _place, url in places:
            matches = path == url if name == HOME else path.startswith(url)
            if matches and len(url) > length:
                found, length = name, len(url)
    return found


@lru_cache(maxsize=128)
def _groups(roles: frozenset[str]) -> list[tuple[object, list[tuple[str, Place, str]]]]:
    """The places for these roles by group: name, place and address, in order. Kept: registries and addresses
    do not change while the program runs."""
    found: list[tuple[object, list[tuple[str, Place, str]]]] = []
    for group in NavGroup:
        places = [
            (name, place, reverse(name))
            for name, place in PLACES.items()
            if place.group == group and (not place.roles or place.roles & roles)
        ]
        if places:
            found.append((group.label, sorted(places, key=lambda row: row[1].order)))
    return found
