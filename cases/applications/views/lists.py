"""帮扶申请: the list and its workbook."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.applications.columns import COLUMNS
from cases.applications.filters import ApplicationFilter
from cases.applications.models import Application
from cases.applications.selectors import lists
from cases.applications.selectors.unfiled import list_off_file_programmes
from cases.applications.states import State
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import searches
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to
from hardship.kernel.pages import numbered, window
from hardship.kernel.rows import Rows
from hardship.kernel.searches import KIND_LABELS, Search, read_search
from hardship.kernel.sorting import MOST_SORTED, Sorting
from hardship.kernel.templatetags.ui import NOTHING, deadline

LISTED_STATES = (
    State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.SUSPENDED, State.RETURNED, State.APPROVED,
    State.REJECTED, State.DRAFT,
)  # fmt: skip
PARAMETERS = (
    "q",
    "state",
    "programme",
    "union",
    "category",
    "channel",
    "contact",
    "batch",
    "unfiled",
    "year",
    "sort",
)
EXPORTERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.AUDITOR)


@require_GET
def application_list(request: AuthenticatedRequest) -> HttpResponse:
    found, looked_for = _narrowed(request)
    counts = lists.count_states(user=request.user, states=LISTED_STATES)
    return render(
        request,
        "applications/list.html",
        {
            **_page(request, found.chosen),
            "filter": found,
            "chips": _chips(request, found, counts),
            "active": [
                {"label": words, "url": f"?{_query(request, **{name: None})}"}
                for name, words in _told(found, looked_for)
            ],
            "search_expired": looked_for is None and bool(request.GET.get("q")),
            "query": _query(request),
            "is_new": not any(counts.values()),
            "may_enter": request.user.has_role(Role.CLERK),
            "has_off_file": request.user.has_role(Role.CLERK)
            and bool(list_off_file_programmes(request.user.union)),
            "may_export": request.user.has_role(*EXPORTERS),
        },
    )


def _page(request: AuthenticatedRequest, found: QuerySet[Application]) -> dict[str, Any]:
    """A page beside a key, however long the list is; in another order it is numbered, which costs the
    whole list and is for those that are short enough."""
    rows, total = _rows(), lists.count_applications(found)
    sorting = Sorting(rows.columns, request.GET, found)
    number = found.order_by()[: MOST_SORTED + 1].count() if total.is_capped else total.number
    if sorting.asked and number <= MOST_SORTED:
        page = numbered(sorting.sort(), request.GET, count=number)
        return {**rows.context(page, sorting=sorting), "total": total, "links": page}
    beside = window(found, request.GET)
    links = beside.numbered_links(
        lambda **place: f"?{_query(request, **place)}",
        request.GET,
        total=total.number,
        is_capped=total.is_capped,
    )
    sorts = sorting if number <= MOST_SORTED else None
    return {**rows.context(beside.rows, sorting=sorts), "total": total, "links": links}


@require_POST
def find(request: AuthenticatedRequest) -> HttpResponse:
    """Keep whom somebody looks for and show the list for them, other conditions kept."""
    looked_for = read_search(request.POST.get("text", "")[: searches.LONGEST].strip())
    token = searches.remember(request.session, looked_for) if looked_for else None
    return redirect(f"{reverse('applications:list')}?{_query(request, q=token)}")


EXPORT = ListExport(
    "applications", gettext_lazy("帮扶申请"), COLUMNS, "applications:list", totals=("amount",)
)


@require_POST
@require_role(*EXPORTERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook; it holds names, but no number of a person."""
    found, looked_for = _narrowed(request)
    state = found.values.get("state")
    told = [*([str(State(state).label)] if state else []), *(looked_for.told if looked_for else [])]
    rows = found.chosen.select_related("decided_by", "contact", "batch").order_by("-pk")
    return EXPORT.answer(request, rows, found, conditions=told)


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
