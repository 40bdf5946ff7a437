"""What waits for one person: the same rows feed the desk, the top bar and the navigation."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.case_page import count_rows
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.kernel.desk import DUTIES, TARGETS, Duty, Recent, TodoItem

SHOWN = 6
LOOKED_AT = 60  # audit records of a person that the list of recent work is made of


@dataclass
class TodoGroup:
    """Things of one kind: how many wait, the most urgent of them, and where all are; a draft is one's own and
    waits for nobody."""

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


def list_todo(user: User) -> list[TodoGroup]:
    """Everything that waits for this person, the most urgent first in each group; empty groups left out."""
    calendar, today = get_calendar(), timezone.localdate()

    def with_days(item: TodoItem) -> TodoItem:
        """With the working days that are left, which for an item with a deadline only the calendar knows."""
        if item.due_on is None:
            return item
        return replace(item, days=calendar.days_left(item.due_on, today))

    groups = []
    for duty in _duties(user):
        rows = duty.rows(user)
        count = rows.count()
        if count:
            items = [with_days(duty.item(row)) for row in rows.order_by(*duty.urgent_first)[:SHOWN]]
            groups.append(TodoGroup(duty.place, str(duty.label), count, items, duty.query, duty.is_draft))
    return groups


def count_todo(user: User) -> dict[str, int]:
    """How much waits at each place of the navigation, drafts left out; one query for all of them."""
    duties = [duty for duty in _duties(user) if not duty.is_draft]
    if not duties:
        return {}
    columns = {f"duty{index}": count_rows(duty.rows(user)) for index, duty in enumerate(duties)}
    row = User.objects.filter(pk=user.pk).annotate(**columns).values_list(*columns).get()
    counts: dict[str, int] = {}
    for duty, count in zip(duties, row, strict=True):
        counts[duty.place] = counts.get(duty.place, 0) + count
    return counts


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


def _duties(user: User) -> list[Duty]:
    return sorted((duty for duty in DUTIES if duty.is_of(user)), key=lambda duty: duty.order)
