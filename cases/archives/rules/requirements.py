"""What must be filled in because of another answer: one row for each consequence.

Completeness, the asterisks of forms and tables and the pages' script (static/app/needed.js) all read
REQUIREMENTS, so a page asks at once for what submission will ask for. The items are those of the national
archive form (domain.md 3.1); what is asked of everybody is in rules.fields.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cases.archives.rules.field_rows import Whose
from cases.archives.rules.readers import NOTHING
from cases.archives.rules.schooling import STAGES
from cases.archives.states import EmployerKind, Health, Status, WorkerType

EMPLOYED = (Status.ON_POST, Status.OFF_POST, Status.SICK_LEAVE, Status.INTERNAL_RETIRED)
EMPLOYMENT_FIELDS = ("employer", "employer_kind", "industry", "working_since")

# The value of a field as a form sends it: a code or a number as text, '' or None for none.
Read = Callable[[str], Any]


@dataclass(frozen=True)
class Condition:
    """That a field has one of the values, or with `is_other` something else than them."""

    field: str
    values: tuple[str, ...]
    is_other: bool = False

    def holds(self, read: Read) -> bool:
        value = read(self.field)
        return (("" if value is None else str(value)) in self.values) != self.is_other


@dataclass(frozen=True)
class Requirement:
    """Fields of the HEAD, of a MEMBER or of the HOUSEHOLD that are required while every condition holds."""

    whose: Whose
    fields: tuple[str, ...]
    when: tuple[Condition, ...]

    def holds(self, read: Read) -> bool:
        return all(condition.holds(read) for condition in self.when)

    def as_data(self) -> dict[str, Any]:
        """The row as JSON, without whom it is about."""
        when = [
            {"field": condition.field, "values": list(condition.values), "is_other": condition.is_other}
            for condition in self.when
        ]
        return {"fields": list(self.fields), "when": when}


def _is(field: str, *values: str) -> Condition:
    return Condition(field, tuple(str(value) for value in values))


def _is_other(field: str, *values: str) -> Condition:
    return Condition(field, tuple(str(value) for value in values), is_other=True)


REQUIREMENTS = (
    Requirement(Whose.HEAD, EMPLOYMENT_FIELDS, (_is("status", *EMPLOYED),)),
    # an office of the state neither stops work nor goes bankrupt
    Requirement(
        Whose.HEAD,
        ("employer_state",),
        (_is("status", *EMPLOYED), _is_other("employer_kind", "", EmployerKind.STATE_ORGAN)),
    ),
    Requirement(Whose.HEAD, ("disability_kind", "disability_grade"), (_is("health", Health.DISABLED),)),
    Requirement(Whose.HEAD, ("contract_on", "contract_months"), (_is("worker_type", WorkerType.MIGRANT),)),
    Requirement(Whose.MEMBER, ("employer",), (_is("status", *STAGES),)),
    Requirement(Whose.HOUSEHOLD, ("vehicle_note",), (_is_other("vehicles", "", *NOTHING),)),
)


def requirements_of(whose: Whose) -> list[Requirement]:
    """The rows about the HEAD, a MEMBER or the HOUSEHOLD."""
    return [row for row in REQUIREMENTS if row.whose == whose]


def required_now(whose: Whose, read: Read) -> tuple[str, ...]:
    """The fields that these answers make required, in the order of the table, each once."""
    found: Iterable[str] = (
        field for row in requirements_of(whose) if row.holds(read) for field in row.fields
    )
    return tuple(dict.fromkeys(found))
