"""帮扶记录: one read model over everything ever given to a person, whichever room keeps it.

A room registers its rows (`AID_SOURCES`), and nothing is copied. Records follow the person by the blind index
of the ID number and the family through its chain of files, so that a new file begins with what was given
under the old one. Amounts in yuan.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.archives.models import Household, Member
from cases.archives.states import Relation
from cases.archives.states.aid import RELIEF_GIVERS, GiverKind
from cases.policies.states import AidKind
from hardship.kernel.hidden import note
from hardship.kernel.registry import Registry
from hardship.kernel.statements import Statement, compile_statement, rows_together, used_in

# What the rows of every source are annotated with, as `aid_…`, in the order of a record.
COLUMNS = (
    "source", "key", "person", "file", "name", "giver_kind", "giver", "kind", "programme", "title", "item",
    "value", "on", "is_own", "is_won", "union",
)  # fmt: skip
NAMES = tuple(f"aid_{name}" for name in COLUMNS)
FILES, PEOPLE = [-7], [b"archives.aid"]  # stand-ins: no file and nobody has them


@dataclass(frozen=True)
class AidRecord:
    """Something that was given: by whom, to whom, of what kind, worth how much, when.

    `person` is the blind index of the ID number, `file` the household it was given under (None for a record
    that names a person alone), `programme` the code of a programme of ours, `is_own` what was paid here."""

    source: str
    key: int
    person: bytes | None = field(repr=False)
    file: int | None
    name: str = field(repr=False)
    giver_kind: str
    giver: str
    kind: str
    programme: str
    title: str
    item: str
    value: Decimal
    on: date
    is_own: bool
    is_won: bool
    union: str

    @property
    def worth(self) -> Decimal | None:
        """Yuan; None of a service, which has none."""
        return self.value or None

    @property
    def giver_name(self) -> str:
        return self.giver or self.get_giver_kind_display()

    @property
    def is_of_unions(self) -> bool:
        """Whether a union gave it: what a policy counts as earlier aid. What other bodies pay every month is
        among the incomes of the file."""
        return self.giver_kind in (GiverKind.OWN, GiverKind.UNION)

    @property
    def is_relief(self) -> bool:
        """Whether a body of government gave it."""
        return self.giver_kind in RELIEF_GIVERS

    def get_giver_kind_display(self) -> str:
        return str(GiverKind(self.giver_kind).label)

    def get_kind_display(self) -> str:
        return str(AidKind(self.kind).label)


@dataclass(frozen=True)
class AidSource:
    """Rows of one room that were given: `given` annotates them with NAMES, `of` narrows them, by `IsAnyOf`,
    to those under some files or to some people, `helped` is true of files to which, or to whose living
    people, one was given; `page` is the URL name of the page of a row, by its key, where that is no
    application's."""

    given: Callable[[], QuerySet[Any]]
    of: Callable[[QuerySet[Any], Collection[int], Collection[bytes]], QuerySet[Any]]
    helped: Callable[[], Q]
    page: str = ""


AID_SOURCES: Registry[AidSource] = Registry(
    "archives.aid_sources", "Rows of aid that was given, one source for each room that keeps some."
)
# A query set whose rows lead by the two names to files of one family.
FILE_LINKS: Registry[Callable[[], tuple[QuerySet[Any], str, str]]] = Registry(
    "archives.file_links", "Pairs of files of one family, beside a file and the one before it."
)


# A record and the key of the member who got it.
Earlier = tuple[AidRecord, int | None]


@dataclass(frozen=True)
class Family:
    """Whom the records of a file are about: the files of its family, itself among them, and its people, by
    the blind index of each the key of the member."""

    files: frozenset[int]
    people: Mapping[bytes, int] = field(repr=False)

    @property
    def root(self) -> int:
        """The first of the files: the one name of the family, whichever of its files is asked."""
        return min(self.files)


def get_families(household_ids: Collection[int]) -> dict[int, Family]:
    """The family of each file; a few queries, however many files."""
    chain = _chains(household_ids)
    people: dict[int, dict[bytes, int]] = defaultdict(dict)
    rows = Member.objects.filter(
        household__in=household_ids, removed_at__isnull=True, id_number_index__isnull=False
    )
    for key, index, member in rows.order_by().values_list("household", "id_number_index", "pk"):
        people[key][bytes(index or b"")] = member
    return {key: Family(frozenset(chain[key]), people[key]) for key in household_ids}


def get_family(household: Household) -> Family:
    """The family of one file."""
    return get_families([household.pk])[household.pk]


def list_records(household: Household) -> list[AidRecord]:
    """Everything that was ever given to the family of this file or to one of its people, newest first."""
    return get_records([household.pk])[household.pk]


def get_records(household_ids: Collection[int]) -> dict[int, list[AidRecord]]:
    """The same of many files, by the key of each."""
    return _records_of(get_families(household_ids))


def get_earlier_aid(
    household_ids: Collection[int], day: date, *, families: Mapping[int, Family] | None = None
) -> dict[int, list[Earlier]]:
    """What a policy counts as earlier aid of many files: what unions gave until a day, each with the key of
    the member who got it (None for the family, or somebody who does not live there any more). `families` are
    theirs, where somebody has read them."""
    families = get_families(household_ids) if families is None else families
    return {
        key: [(row, families[key].people.get(row.person or b"")) for row in rows
              if row.is_of_unions and row.on <= day]
        for key, rows in _records_of(families).items()
    }  # fmt: skip


def _records_of(families: Mapping[int, Family]) -> dict[int, list[AidRecord]]:
    people = {index for family in families.values() for index in family.people}
    files = {key for family in families.values() for key in family.files} | set(_files_with(people))
    found = sorted(_read(files, people), key=lambda row: (row.on, row.source, row.key), reverse=True)
    return {
        key: [row for row in found if row.file in family.files or row.person in family.people]
        for key, family in families.items()
    }


def list_same_heads(household: Household) -> QuerySet[Member]:
    """The heads of other files with the ID number of this one's."""
    heads = Member.objects.filter(relation=Relation.HEAD, removed_at__isnull=True)
    own = heads.filter(household=household, id_number_index__isnull=False).values("id_number_index")
    return heads.filter(id_number_index__in=own).exclude(household=household)


class GivenList:
    """The records of all sources, newest first, for a pager and for slices; `narrow` is asked of each source.

    Each source is read in its own order, which an index has, and the rows are put together here: a union in
    the database sorts every row of a province for one page.
    """

    def __init__(self, narrow: Callable[[QuerySet[Any]], QuerySet[Any]]) -> None:
        self._parts = [narrow(source.given()).order_by("-aid_on", "-aid_key") for source in AID_SOURCES]

    def count(self) -> int:
        return sum(part.count() for part in self._parts)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[AidRecord]:
        rows = [as_record(row) for part in self._parts for row in part.values(*NAMES)[: wanted.stop]]
        return sorted(rows, key=lambda row: (row.on, row.source, row.key), reverse=True)[wanted]


def as_record(row: Mapping[str, Any]) -> AidRecord:
    """A row of a source as a record."""
    note(row["aid_name"])  # a compiled statement converts nothing
    values = {name.removeprefix("aid_"): value for name, value in row.items()}
    return AidRecord(**{**values, "person": bytes(values["person"]) if values["person"] else None})


def never_helped() -> Q:
    """未帮扶过, of files: nothing that is on record was given to them or their people, here or elsewhere."""
    return reduce(Q.__and__, (~source.helped() for source in AID_SOURCES), Q())


def has_somebody(condition: Q) -> Q:
    """Of files: it is true of one of the people who live there."""
    return Q(Exists(Member.objects.filter(condition, household=OuterRef("pk"), removed_at__isnull=True)))


def _read(files: Collection[int], people: Collection[bytes]) -> list[AidRecord]:
    """Of all sources, each compiled once, in one journey to the database and back."""
    given = list(files), list(people)
    asked = [_compiled(code) for code, _source in AID_SOURCES.items()]
    found = rows_together(*((one, [given[place] for place in places]) for one, places in asked))
    return [as_record(dict(zip(NAMES, row, strict=True))) for rows in found for row in rows]


@cache
def _compiled(code: str) -> tuple[Statement, tuple[int, ...]]:
    """The statement of a source, and which of files and people it asks for, by their places."""
    source, stand_ins = AID_SOURCES[code], (FILES, PEOPLE)
    rows = source.of(source.given(), *stand_ins).order_by().values_list(*NAMES)
    used = used_in(rows, *stand_ins)
    statement = compile_statement("aid", lambda: rows, *used)
    return statement, tuple(stand_ins.index(one) for one in used)


def _files_with(people: Collection[bytes]) -> Iterable[int]:
    """Files in which these people stand or stood: aid of an application is found by its file."""
    rows = Member.objects.filter(id_number_index__in=people) if people else Member.objects.none()
    return rows.order_by().values_list("household", flat=True).distinct()


def _chains(household_ids: Collection[int]) -> dict[int, set[int]]:
    """For each file those of its family. Links are followed until no file is new: chains are short."""
    groups = {key: {key} for key in household_ids}
    asked: set[int] = set()
    while fresh := set(groups) - asked:
        asked |= fresh
        for one, other in _links(fresh):
            joined = reduce(set.union, (groups.get(key, {key}) for key in (one, other)))
            groups |= dict.fromkeys(joined, joined)
    return groups


def _links(keys: Collection[int]) -> Iterable[tuple[int, int]]:
    """Pairs of files of one family that touch these: one after the other, merged, or with the same head."""
    after_another = Household.objects.filter(previous__isnull=False)
    linked = [(after_another, "pk", "previous"), *(add() for add in FILE_LINKS)]
    for rows, one, other in linked:
        for name in (one, other):
            touching = rows.filter(**{f"{name}__in": keys}).order_by()
            yield from touching.values_list(one, other)
    heads = _heads(household__in=keys)
    same: dict[bytes, list[int]] = defaultdict(list)
    for key, index in _heads(id_number_index__in={index for _key, index in heads}):
        same[index].append(key)
    yield from ((key, other) for key, index in heads for other in same[index] if other != key)


def _heads(**narrowed: Any) -> list[tuple[int, bytes]]:
    """The heads of some files: the file and the blind index of the number."""
    rows: Any = Member.objects.filter(relation=Relation.HEAD, removed_at__isnull=True, **narrowed)
    known = rows.filter(id_number_index__isnull=False).order_by()
    return [(key, bytes(index)) for key, index in known.values_list("household", "id_number_index")]
