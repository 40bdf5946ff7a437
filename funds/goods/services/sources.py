"""The business behind an issue or a return, which this room knows by an opaque name only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funds.goods.models import Slip
from hardship.accounts.models import User
from hardship.kernel.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class SlipSource:
    """Where such a business is called what, the address of one by its key, and what becomes of it when a slip
    of it was checked, refused or taken back (in the same transaction; it may refuse). `lock` takes what
    `on_step` will write, by the key: the rows of a business are locked before slips and lots, never after."""

    label: "StrOrPromise"
    page: Callable[[int], str]
    on_step: Callable[[Slip, User], None] = lambda _slip, _by: None
    lock: Callable[[int], object] = lambda _key: None


SOURCES: Registry[SlipSource] = Registry("goods.sources", "Business that takes goods out of a store.")


def find_source(slip: Slip) -> tuple[SlipSource, int] | None:
    """The business of a slip and the key in its room; None for one without."""
    name, _colon, key = slip.source.partition(":")
    found = SOURCES.get(name)
    return (found, int(key)) if found and key.isdigit() else None


def lock_source(slip: Slip) -> None:
    """Locks the business of a slip; call it before slip and lots are locked."""
    if (found := find_source(slip)) is not None:
        found[0].lock(found[1])


def tell_source(slip: Slip, by: User) -> None:
    """Lets the business follow what became of its slip."""
    if (found := find_source(slip)) is not None:
        found[0].on_step(slip, by)
