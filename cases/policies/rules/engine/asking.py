"""One question to a compiled policy: the case, what has been worked out so far, and what was missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases.policies.rules.case import Case, Member, Standard, Student
from cases.policies.rules.engine.exact import NOTHING as NOTHING
from cases.policies.rules.engine.exact import Exact
from cases.policies.rules.engine.outcome import Verdict
from cases.policies.rules.regions import region_chain
from cases.policies.rules.vocabulary import FACTS

# A sum in twelfths of a yuan, so that a year's figure for some months stays whole, or None; what is missing.
Total = tuple[Exact | None, tuple[str, ...]]
TotalOf = Callable[["Asking"], Total]
Judge = Callable[["Asking"], bool | None]


class Asking:
    """The state of one assessment. `extra` is aid counted as income, in twelfths, for a second look."""

    __slots__ = (
        "case",
        "category",
        "extra",
        "found",
        "member",
        "persons",
        "steps",
        "student",
        "totals",
        "undecided",
        "verdicts",
    )

    def __init__(self, case: Case, extra: Decimal = NOTHING) -> None:
        self.case = case
        self.extra = extra
        size = case.size
        self.persons = size if size and size > 0 else None
        self.totals: dict[str, Total] = {}
        self.found: dict[tuple[str, str | None, str, str], Standard | None] = {}
        self.verdicts: list[Verdict] = []
        self.steps: list[str] = []
        self.category = ""
        self.undecided = False
        # The one person whose amount is worked out now; without one, the person that the application names.
        self.member: Member | None = None
        self.student: Student | None = None

    @property
    def person(self) -> str | None:
        """The key of the one person whom the aid is for."""
        return self.member.key if self.member else self.case.need.get("person")

    def beneficiary(self) -> tuple[Member | None, Student | None]:
        """The person whom the aid is for as a member and as a student, as far as each is known."""
        if self.member is not None:
            return self.member, self.student
        person = self.case.need.get("person")
        return self.joined(person) if person else (None, None)

    def joined(self, key: str, student: Student | None = None) -> tuple[Member | None, Student | None]:
        """The member and the student of a key; a student is a member of whom little else is known."""
        member = next((one for one in self.case.members or () if one.key == key), None)
        student = student or next((one for one in self.case.students or () if one.key == key), None)
        if student is not None:
            member = replace(member or Member(key), stage=student.stage)
        return member, student

    def standard(self, kind: str, area: str | None, lag: str, level: str | None = None) -> Standard | None:
        """The figure in force: the region's own, else that of the city or province above it."""
        asked = (kind, area, lag, level or "")
        if asked not in self.found:
            self.found[asked] = _look_up(self.case, kind, area or self.case.area, lag, level or "")
        return self.found[asked]


def _look_up(case: Case, kind: str, area: str, lag: str, level: str) -> Standard | None:
    """Incomes are published for town, country and everybody: everybody's serves where the other is not."""
    on = case.on if lag == "none" else date(case.on.year - 1, 12, 31)
    areas = (area, "all") if kind == "regional_income" else (area,)
    fitting = {
        (row.region_code, row.area): row
        for row in case.standards
        if row.kind == kind
        and row.area in areas
        and row.from_on <= on
        and (row.to_on is None or on <= row.to_on)
    }
    wanted = ((code, kept) for code in region_chain(case.region_code, level) for kept in areas)
    return next((fitting[place] for place in wanted if place in fitting), None)


def fact_reader(name: str) -> Callable[[Case], Any]:
    """Reads one fact of a case; None where it is not known."""
    part = FACTS[name].part
    if part == "assets":
        return lambda case: case.assets.get(name)
    if part == "traits":
        return lambda case: case.traits.get(name)
    return lambda case: case.need.get(name)
