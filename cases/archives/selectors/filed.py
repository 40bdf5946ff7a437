"""A file as it was when it was last judged and approved: what the paper of a filed household says."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from cases.archives.models import (
    Assessment,
    Evidence,
    FileSnapshot,
    Household,
    IncomeItem,
    Member,
    RigidExpense,
)
from cases.archives.rules import Contents
from cases.archives.states import JUDGEMENTS

FOUND = ("category", "own_category", "own_label", "filing_level", "labels")
NUMBERS = ("id_number", "phone", "bank_card")  # of a person on paper; only the file holds them readable
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Filed:
    """What somebody approved, the assessment that was accepted with it, when, and what the step was."""

    contents: Contents
    assessment: Assessment
    at: datetime
    occasion: str


def get_findings(household: Household) -> dict[str, Any]:
    """What the review found of a file, by FOUND; the database keeps the labels."""
    labels = Household.objects.values_list("labels", flat=True).get(pk=household.pk)
    return {name: getattr(household, name) for name in FOUND} | {"labels": labels}


def list_approvals(household: Household) -> "models.QuerySet[FileSnapshot]":
    """What was vouched for, without what was only looked at and what was taken back."""
    return household.snapshots.exclude(action="return").filter(step__taken_back__isnull=True)


def get_filed(household: Household) -> Filed | None:
    """The file by its last approval that rests on an assessment; None for one that was never filed.

    Everybody, all money and the finding are those of that day: what was saved, judged or merged into the file
    since is not in it. Only ID number, phone and account are read from the file as it is today, because an
    approval keeps them as their blind index alone.
    """
    kept = (
        list_approvals(household)
        .filter(assessment__isnull=False)
        .select_related("assessment__rules")
        .order_by("-pk")
        .first()
    )
    if kept is None or kept.assessment is None:
        return None
    contents = _contents(household, kept.content, kept.found)
    return Filed(contents, kept.assessment, kept.at, str(JUDGEMENTS[kept.action]))


def _contents(household: Household, content: dict[str, Any], found: dict[str, Any]) -> Contents:
    rows = {str(row.uid): row for row in household.members.all()}
    head, *members = (_person(rows[said["uid"]], said) for said in content["members"])
    people = {person.pk: person for person in (head, *members)}
    return Contents(
        household=_as_said(copy(household), content["household"] | found),
        head=head,
        members=members,
        incomes=[_of(people, IncomeItem(), said) for said in content["incomes"]],
        expenses=[_of(people, RigidExpense(), said) for said in content["expenses"]],
        evidence=[_of(people, Evidence(), said) for said in content["evidence"]],
        consent=None,
        consent_hash="",
    )


def _person(row: Member, said: dict[str, Any]) -> Member:
    person = _as_said(Member(pk=row.pk), said)
    for name in NUMBERS:
        setattr(person, name, getattr(row, name))
    return person


def _of(people: dict[int, Member], item: Any, said: dict[str, Any]) -> Any:
    """A line of money or a document, with the person it is of as they were then."""
    item = _as_said(item, said)
    item.member = people.get(item.member_id)
    return item


def _as_said(instance: M, said: dict[str, Any]) -> M:
    """The instance, which is never saved, with its columns as the content holds them. A column of today that
    the content does not know stays as it is; blind indexes are for searching."""
    for field in instance._meta.concrete_fields:
        if field.attname in said and not isinstance(field, models.BinaryField):
            setattr(instance, field.attname, field.to_python(said[field.attname]))
    return instance
