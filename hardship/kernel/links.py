"""Addresses of rows: what `reverse` says of one name, worked out once and then filled in.

A list links each of a hundred rows to its object; to look the pattern up for each was a tenth of the page.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

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
