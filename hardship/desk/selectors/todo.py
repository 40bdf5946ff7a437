"""What waits for one person: the same rows feed the desk, the top bar and the navigation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.archives.models import Household
from cases.policies.selectors import get_calendar
from cases.surveys.models import SurveyEntry
from cases.surveys.selectors.surveys import in_order
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.duties import DRAFTS, DUTIES, Duty, TodoItem
from hardship.desk.selectors.parts import count_rows

SHOWN = 6
RECENT_PAGES = {"archives.household": "archives:case", "applications.application": "applications:detail"}


@dataclass
class TodoGroup:
    """Things of one kind: how many wait, the most urgent of them, and where all are.

    `query` narrows the list at `place` to them; a draft is one's own and waits for nobody."""

    place: str
    label: str
    count: int
    items: list[TodoItem] = field(default_factory=list)
    query: str = ""
    is_draft: bool = False
    url: str = ""


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

    def dated(item: TodoItem) -> TodoItem:
        if item.due_on is None:
            return item
        days = calendar.days_left(item.due_on, today)
        return TodoItem(item.title, item.detail, item.url, item.due_on, days)

    groups = []
    for duty in _duties(user, (*DUTIES, *DRAFTS)):
        rows = duty.rows(user)
        count = rows.count()
        if count:
            shown = [dated(duty.item(row)) for row in _urgent_first(rows)[:SHOWN]]
            query = duty.query or (f"?state={duty.state}" if duty.state else "")
            groups.append(TodoGroup(duty.place, str(duty.label), count, shown, query, duty in DRAFTS))
    return groups


def count_todo(user: User) -> dict[str, int]:
    """How much waits at each place of the navigation, drafts left out; one query for all of them."""
    duties = _duties(user, DUTIES)
    if not duties:
        return {}
    columns = {f"duty{place}": count_rows(duty.rows(user)) for place, duty in enumerate(duties)}
    row = User.objects.filter(pk=user.pk).annotate(**columns).values_list(*columns).get()
    counts: dict[str, int] = {}
    for duty, count in zip(duties, row, strict=True):
        counts[duty.place] = counts.get(duty.place, 0) + count
    return counts


def list_recent(user: User) -> list[RecentItem]:
    """The last files and applications that this person worked on, each once, newest first."""
    rows = AuditRecord.objects.filter(by=user, kind=Kind.WRITE, target_type__in=RECENT_PAGES)
    seen: dict[tuple[str, str], AuditRecord] = {}
    for row in rows.order_by("-at", "-pk")[:60]:
        seen.setdefault((row.target_type, row.target_id), row)
    touched = list(seen.values())[:SHOWN]
    targets = _targets(user, touched)
    return [
        RecentItem(*targets[row.target_type, row.target_id], row.at)
        for row in touched
        if (row.target_type, row.target_id) in targets
    ]


def _targets(user: User, rows: list[AuditRecord]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Title, detail and address of each object that these rows are about and that is in scope."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for model, related in ((Household, ("head", "union")), (Application, ("household__head", "programme"))):
        label = model._meta.label_lower
        ids = [int(row.target_id) for row in rows if row.target_type == label]
        for target in model.objects.visible_to(user).filter(pk__in=ids).select_related(*related):
            title = str(target if label == "archives.household" else target.household)
            detail = str(target.get_state_display())
            if label == "applications.application":
                detail = f"{target.programme.name} · {detail}"
            found[label, str(target.pk)] = (title, detail, reverse(RECENT_PAGES[label], args=[target.pk]))
    return found


def _duties(user: User, duties: Iterable[Duty]) -> list[Duty]:
    return [duty for duty in duties if duty.applies(user)]


def _urgent_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    if rows.model is SurveyEntry:
        return in_order(rows)
    names = {field.name for field in rows.model._meta.get_fields()}
    order = next((name for name in ("due_on", "ends_on") if name in names), None)
    if "review_due_on" in names:
        return rows.order_by("due_on", "review_due_on", "pk")
    return rows.order_by(order, "pk") if order else rows.order_by("pk")
