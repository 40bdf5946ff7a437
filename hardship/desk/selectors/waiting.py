"""What waits for a person: the counts of all their duties in one statement, the most urgent rows of each.

They are compiled once for all people who hold the same roles in unions of one level and part, and anew each
day, as duties compare with today (docs/adr/0018). A duty cannot depend on more: the person that it is
compiled with has a key, roles, a union with a key, a level and parts, and somebody with a key for whom they
stand in, if they do.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from cases.archives.selectors.case_page import count_rows
from hardship.accounts.models import User
from hardship.accounts.selectors import HOLDER, PERSON, UNION, somebody
from hardship.kernel.desk import DUTIES, HEAD_COUNTS, Duty, TodoItem
from hardship.kernel.statements import (
    ObjectStatement,
    StandIn,
    Statement,
    compile_objects,
    compile_statement,
    rows_together,
    used_in,
)

KINDS = 256  # of people whose statements are kept
SHOWN = 6  # of each duty on the desk


class Urgent(NamedTuple):
    """The statement of the first rows of a duty, and which of PERSON, UNION and HOLDER it asks for."""

    statement: ObjectStatement[Any]
    stand_ins: tuple[StandIn, ...]


class Waiting(NamedTuple):
    """What the head of a page says: how much waits of each duty, and HEAD_COUNTS by their key."""

    duties: list[tuple[Duty, int]]
    head: dict[str, int]


class Counting(NamedTuple):
    """The statement that counts what waits, and which of PERSON, UNION and HOLDER it asks for."""

    statement: Statement
    stand_ins: tuple[StandIn, ...]


def count_waiting(user: User) -> Waiting:
    """Each kind of work of the person, in the order of the desk, how much of it waits, and what else the head
    counts; one query."""
    duties = _duties_of(user.roles, user.union.parts)
    compiled = _compiled(*_kind(user), timezone.localdate())
    values = _values(user)
    [counts] = compiled.statement.rows(*(values[stand_in] for stand_in in compiled.stand_ins))
    keys = [key for key, _rows in HEAD_COUNTS.items()]
    return Waiting(
        list(zip(duties, counts[: len(duties)], strict=True)),
        dict(zip(keys, counts[len(duties) :], strict=True)),
    )


def count_each(user: User) -> list[tuple[Duty, int]]:
    """Each kind of work of the person, in the order of the desk, and how much waits; one query."""
    return count_waiting(user).duties


def list_urgent(user: User, duties: Sequence[Duty], most: int = SHOWN) -> list[list[TodoItem]]:
    """Of each of these duties of the person the `most` urgent rows; all in one journey to the database."""
    if not duties:
        return []
    kind, today, values = _kind(user), timezone.localdate(), _values(user)
    asked = [_urgent(duty, *kind, today, most) for duty in duties]
    found = rows_together(
        *((one.statement.statement, [values[stand_in] for stand_in in one.stand_ins]) for one in asked)
    )
    return [
        [duty.item(row) for row in one.statement.made(rows)]
        for duty, one, rows in zip(duties, asked, found, strict=True)
    ]


def count_todo(user: User) -> dict[str, int]:
    """How much waits at each place of the navigation, drafts left out; one query."""
    return sum_places(count_each(user))


def sum_places(counts: Iterable[tuple[Duty, int]]) -> dict[str, int]:
    """What `count_each` found by place of the navigation; drafts wait for nobody and are left out."""
    places: dict[str, int] = {}
    for duty, count in counts:
        if not duty.is_draft:
            places[duty.place] = places.get(duty.place, 0) + count
    return places


def _kind(user: User) -> tuple[frozenset[str], str, frozenset[str], bool]:
    """What statements depend on."""
    return user.roles, user.union.level, user.union.parts, user.stands_for is not None


def _values(user: User) -> dict[StandIn, int]:
    holder = user.stands_for.pk if user.stands_for else 0
    return {PERSON: user.pk, UNION: user.union_id, HOLDER: holder}


@lru_cache(maxsize=KINDS)
def _duties_of(roles: frozenset[str], parts: frozenset[str]) -> tuple[Duty, ...]:
    someone = somebody("", roles, parts)
    return tuple(sorted((duty for duty in DUTIES if duty.is_of(someone)), key=lambda duty: duty.order))


@lru_cache(maxsize=KINDS)
def _compiled(
    roles: frozenset[str], level: str, parts: frozenset[str], stands_in: bool, today: date
) -> Counting:
    """The statement for one kind of person; `today` is compiled in by the duties themselves."""
    rows = _counts(somebody(level, roles, parts, stands_in=stands_in), _duties_of(roles, parts))
    used = used_in(rows, PERSON, UNION, HOLDER)
    return Counting(compile_statement("waiting", lambda: rows, *used), used)


@lru_cache(maxsize=KINDS * 4)
def _urgent(
    duty: Duty,
    roles: frozenset[str],
    level: str,
    parts: frozenset[str],
    stands_in: bool,
    _today: date,
    most: int,
) -> Urgent:
    """For one kind of person and one day, as duties compare with today."""
    person = somebody(level, roles, parts, stands_in=stands_in)
    rows = duty.rows(person).order_by(*duty.urgent_first)[:most]
    used = used_in(rows, PERSON, UNION, HOLDER)
    return Urgent(compile_objects("urgent", rows, *used), used)


def _counts(person: User, duties: Sequence[Duty]) -> QuerySet[Any, Any]:
    columns = {f"duty{index}": count_rows(duty.rows(person)) for index, duty in enumerate(duties)}
    columns |= {f"head_{key}": count_rows(rows(person)) for key, rows in HEAD_COUNTS.items()}
    found: QuerySet[Any, Any] = User.objects.filter(pk=person.pk).annotate(**columns)
    return found.values_list(*columns)
