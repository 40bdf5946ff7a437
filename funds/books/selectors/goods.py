"""Slips of goods that a union has no voucher of yet, each with what it changed in the union's stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, Q, QuerySet, Sum
from django.utils import timezone

from funds.books.selectors.balances import end_of
from funds.goods.models import Slip
from funds.goods.states import Kind, State
from funds.ledgers.selectors import get_open_from
from hardship.accounts.models import Union

CHANGED = Sum(F("lines__change") * F("lines__lot__value"), output_field=DecimalField())


@dataclass(frozen=True)
class Moved:
    """A slip, the day of its voucher, and yuan by which the stores of the union hold more, or less."""

    slip: Slip
    on: date
    change: Decimal


def list_moved_goods(*, union: Union, until: date) -> list[Moved]:
    """The slips up to a day that moved goods of this union and have no voucher, in the order of their days. A
    transfer between stores of one union changes nothing; one that arrived is of the day it was received, and
    what comes after a month was closed is of the first open day."""
    opened = get_open_from(union)
    rows = [*_own(union), *_arrived(union)]
    found = [Moved(row.slip, max(row.on, opened), row.change) for row in rows if row.change]
    return sorted((row for row in found if row.on <= until), key=lambda row: (row.on, row.slip.pk))


def _own(union: Union) -> list[Moved]:
    posted = Q(state=State.POSTED) & ~Q(kind=Kind.TRANSFER)
    gone = Q(state=State.RECEIVED) & ~Q(to_store__union=union)
    rows = _without_voucher(union).filter(posted | gone, union=union).annotate(change=CHANGED)
    return [Moved(row, _day(row), row.change or Decimal(0)) for row in rows]


def _arrived(union: Union) -> list[Moved]:
    rows = _without_voucher(union).filter(state=State.RECEIVED, to_store__union=union).exclude(union=union)
    return [Moved(row, _day(row), -(row.change or Decimal(0))) for row in rows.annotate(change=CHANGED)]


def _without_voucher(union: Union) -> QuerySet[Slip]:
    return Slip.objects.exclude(vouchers__union=union).select_related("made_by", "made_for").order_by("pk")


def _day(slip: Slip) -> date:
    if slip.kind == Kind.TRANSFER and slip.checked_at is not None:
        return timezone.localdate(slip.checked_at)
    return slip.on


def count_moved_goods(*, union: Union, months: Sequence[date]) -> dict[date, int]:
    """How many of them there are in each of these months."""
    if not months:
        return {}
    found = dict.fromkeys(months, 0)
    for row in list_moved_goods(union=union, until=end_of(max(months))):
        if row.on.replace(day=1) in found:
            found[row.on.replace(day=1)] += 1
    return found
