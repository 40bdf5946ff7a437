"""Until when a petition is taken on and answered, and how several people are written down. No database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.petitions.states import ACCUSING, Matter, Urgency
from hardship.kernel.documents import DocumentError, check_phone

MOST_PERSONS, MOST_NAMED = 5000, 200
MOST_DAYS = 60


@dataclass(frozen=True)
class Terms:
    """Working days: to take it on, from there to the answer."""

    accept: int
    answer: int


# What holds where no union above said otherwise (models.Term): usual numbers, of no document.
USUAL: dict[str, Terms] = {matter: Terms(3, 30 if matter in ACCUSING else 15) for matter in Matter}
SAME_DAY = Terms(0, 0)  # an emergency


def terms_of(matter: str, urgency: str, said: Terms | None) -> Terms:
    """The terms of a petition; `said` are those that a union laid down for its matter."""
    return SAME_DAY if urgency == Urgency.URGENT else said or USUAL[matter]


class LineError(ValueError):
    """A line that does not say who came along; the message is for the user."""


@dataclass(frozen=True)
class Named:
    """Somebody who came along."""

    name: str
    phone: str = ""


def read_companions(text: str) -> list[Named]:
    """A name in each line, with the telephone number if known. Raises LineError with the line's number."""
    rows = [(place, line.strip()) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(rows) > MOST_NAMED:
        raise LineError(_("最多写 %(most)d 人，其余的只填总人数。") % {"most": MOST_NAMED})
    return [_named(place, line) for place, line in rows]


def _named(place: int, line: str) -> Named:
    name, *rest = re.split(r"[\s,，、;；]+", line)
    if len(name) > 50 or len(rest) > 1:
        raise LineError(_("第 %(n)d 行请写成“姓名 电话”。") % {"n": place})
    try:
        return Named(name, check_phone(rest[0]) if rest and rest[0] else "")
    except DocumentError:
        raise LineError(_("第 %(n)d 行的电话不对，请核对。") % {"n": place}) from None


@dataclass(frozen=True)
class Count:
    """How many petitions of one matter came by each channel, and how many people with them."""

    matter: str
    by_channel: dict[str, int]
    persons: int

    @property
    def total(self) -> int:
        return sum(self.by_channel.values())


def cross_add(rows: Iterable[Count]) -> dict[str, int]:
    """The sum of each channel over all matters, by channel."""
    sums: dict[str, int] = {}
    for row in rows:
        for channel, number in row.by_channel.items():
            sums[channel] = sums.get(channel, 0) + number
    return sums
