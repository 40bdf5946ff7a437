"""A clock of its own for the demonstration: its year is lived through the real services, day by day."""

import datetime as std
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone


@contextmanager
def at(day: std.date, hour: int = 9, minute: int = 30) -> Iterator[None]:
    """Inside, `timezone.now()` says this moment of local time, for model defaults as well, and the database
    keeps the periods of files by this day until the end of the transaction."""
    moment = timezone.make_aware(std.datetime.combine(day, std.time(hour, minute)))

    class Frozen(std.datetime):
        @classmethod
        def now(cls, tz: std.tzinfo | None = None) -> "std.datetime":
            return moment.astimezone(tz)

    before, real = _database_day(day.isoformat()), vars(timezone)["datetime"]
    vars(timezone)["datetime"] = Frozen
    try:
        yield
    finally:
        vars(timezone)["datetime"] = real
    _database_day(before)


def _database_day(day: str) -> str:
    """Sets the day of the function hardship_today and returns the one before; '' is the real one. What a
    failure leaves is rolled back with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('hardship.today', true), '')")
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('hardship.today', %s, true)", [day])
    return before
