"""A clock of its own for the demonstration: its year is lived through the real services, day by day."""

import datetime as std
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def at(day: std.date, hour: int = 9, minute: int = 30) -> Iterator[None]:
    """Inside, `timezone.now()` says this moment of local time, for model defaults as well."""
    moment = timezone.make_aware(std.datetime.combine(day, std.time(hour, minute)))

    class Frozen(std.datetime):
        @classmethod
        def now(cls, tz: std.tzinfo | None = None) -> "std.datetime":
            return moment.astimezone(tz)

    with mock.patch.object(timezone, "datetime", Frozen):
        yield
