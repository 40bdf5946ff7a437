"""The days of a matter: in another year, and from the months that the guide names. Pure."""

import calendar
from collections.abc import Iterable
from datetime import date


def a_year_later(day: date) -> date:
    """The same day of the next year; 29 February becomes 28 February."""
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))


def month_runs(months: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last month of each run of months without a gap: 1, 2, 12 is 1 to 2 and 12 to 12."""
    runs: list[tuple[int, int]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][1] == month - 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def days_of(year: int, run: tuple[int, int]) -> tuple[date, date]:
    """The first day of the first month of a run and the last day of its last one."""
    first, last = run
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
