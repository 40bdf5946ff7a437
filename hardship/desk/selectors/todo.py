"""What waits for one person: the same rows feed the desk, the top bar and the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.waiting import count_each
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.desk import TARGETS, Duty, Recent, TodoItem

SHOWN = 6
LOOKED_AT = 60  # audit records of a person that the list of recent work is made of


@dataclass
class TodoGroup:
    """Things of one kind: how many wait, the most urgent of them, and where all are: at `place`, narrowed
    by `query`. A draft is one's own and waits for nobody."""

    place: str
    label: str
    count: int
    items: list[TodoItem] = field(default_factory=list)
    query: str = ""
    is_draft: bool = False

    @property
    def url(self) -> str:
        return reverse(self.place) + self.query


@dataclass(frozen=True)
class RecentItem:
    """Something this person worked on: whose, what it is now, where, when."""

    title: str
    detail: str
    url: str
    at: datetime


def list_todo(user: User, counts: Sequence[tuple[Duty, int]] | None = None) -> list[TodoGroup]:
    """Everything that waits for this person, the most urgent first in each group; empty groups left out.

    `counts` are those of `count_each`, which a page may have asked for already; one query more for each kind
    of work that waits, and one for the calendar.
    """
    groups = [
        TodoGroup(
            duty.place, str(duty.label), count, _most_urgent(duty, user), duty.query, duty.is_draft,
        )
        for duty, count in (count_each(user) if counts is None else counts)
        if count
    ]  # fmt: skip
    if any(item.due_on for group in groups for item in group.items):
        calendar, today = get_calendar(), timezone.localdate()
        for group in groups:
            group.items = [_with_days(item, calendar, today) for item in group.items]
    return groups


def _most_urgent(duty: Duty, user: User) -> list[TodoItem]:
    return [duty.item(row) for row in duty.rows(user).order_by(*duty.urgent_first)[:SHOWN]]


def _with_days(item: TodoItem, calendar: WorkCalendar, today: date) -> TodoItem:
    if item.due_on is None:
        return item
    return replace(item, days=calendar.days_left(item.due_on, today))


def list_recent(user: User) -> list[RecentItem]:
    """The last objects with a page that this person worked on, each once, newest first."""
    kinds = {label: target for label, target in TARGETS.items() if target.describe is not None}
    rows = AuditRecord.objects.filter(by=user, kind=Kind.WRITE, target_type__in=kinds)
    seen: dict[tuple[str, str], AuditRecord] = {}
    for row in rows.order_by("-at", "-pk")[:LOOKED_AT]:
        seen.setdefault((row.target_type, row.target_id), row)
    touched = list(seen.values())[:SHOWN]
    described = _describe(user, touched)
    return [
        RecentItem(
            found.title, found.detail, reverse(kinds[row.target_type].page, args=[row.target_id]), row.at
        )
        for row in touched
        if (found := described.get((row.target_type, row.target_id)))
    ]


def _describe(user: User, rows: list[AuditRecord]) -> dict[tuple[str, str], Recent]:
    """The objects that these rows are about, as far as they are in scope; one query for each kind."""
    found: dict[tuple[str, str], Recent] = {}
    for label in {row.target_type for row in rows}:
        describe = TARGETS[label].describe
        keys = [int(row.target_id) for row in rows if row.target_type == label]
        if describe is not None:
            found |= {(label, str(key)): recent for key, recent in describe(user, keys).items()}
    return found
