"""Reads of household files: the live people, the standard that holds, the canonical content."""

import hashlib
from functools import cache
from typing import Any

from django.utils import timezone

from cases.archives.models import Household, Member
from cases.archives.models.events import canonical
from cases.policies.models import LivingStandard
from cases.policies.selectors import get_living_standard
from cases.policies.states import VISIT_KINDS
from hardship.kernel.statements import ObjectStatement, compile_objects

FILE = 9_100_000_000_000_000_003  # stands in for the key of a file in compiled statements

# Columns of a file that say where it stands, not what it says.
NOT_CONTENT = frozenset(
    {
        "id", "state", "version", "head_id", "file_no", "file_year", "file_seq", "created_at",
        "created_by_id", "updated_at", "updated_by_id", "submitted_at", "submitted_by_id", "filed_at",
        "filed_by_id", "filed_on", "previous_id", "number_union_id", "close_reason", "lifted_at",
        "lifted_by_id", "left_on", "verified_at", "verified_by_id", "review_kind", "closed_at",
        "closed_by_id", "due_on", "review_due_on", "province_id", "city_id",
        "county_id", "township_id", "household_id", "removed_at", "removed_by_id",
        "in_active_file",
        # what the review finds, not what the family says
        "category", "filing_level",
        # the blind index stands for the encrypted value, whose bytes differ each time
        "id_number", "document_number", "phone", "bank_card", "file", "uploaded_at", "uploaded_by_id",
        "original_name", "rotation",
    }
)  # fmt: skip


def live_members(household: Household) -> list[Member]:
    """The household's people in the order of entry, the head first."""
    rows = _members().objects(household.pk)
    for member in rows:
        member.household = household
    return sorted(rows, key=lambda member: member.relation != "head")


@cache
def _members() -> ObjectStatement[Member]:
    rows = Member.objects.filter(household=FILE, removed_at__isnull=True).order_by("position", "pk")
    return compile_objects("members", rows, FILE)


def get_household_standard(household: Household) -> LivingStandard | None:
    """The urban living standard that holds today where the household's union is."""
    return get_living_standard(region_code=household.union.region_code, on=timezone.localdate())


def get_content(household: Household) -> dict[str, Any]:
    """Everything that the file says, as JSON values; personal numbers only as their blind index. What a home
    visit brought along stands in the visit, which does not change."""
    documents = household.evidence.filter(removed_at__isnull=True).exclude(kind__in=VISIT_KINDS)
    return {
        "household": _row(household),
        "members": [_row(member) for member in live_members(household)],
        "incomes": [_row(item) for item in household.incomes.order_by("pk")],
        "expenses": [_row(item) for item in household.expenses.order_by("pk")],
        "evidence": [_row(item) for item in documents.order_by("pk")],
    }


def content_hash(household: Household) -> str:
    """The SHA-256 of the canonical content: what a decision binds to."""
    return hashlib.sha256(canonical(get_content(household))).hexdigest()


def _row(instance: Any) -> dict[str, Any]:
    values = {
        field.attname: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if field.attname not in NOT_CONTENT
    }
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if isinstance(value, bool | int | list | None) else str(value)
