"""The rows that a case is made of, with the columns that policies look at and no others.

Whole objects of 60 columns took two thirds of the time in which 100,000 files are read. The statements are
compiled once (docs/adr/0018), for one household, as at a submission, and for many.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from cases.archives.models import Household, IncomeItem, Member, MonthlyRecord, RigidExpense
from hardship.kernel.statements import RowsOf

Row = TypeVar("Row")
NOBODY = 9_100_000_000_000_000_003  # a key that no household has


class HouseholdRow(NamedTuple):
    pk: int
    region_code: str
    state: str
    homes: int | None
    floor_area: Decimal | None
    vehicles: int | None
    vehicle_value: Decimal | None
    has_business: bool | None
    deposits: Decimal | None
    securities: Decimal | None
    worker_type: str
    main_cause: str
    secondary_causes: list[str]
    filing_level: str
    is_on_dibao: bool | None
    is_dibao_marginal: bool | None
    labels: list[str]


class MemberRow(NamedTuple):
    household_id: int
    pk: int
    relation: str
    birth_on: date | None
    sex: str
    status: str
    health: str
    disability_kind: str
    disability_grade: str
    stage: str
    monthly_income: Decimal | None
    contract_on: date | None
    working_since: date | None
    joined_on: date | None
    is_union_member: bool | None
    uid: UUID
    school_kind: str
    entry_year: int | None


class ItemRow(NamedTuple):
    """An income, or with `disease` an expense; the proof is the document that it rests on."""

    household_id: int
    kind: str
    annual_amount: Decimal
    member_id: int | None
    from_on: date | None
    to_on: date | None
    proof_kind: str | None
    proof_hash: str | None
    proof_removed_at: datetime | None
    disease: str = ""


class MonthRow(NamedTuple):
    household_id: int
    month: date
    income: Decimal
    rigid_expense: Decimal
    persons: int


def rows_of_households(
    name: str,
    make: Callable[..., Row],
    query: "Callable[[], QuerySet[Any]]",
    columns: tuple[str, ...],
    *,
    household: str = "household_id",
) -> RowsOf[int, Row]:
    """The rows of one table that belong to some households."""
    return RowsOf(f"case_{name}", make, query, columns, household, NOBODY)


def _columns(fields: tuple[str, ...], **elsewhere: str) -> tuple[str, ...]:
    """The columns of a row's fields; `elsewhere` says which are read through a relation."""
    return tuple(elsewhere.get(name, name) for name in fields)


PROOF = {
    "proof_kind": "evidence__kind",
    "proof_hash": "evidence__sha256",
    "proof_removed_at": "evidence__removed_at",
}
HOUSEHOLDS = rows_of_households(
    "household",
    HouseholdRow,
    lambda: Household.objects.order_by("pk"),
    _columns(HouseholdRow._fields, region_code="union__region_code"),
    household="pk",
)
MEMBERS = rows_of_households(
    "members",
    MemberRow,
    lambda: Member.objects.filter(removed_at__isnull=True).order_by("position", "pk"),
    MemberRow._fields,
)
INCOMES = rows_of_households(
    "incomes",
    ItemRow,
    lambda: IncomeItem.objects.order_by("pk"),
    _columns(ItemRow._fields[:-1], **PROOF),
)
EXPENSES = rows_of_households(
    "expenses", ItemRow, lambda: RigidExpense.objects.order_by("pk"), _columns(ItemRow._fields, **PROOF)
)
MONTHS = rows_of_households(
    "months", MonthRow, lambda: MonthlyRecord.objects.order_by("month"), MonthRow._fields
)
