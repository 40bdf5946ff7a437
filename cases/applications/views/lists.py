"""帮扶申请: the list and its workbook."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.applications import reports
from cases.applications.columns import COLUMNS
from cases.applications.filters import ApplicationFilter
from cases.applications.models import Application
from cases.applications.selectors import lists
from cases.applications.states import State
from cases.lists.selectors.searching import KIND_LABELS, Search, read_search
from cases.lists.views import searches
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to
from hardship.kernel.pages import window
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING, deadline

LISTED_STATES = (
    State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.RETURNED, State.APPROVED,
    State.REJECTED, State.DRAFT,
)  # fmt: skip
PARAMETERS = ("q", "state", "programme", "union", "category", "year")
LONGEST = 60
EXPORTERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.AUDITOR)


@require_GET
def application_list(request: AuthenticatedRequest) -> HttpResponse:
    found, looked_for = _narrowed(request)
    page = window(found.chosen, request.GET)
    counts = lists.count_states(user=request.user, states=LISTED_STATES)
    rows = _rows()
    return render(
        request,
        "applications/list.html",
        {
            "headings": rows.headings(),
            "rows": rows.draw(page.rows),
            "filter": found,
            "total": lists.count_applications(found.chosen),
            "chips": _chips(request, found, counts),
            "active": [
                {"label": words, "url": f"?{_query(request, **{name: None})}"}
                for name, words in _told(found, looked_for)
            ],
            "search_expired": looked_for is None and bool(request.GET.get("q")),
            "links": page.links(lambda **place: f"?{_query(request, **place)}"),
            "query": _query(request),
            "is_new": not any(counts.values()) and not page.rows,
            "may_enter": request.user.has_role(Role.CLERK),
            "may_export": request.user.has_role(*EXPORTERS),
        },
    )


@require_POST
def find(request: AuthenticatedRequest) -> HttpResponse:
    """Keep whom somebody looks for and show the list for them, other conditions kept."""
    looked_for = read_search(request.POST.get("text", "")[:LONGEST].strip())
    token = searches.remember(request.session, looked_for) if looked_for else None
    return redirect(f"{reverse('applications:list')}?{_query(request, q=token)}")


@require_GET
@require_role(*EXPORTERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook; the download is on record."""
    found, looked_for = _narrowed(request)
    rows = list(found.chosen.select_related("decided_by").order_by("-pk")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        messages.error(
            request, _("超过 %(n)s 件，请先按工会、年度或状态筛选再导出。") % {"n": f"{MOST_ROWS:,}"}
        )
        return redirect(f"{reverse('applications:list')}?{_query(request)}")
    state = found.values.get("state")
    words = [str(State(state).label)] if state else []
    words += [text for _name, text in _told(found, looked_for)]
    content = reports.applications_workbook(rows, conditions=words, by=request.user)
    audit.record_export(
        "applications", by=request.user, content=content, rows=len(rows), filters=dict(found.values)
    )
    name = _("帮扶申请_%(day)s_%(n)s件.xlsx") % {"day": f"{timezone.localdate():%Y%m%d}", "n": len(rows)}
    return workbook(content, name)


def _narrowed(request: AuthenticatedRequest) -> tuple[ApplicationFilter, Search | None]:
    """The filters over whom the token in the address means, and that search; nobody for one that is over."""
    looked_for = searches.recall(request.session, request.GET.get("q", ""))
    rows = lists.list_applications(user=request.user)
    if looked_for:
        rows = lists.of_households(rows, looked_for, user=request.user)
    elif request.GET.get("q"):
        rows = rows.none()
    return ApplicationFilter(request.GET, queryset=rows, user=request.user), looked_for


def _told(found: ApplicationFilter, looked_for: Search | None) -> list[tuple[str, str]]:
    """What narrows the list: the parameter and the words for it."""
    searched = [("q", f"{KIND_LABELS[looked_for.kind]}：{looked_for.shown}")] if looked_for else []
    return [*searched, *found.described()]


def _rows() -> Rows[Application]:
    """How an application reads in the list, with the working days that are left."""
    calendar, today = get_calendar(), timezone.localdate()

    def time_left(row: Application) -> object:
        return deadline(calendar.days_left(row.due_on, today), row.due_on) if row.due_on else NOTHING

    return Rows(
        choose(COLUMNS, ()),
        url=link_to("applications:detail"),
        drawn={"due_on": time_left},
    )


def _chips(
    request: AuthenticatedRequest, found: ApplicationFilter, counts: dict[str, int]
) -> list[dict[str, Any]]:
    """Quick choices by state with how many there are; long ones end at 1,000+."""
    chosen = found.values.get("state", "")
    states = [
        {
            "label": State(state).label,
            "url": f"?{_query(request, state=str(state))}",
            "current": chosen == state,
            "count": f"{lists.CAP:,}+" if counts[state] > lists.CAP else f"{counts[state]:,}",
        }
        for state in LISTED_STATES
    ]
    return [
        {"label": _("全部"), "url": f"?{_query(request, state=None)}", "current": not chosen, "count": None},
        *states,
    ]


def _query(request: AuthenticatedRequest, **changes: Any) -> str:
    values = {name: request.GET.get(name) for name in PARAMETERS} | changes
    return urlencode({name: value for name, value in values.items() if value not in (None, "")})
