"""When somebody leaves school: from the year of entry and the years of the course."""

from decimal import ROUND_CEILING, Decimal

ADULT = 18


def graduates_in(entry_year: int | None, school_years: Decimal | None) -> int | None:
    """The year in which a course that began in autumn ends; half a year more ends it in the next winter or
    spring. None where either is not known: a course of college has three years or four, nobody guesses."""
    if entry_year is None or school_years is None:
        return None
    return int((entry_year + school_years).to_integral_value(ROUND_CEILING))
