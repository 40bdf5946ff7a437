"""Reads of people off file, and of the files that were opened for them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.archives.models import Household, Member
from cases.archives.selectors.files import FILE
from cases.archives.states import State as FileState
from cases.people.models import Person
from hardship.accounts.models import User
from hardship.kernel import names
from hardship.kernel.registry import Registry
from hardship.kernel.searches import Search
from hardship.kernel.statements import ObjectStatement, compile_objects


@dataclass(frozen=True)
class PersonNote:
    """Rows that a room shows on the page of a person, by a template that reads them as `rows`."""

    order: int
    template: str
    rows: Callable[[Person, User], list[Any]]


PERSON_NOTES: Registry[PersonNote] = Registry(
    "people.person_notes", "What rooms above show on the page of a person off file."
)


def _in_a_file(index: Any) -> QuerySet[Member]:
    """The live rows with this ID number in files that count (A10)."""
    return Member.objects.filter(id_number_index=index, removed_at__isnull=True, in_active_file=True)


def list_people(user: User) -> QuerySet[Person]:
    """The people of the scope by union and name; `is_on_file`: in an active file by now, whoever's it is."""
    rows = Person.objects.visible_to(user).select_related("union")
    held: QuerySet[Person] = rows.annotate(is_on_file=Exists(_in_a_file(OuterRef("id_number_index"))))
    return held.order_by("union__path", "name_pinyin", "pk")


def search_people(rows: QuerySet[Person], search: Search) -> QuerySet[Person]:
    """Those whom somebody looks for by name, pinyin, ID number, phone or the last four places of either."""
    match search.kind:
        case "id_number":
            return rows.filter(id_number_index=bytes.fromhex(search.value))
        case "phone":
            return rows.filter(phone_index=bytes.fromhex(search.value))
        case "tail":
            number, phone, _text = search.value.split(",")
            return rows.filter(Q(id_number_tail=bytes.fromhex(number)) | Q(phone_tail=bytes.fromhex(phone)))
        case "pinyin":
            return rows.filter(
                Q(name_pinyin__startswith=search.value) | Q(name_initials__startswith=search.value)
            )
        case "name":
            return rows.filter(name_grams__contains=names.query_grams(search.value))
    return rows.none()


def find_person(index: bytes) -> Person | None:
    """The one row with this blind index, in scope or not: what is told of it is the caller's care."""
    found: Person | None = Person.objects.filter(id_number_index=index).select_related("union").first()
    return found


def list_members_of(row: Person, user: User) -> list[Member]:
    """The places of this person in households of the viewer's scope, the newest first, drafts included."""
    files = Household.objects.visible_to(user).exclude(state=FileState.DISCARDED)
    found = Member.objects.filter(
        id_number_index=row.id_number_index, removed_at__isnull=True, household__in=files
    )
    return list(found.select_related("household__union", "household__head").order_by("-pk"))


def get_file_holder(index: bytes) -> Household | None:
    """The active file, of any union, in which the person with this blind index stands."""
    files = Household.objects.filter(pk__in=_in_a_file(index).values("household"))
    found: Household | None = files.select_related("union").first()
    return found


@cache
def people_of_a_file() -> ObjectStatement[Person]:
    """The statement that reads the people off file who live in a household."""
    members = Member.objects.filter(household=FILE, removed_at__isnull=True, id_number_index__isnull=False)
    rows = Person.objects.filter(id_number_index__in=members.values("id_number_index"))
    return compile_objects("case_people", rows.select_related("union").order_by("pk"), FILE)
