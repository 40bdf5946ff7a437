"""How a sum is paid back in parts: pure."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

FEN = Decimal("0.01")


def divide(amount: Decimal, times: int, first_on: date) -> list[tuple[date, Decimal]]:
    """The day and the yuan of each part, one a month: equal parts to the fen, the odd fen with the last."""
    part = (amount / times).quantize(FEN, ROUND_DOWN)
    days = [_months_after(first_on, place) for place in range(times)]
    return [*((day, part) for day in days[:-1]), (days[-1], amount - part * (times - 1))]


def next_due(parts: Sequence[tuple[date, Decimal]], repaid: Decimal) -> date | None:
    """The day of the first part that `repaid` does not cover; None when all are covered."""
    sum_due = Decimal(0)
    for day, amount in parts:
        sum_due += amount
        if sum_due > repaid:
            return day
    return None


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, at most its 28th, which every month has."""
    place = day.month - 1 + months
    return date(day.year + place // 12, place % 12 + 1, min(day.day, 28) if months else day.day)
