"""Ceilings that stand over a line whoever commits on it: rooms above say which."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from funds.ledgers.models import BudgetLine
from funds.ledgers.services.caps import CapClaim
from hardship.kernel.registry import Registry

CEILINGS: Registry[Callable[[BudgetLine, date], Iterable[CapClaim]]] = Registry(
    "ledgers.ceilings", "Caps that each commitment on a line counts against, beside those of whom it is for."
)


def ceilings_of(line: BudgetLine, on: date) -> Iterator[CapClaim]:
    """The caps that stand over a line on a day."""
    for find in CEILINGS:
        yield from find(line, on)
