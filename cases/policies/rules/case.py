"""One household as the policies see it: the facts of one day, in yuan and persons, without a database.

`None` always means *not known*; a rule that needs such a fact answers "cannot tell yet". The JSON form has
the same names; money is text (`"1255.50"`) or whole yuan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from cases.policies.rules.document.words import AtLeastOne, Money, MonthName, Positive, Slug, codes, facts_of

# How the engine reads a policy; assessments on record keep the edition that they were judged by. In the
# first, a floor lifted an amount of nothing too, and `stacking` did not bind programmes open to all.
FIRST_EDITION, EDITION = 1, 2

Cause = Annotated[str, codes("causes")]
Relation = Annotated[str, codes("relations")]
Stage = Annotated[str, codes("stages")]


@dataclass(frozen=True)
class Member:
    """A person of the household; the head is one of them."""

    key: str
    relation: Relation | None = None
    birth_on: date | None = None
    sex: Annotated[str, codes("sexes")] | None = None
    status: Annotated[str, codes("statuses")] | None = None
    health: Annotated[str, codes("healths")] | None = None
    disability_kind: Annotated[str, codes("disabilities")] | None = None
    disability_grade: Annotated[str, codes("grades")] | None = None
    stage: Stage | None = None
    is_able: bool | None = None
    monthly_income: Money | None = None
    # Income below the wage that would be imputed has been proven.
    is_income_proven: bool = False


@dataclass(frozen=True)
class Income:
    """Income of one kind: yuan a year while it lasts; with `is_total` what came in from the month of
    `from_on` to that of `to_on` together, spread evenly; with `is_once` a sum received on `from_on`.
    """

    kind: Annotated[str, codes("income_kinds")]
    amount: Money
    member: str = ""
    from_on: date | None = None
    to_on: date | None = None
    is_once: bool = False
    is_total: bool = False
    evidence: str = ""  # the kind of the document that proves it and the beginning of its SHA-256


@dataclass(frozen=True)
class Expense:
    """An outlay of one kind, dated like an income."""

    kind: Annotated[str, codes("expense_kinds")]
    amount: Money
    member: str = ""
    disease: str = ""
    from_on: date | None = None
    to_on: date | None = None
    is_once: bool = False
    is_total: bool = False
    evidence: str = ""  # the kind of the document that proves it and the beginning of its SHA-256


@dataclass(frozen=True)
class Standard:
    """A published figure: yuan per person and month (living, minimum wage) or per year (regional income)."""

    kind: Annotated[str, codes("standards")]
    region_code: str
    value: Positive
    from_on: date
    to_on: date | None = None
    area: Annotated[str, codes("areas")] = "urban"
    region: str = ""


@dataclass(frozen=True)
class Supporter:
    """A household that owes support to this one: its income a year, its persons, and how many people it
    supports in all (`supported`), of whom `here` live in this household."""

    income: Money
    persons: AtLeastOne
    supported: AtLeastOne = 1
    here: AtLeastOne = 1


@dataclass(frozen=True)
class Student:
    """A student for whom aid is asked."""

    stage: Stage
    key: str = ""
    school_kind: Annotated[str, codes("school_kinds")] = "ordinary"
    is_freshman: bool = False


@dataclass(frozen=True)
class Aid:
    """Aid that the household has already had."""

    programme: str
    amount: Positive
    on: date
    form: Annotated[str, codes("aid_forms")] = "cash"
    person: str = ""
    disease: str = ""
    event: str = ""


@dataclass(frozen=True)
class Granted:
    """An exception that was granted: from which requirement or exclusion (its key), by whom, why."""

    rule: Slug
    by: Annotated[str, codes("approvers")]
    why: str
    on: date | None = None


@dataclass(frozen=True)
class Month:
    """A month on record: net income per person, yuan."""

    month: MonthName
    net: Decimal


@dataclass(frozen=True)
class Case:
    """A household on the day of judgement. Persons count as given, else as listed in `members`."""

    on: date
    region_code: str = ""
    area: Annotated[str, codes("areas")] = "urban"
    persons: AtLeastOne | None = None
    members: tuple[Member, ...] | None = None
    incomes: tuple[Income, ...] | None = None
    expenses: tuple[Expense, ...] | None = None
    assets: Annotated[Mapping[str, Any], facts_of("assets")] = field(default_factory=dict)
    traits: Annotated[Mapping[str, Any], facts_of("traits")] = field(default_factory=dict)
    need: Annotated[Mapping[str, Any], facts_of("need")] = field(default_factory=dict)
    standards: tuple[Standard, ...] = ()
    students: tuple[Student, ...] | None = None
    supporters: tuple[Supporter, ...] | None = None
    months: tuple[Month, ...] | None = None
    earlier_aid: tuple[Aid, ...] = ()
    exceptions: tuple[Granted, ...] = ()
    edition: AtLeastOne = EDITION

    @property
    def size(self) -> int | None:
        """How many persons live together; None where nobody has said."""
        if self.persons is not None:
            return self.persons
        return len(self.members) if self.members is not None else None
