"""Reads of household files: the live people, the standard that holds, the canonical content."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from cases.archives.models import Evidence, Household, IncomeItem, Member, RigidExpense
from cases.archives.models.events import canonical
from cases.archives.states import Relation
from cases.policies.models import LivingStandard
from cases.policies.selectors import get_living_standard
from cases.policies.states import VISIT_KINDS
from hardship.kernel.statements import ObjectStatement, compile_objects
from hardship.kernel.together import read

FILE = 9_100_000_000_000_000_003  # stands in for the key of a file in compiled statements

# Columns of a file that say where it stands, not what it says.
NOT_CONTENT = frozenset(
    {
        "id", "state", "version", "head_id", "file_no", "file_year", "file_seq", "created_at",
        "created_by_id", "updated_at", "updated_by_id", "submitted_at", "submitted_by_id", "filed_at",
        "filed_by_id", "filed_on", "previous_id", "number_union_id", "close_reason", "lifted_at",
        "lifted_by_id", "left_on", "verified_at", "verified_by_id", "review_kind", "closed_at",
        "closed_by_id", "due_on", "review_due_on", "taken_over_at",
        "taken_over_by_id", "completed_at", "completed_by_id", "province_id", "city_id",
        "county_id", "township_id", "household_id", "removed_at", "removed_by_id",
        "in_active_file",
        # what the review finds, not what the family says
        "category", "own_category", "own_label", "filing_level", "labels",
        # the blind index stands for the encrypted value, whose bytes differ each time
        "id_number", "document_number", "phone", "bank_card", "file", "uploaded_at", "uploaded_by_id",
        "original_name", "rotation",
    }
)  # fmt: skip


def live_members(household: Household) -> list[Member]:
    """The household's people in the order of entry, the head first."""
    return people_of(household, members().objects(household.pk))


def people_of(household: Household, rows: Iterable[Member]) -> list[Member]:
    """The people of a household that were read by `members`, the head first."""
    people = _head_first(rows)
    for member in people:
        member.household = household
    return people


def people_of_files(households: Sequence[Household]) -> dict[int, list[Member]]:
    """The live people of each of many files, the head first."""
    if len(households) == 1:
        return {household.pk: live_members(household) for household in households}
    found: dict[int, list[Member]] = {household.pk: [] for household in households}
    rows = Member.objects.filter(household__in=found, removed_at__isnull=True)
    for member in rows.order_by("position", "pk"):
        found[member.household_id].append(member)
    return {household.pk: people_of(household, found[household.pk]) for household in households}


def _head_first(rows: Iterable[Member]) -> list[Member]:
    return sorted(rows, key=lambda member: member.relation != Relation.HEAD)


@cache
def members() -> ObjectStatement[Member]:
    """The statement that reads the live people of one file."""
    rows = Member.objects.filter(household=FILE, removed_at__isnull=True).order_by("position", "pk")
    return compile_objects("members", rows, FILE)


def get_household_standard(household: Household) -> LivingStandard | None:
    """The urban living standard that holds today where the household's union is."""
    return get_living_standard(region_code=household.union.region_code, on=timezone.localdate())


def get_content(household: Household) -> dict[str, Any]:
    """Everything that the file says, as JSON values; personal numbers only as their blind index. What a home
    visit brought along stands in the visit, which does not change."""
    return read(household, get_contents_of)[household.pk]


def get_contents_of(households: Sequence[Household]) -> dict[int, dict[str, Any]]:
    """The same of many files, by key, in four queries."""
    of_them, live = Q(household__in=households), Q(removed_at__isnull=True)
    documents = Evidence.objects.filter(of_them, live).exclude(kind__in=VISIT_KINDS)
    parts: dict[str, Iterable[Any]] = {
        "members": _head_first(Member.objects.filter(of_them, live).order_by("position", "pk")),
        "incomes": IncomeItem.objects.filter(of_them).order_by("pk"),
        "expenses": RigidExpense.objects.filter(of_them).order_by("pk"),
        "evidence": documents.order_by("pk"),
    }
    found: dict[int, dict[str, Any]] = {
        household.pk: {"household": plain_row(household)} | {name: [] for name in parts}
        for household in households
    }
    for name, rows in parts.items():
        for row in rows:
            found[row.household_id][name].append(plain_row(row))
    return found


def content_hash(household: Household) -> str:
    """The SHA-256 of the canonical content: what a decision binds to."""
    return hash_of(get_content(household))


def hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def plain_row(instance: Any) -> dict[str, Any]:
    """The content of one record as JSON values."""
    model: Any = type(instance)
    return {name: _plain(getattr(instance, name)) for name in _names(model)}


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    """The columns that are content."""
    names = (field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in NOT_CONTENT)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if isinstance(value, bool | int | list | None) else str(value)
