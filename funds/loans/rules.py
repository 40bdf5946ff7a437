"""When a loan comes back: pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from funds.ledgers.rules import is_exact

Parts = Sequence[tuple[date, Decimal]]


def is_schedule(parts: Parts, amount: Decimal, since: date) -> bool:
    """Whether these days and yuan pay back the amount, no more: there is no interest."""
    days = [day for day, _yuan in parts]
    return (
        all(is_exact(yuan) for _day, yuan in parts)
        and days == sorted(set(days))
        and all(day > since for day in days)
        and sum((yuan for _day, yuan in parts), Decimal(0)) == amount
    )


def running(parts: Parts) -> list[tuple[date, Decimal, Decimal]]:
    """Each part with the sum of all up to it."""
    done, rows = Decimal(0), []
    for day, yuan in parts:
        done += yuan
        rows.append((day, yuan, done))
    return rows
