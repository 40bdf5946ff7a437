"""The list of employers, one employer with everything, names that are alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from cases.employers.models import Employer, EmployerEvent, EmployerName, EmployerYear
from cases.employers.rules import AlikeNames, employer_key
from cases.employers.selectors.workers import count_spellings, count_workers
from hardship.accounts.models import Union, User
from hardship.kernel.scope import Part, competent_id

MOST_PAIRS = 50  # as many as somebody looks through


@dataclass(frozen=True)
class Listed:
    """One line of the list: the newest headcount with its year, and how many workers on file the person may
    see."""

    employer: Employer
    headcount: int | None
    headcount_year: int | None
    workers: int


@dataclass(frozen=True)
class Spelling:
    """What files call an employer that nobody registered: where, how many people, whom it may mean."""

    area: Union
    key: str
    text: str
    persons: int
    candidates: tuple[Employer, ...]


@dataclass(frozen=True)
class AlikePair:
    """Two employers of an area whose names are alike."""

    first: Employer
    second: Employer


def list_live(user: User) -> QuerySet[Employer]:
    """The employers of the scope without those that were merged into another one."""
    rows: QuerySet[Employer] = Employer.objects.visible_to(user).filter(merged_into__isnull=True)
    return rows.select_related("union")


def list_employers(user: User) -> QuerySet[Employer]:
    """The employers of the scope by union and name, each with its newest `headcount` and the year of it."""
    newest = EmployerYear.objects.filter(employer=OuterRef("pk")).order_by("-year")
    rows = list_live(user).annotate(
        headcount=Subquery(newest.values("headcount")[:1]), headcount_year=Subquery(newest.values("year")[:1])
    )
    return rows.order_by("union__path", "name", "pk")


def make_lines(rows: Iterable[Any], user: User) -> list[Listed]:
    """The lines of these employers, which are of `list_employers`; one query for all their workers."""
    employers = list(rows)
    workers = count_workers(employers, user)
    return [Listed(row, row.headcount, row.headcount_year, workers.get(row.pk, 0)) for row in employers]


def with_history(rows: QuerySet[Employer]) -> QuerySet[Employer]:
    """With the names, the headcounts and the events, newest first."""
    events = EmployerEvent.objects.filter(removed_at__isnull=True).select_related("noted_by")
    return rows.prefetch_related(
        Prefetch("names", EmployerName.objects.select_related("area").order_by("pk")),
        Prefetch("years", EmployerYear.objects.order_by("-year")),
        Prefetch("events", events.order_by("-on", "-pk")),
    )


def area_id(union: Union) -> int:
    """The union whose area its files' spellings belong to (EmployerName.area)."""
    return competent_id(union, Part.REVIEW)


def list_spellings(user: User) -> list[Spelling]:
    """The names in files of the scope that belong to no employer, the most frequent first; with employers of
    the same area whose names are alike."""
    found = count_spellings(user)
    areas = Union.objects.in_bulk({area for area, _key in found})
    known = _known_names(user, [*areas])
    near = {area: AlikeNames(names) for area, names in known.items()}
    spellings = []
    for (area, key), (text, persons) in found.items():
        names = known.get(area, {})
        others = near[area].find(key) if names else []
        candidates = {names[other].pk: names[other] for other in others}
        spellings.append(Spelling(areas[area], key, text, persons, tuple(candidates.values())[:3]))
    return sorted(spellings, key=lambda row: (-row.persons, row.area.path, row.key))


def list_alike(user: User) -> list[AlikePair]:
    """Pairs of employers of the scope in one area that may be the same, each once, at most `MOST_PAIRS`."""
    known = _known_names(user, None).values()
    found = dict.fromkeys(islice((keys for names in known for keys in _alike_keys(names)), 4 * MOST_PAIRS))
    employers = {employer.pk: employer for names in known for employer in names.values()}
    return [AlikePair(employers[one], employers[other]) for one, other in sorted(found)[:MOST_PAIRS]]


def _alike_keys(names: dict[str, Employer]) -> Iterator[tuple[int, int]]:
    """The keys of two employers whose names are alike, the smaller first; a pair comes up to twice a name."""
    near = AlikeNames(names)
    for key, employer in names.items():
        for other in map(names.__getitem__, near.find(key)):
            if employer.pk != other.pk and _may_be_one(employer, other):
                yield min(employer.pk, other.pk), max(employer.pk, other.pk)


def _may_be_one(first: Employer, second: Employer) -> bool:
    """Two different codes are two employers, however alike their names are."""
    return not (first.uscc and second.uscc)


def _known_names(user: User, areas: Sequence[int] | None) -> dict[int, dict[str, Employer]]:
    """The live employers of the scope by area and key."""
    rows = EmployerName.objects.filter(employer__in=list_live(user), area__isnull=False)
    if areas is not None:
        rows = rows.filter(area__in=areas)
    known: dict[int, dict[str, Employer]] = defaultdict(dict)
    for name in rows.select_related("employer__union").order_by("pk"):
        known[name.area_id or 0][name.key] = name.employer
    return known


def find_named(name: str, union: Union) -> EmployerName | None:
    """Who goes by this name in the union's area, wherever it is registered."""
    rows = EmployerName.objects.filter(area=area_id(union), key=employer_key(name))
    return rows.select_related("employer__union").first()
