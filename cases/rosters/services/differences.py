"""What a row of a roster changes in a file that is there: field by field, as a page can show it.

Only cells that are filled in say something; 清空 empties. In a filed household what anybody may change is
written, everything else is asked for: a change request that a second person checks (rules.fields).
What only an assessment decides is held: listed and never written.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.rules.fields import FREE_FIELDS
from cases.archives.rules.schooling import fits
from cases.archives.states import IN_FORCE_STATES, Relation
from cases.rosters.rules.entries import Entry, Person
from cases.rosters.rules.labels import CauseLabel, DisabilityLabel, HealthLabel, StatusLabel
from cases.rosters.rules.layout import label_of
from cases.rosters.services.writing import HOUSEHOLD_FIELDS, PERSON_FIELDS, remark_key
from hardship.kernel import documents, money
from hardship.kernel.fields import Secret, blind_index

SAME_NAME = ("name", "relation", "birth_on")
INDEX_OF = {"document_number": "document_index"}
SECRETS = {
    "id_number": documents.mask_id,
    "phone": documents.mask_phone,
    "bank_card": documents.mask_card,
    "document_number": documents.mask_id,
}
TOLD_BY_NUMBER = frozenset({"sex", "birth_on"})
# Cells that are several fields of a file.
SEVERAL = {
    "category": ("category", "original_category"),
    "disability": ("disability_kind", "disability_grade"),
    "health": ("health",),
    "own_remark": ("remark",),
    "status": ("status",),
    "main_cause": ("main_cause",),
}
# What the review finds, not what the family says: of a filed household only an assessment changes it.
DECIDED = frozenset({"category", "filing_level"})
WRITE: Literal["write"] = "write"
ASK: Literal["ask"] = "ask"
HOLD: Literal["hold"] = "hold"
Way = Literal["write", "ask", "hold"]


@dataclass
class Difference:
    """One field of one person (None: of the household) that would be another. `value` is what it becomes;
    `way` is what happens to it: written, asked of a checker, or held."""

    person: Person
    key: str
    member: Member | None
    name: str
    value: Any = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)
    way: Way = WRITE

    def shown(self) -> dict[str, Any]:
        """As it is kept for the page: no number of a person or an account in full."""
        who = self.member.name if self.member and self.member.relation != Relation.HEAD else ""
        return {
            "who": who or ("" if self.key != "added" else self.person.values.get("name", "")),
            "label": str(_("家庭成员")) if self.key == "added" else plain_label(self.person.prefix, self.key),
            "before": self.before,
            "after": self.after,
            "held": self.way == HOLD,
            "asked": self.way == ASK,
        }


def find_differences(entry: Entry, household: Household, members: list[Member]) -> list[Difference]:
    """What `entry` changes in the file; `members` are its living people, the head first."""
    is_filed = household.state in IN_FORCE_STATES
    head = entry.head
    found = list(_of_household(head, household))
    for person, member in pair(entry, members):
        found += _added(person) if member is None else _of_person(person, member)
    for difference in found if is_filed else ():
        difference.way = _way_of(difference)
    return found


def _way_of(difference: Difference) -> Way:
    if difference.name in DECIDED:
        return HOLD
    return WRITE if difference.name in FREE_FIELDS and difference.key != "added" else ASK


def pair(entry: Entry, members: list[Member]) -> list[tuple[Person, Member | None]]:
    """Each person of the row with the one of the file: by ID number, else by a name that is there once; who
    has no number is the next of that name."""
    by_index = {bytes(member.id_number_index): member for member in members if member.id_number_index}
    names = [member.name for member in members]
    pairs: list[tuple[Person, Member | None]] = [(entry.head, members[0])]
    free = members[1:]
    for person in entry.people[1:]:
        name, number = person.values.get("name", ""), person.number
        member = by_index.get(blind_index(number, "id_number")) if number else None
        if member is None and name and (not number or names.count(name) == 1):
            member = next((one for one in free if one.name == name), None)
        if member not in free:
            member = None
        free = [one for one in free if one is not member]
        pairs.append((person, member))
    return pairs


def plain_label(prefix: str, key: str) -> str:
    """The name of a column without whose it is."""
    return label_of(f"member1.{key}").removeprefix("家庭成员1") if prefix else label_of(key)


def _of_household(head: Person, household: Household) -> Iterator[Difference]:
    wanted = _wanted(head, Household, (*HOUSEHOLD_FIELDS, "worker_type", "secondary_causes", "cause_note"),
                     but={"own_remark"})  # fmt: skip
    label = head.values.get("category")
    if label is not None:
        wanted |= {"category": ("category", label.category)} if label.category else {}
        wanted |= {"original_category": ("category", label.original)} if label.original else {}
        wanted |= {} if label.is_on_dibao is None else {"is_on_dibao": ("category", label.is_on_dibao)}
    # a column of their own says more than a word of an earlier list
    wanted |= _wanted(head, Household, ("original_category", "is_on_dibao"), but=head.cleared)
    cause: CauseLabel = head.values.get("main_cause") or CauseLabel()
    if cause.cause:
        wanted["main_cause"] = ("main_cause", cause.cause)
    number = head.values.get("former_no")
    if number and number != household.file_no:
        wanted["former_no"] = ("former_no", number)
    yield from _compare(head, None, household, wanted)


def _of_person(person: Person, member: Member) -> Iterator[Difference]:
    key = remark_key(person)
    wanted = _wanted(person, Member, (*SAME_NAME, *PERSON_FIELDS), but={"document_kind"} | {"remark"} - {key})
    status: StatusLabel = person.values.get("status") or StatusLabel()
    if status.status:
        wanted["status"] = ("status", status.status)
    stage = person.values.get("stage") or ""
    if fits(status.status or member.status, stage):
        wanted["stage"] = ("stage", stage)
    if person.values.get(key):
        wanted["remark"] = (key, person.values[key])
    health: HealthLabel = person.values.get("health") or HealthLabel()
    former = person.values.get("health_original") or health.former
    wanted |= {"health": ("health", health.health)} if health.health else {}
    wanted |= {"health_original": ("health_original", former)} if former else {}
    disability: DisabilityLabel = person.values.get("disability") or DisabilityLabel()
    wanted |= {"disability_kind": ("disability", disability.kind)} if disability.kind else {}
    wanted |= {"disability_grade": ("disability", disability.grade)} if disability.grade else {}
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
        kept = bytes(getattr(member, INDEX_OF.get(name, f"{name}_index")) or b"")
        is_cleared = name in person.cleared and kept
        if is_cleared or (number and _index(person, member, name, number) != kept):
            before = str(getattr(member, name)) if kept else ""
            yield Difference(person, name, member, name, number, before, mask(number) if number else "")


def _index(person: Person, member: Member, name: str, number: str) -> bytes:
    if name != "document_number":
        return blind_index(number, name)  # type: ignore[arg-type]
    kind = person.values.get("document_kind") or member.document_kind
    return blind_index(f"{kind}{number}", "document")


def _added(person: Person) -> list[Difference]:
    parts = [person.values.get("name", "")]
    if person.values.get("relation"):
        parts.append(str(Relation(person.values["relation"]).label))
    if person.number:
        parts.append(documents.mask_id(person.number))
    return [Difference(person, "added", None, "added", None, "", "　".join(part for part in parts if part))]


def _wanted(
    person: Person, model: type[models.Model], names: tuple[str, ...], *, but: AbstractSet[str] = frozenset()
) -> dict[str, tuple[str, Any]]:
    """For each field the key of its cell and the value that the cell asks for; `but` are cells of 清空 that
    mean another table."""
    found = {
        name: (name, person.values[name]) for name in names if person.values.get(name) not in (None, "", [])
    }
    known = {one.name for one in model._meta.concrete_fields}
    for key in person.cleared - SECRETS.keys() - but:
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
