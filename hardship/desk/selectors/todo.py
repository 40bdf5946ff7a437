"""What waits for one person: the same rows feed the desk, the top bar and the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.selectors import PERSON
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.waiting import SHOWN, count_each, list_urgent
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.desk import MASS_ACTIONS, TARGETS, Duty, Recent, TodoItem
from hardship.kernel.statements import Statement, compile_statement

ONLOOKERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
ON_ONESELF = ("login", "logout", "user.change_password")
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


def list_todo(
    user: User, counts: Sequence[tuple[Duty, int]] | None = None, most: int = SHOWN
) -> list[TodoGroup]:
    """What waits for this person, the most urgent first in each group; empty groups left out.

    `counts` are those of `count_each`, which a page may have asked for already; one query for the rows of all
    kinds of work that wait, and one for the calendar.
    """
    waiting = [(duty, count) for duty, count in (count_each(user) if counts is None else counts) if count]
    urgent = list_urgent(user, [duty for duty, _count in waiting], most)
    groups = [
        TodoGroup(duty.place, str(duty.label), count, items, duty.query, duty.is_draft)
        for (duty, count), items in zip(waiting, urgent, strict=True)
    ]
    told = iter(with_days([item for group in groups for item in group.items]))
    for group in groups:
        group.items = [next(told) for _item in group.items]
    return groups


def with_days(items: Sequence[TodoItem]) -> list[TodoItem]:
    """The same with the working days that are left, or that they have waited."""
    if not any(item.due_on or item.since_on for item in items):
        return list(items)
    calendar, today = get_calendar(), timezone.localdate()
    return [_with_days(item, calendar, today) for item in items]


def _with_days(item: TodoItem, calendar: WorkCalendar, today: date) -> TodoItem:
    if item.since_on is not None:
        waited = max(0, calendar.workdays_between(item.since_on, today))
        told = _("已等 %(n)s 个工作日") % {"n": waited} if waited else _("今天提出")
        return replace(item, detail=f"{item.detail}，{told}")
    if item.due_on is None:
        return item
    return replace(item, days=calendar.days_left(item.due_on, today))


def only_looks(user: User) -> bool:
    """Whether somebody works on no case and no money: what was last looked at stands for what was done."""
    return user.roles <= ONLOOKERS


def list_recent(user: User) -> list[RecentItem]:
    """The last objects that this person worked on, or who only looks, looked at; each once, newest first."""
    seen: dict[tuple[str, str], datetime] = {}
    for label, key, at in _touched(only_looks(user)).rows(user.pk):
        seen.setdefault((label, key), at)
    touched = list(seen.items())[:SHOWN]
    described = _describe(user, [target for target, _at in touched])
    return [
        RecentItem(found.title, found.detail, found.url or reverse(TARGETS[label].page, args=[key]), at)
        for (label, key), at in touched
        if (found := described.get((label, key)))
    ]


@cache
def _touched(all_acts: bool) -> Statement:
    """What somebody wrote to last, or with `all_acts` wrote to, read or changed the access of: the kind of
    object, its key, when."""
    kinds = [label for label, target in TARGETS.items() if target.describe is not None]
    acts = list(Kind) if all_acts else [Kind.WRITE]
    rows = AuditRecord.objects.filter(by=PERSON, kind__in=acts, target_type__in=kinds)
    told = rows.exclude(action__in=[*ON_ONESELF, *(action for action, _is in MASS_ACTIONS.items())])
    newest = told.order_by("-at", "-pk").values_list("target_type", "target_id", "at")[:LOOKED_AT]
    return compile_statement("touched_or_read" if all_acts else "touched", lambda: newest, PERSON)


def _describe(user: User, targets: list[tuple[str, str]]) -> dict[tuple[str, str], Recent]:
    """These objects, as far as they are in scope; one query for each kind."""
    found: dict[tuple[str, str], Recent] = {}
    for label in {label for label, _key in targets}:
        describe = TARGETS[label].describe
        keys = [int(key) for kind, key in targets if kind == label]
        if describe is not None:
            found |= {(label, str(key)): recent for key, recent in describe(user, keys).items()}
    return found
