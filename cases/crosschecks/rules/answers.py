"""What in a file would have to change for a difference to be settled. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.archives.states import Section
from cases.crosschecks.rules import NAME
from cases.crosschecks.states import OF_PERSON, Difference
from hardship.kernel.money import MoneyError, parse_yuan

CAUSES, HOUSING = Section.CAUSES, Section.HOUSING


@dataclass(frozen=True)
class Answer:
    """The change of the file that settles a difference: of which section, which field, what its form begins
    with; `row` is the uid of the member whose line it is, '' for the worker and the household."""

    section: Section
    field: str
    values: Mapping[str, Any]
    row: str = ""

    @property
    def proposed(self) -> Mapping[str, Any]:
        """The values as a form of the file takes them."""
        return {"rows": {self.row: self.values}} if self.row else self.values


def answer_of(
    difference: str, *, facts: Sequence[Mapping[str, str]], entries: int, row: str
) -> Answer | None:
    """What would bring the file to what the list says. `facts` is what the list says of this person,
    `entries` how many it has for the household, `row` the person's uid, '' for the head. None where no field
    says it: the family of a head who has died goes on under a survivor or leaves."""
    told = facts[0] if len(facts) == 1 else {}
    if difference in OF_PERSON:
        return _answer_of_person(difference, told, row)
    return {
        Difference.ON_DIBAO: Answer(CAUSES, "is_on_dibao", {"is_on_dibao": True, **_dibao_amount(told)}),
        Difference.NOT_ON_DIBAO: Answer(CAUSES, "is_on_dibao", {"is_on_dibao": False, "dibao_amount": None}),
        Difference.VEHICLES: Answer(HOUSING, "vehicles", {"vehicles": entries}),
        Difference.BUSINESS: Answer(HOUSING, "has_business", {"has_business": True}),
        Difference.HOMES: Answer(HOUSING, "homes", {"homes": entries}),
    }[Difference(difference)]


def _answer_of_person(difference: str, told: Mapping[str, str], row: str) -> Answer | None:
    section = Section.MEMBERS if row else Section.WORKER
    if difference == Difference.NAME:
        return Answer(section, "name", {"name": told.get(NAME, "")}, row)
    return Answer(section, "remove", {"remove": True}, row) if row else None


def _dibao_amount(told: Mapping[str, str]) -> dict[str, Decimal]:
    try:
        return {"dibao_amount": parse_yuan(told.get("amount"))}
    except MoneyError:
        return {}
