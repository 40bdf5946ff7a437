"""What a file says of a need: outlays of the year, students, and the one person whom aid is for."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from cases.archives.models import Member
from cases.archives.rules.answers import PERSON
from cases.archives.rules.reviews import months_after
from cases.archives.selectors.answers import Answers
from cases.archives.selectors.rows import MemberRow
from cases.archives.states import ExpenseKind
from cases.policies.rules.case import Expense, Student
from cases.policies.rules.engine.dated import in_window
from cases.policies.states import SchoolKind

MONTHS, CENT = 12, Decimal("0.01")
# What the outlays of the last twelve months come to, where nobody has found another sum.
SPENT = {"self_paid": ExpenseKind.MEDICAL, "event_cost": ExpenseKind.EVENT, "tuition": ExpenseKind.SCHOOLING}
Named = Iterable[tuple[Member | MemberRow, str]]  # people with their keys in the case


def need_of(expenses: Iterable[Expense], answers: Answers, named: Named, day: date) -> dict[str, Any]:
    """What was found, before what the file's outlays come to; the one person whom aid is for by key."""
    told, keys = answers.of("need"), {str(member.uid): key for member, key in named}
    if (person := told.pop(PERSON, None)) in keys:
        told[PERSON] = keys[person]
    return spent_of(expenses, day) | told


def spent_of(expenses: Iterable[Expense], day: date, months: int = MONTHS) -> dict[str, Decimal]:
    """What the outlays of each kind come to in the months that end with that of the day, yuan."""
    items, until = tuple(expenses), months_after(day.replace(day=1), 1)
    of_kind = {name: [item for item in items if item.kind == kind] for name, kind in SPENT.items()}
    spent = {name: in_window(found, until, months) for name, found in of_kind.items() if found}
    return {name: amount.quantize(CENT) for name, amount in spent.items() if amount}


def students_of(named: Named, day: date) -> tuple[Student, ...] | None:
    """Everybody at school; who entered it this year is new there. None for nobody."""
    found = tuple(
        Student(
            stage=member.stage,
            key=key,
            school_kind=member.school_kind or SchoolKind.ORDINARY.value,
            is_freshman=member.entry_year == day.year,
        )
        for member, key in named
        if member.stage
    )
    return found or None
