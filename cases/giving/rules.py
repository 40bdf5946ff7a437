"""How a sum is divided into instalments: pure, no database."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

FEN = Decimal("0.01")
# How the ledger and the payments, which know no instalment, name one.
SOURCE = "giving.instalment"


def source_of(instalment_id: int) -> str:
    """The source of an instalment's commitment and payable: "giving.instalment:7"."""
    return f"{SOURCE}:{instalment_id}"


def divide(amount: Decimal, days: Sequence[date]) -> list[tuple[date, Decimal]]:
    """The day and the yuan of each instalment: equal parts to the fen, the odd fen with the last, together
    exactly the amount. A sum of fewer fen than days has one instalment for each fen."""
    days = days[: max(1, int(amount / FEN))]
    part = (amount / len(days)).quantize(FEN, ROUND_DOWN)
    last = amount - part * (len(days) - 1)
    return [*((day, part) for day in days[:-1]), (days[-1], last)]
