"""待我审批: one list with what to heed, and the way to decide on many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.columns import INBOX_COLUMNS
from cases.approvals.filters import SORTS, Inbox
from cases.approvals.selectors import Hints, count_tabs, describe
from cases.approvals.selectors.copies import find_unread
from cases.approvals.selectors.inbox import list_stood_in
from cases.approvals.selectors.retracting import find_retractable
from cases.approvals.services.many import MOST_AT_ONCE
from cases.approvals.states import SIGNERS, SUPERVISORS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.links import link_to
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.templatetags.ui import badge, deadline

# What is done to many at once, by the state in which they wait.
BULK = {State.REVIEW: "pass", State.APPROVAL: "approve"}


# What a row of a box says of itself: who did it for whom, whether the copy was read, else what to heed.
SAYS = {"standin": "acts", "copies": "copy"}


@dataclass(frozen=True)
class Waiting:
    """A line of the list: `below` the name, working `days` left, whether it can be decided with others, what
    was done in it for somebody else, whether it is a copy that nobody read (`copy`: its receipt), whether the
    person can still take back what they signed; `whole` until when the whole way is to be gone."""

    application: Application
    hints: Hints
    below: str
    days: int | None
    pickable: bool
    acts: str = ""
    copy: int = 0
    retractable: bool = False
    whole: str = ""


@require_GET
@require_role(Role.CLERK, *SIGNERS)
def inbox(request: AuthenticatedRequest) -> HttpResponse:
    asked = Inbox(request.user, request.GET)
    tab, calendar, found, waits = asked.tab, asked.calendar, asked.found, asked.waits
    ordered = found.chosen.order_by(*asked.order)
    tabs = count_tabs(request.user, calendar)
    is_counted = not found.values and tab != "copies"  # of copies the tab counts those that are unread
    page = numbered(ordered, request.GET, count=tabs[tab].count if is_counted else None)
    waiting = _with_others(request, tab, _waiting(request, list(page), calendar, waits=waits))
    action, state = bulk_step(request.user, [row.application for row in waiting]) if waits else ("", "")
    waiting = [replace(row, pickable=row.pickable and row.application.state == state) for row in waiting]
    rows = _rows(asked, by_deadline=bool(action) or tab == "todo", has_boxes=bool(action))
    return render(
        request,
        "approvals/inbox.html",
        {
            "tab": tab,
            "tabs": tabs,
            "chips": [
                {
                    "label": row.label,
                    "count": row.count,
                    "url": f"?{urlencode({'tab': key})}",
                    "current": key == tab,
                }
                for key, row in tabs.items()
            ],
            "filter": found,
            "narrowed": bool(found.values),
            "page": page,
            "headings": rows.headings(),
            "rows": rows.draw(waiting),
            "bulk": action,
            "all_of": page.paginator.count if action and page.has_other_pages() else 0,
            "query": asked.query,
            "most": MOST_AT_ONCE,
            "excluded": _excluded(waiting),
            "newest_copy": max((row.copy for row in waiting), default=0),
            "may_set": request.user.has_role(*SUPERVISORS),
            "sort": asked.sort,
        },
    )


def list_keys(request: AuthenticatedRequest) -> list[int]:
    """The keys of all that the list finds as it is narrowed, on whichever page; none of a tab where
    nothing waits."""
    asked = Inbox(request.user, request.GET)
    if not asked.waits:
        return []
    return list(asked.found.chosen.order_by(SORTS[""], "pk").values_list("pk", flat=True))


def bulk_step(user: User, applications: Sequence[Application]) -> tuple[str, str]:
    """What this person may do to many of these at once, and in which state they are: of somebody who reviews
    and decides the step that the first of them waits for. Two empty words where it is none."""
    mine = (row for row in applications if row.awaits_id == user.union_id and row.awaits_role in user.roles)
    first = next((State(row.state) for row in mine if row.state in BULK), None)
    return (BULK[first], first) if first else ("", "")


def _waiting(
    request: AuthenticatedRequest, applications: list[Application], calendar: WorkCalendar, *, waits: bool
) -> list[Waiting]:
    hints, today = describe(applications, request.user), timezone.localdate()
    return [
        Waiting(
            application=row,
            hints=hints[row.pk],
            below=_below(row, hints[row.pk]),
            days=calendar.days_left(row.due_on, today) if row.due_on else None,
            pickable=waits and not hints[row.pk].flags,
            whole=_whole(row),
        )
        for row in applications
    ]


def _with_others(request: AuthenticatedRequest, tab: str, rows: list[Waiting]) -> list[Waiting]:
    """Of 代办 with who did what for whom, of 抄送 with whether it is unread, of 已办 with what can be taken
    back."""
    keys = [row.application.pk for row in rows]
    if tab == "done":
        found = find_retractable([row.application for row in rows], request.user)
        return [replace(row, retractable=row.application.pk in found) for row in rows]
    if tab == "copies":
        unread = find_unread(request.user, keys)
        return [replace(row, copy=unread.get(row.application.pk, 0)) for row in rows]
    if tab != "standin":
        return rows
    acts: dict[int, list[str]] = {}
    for step in list_stood_in(request.user, keys):
        acts.setdefault(step.application_id, []).append(f"{step.who} {step.label}")
    return [replace(row, acts="；".join(acts[row.application.pk])) for row in rows]


def _rows(asked: Inbox, *, by_deadline: bool, has_boxes: bool) -> Rows[Waiting]:
    """How an application reads in the list: its time left while it waits, else its state. Where something
    waits, its link keeps the list for the way to the next."""
    tab, kept = asked.tab, asked.more if asked.waits else ""
    hidden = {"state" if by_deadline else "due_on", *SAYS.values(), "hints"} - {SAYS.get(tab, "hints")}
    hidden |= {"retract"} if tab != "done" else set()
    hidden |= set() if by_deadline else {"whole"}
    return Rows(
        [column for column in INBOX_COLUMNS if column.key not in hidden],
        url=link_to("applications:detail", "application.pk", query=kept),
        drawn={
            "hints": lambda row: _hints(row.hints),
            "retract": _retract_link,
            "copy": lambda row: badge("info", _("未读")) if row.copy else badge("muted", _("已读")),
            "due_on": lambda row: deadline(row.days, row.application.due_on),
        },
        tick=_tick if has_boxes else None,
    )


def _retract_link(row: Waiting) -> SafeString | str:
    """To the case, where the reason is written."""
    if not row.retractable:
        return ""
    url = reverse("applications:detail", args=[row.application.pk])
    return format_html(
        '<span class="buttons"><a class="btn btn-secondary btn-small" href="{}#decision">{}</a></span>',
        url, _("撤回"),
    )  # fmt: skip


def _whole(row: Application) -> str:
    due_on = row.whole_due_on
    return _("全程 %(day)s 前") % {"day": f"{due_on:%m-%d}"} if due_on else ""


def _hints(hints: Hints) -> SafeString:
    badges = format_html_join("", "{}", ((badge(kind, text),) for kind, text in hints.badges))
    return badges + format_html(' <span class="muted">{}</span>', hints.remark) if hints.remark else badges


def _tick(row: Waiting) -> Tick:
    application = row.application
    return Tick(application.pk, application.household, application.amount or 0, is_open=row.pickable)


def _below(row: Application, hints: Hints) -> str:
    returned = _("退回过 %(n)s 次") % {"n": hints.returned} if hints.returned else ""
    return " · ".join(part for part in (row.union.name, returned) if part)


def _excluded(rows: list[Waiting]) -> dict[str, int]:
    """Why rows are not decided in bulk, with how many each."""
    return dict(Counter(row.hints.flags[0] for row in rows if row.hints.flags))
