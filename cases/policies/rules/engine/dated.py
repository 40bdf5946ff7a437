"""How much of an income or an outlay falls into the window: the last whole months before that of judgement.

An item without dates is a year's amount, spread evenly over the last twelve months: it lasts through the
whole window. One with dates, of yuan a year, counts for the months it covers. A total (`is_total`) is what
its own months come to together: of it counts amount × months inside the window ÷ its months. A single sum
(`is_once`) counts in full when its day lies in the window, in the month of judgement too. But for that days
do not matter, a month counts whole.

Parts are twelfths of a yuan, exact (engine.exact).
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cases.policies.rules.case import Expense, Income
from cases.policies.rules.engine.exact import Exact, add_up, as_decimal, over

YEAR = 12


def part_of(item: Income | Expense, on: date, window: int) -> Exact:
    """What of an item counts in the window, in twelfths of a yuan."""
    months = months_of(item, on, window)
    if not item.is_total or item.is_once or not is_dated(item):
        return item.amount * months
    top, length = item.amount * months * YEAR, length_of(item)
    return over(top, length) if top and length > 1 else top


def months_of(item: Income | Expense, on: date, window: int) -> int:
    """For how many of the window's months an item counts; a single sum counts as twelve of its twelfths."""
    if not is_dated(item):
        return YEAR if item.is_once else window
    last = _month(on) - 1
    first = last - window + 1
    if item.is_total and not item.is_once:
        begin, end = _span(item)
    else:
        begin = first if item.from_on is None else _month(item.from_on)
        end = last if item.to_on is None else _month(item.to_on)
    if item.is_once:
        return YEAR if begin >= first and (item.from_on is None or item.from_on <= on) else 0
    return max(0, min(end, last) - max(begin, first) + 1)


def length_of(item: Income | Expense) -> int:
    """How many months a dated total is of."""
    begin, end = _span(item)
    return max(1, end - begin + 1)


def is_total_before(item: Income | Expense, on: date, window: int) -> bool:
    """Whether a dated total ended before the window began."""
    return item.is_total and is_dated(item) and _span(item)[1] < _month(on) - window


def in_window(items: Iterable[Income | Expense], on: date, window: int) -> Decimal:
    """What the items come to in the window, yuan."""
    return as_decimal(add_up(part_of(item, on, window) for item in items), YEAR)


def window_of(on: date, window: int) -> tuple[date, date]:
    """The first days of the window's first and last month."""
    last = _month(on) - 1
    first = last - window + 1
    return date(first // YEAR, first % YEAR + 1, 1), date(last // YEAR, last % YEAR + 1, 1)


def starts_after(item: Income | Expense, on: date) -> bool:
    """Whether an item begins in the month of judgement or later."""
    return item.from_on is not None and _month(item.from_on) >= _month(on)


def is_dated(item: Income | Expense) -> bool:
    return item.from_on is not None or item.to_on is not None


def _span(item: Income | Expense) -> tuple[int, int]:
    """First and last month of a total, counted from year 0; one date alone is a single month."""
    days = [day for day in (item.from_on, item.to_on) if day is not None]
    return _month(days[0]), _month(days[-1])


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1
