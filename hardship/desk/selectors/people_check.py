"""What is on record of a list of people, for whoever audits: one query for each source, however many people.

All of it within the scope of who asks: somebody who is on file elsewhere is not found here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.selectors.aid import AID_SOURCES, NAMES, AidRecord, as_record
from cases.archives.states import IN_FORCE_STATES, State
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.states import DuplicateState
from cases.people.models import Person
from hardship.accounts.models import User
from hardship.desk.rules import Entry
from hardship.desk.states import Finding
from hardship.kernel.documents import mask_id, mask_name
from hardship.kernel.fields import blind_index


@dataclass(frozen=True)
class CheckedPerson:
    """One person of the list and what is on record. Aid is what the person or a file with the person in it
    got: how often, yuan, the last day. `household` is the key of the file, 0 without one."""

    line: int
    name: str = field(repr=False)
    number: str
    finding: str
    household: int = 0
    file_no: str = ""
    state: str = ""
    category: str = ""
    union: str = ""
    since: date | None = None
    relation: str = ""
    times: int | None = None
    total: Decimal | None = None
    last_on: date | None = None
    remark: str = ""

    def get_finding_display(self) -> str:
        return str(Finding(self.finding).label)


@dataclass(frozen=True)
class Sources:
    """Everything that was read, by the blind index of a number; suspicions by the key of a member."""

    places: Mapping[bytes, list[Any]]
    off_file: Mapping[bytes, Person]
    aid: Sequence[AidRecord]
    suspected: Collection[int]
    lines: Mapping[bytes, list[int]]


def check_people(entries: Sequence[Entry], *, user: User) -> list[CheckedPerson]:
    """What is on record of each of them, in their order."""
    indexes = [None if entry.fault else blind_index(entry.number, "id_number") for entry in entries]
    sources = _read({index for index in indexes if index}, entries, indexes, user)
    given = _given_by_person(sources)
    return [
        _checked(entry, index, sources, given.get(index, [])) if index else _faulty(entry)
        for entry, index in zip(entries, indexes, strict=True)
    ]


def count_findings(rows: Iterable[CheckedPerson]) -> list[tuple[str, int]]:
    """How many there are of each finding, those that there are."""
    found = [row.finding for row in rows]
    return [(str(kind.label), found.count(kind)) for kind in Finding if kind in found]


def _read(
    wanted: set[bytes], entries: Sequence[Entry], indexes: Sequence[bytes | None], user: User
) -> Sources:
    places = _places(wanted, user)
    members = [row for rows in places.values() for row in rows]
    people = Person.objects.visible_to(user).filter(id_number_index__in=wanted).select_related("union")
    lines: dict[bytes, list[int]] = defaultdict(list)
    for entry, index in zip(entries, indexes, strict=True):
        if index:
            lines[index].append(entry.line)
    return Sources(
        places,
        {bytes(row.id_number_index or b""): row for row in people},
        _aid({row.household_id for row in members}, wanted, user),
        _suspected([row.pk for row in members], user),
        lines,
    )


def _places(wanted: set[bytes], user: User) -> dict[bytes, list[Any]]:
    """Where these people stand in files of the scope: active files first, then the newest."""
    files = Household.objects.visible_to(user).exclude(state=State.DISCARDED)
    rows = Member.objects.filter(household__in=files, id_number_index__in=wanted, removed_at__isnull=True)
    found: dict[bytes, list[Any]] = defaultdict(list)
    for row in rows.select_related("household__union").order_by("-in_active_file", "-pk"):
        found[bytes(row.id_number_index or b"")].append(row)
    return found


def _aid(files: set[int], people: set[bytes], user: User) -> list[AidRecord]:
    return [
        as_record(row)
        for source in AID_SOURCES
        for row in source.of(source.given().visible_to(user), files, people).order_by().values(*NAMES)  # type: ignore[attr-defined]
    ]


def _suspected(members: list[int], user: User) -> set[int]:
    rows = DuplicateSuspicion.objects.visible_to(user).filter(state=DuplicateState.OPEN)
    pairs = rows.filter(Q(first__in=members) | Q(second__in=members)).order_by()
    return {key for pair in pairs.values_list("first", "second") for key in pair}


def _given_by_person(sources: Sources) -> dict[bytes, list[AidRecord]]:
    """The records of each person: their own, and those of the files in which they stand."""
    by_file, by_person = defaultdict(list), defaultdict(list)
    for record in sources.aid:
        by_file[record.file].append(record)
        by_person[record.person].append(record)
    found: dict[bytes, list[AidRecord]] = {}
    for index in sources.lines:
        files = {row.household_id for row in sources.places.get(index, ())}
        own = [*by_person[index], *(record for key in files for record in by_file[key])]
        found[index] = list({(record.source, record.key): record for record in own}.values())
    return found


def _faulty(entry: Entry) -> CheckedPerson:
    return CheckedPerson(entry.line, entry.name, mask_id(entry.number), Finding.FAULTY, remark=entry.fault)


def _checked(entry: Entry, index: bytes, sources: Sources, given: Sequence[AidRecord]) -> CheckedPerson:
    places, person = sources.places.get(index, []), sources.off_file.get(index)
    place = places[0] if places else None
    about = _of_file(place) if place else _of_person(person) if person else {"finding": Finding.UNKNOWN}
    held = place.name if place else person.name if person else ""
    return CheckedPerson(
        line=entry.line,
        name=entry.name or mask_name(held),
        number=mask_id(entry.number),
        times=len(given),
        total=sum((record.value for record in given), Decimal(0)),
        last_on=max((record.on for record in given), default=None),
        remark="；".join(_remarks(entry, index, sources, held)),
        **about,
    )


def _of_file(place: Any) -> dict[str, Any]:
    file = place.household
    return {
        "finding": Finding.ON_FILE if file.state in IN_FORCE_STATES else Finding.NOT_IN_FORCE,
        "household": file.pk,
        "file_no": file.file_no or "",
        "state": str(file.get_state_display()),
        "category": str(file.get_category_display()) if file.category else "",
        "union": file.union.name,
        "since": file.filed_on,
        "relation": str(place.get_relation_display()),
    }


def _of_person(person: Person) -> dict[str, Any]:
    return {
        "finding": Finding.OFF_FILE,
        "state": str(person.get_state_display()),
        "union": person.union.name,
        "since": timezone.localdate(person.created_at),
    }


def _remarks(entry: Entry, index: bytes, sources: Sources, held: str) -> Iterable[str]:
    """What an auditor has to look at: another name, twice on the list or on file, a suspicion."""
    places, lines = sources.places.get(index, []), sources.lines[index]
    if entry.name and held and entry.name != held:
        yield _("姓名不符，登记的是 %(name)s") % {"name": mask_name(held)}
    if len(lines) > 1:
        others = [str(line) for line in lines if line != entry.line]
        yield _("名单内重复：第 %(lines)s 行") % {"lines": "、".join(others)}
    for place in places[1:]:
        file = place.household
        yield _("另在 %(file)s（%(state)s）") % {
            "file": file.file_no or file.union.name, "state": file.get_state_display(),
        }  # fmt: skip
    if any(place.pk in sources.suspected for place in places):
        yield _("有疑似重复待核实")
    if places and index in sources.off_file:
        yield _("同时在未建档人员中")
