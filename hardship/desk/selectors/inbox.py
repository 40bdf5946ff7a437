"""我的待办: what waits for a person of every kind in one list, or all of one kind; the first due first.

The kinds are the desk's duties, which rooms register in their `desk`: the counts are the same, and so is the
scope (requirement B7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hardship.accounts.models import Union, User
from hardship.desk.selectors.todo import list_todo, with_days
from hardship.kernel.desk import DUTIES, Duty, TodoItem
from hardship.kernel.scope import ScopedModel

MOST = 50  # of each kind where all kinds stand in one list


@dataclass(frozen=True)
class Waits:
    """One thing to do, and of which kind it is."""

    kind: str
    item: TodoItem

    @property
    def is_late(self) -> bool:
        return self.item.days is not None and self.item.days < 0


def key_of(duty: Duty) -> str:
    """Under which key a room registered it."""
    return next(key for key, one in DUTIES.items() if one is duty)


def list_waiting(user: User, counts: Sequence[tuple[Duty, int]], *, drafts: bool = False) -> list[Waits]:
    """Of each kind the most urgent, all in one order: by the day that it is due, then by the day since which
    it waits. Two queries; drafts, which wait for nobody, apart."""
    asked = [(duty, count) for duty, count in counts if duty.is_draft == drafts]
    groups = list_todo(user, asked, MOST)
    rows = [Waits(group.label, item) for group in groups for item in group.items]
    return sorted(rows, key=lambda row: _urgency(row.item))


def list_of_kind(user: User, duty: Duty, union: Union | None = None) -> QuerySet[Any]:
    """All that waits of one kind, in its order; of one union with all below it, where rows have a union."""
    rows = duty.rows(user).order_by(*duty.urgent_first)
    return rows.filter(**{f"{union.scope_column}_id": union.pk}) if union is not None else rows


def has_unions(user: User, duty: Duty) -> bool:
    return issubclass(duty.rows(user).model, ScopedModel)


def describe(duty: Duty, rows: Iterable[Any]) -> list[Waits]:
    """These rows as the list shows them."""
    return [Waits(str(duty.label), item) for item in with_days([duty.item(row) for row in rows])]


def _urgency(item: TodoItem) -> tuple[bool, bool, date]:
    return item.due_on is None, item.since_on is None, item.due_on or item.since_on or date.max
