"""What somebody asks of a store, and which lots an issue takes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

MOST_UNITS = 1_000_000
MOST_LINES = 200


@dataclass(frozen=True)
class Arrival:
    """What comes in of one item: whole units, yuan for each, the last day if the item has one."""

    item_id: int
    quantity: int
    value: Decimal
    expires_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """What a slip says beside its lines; `party` sold or gave, `decision` is what a loss rests on."""

    party: str = ""
    document_no: str = ""
    invoice_no: str = ""
    decision: str = ""
    memo: str = ""


class Stocked(Protocol):
    """A lot, as `first_to_expire` sees it."""

    pk: int
    expires_on: date | None
    quantity: int


L = TypeVar("L", bound=Stocked)


def first_to_expire(lots: Iterable[L], wanted: int) -> list[tuple[L, int]]:
    """How many units to take from which lot: what expires first goes first, then what came first. The sum is
    less than `wanted` where the lots hold less."""
    taken = []
    for lot in sorted(lots, key=lambda one: (one.expires_on or date.max, one.pk)):
        part = min(wanted, lot.quantity)
        if part > 0:
            taken.append((lot, part))
            wanted -= part
    return taken


def differences(lots: Sequence[L], counted: dict[int, int]) -> list[tuple[L, int]]:
    """How many units a count found more (above zero) or less of each lot, perhaps none."""
    return [(lot, counted[lot.pk] - lot.quantity) for lot in lots if lot.pk in counted]
