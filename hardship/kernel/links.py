"""Addresses of rows, tabs and chips.

That of a row is what `reverse` says of one name, worked out once and then filled in: a list links each of a
hundred rows to its object, and to look the pattern up for each was a tenth of the page.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ONLY, ALL = "changes", "all"  # of a page that shows what changed
# Stand-ins for a key, by what a pattern may want; no address has them in any other place.
STAND_INS = (9_100_000_000_000_000_007, UUID(int=0x91 << 120 | 7))


def link_to(name: str, key: str = "pk", *, query: str = "") -> Callable[[Any], str]:
    """What makes the address `name` of a row out of its attribute `key` (dotted for one further away), with
    `query` behind it ("tab=members")."""
    read, end = attrgetter(key), f"?{query}" if query else ""

    def address(row: Any) -> str:
        before, after = _around(name)
        return f"{before}{read(row)}{after}{end}"

    return address


def make_tabs(pages: "Iterable[tuple[str, StrOrPromise]]", current: str) -> list[dict[str, Any]]:
    """The pages of a room, (address, label), for components/tabs.html; `current` is the address of one."""
    return [
        {"label": label, "url": reverse(name), "count": None, "current": name == current}
        for name, label in pages
    ]


def make_chips(
    values: Mapping[str, Any], name: str, choices: "Iterable[tuple[str, StrOrPromise]]"
) -> list[dict[str, Any]]:
    """The choices of one parameter of a list, (value, label), '' for all; each keeps what else narrows it."""
    kept, chosen = {key: value for key, value in values.items() if key != name}, values.get(name, "")
    return [
        {
            "label": label,
            "url": f"?{urlencode({**kept, **({name: value} if value else {})})}",
            "count": None,
            "current": chosen == value,
        }
        for value, label in choices
    ]


class Switch(NamedTuple):
    """A page that can be narrowed to what changed: whether it is (`only`), and the two ways as chips."""

    only: bool
    chips: list[dict[str, Any]]


def make_switch(show: str, whole: "StrOrPromise", begins: str = ONLY) -> Switch:
    """`show` is the word of the address; where that says neither, the page `begins` with ONLY or ALL. `whole`
    is what the page is called when nothing is left out."""
    show = show if show in (ONLY, ALL) else begins
    return Switch(show == ONLY, make_chips({"show": show}, "show", [(ONLY, _("只看改动")), (ALL, whole)]))


@lru_cache(maxsize=256)
def _around(name: str) -> tuple[str, str]:
    """What stands before and after the key. Raises NoReverseMatch when no address of that name takes one."""
    for stand_in in STAND_INS:
        try:
            before, _key, after = reverse(name, args=[stand_in]).partition(str(stand_in))
        except NoReverseMatch:
            continue
        return before, after
    raise NoReverseMatch(f"no address {name!r} takes one key")
