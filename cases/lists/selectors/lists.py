"""Many files at once: what somebody looks for, in which order, one page of it, and how many there are.

A page begins after (or ends before) a row that is named by its key, so that the last page of a million costs
what the first one does; a count stops at CAP. Figures that stand beside a file (persons,
income per head) are read for the rows of one page alone.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.sql import Query
from django.utils import timezone
from django.utils.translation import get_language

from cases.archives.models import Assessment, Household, Member
from cases.archives.models.household import retain_until
from cases.archives.rules.insurance import INSURANCE_FIELDS, sum_up_insurance
from cases.archives.rules.labels import labels_on, write_labels
from cases.archives.selectors.aid import never_helped
from cases.archives.selectors.grace import grace_until
from cases.archives.states import Category
from cases.lists.selectors.named import CAP as CAP  # read by the views as well
from cases.lists.selectors.searching import find, list_reasons
from hardship.kernel.columns import Cell, Column
from hardship.kernel.searches import Search
from hardship.kernel.statements import IsAnyOf, Statement, compile_statement
from hardship.kernel.tuples import Made, Reader, read_values

if TYPE_CHECKING:
    from hardship.accounts.models import User

# Beyond this a count says "more than"; a search has to look at each person it counts.
SEARCH_CAP = 1_000
SORTS: dict[str, Any] = {
    "name": F("head_pinyin"),
    "file_no": Coalesce(F("file_no"), Value("")),
    "filed_on": Coalesce(F("filed_on"), Value(date.min)),
}
KEYS = [9_100_000_000_000_000_003]  # stands in for the keys of some files


def _labels(kept: list[str], sex: str | None, birth_on: date | None, status: str | None) -> str:
    """The derived labels of today in words."""
    found = labels_on(kept, sex=sex or "", birth_on=birth_on, status=status or "", on=timezone.localdate())
    return write_labels(found)


def _insurances(*values: str | int | None) -> str | None:
    """How the social insurances of the worker stand, in one line; None for a file without a worker."""
    if values[0] is None:
        return None
    return sum_up_insurance(SimpleNamespace(**dict(zip(INSURANCE_FIELDS, values, strict=True))))


# What an assessment comes to: the label of a policy's own category, else the code.
FOUND = Coalesce(NullIf("own_label", Value("")), Cast("category", CharField()), output_field=CharField())
CATEGORIES: Mapping[str | None, Any] = dict(Category.choices)


def _found(code: str | None) -> str | None:
    """What an assessment comes to, in words."""
    return None if code is None else str(CATEGORIES.get(code, code))


# Columns of a list that are no columns of the database.
MADE = {
    "household.head.shown_insurances": Made(tuple(f"head__{name}" for name in INSURANCE_FIELDS), _insurances),
    "found": Made(("found",), _found),
    "never_helped": Made(("never_helped",), bool),
    "household.retain_until": Made(("state", "left_on"), retain_until),
    "household.shown_labels": Made(("labels", "head__sex", "head__birth_on", "head__status"), _labels),
}


@dataclass(frozen=True)
class Row:
    """A file in a list: its cells by column, and why it was found for what somebody looks for."""

    pk: int
    cells: Mapping[str, Cell]
    matched: str = ""


@dataclass(frozen=True)
class Slice:
    """One page of files by their keys, and whether there are more on either side."""

    keys: list[int]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class Total:
    """How many rows; `is_capped` when there are more than that."""

    number: int
    is_capped: bool = False


def list_households(*, user: "User", search: Search | None = None) -> QuerySet[Household]:
    """The files in the user's scope that somebody looks for, in no order; lists ask for keys or values."""
    files = Household.objects.visible_to(user)
    return files if search is None else find(files, search)


def with_figures(households: QuerySet[Household]) -> QuerySet[Household]:
    """With the number of persons, income per head and category of the last assessment, whether nothing was
    ever given and the last day of a grace period; a list of values asks only for those that it shows."""
    members = Member.objects.filter(household=OuterRef("pk"), removed_at__isnull=True).order_by()
    last = Assessment.objects.filter(household=OuterRef("pk")).order_by("-pk")
    counted = members.values("household").annotate(number=Count("pk")).values("number")
    return households.annotate(
        persons=Coalesce(Subquery(counted), 0),
        net=Subquery(last.values("net")[:1]),
        found=Subquery(last.values(code=FOUND)[:1]),
        grace_until=grace_until(),
        never_helped=Case(When(never_helped(), then=True), default=False, output_field=BooleanField()),
    )


def count_households(households: QuerySet[Household], *, search: Search | None = None) -> Total:
    """How many there are, counted up to CAP, or SEARCH_CAP for what somebody looks for."""
    cap = CAP if search is None else SEARCH_CAP
    number = households.order_by()[: cap + 1].count()
    return Total(min(number, cap), number > cap)


def get_slice(
    households: QuerySet[Household],
    *,
    sort: str = "",
    after: int = 0,
    before: int = 0,
    size: int = 50,
    last: int = 0,
) -> Slice:
    """The page after (or before) one file, or the `last` rows of all; the first page when that file is not to
    be found.

    `sort` is a key of SORTS, with "-" for descending; anything else means the newest first.
    """
    if last:
        found = list(in_order(households, sort=sort).reverse().values_list("pk", flat=True)[: last + 1])
        return Slice(found[:last][::-1], len(found) > last, False)
    ordered, rank, backwards = _start(households, sort, after, before)
    found = list(ordered.values_list("pk", flat=True)[: size + 1])
    more, keys = len(found) > size, found[:size]
    if backwards:
        keys.reverse()
    return Slice(keys, more if backwards else rank is not None, rank is not None if backwards else more)


def get_neighbours(
    households: QuerySet[Household], *, household: Household, sort: str = ""
) -> tuple[int | None, int | None]:
    """The keys of the files before and after this one in the same list; it may have left the list itself
    since, as a file does that was just reviewed. One query."""
    key = SORTS.get(sort.removeprefix("-"))
    place: tuple[Any, ...] = (household.pk,)
    columns = ("pk",) if key is None else ("rank", "pk")
    if key is not None:
        households = households.annotate(rank=key)
        place = (_rank(household, sort.removeprefix("-")), household.pk)
    falling = sort.startswith("-") if key is not None else True
    sides = []
    for way in (not falling, falling):
        ordered = households.order_by(*(("-" if way else "") + column for column in columns))
        sides.append(ordered.filter(_beyond(place, way)).values("pk")[:1].query)
    return _both(sides)


def _both(sides: Iterable[Query]) -> tuple[int | None, int | None]:
    """The one key that each of two queries finds, together: as a union Django would build them twice."""
    try:
        (before, first), (after, second) = (side.sql_with_params() for side in sides)
    except EmptyResultSet:  # a search that has expired
        return None, None
    with connection.cursor() as cursor:
        # only what Django wrote stands in this text
        cursor.execute(f"SELECT ({before}), ({after})", [*first, *second])
        found: tuple[int | None, int | None] = cursor.fetchone()
    return found


def read_rows(
    keys: Sequence[int],
    columns: tuple[Column, ...],
    *,
    shown: Sequence[Column] | None = None,
    search: Search | None = None,
) -> list[Row]:
    """These files as rows, in the order of the keys, with the cells of the columns that are shown; one query,
    and one more when somebody is looked for.

    Each filter asks anew which files there are; what is said of them is always the same statement, compiled
    once (kernel.statements): to build it took longer than PostgreSQL needs to answer it.
    """
    statement, cells = _reading(columns, get_language())
    found = {row[0]: row for row in statement.rows(list(keys))}
    reasons = list_reasons({pk: (row[1] or "", row[2]) for pk, row in found.items()}, search)
    made = [cells[column.key] for column in (columns if shown is None else shown)]
    return [
        Row(pk, {cell.key: cell for cell in (make(found[pk]) for make in made)}, reasons.get(pk, ""))
        for pk in keys
        if pk in found
    ]


@lru_cache(maxsize=8)
def _reading(
    columns: tuple[Column, ...], _language: str | None
) -> tuple[Statement, Mapping[str, Callable[[Sequence[Any]], Cell]]]:
    """The statement that reads files by their keys, and what makes the cell of each column of its rows."""
    reader = Reader(Household, "household", MADE, names=("pk", "file_no", "former_no"))
    cells = {column.key: reader.cell(column) for column in columns}
    files = with_figures(Household.objects.filter(IsAnyOf("pk", KEYS))).values_list(*reader.names)
    return compile_statement("files", lambda: files, KEYS), cells


def _rank(household: Household, sort: str) -> Any:
    """What SORTS says of this file."""
    if sort == "name":
        return household.head_pinyin
    return household.file_no or "" if sort == "file_no" else household.filed_on or date.min


def list_values(
    households: QuerySet[Household], columns: Sequence[Column], *, revealed: Collection[str] = ()
) -> Iterator[list[Any]]:
    """The values of columns of a Row one by one, for lists that are too long to be held."""
    found = with_figures(households)
    return read_values(found, columns, root="household", made=MADE, revealed=revealed)


def in_order(households: QuerySet[Household], *, sort: str = "") -> QuerySet[Household]:
    """All of them in the order of the list."""
    return _start(households, sort, 0, 0)[0]


def _start(
    households: QuerySet[Household], sort: str, after: int, before: int
) -> tuple[QuerySet[Household], Any, bool]:
    """The rows from a place on, the place itself (None: the beginning) and whether they run backwards."""
    key, backwards = SORTS.get(sort.removeprefix("-")), bool(before)
    falling = sort.startswith("-") if key is not None else True
    if backwards:
        falling = not falling
    ordered = households if key is None else households.annotate(rank=key)
    columns = ("pk",) if key is None else ("rank", "pk")
    place = ordered.filter(pk=before or after).values_list(*columns).first() if before or after else None
    if place is None:
        backwards, falling = False, falling != backwards
    sign = "-" if falling else ""
    ordered = ordered.order_by(*(sign + column for column in columns))
    return ordered if place is None else ordered.filter(_beyond(place, falling)), place, backwards


def _beyond(place: tuple[Any, ...], falling: bool) -> Q:
    than = "lt" if falling else "gt"
    if len(place) == 1:
        return Q(**{f"pk__{than}": place[0]})
    rank, pk = place
    # the first condition alone lets an index begin at the place
    return Q(**{f"rank__{than}e": rank}) & (Q(**{f"rank__{than}": rank}) | Q(**{f"pk__{than}": pk}))
