"""Reads of the year's plan: the matters of the scope, one's own that come up, what the guide proposes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from hardship.accounts.models import Union, User, people_of
from hardship.accounts.states import Role
from hardship.kernel.desk import HELP, PLACES, YearWork
from hardship.yearplans.models import YearEntry
from hardship.yearplans.rules import month_runs
from hardship.yearplans.states import AHEAD_DAYS, WRITERS, State


def list_entries(user: User) -> QuerySet[YearEntry]:
    """The matters of the scope in the order of their days."""
    rows: QuerySet[YearEntry] = YearEntry.objects.visible_to(user)
    return rows.select_related("union", "responsible").order_by("begins_on", "ends_on", "pk")


def list_coming(user: User) -> QuerySet[YearEntry]:
    """What this person, or whom they stand in for, sees to at the union where they work, and that has begun
    or begins soon; of whoever puts matters down also those that nobody sees to."""
    theirs = Q(responsible__in=people_of(user))
    if user.has_role(*WRITERS):
        theirs |= Q(responsible=None)
    soon = timezone.localdate() + timedelta(days=AHEAD_DAYS)
    rows = list_entries(user).filter(theirs, union=user.union_id, state=State.PLANNED)
    return rows.filter(begins_on__lte=soon)


def late(rows: QuerySet[YearEntry]) -> QuerySet[YearEntry]:
    """Those whose last day is over."""
    return rows.filter(state=State.PLANNED, ends_on__lt=timezone.localdate())


def list_people(union: Union) -> QuerySet[User]:
    """Who could see to a matter of a union: whoever works there."""
    people: QuerySet[User] = User.objects.working_at(union.pk)
    return people.order_by("name", "pk")


def list_places() -> list[tuple[str, str]]:
    """The pages that a matter can lead to, with their names."""
    return sorted(((name, str(place.label)) for name, place in PLACES.items()), key=lambda row: row[1])


@dataclass(frozen=True)
class Proposal:
    """A line of the guide for one run of months, with the key under which it is taken once."""

    origin: str
    place: str
    work: YearWork
    run: tuple[int, int]


def list_proposals(union: Union) -> list[Proposal]:
    """What the guide says of months for the posts that somebody holds at a union today."""
    held = {role for role in Role.values if User.objects.holding(role, union=union.pk).exists()}
    return [one for one in _proposals() if not one.work.roles or held.intersection(one.work.roles)]


def _proposals() -> Iterator[Proposal]:
    for name, _place in PLACES.items():
        found = HELP.get(name)
        for number, work in enumerate(found.year if found else ()):
            for run in month_runs(work.months):
                yield Proposal(f"{name}/{number}/{run[0]}", name, work, run)
