"""结对帮扶: how many visits a year asks for and until when, what two years without effect mean, rewards.

Sources: at least three visits a year (SD3 篇8); two years without effect and the helper is not praised as
先进, and stays in charge; 1,000 yuan where the household left hardship or earns above 10,000 a year by itself
(SD3 篇7, a rule of one union: here a dated row that every union writes for itself).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cases.pairings.states import Effect

MONTHS = 12


@dataclass(frozen=True)
class Terms:
    """What a union asks of its pairings: `visits` a year, `most` households of one person, days to hand over
    when a helper leaves, years without effect that bar from 先进; `reward` yuan where the household left
    hardship or earns more than `income` yuan a year (None: no reward)."""

    visits: int = 3
    most: int = 5
    days: int = 10
    years: int = 2
    income: Decimal | None = None
    reward: Decimal | None = None


def visits_wanted(year: int, begun_on: date, visits: int) -> int:
    """How many visits a year asks for: all of them, in the year of the beginning its part by months, rounded
    up; none before."""
    if begun_on.year > year:
        return 0
    months = MONTHS if begun_on.year < year else MONTHS - begun_on.month + 1
    return -(-visits * months // MONTHS)


def visit_days(year: int, begun_on: date, visits: int) -> list[date]:
    """Until when each visit of a year is due: evenly from its first day, or the beginning, to its last."""
    wanted = visits_wanted(year, begun_on, visits)
    start, end = max(begun_on, date(year, 1, 1)), date(year, 12, 31)
    length = (end - start).days
    return [start + timedelta(days=length * place // wanted) for place in range(1, wanted + 1)]


def next_visit(begun_on: date, visits: int, visited: Iterable[date]) -> date:
    """The day until which the next visit is due, after those on `visited`, of which two on one day are one.

    A year that is over asks for nothing any more once somebody went in a later one: what was missed stays in
    the figures of that year.
    """
    days = sorted(set(visited))
    year = days[-1].year if days else begun_on.year
    done = sum(1 for day in days if day.year == year)
    due = visit_days(year, begun_on, visits)
    return due[done] if done < len(due) else visit_days(year + 1, begun_on, visits)[0]


def is_barred(effects: Mapping[int, Collection[str]], until: int, years: int) -> bool:
    """Whether somebody had no effect in the last `years` years up to `until`: each judged, and in none of
    their households any. `effects` are the results by year."""
    asked = range(until - years + 1, until + 1)
    return all(effects.get(year) and set(effects[year]) == {Effect.NOTHING} for year in asked)


def earned_reward(terms: Terms, effect: str, income: Decimal | None) -> Decimal | None:
    """What the rule gives a helper for one household of one year, yuan; None for nothing."""
    enough = terms.income is not None and income is not None and income > terms.income
    return terms.reward if effect == Effect.LIFTED or enough else None
