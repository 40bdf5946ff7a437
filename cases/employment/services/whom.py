"""Whom a row is about, and what somebody answered: the same of courses and of jobs."""

from typing import Any

from django.utils import timezone

from cases.archives.models import Member
from cases.employment.models.people import Answer
from cases.people.models import Person
from hardship.accounts.models import User, stood_in_for


def somebody(one: Member | Person) -> dict[str, Any]:
    """The columns that say whom a row is about."""
    who: dict[str, Any] = {"id_number_index": one.id_number_index}
    if isinstance(one, Member):
        return who | {"member": one, "household_id": one.household_id}
    return who | {"person": one}


def write_answer(row: Answer, work: str, said: str, by: User) -> None:
    """What somebody answered, with who wrote it down."""
    row.work, row.said = work, said
    row.noted_at, row.noted_by, row.noted_for = timezone.now(), by, stood_in_for(by)
    row.save()
