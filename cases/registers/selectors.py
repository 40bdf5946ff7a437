"""Who of the households goes to school, and who looks for work or training (requirement A11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Ceil
from django.utils import timezone

from cases.archives.models import Household, Member
from cases.archives.states import IN_FORCE_STATES
from cases.registers.rules import ADULT, graduates_in
from hardship.accounts.models import User
from hardship.kernel.documents import age_on, mask_name


@dataclass(frozen=True)
class Person:
    """One line of the register. A child's name shows its mask: the household has it in full."""

    member: Member
    name: str
    age: int | None

    @property
    def household(self) -> Household:
        return self.member.household

    @property
    def graduates_in(self) -> int | None:
        return graduates_in(self.member.entry_year, self.member.school_years)


def list_students(user: User) -> QuerySet[Member]:
    """Those at school in households in force of the user's scope, with `graduates_in`."""
    return _people(user).exclude(stage="")


def list_seekers(user: User) -> QuerySet[Member]:
    """Those who look for work, or have said what work or training they wish for."""
    return _people(user).filter(Q(seeks_work=True) | ~Q(job_wishes="") | ~Q(training_wishes=""))


def graduating(rows: QuerySet[Any], year: int | None) -> QuerySet[Any]:
    """Those whose course ends that year; None: those of whom nobody knows."""
    return rows.filter(graduates_in=year) if year is not None else rows.filter(graduates_in__isnull=True)


def make_people(members: Iterable[Member]) -> list[Person]:
    """The lines of these members, as of today."""
    today = timezone.localdate()
    return [_person(member, today) for member in members]


def _person(member: Member, today: date) -> Person:
    age = age_on(member.birth_on, today) if member.birth_on else None
    # whose age nobody knows and who goes to school is taken for a child
    is_minor = age < ADULT if age is not None else bool(member.stage)
    return Person(member, mask_name(member.name) if is_minor else member.name, age)


def _people(user: User) -> QuerySet[Member]:
    files = Household.objects.visible_to(user).filter(state__in=IN_FORCE_STATES)
    rows = Member.objects.filter(removed_at__isnull=True, household__in=files)
    course = Cast(Ceil(F("entry_year") + F("school_years")), IntegerField())
    known = Q(entry_year__isnull=False, school_years__isnull=False)
    # as rules.graduates_in says, where the database narrows by it
    ends = Case(When(known, then=course), default=Value(None), output_field=IntegerField())
    return (
        rows.annotate(graduates_in=ends)
        .select_related("household__head", "household__union")
        .order_by("household__union__path", "household_id", "position", "pk")
    )
