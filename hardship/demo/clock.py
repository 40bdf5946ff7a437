"""A clock of its own for the demonstration: its year is lived through the real services, day by day."""

import datetime as std
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone


@contextmanager
def at(day: std.date, hour: int = 9, minute: int = 30) -> Iterator[None]:
    """Inside, `timezone.now()` says this moment of local time, for model defaults as well, and the database's
    triggers take this day for today."""
    moment = timezone.make_aware(std.datetime.combine(day, std.time(hour, minute)))

    class Frozen(std.datetime):
        # What it gives is a plain datetime; mypy expects one of this class.
        @classmethod
        def now(cls, tz: std.tzinfo | None = None) -> "std.datetime":  # type: ignore[override]
            return moment.astimezone(tz)

    real = vars(timezone)["datetime"]
    vars(timezone)["datetime"] = Frozen
    try:
        with database_day(day):
            yield
    finally:
        vars(timezone)["datetime"] = real


_DAYS: list[std.date] = []
TODAY = """CREATE OR REPLACE FUNCTION hardship_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT %s
$$"""
REAL = "(now() AT TIME ZONE 'Asia/Shanghai')::date"


@contextmanager
def database_day(day: std.date) -> Iterator[None]:
    """Inside, the database's triggers take this day for today: their function is replaced until the end, in
    this transaction alone. A failure rolls it back with the transaction."""
    _DAYS.append(day)
    _replace_today(f"date '{day.isoformat()}'")
    try:
        yield
    finally:
        _DAYS.pop()
    _replace_today(f"date '{_DAYS[-1].isoformat()}'" if _DAYS else REAL)


def _replace_today(expression: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TODAY % expression)
