"""What a row of a roster changes in a file that is there: field by field, as a page can show it.

Only cells that are filled in say something; 清空 empties. Of a filed household, what its approval rests on
(who it is, income, account, how many they are) is held: listed and never written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.rules.roster.entries import Entry, Person
from cases.archives.rules.roster.layout import label_of
from cases.archives.states import IN_FORCE_STATES, Relation
from hardship.kernel import documents, money
from hardship.kernel.fields import Secret, blind_index

HOUSEHOLD_FIELDS = (
    "filing_level", "is_single_parent", "has_self_help", "is_zero_employment", "address", "registered_at",
    "housing_type", "floor_area", "worker_type", "secondary_causes", "cause_note",
)  # fmt: skip
PERSON_FIELDS = (
    "name", "relation", "sex", "birth_on", "ethnicity", "politics", "marriage", "registration", "health",
    "insurance", "model_worker", "employer", "employer_kind", "employer_state", "industry", "working_since",
    "contract_on", "monthly_income", "other_contact", "postcode", "bank_name", "bank_branch",
)  # fmt: skip
SECRETS = {
    "id_number": documents.mask_id,
    "phone": documents.mask_phone,
    "bank_card": documents.mask_card,
}
TOLD_BY_NUMBER = frozenset({"sex", "birth_on"})
# Cells that are several fields of a file.
SEVERAL = {
    "category": ("category", "original_category"),
    "disability": ("disability_kind", "disability_grade"),
    "status": ("status",),
    "main_cause": ("main_cause",),
}
# What the approval of a filed household rests on.
HELD = frozenset(
    {
        "name", "id_number", "monthly_income", "bank_name", "bank_branch", "bank_card", "category",
        "original_category", "filing_level",
    }
)  # fmt: skip
NEVER_WRITTEN = ("annual_income",)


@dataclass
class Difference:
    """One field of one person (None: of the household) that would be another. `value` is what it becomes."""

    person: Person
    key: str
    member: Member | None
    name: str
    value: Any = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)
    is_held: bool = False

    def shown(self) -> dict[str, Any]:
        """As it is kept for the page: no number of a person or an account in full."""
        who = self.member.name if self.member and self.member.relation != Relation.HEAD else ""
        return {
            "who": who or ("" if self.key != "added" else self.person.values.get("name", "")),
            "label": str(_("家庭成员")) if self.key == "added" else plain_label(self.person.prefix, self.key),
            "before": self.before,
            "after": self.after,
            "held": self.is_held,
        }


def find_differences(entry: Entry, household: Household, members: list[Member]) -> list[Difference]:
    """What `entry` changes in the file; `members` are its living people, the head first."""
    is_filed = household.state in IN_FORCE_STATES
    head = entry.head
    found = list(_of_household(head, household))
    for person, member in pair(entry, members):
        found += _added(person) if member is None else _of_person(person, member)
    for difference in found:
        difference.is_held = is_filed and (difference.name in HELD or difference.key == "added")
    return found


def pair(entry: Entry, members: list[Member]) -> list[tuple[Person, Member | None]]:
    """Each person of the row with the one of the file: by ID number, else by a name that is there once."""
    by_index = {bytes(member.id_number_index): member for member in members if member.id_number_index}
    names = [member.name for member in members]
    by_name = {member.name: member for member in members if member.name and names.count(member.name) == 1}
    pairs: list[tuple[Person, Member | None]] = [(entry.head, members[0])]
    taken = {members[0].pk}
    for person in entry.people[1:]:
        index = blind_index(person.number, "id_number") if person.number else b""
        member = by_index.get(index) or by_name.get(person.values.get("name", ""))
        if member is not None and member.pk in taken:
            member = None
        taken |= {member.pk} if member else set()
        pairs.append((person, member))
    return pairs


def plain_label(prefix: str, key: str) -> str:
    """The name of a column without whose it is."""
    return label_of(f"member1.{key}").removeprefix("家庭成员1") if prefix else label_of(key)


def _of_household(head: Person, household: Household) -> Iterator[Difference]:
    wanted = _wanted(head, Household, HOUSEHOLD_FIELDS)
    label = head.values.get("category")
    if label is not None:
        wanted |= {"category": ("category", label.category)} if label.category else {}
        wanted |= {"original_category": ("category", label.original)} if label.original else {}
        wanted |= {} if label.is_on_dibao is None else {"is_on_dibao": ("category", label.is_on_dibao)}
    cause = head.values.get("main_cause")
    if cause and cause[0]:
        wanted["main_cause"] = ("main_cause", cause[0])
    number = head.values.get("former_no")
    if number and number != household.file_no:
        wanted["former_no"] = ("former_no", number)
    yield from _compare(head, None, household, wanted)


def _of_person(person: Person, member: Member) -> Iterator[Difference]:
    wanted = _wanted(person, Member, PERSON_FIELDS)
    status = person.values.get("status")
    if status and status[0]:
        wanted["status"] = ("status", status[0])
    kind, grade = person.values.get("disability") or ("", "")
    wanted |= {"disability_kind": ("disability", kind)} if kind else {}
    wanted |= {"disability_grade": ("disability", grade)} if grade else {}
    if member.relation == Relation.HEAD:
        wanted.pop("relation", None)
    if member.id_number_index or person.number:
        wanted = {name: value for name, value in wanted.items() if name not in TOLD_BY_NUMBER}
    yield from _compare(person, member, member, wanted)
    yield from _secrets(person, member)


def _secrets(person: Person, member: Member) -> Iterator[Difference]:
    """Numbers of persons and accounts, compared by their blind index and shown by their mask."""
    for name, mask in SECRETS.items():
        number = person.number if name == "id_number" else person.values.get(name) or ""
        kept = bytes(getattr(member, f"{name}_index") or b"")
        is_cleared = name in person.cleared and kept
        if is_cleared or (number and blind_index(number, name) != kept):  # type: ignore[arg-type]
            before = str(getattr(member, name)) if kept else ""
            yield Difference(person, name, member, name, number, before, mask(number) if number else "")


def _added(person: Person) -> list[Difference]:
    parts = [person.values.get("name", "")]
    if person.values.get("relation"):
        parts.append(str(Relation(person.values["relation"]).label))
    if person.number:
        parts.append(documents.mask_id(person.number))
    return [Difference(person, "added", None, "added", None, "", "　".join(part for part in parts if part))]


def _wanted(person: Person, model: type[models.Model], names: tuple[str, ...]) -> dict[str, tuple[str, Any]]:
    """For each field the key of its cell and the value that the cell asks for."""
    found = {
        name: (name, person.values[name]) for name in names if person.values.get(name) not in (None, "", [])
    }
    known = {one.name for one in model._meta.concrete_fields}
    for key in person.cleared - SECRETS.keys():
        for name in SEVERAL.get(key, (key,)):
            if name in known:
                found[name] = (key, empty(model, name))
    return found


def empty(model: type[models.Model], name: str) -> Any:
    """What a field holds when nothing was filled in."""
    column = model._meta.get_field(name)
    if isinstance(column, models.Field) and column.null:
        return None
    return [] if hasattr(column, "base_field") else ""


def _compare(
    person: Person, member: Member | None, row: models.Model, wanted: Mapping[str, tuple[str, Any]]
) -> Iterator[Difference]:
    for name, (key, value) in wanted.items():
        kept = getattr(row, name)
        if kept != value:
            before, after = display(row, name, kept), display(row, name, value)
            yield Difference(person, key, member, name, value, before, after)


def display(row: models.Model, name: str, value: Any) -> str:
    """A value as a page shows it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, Decimal):
        return money.format_yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    column: Any = row._meta.get_field(name)
    labels = dict(getattr(column, "base_field", column).flatchoices)
    if isinstance(value, list):
        return "、".join(str(labels.get(one, one)) for one in value)
    return str(value) if isinstance(value, Secret) else str(labels.get(value, value))
