"""待我审批: one list with what to heed, and the way to decide on many."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.filters import ApplicationFilter
from cases.applications.models import Application
from cases.approvals.selectors import Hints, count_tabs, describe, list_tab, waiting_states
from cases.approvals.selectors.inbox import TABS
from cases.policies.selectors import get_calendar
from hardship.accounts.access import require_role
from hardship.accounts.states import Role
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.pages import numbered

SORTS = {
    "": ("due_on", "pk"),
    "amount": ("-amount", "pk"),
    "submitted": ("submitted_at", "pk"),
}
# What a reviewer of a county and an approver of a city do to many at once.
BULK = {"county": "pass", "city": "approve"}


@require_GET
@require_role(Role.CLERK, Role.REVIEWER, Role.APPROVER)
def inbox(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in TABS else "todo"
    calendar = get_calendar()
    found = ApplicationFilter(
        request.GET,
        queryset=list_tab(user=request.user, tab=tab, calendar=calendar),
        user=request.user,
        without=("state", "year", "category"),
    )
    sort = request.GET.get("sort", "")
    ordered = found.chosen.order_by(*SORTS.get(sort, SORTS[""]) if tab in ("todo", "late") else ("-pk",))
    tabs = count_tabs(request.user, calendar)
    page = numbered(ordered, request.GET, count=None if found.values else tabs[tab].count)
    rows = _rows(request, list(page), calendar, waits=tab in ("todo", "late"))
    action = next((BULK[column] for column in waiting_states(request.user)), "")
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
            "rows": rows,
            "bulk": action if tab in ("todo", "late") else "",
            "excluded": _excluded(rows),
            "sort": sort,
        },
    )


def _rows(
    request: HttpRequest, applications: list[Application], calendar: WorkCalendar, *, waits: bool
) -> list[dict[str, Any]]:
    hints, today = describe(applications, request.user), timezone.localdate()
    return [
        {
            "application": row,
            "url": reverse("applications:detail", args=[row.pk]),
            "hints": hints[row.pk],
            "below": _below(row, hints[row.pk]),
            "days": calendar.days_left(row.due_on, today) if row.due_on else None,
            "badge": row.tone,
            "pickable": waits and not hints[row.pk].flags,
        }
        for row in applications
    ]


def _below(row: Application, hints: Hints) -> str:
    returned = _("退回过 %(n)s 次") % {"n": hints.returned} if hints.returned else ""
    return " · ".join(part for part in (row.union.name, returned) if part)


def _excluded(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Why rows are not decided in bulk, with how many each."""
    reasons: dict[str, int] = {}
    for row in rows:
        if row["hints"].flags:
            first = row["hints"].flags[0]
            reasons[first] = reasons.get(first, 0) + 1
    return reasons
