"""What rooms bring to the page of one case (hardship.desk draws it): tabs, notes on the overview, and the
numbers that say which parts of a case are empty, so that they are not asked for again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.archives.models import Household, Member
from cases.archives.rules.subjects import subject_of
from cases.archives.selectors.files import FILE, members, people_of
from hardship.accounts.models import User
from hardship.accounts.selectors import UNION, somebody
from hardship.kernel.registry import Registry
from hardship.kernel.statements import (
    ObjectStatement,
    Statement,
    compile_objects,
    compile_statement,
    rows_together,
)


@dataclass(frozen=True)
class ShownCase:
    """The case that a page shows: who lives there, who looks at it, how much there is of each part."""

    household: Household
    members: list[Member]
    user: User
    parts: Mapping[str, Any]


@dataclass(frozen=True)
class CaseTab:
    """A tab: the template of its content and the function that makes that template's context.

    `count` returns the number beside the label, or is None for a tab without one.
    """

    label: Any
    order: int
    template: str
    context: Callable[[ShownCase], dict[str, Any]]
    count: Callable[[ShownCase], int] | None = None


@dataclass(frozen=True)
class CaseNote:
    """Rows that the overview shows when there are any, by a template that reads them as `rows`: above the
    assessment, or below everything else."""

    order: int
    template: str
    rows: Callable[[ShownCase], list[Any]]
    is_below: bool = False


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    text: str
    at: datetime
    by: str
    comment: str = ""
    kind: str = ""
    now: bool = False


EVENTS = 8  # lines of the timeline
# A part is an expression of a query about one household, such as `count_rows(household.evidence.all())`.
CASE_PARTS: Registry[Callable[[Household], Combinable]] = Registry(
    "archives.case_parts", "How much there is of each part of a case, counted in one query."
)
# Rows of a room about one file, as a statement that takes the key of the file alone.
CASE_READS: Registry[Callable[[], ObjectStatement[Any]]] = Registry(
    "archives.case_reads", "What rooms read of a case on every view of it, in one journey with its people."
)
CASE_TABS: Registry[CaseTab] = Registry("archives.case_tabs", "The tabs on the page of a case.")
# The last EVENTS of a room, newest first; asked of a household that has some of the part with the same key.
CASE_EVENTS: Registry[Callable[[ShownCase], Iterable[Event]]] = Registry(
    "archives.case_events", "What the timeline of a case tells of each room."
)
CASE_NOTES: Registry[CaseNote] = Registry("archives.case_notes", "Notes on the overview of a case.")


def read_parts(
    household: Household, *others: ObjectStatement[Any]
) -> tuple[list[Member], dict[str, Any], list[list[Any]]]:
    """The live people, the number of rows (or the sum) of each part by its key in CASE_PARTS and the objects
    of each of CASE_READS by its key, and the objects of `others`, statements that take the key of a file
    alone; all in one journey to the database."""
    pk, people = household.pk, members()
    others = (*others, *(read() for read in CASE_READS))
    own = len(others) - len(list(CASE_READS.items()))
    found, [counts], *more = rows_together(
        (people.statement, [pk]),
        (_counting(timezone.localdate()), [pk, subject_of(pk)]),
        *((other.statement, [pk]) for other in others),
    )
    parts = dict(zip((key for key, _part in CASE_PARTS.items()), counts, strict=True))
    made = [other.made(rows) for other, rows in zip(others, more, strict=True)]
    parts |= dict(zip((key for key, _read in CASE_READS.items()), made[own:], strict=True))
    return people_of(household, people.made(found)), parts, made[:own]


@lru_cache(maxsize=1)
def _counting(_today: date) -> Statement:
    """The statement for any file: a part knows its key alone, and today."""
    columns = {f"part_{key}": part(Household(pk=FILE)) for key, part in CASE_PARTS.items()}
    rows = Household.objects.filter(pk=FILE).annotate(**columns).values_list(*columns)
    return compile_statement("case_parts", lambda: rows, FILE, subject_of(FILE))


def get_file(pk: int, *, user: User) -> Household | None:
    """The file, when it is in the person's scope, with its union and its people of record."""
    found = _files(user.union.level).objects(user.union_id, pk)
    return found[0] if found else None


@lru_cache(maxsize=8)
def _files(level: str) -> ObjectStatement[Household]:
    files = Household.objects.visible_to(somebody(level)).filter(pk=FILE)
    related = files.select_related("union", "head", "created_by", "filed_by")
    return compile_objects("case_file", related, UNION, FILE)


def count_rows(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows as an expression of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def list_notes(shown: ShownCase) -> list[tuple[CaseNote, list[Any]]]:
    """The notes that have something to say, in their order."""
    notes = sorted(CASE_NOTES, key=lambda note: note.order)
    return [(note, rows) for note in notes if (rows := note.rows(shown))]
