"""How old a living standard may grow before somebody asks whether there is a new one."""

from datetime import date

YEARS = 3  # a standard has usually been raised by then


def old_since(today: date) -> date:
    """A standard in force since this day or an earlier one is old."""
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - YEARS, day=28 if leap else today.day)


def is_old(since: date, today: date) -> bool:
    return since <= old_since(today)
