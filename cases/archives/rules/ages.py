"""Age bands of the statistics (requirement F3), and between which birthdays each lies."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class AgeBand:
    """From `least` to `most` completed years, both included; None for no bound."""

    key: str
    label: Any
    least: int | None
    most: int | None


AGE_BANDS = (
    AgeBand("to30", _("30 岁及以下"), None, 30),
    AgeBand("to40", _("31–40 岁"), 31, 40),
    AgeBand("to50", _("41–50 岁"), 41, 50),
    AgeBand("to60", _("51–60 岁"), 51, 60),
    AgeBand("over60", _("61 岁及以上"), 61, None),
)


def born_between(band: AgeBand, on: date) -> tuple[date | None, date | None]:
    """The first and the last birthday of whoever is of this band on that day; None for no bound."""
    first = None if band.most is None else years_before(on, band.most + 1, after=True)
    last = None if band.least is None else years_before(on, band.least)
    return first, last


def years_before(on: date, years: int, *, after: bool = False) -> date:
    """The same day so many years before, or the day after it. Who is born on 29 February completes a year
    on 1 March of a common year, so a 29 February goes back to 28 February there."""
    try:
        day = on.replace(year=on.year - years)
    except ValueError:
        day = on.replace(year=on.year - years, day=28)
    return date.fromordinal(day.toordinal() + 1) if after else day
