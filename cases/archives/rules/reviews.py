"""When a file is checked again, and for how long it is kept: pure."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from cases.archives.states import REVIEW_PERIODS, Category, Cause, Health, ReviewDefault, ReviewKind, Status
from hardship.kernel.documents import age_on

RETENTION_MONTHS = 120  # at least ten years after leaving hardship (湖南省总 2018, domain.md 2.5)
WORKING_AGE = range(16, 60)
NOT_WORKING = frozenset({Status.OFF_POST, Status.UNEMPLOYED})
ABLE = frozenset({"", Health.GOOD, Health.COMMON, Health.HYPERTENSION, Health.SPINE})
UNSTEADY_CAUSES = frozenset({Cause.UNEMPLOYED, Cause.LAID_OFF})


class Person(Protocol):
    """What counts of somebody who lives in the household."""

    health: str
    status: str
    birth_on: date | None


def review_kind(
    *, category: str, main_cause: str, has_self_help: bool | None, people: Iterable[Person], on: date
) -> ReviewKind:
    """How steady the need is: an accident passes; somebody able to work who has none, or the family's own
    word that it can help itself, makes the income unsteady (最低生活保障审核确认办法, domain.md 2.5)."""
    if category == Category.ACCIDENT:
        return ReviewKind.ACCIDENT
    unsteady = main_cause in UNSTEADY_CAUSES or any(_could_work(person, on) for person in people)
    return ReviewKind.UNSTABLE if unsteady or has_self_help else ReviewKind.STABLE


def default_period(kind: str) -> ReviewDefault:
    """The period of a kind where no union has laid down another."""
    return next((row for row in REVIEW_PERIODS if row.kind == kind), REVIEW_PERIODS[0])


def next_review(*, after: date, months: int) -> date:
    """The day on which a file that is checked every so many months falls due."""
    return months_after(after, months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def _could_work(person: Person, on: date) -> bool:
    idle = person.status in NOT_WORKING and person.health in ABLE
    return idle and person.birth_on is not None and age_on(person.birth_on, on) in WORKING_AGE
