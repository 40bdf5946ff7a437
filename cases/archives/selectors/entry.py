"""Reads for entering and reviewing one file: all of it at once, who saved what, who else holds its people."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.archives.models import (
    ChangeRequest,
    Consent,
    FileEdit,
    Household,
    Member,
    NumberLookup,
)
from cases.archives.models.events import consent_hash
from cases.archives.rules import Contents
from cases.archives.selectors.files import FILE, live_members
from cases.archives.states import State
from cases.policies.states import VISIT_KINDS
from hardship.accounts.models import User, people_of
from hardship.accounts.selectors import PERSON
from hardship.kernel.scope import Part
from hardship.kernel.statements import Statement, compile_statement

# Who types number after number to learn which ones are on another union's file is not entering households.
FOUND_ELSEWHERE_PER_HOUR = 30


def get_contents(household: Household) -> Contents:
    """The file as it stands, for the rules and for pages that show all of it: five queries."""
    head, *members = live_members(household)
    documents = household.evidence.filter(removed_at__isnull=True).exclude(kind__in=VISIT_KINDS)
    evidence = documents.select_related("member", "uploaded_by")
    return Contents(
        household=household,
        head=head,
        members=members,
        incomes=list(household.incomes.select_related("member", "evidence").order_by("pk")),
        expenses=list(household.expenses.select_related("member", "evidence").order_by("pk")),
        evidence=list(evidence.order_by("kind", "pk")),
        consent=get_consent(household),
        consent_hash=consent_hash(),
    )


def list_former_members(household: Household) -> list[Member]:
    """Those who were removed and do not live here again under the same number."""
    present = {bytes(m.id_number_index) for m in live_members(household) if m.id_number_index}
    rows = household.members.filter(removed_at__isnull=False).select_related("removed_by").order_by("-pk")
    return [row for row in rows if bytes(row.id_number_index or b"") not in present]


def get_consent(household: Household) -> Consent | None:
    """The latest signature."""
    return household.consents.select_related("recorded_by").order_by("-pk").first()


def list_consents(household: Household) -> list[Consent]:
    """Every signature and withdrawal with its documents, the latest first."""
    rows = household.consents.select_related("recorded_by").prefetch_related("documents")
    return list(rows.order_by("-pk"))


def list_section_saves(household: Household) -> dict[str, FileEdit]:
    """For each section its last save: who, when, which version of the file."""
    each = Func(F("sections"), function="unnest", output_field=CharField())
    each.set_returning = True
    rows = household.edits.annotate(section=each).order_by("section", "-version", "pk")
    return {row.section: row for row in rows.distinct("section").select_related("by")}


def get_section_save(household: Household, section: str) -> FileEdit | None:
    """The last save of one section (states.EDITED_PARTS)."""
    rows = household.edits.filter(sections__contains=[str(section)])
    found: FileEdit | None = rows.select_related("by").order_by("-version", "pk").first()
    return found


def get_next_for_review(user: User) -> Household | None:
    """The file that waits longest for this person's review; one that they made or filled in is passed by."""
    return list_reviewable(user).order_by("due_on", "pk").first()


def list_reviewable(user: User) -> QuerySet[Household]:
    """The files that wait for this person's review: those that their union reviews, without what they, or
    whom they stand in for, made, filled in or submitted themselves."""
    people = sorted(people_of(user))
    rows = Household.objects.in_hands_of(user, Part.REVIEW).filter(state=State.UNDER_REVIEW)
    own = rows.exclude(submitted_by__in=people).exclude(created_by__in=people)
    return own.exclude(_entered_by(people))


def is_maker(household: Household, user: User, *, entered: Callable[[], bool] | None = None) -> bool:
    """Whether this person made any part of a file: began it, handed it in or filled in some of it (`entered`,
    where that is known already). The database asks the same (archives_guard_step)."""
    if user.pk in (household.submitted_by_id, household.created_by_id):
        return True
    return entered() if entered else has_entered(household, user)


def has_entered(household: Household, user: User) -> bool:
    """Whether this person saved any part of the file or asked for a change of it, be it as a colleague of the
    clerk who began it. Whoever decided on a change has entered nothing."""
    return bool(_entered().rows(user.pk, household.pk))


@cache
def _entered() -> Statement:
    rows = Household.objects.filter(_entered_by([PERSON]), pk=FILE).values_list("pk")
    return compile_statement("entered", lambda: rows, PERSON, FILE)


def _entered_by(people: Collection[int]) -> Q:
    """Of files: the database keeps the same rule (trigger archives_filestep_guard)."""
    of_mine, here = Q(stood_in_for__in=people), Q(household=OuterRef("pk"))
    saved = FileEdit.objects.filter(here, Q(by__in=people) | of_mine)
    asked = ChangeRequest.objects.filter(here, Q(asked_by__in=people) | of_mine)
    return Q(Exists(saved)) | Q(Exists(asked))


@dataclass(frozen=True)
class Duplicate:
    """Another open file that the same person stands in, or in which their number stands.

    Of a file outside the viewer's scope only the union's name and the state are told, and only while that
    file is active; `household_id` and `name` are of files that the viewer may open. `person` is the name in
    the file at hand and `uid` their key there; `file` is the key of the other file and `number` the blind
    index in hex, for keys and fingerprints of remarks alone: no page shows them. `home` is the union itself.
    """

    union: str
    state: str
    is_active: bool
    household_id: int | None = None
    name: str = ""
    person: str = ""
    uid: str = ""
    file: int = 0
    number: str = ""
    home: Any = None


def list_duplicates(*, index: bytes, user: User, other_than: Household | None = None) -> list[Duplicate]:
    """The open files in which this ID number (its blind index) stands already."""
    return [row for _index, row in _find([index], user, other_than)]


def list_file_duplicates(file: Contents, user: User) -> list[Duplicate]:
    """The other open files of this household's people, each with the person's name in this file."""
    people = (file.head, *file.members)
    known = {bytes(person.id_number_index): person for person in people if person.id_number_index}
    return [name_person(row, known[index]) for index, row in _find(list(known), user, file.household)]


def name_person(row: Duplicate, person: Member) -> Duplicate:
    """The same with who it is in the file at hand."""
    return replace(row, person=person.name, uid=str(person.uid))


def asks_too_often(user: User) -> bool:
    """Whether this person learnt of more files of other unions within the hour than entering takes."""
    return _lately(user).count() >= FOUND_ELSEWHERE_PER_HOUR


def has_asked(user: User, index: bytes | None) -> bool:
    """Whether this person learnt within the hour who has the number with this blind index."""
    return index is not None and _lately(user).filter(number_index=index).exists()


def _lately(user: User) -> QuerySet[NumberLookup]:
    since = timezone.now() - timedelta(hours=1)
    return NumberLookup.objects.filter(by=user, at__gte=since)


def get_holder(column: str, index: bytes, *, other_than: Household | None = None) -> Household | None:
    """The (other) active file that holds the person with this blind index in this column."""
    members = Member.objects.filter(removed_at__isnull=True, in_active_file=True, **{column: index})
    rows = Household.objects.filter(members__in=members)
    rows = rows.exclude(pk=other_than.pk) if other_than else rows
    holder: Household | None = rows.select_related("union").first()
    return holder


def _find(indexes: list[bytes], user: User, other_than: Household | None) -> list[tuple[bytes, Duplicate]]:
    rows = Member.objects.filter(id_number_index__in=indexes, removed_at__isnull=True)
    rows = rows.exclude(household__state__in=[State.CLOSED, State.DISCARDED])
    if other_than is not None:
        rows = rows.exclude(household=other_than)
    found = list(rows.select_related("household__union", "household__head").order_by("pk"))
    keys = [row.household_id for row in found]
    visible = set(Household.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        (index := bytes(row.id_number_index or b""), make_duplicate(row, index, row.household_id in visible))
        for row in found
        if row.household_id in visible or row.in_active_file
    ]


def make_duplicate(row: Member, index: bytes, visible: bool) -> Duplicate:
    """What somebody may learn of a row of another file with this blind index."""
    household = row.household
    return Duplicate(
        union=household.union.name,
        state=household.get_state_display(),
        is_active=row.in_active_file,
        household_id=household.pk if visible else None,
        name=str(household) if visible else "",
        file=household.pk,
        number=index.hex(),
        home=household.union,
    )
