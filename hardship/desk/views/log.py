"""操作日志: who did, read and exported what, for auditors and administrators."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.desk import reports, services
from hardship.desk.columns import LOG_COLUMNS
from hardship.desk.filters import LogFilter
from hardship.desk.selectors import log as reads
from hardship.desk.selectors.log import LogLine
from hardship.desk.selectors.tracing import trace
from hardship.kernel import searches
from hardship.kernel.answers import workbook
from hardship.kernel.pages import Links, Window, window
from hardship.kernel.qr import read_code
from hardship.kernel.rows import Rows, draw_sentence
from hardship.kernel.searches import Search, read_search
from hardship.kernel.templatetags.ui import NOTHING

PARAMETERS = ("by", "kind", "room", "action", "since", "until", "q")


@dataclass(frozen=True)
class Asked:
    """What the address asks of the log: the filters over the records that the search of its token means."""

    found: LogFilter
    search: Search | None
    is_expired: bool

    def described(self) -> list[tuple[str, str]]:
        """The conditions in force as parameter and sentence."""
        looked_for = [("q", _("查找：%(what)s") % {"what": self.search.shown})] if self.search else []
        return [*looked_for, *self.found.described()]


@require_GET
@require_role(Role.AUDITOR, Role.ADMINISTRATOR)
def log(request: AuthenticatedRequest) -> HttpResponse:
    """The events of the person's subtree, newest first."""
    asked = _asked(request)
    page = window(asked.found.chosen, request.GET)
    return render(
        request,
        "desk/log.html",
        {
            "filter": asked.found,
            "search_expired": asked.is_expired,
            "active": [
                {"label": words, "url": f"?{_query(request, **{name: None})}"}
                for name, words in asked.described()
            ],
            **_rows().context(reads.describe(page.rows)),
            "query": _query(request),
            "clear_url": reverse("desk:log"),
            "links": _links(request, asked, page),
        },
    )


@require_POST
@require_role(Role.AUDITOR, Role.ADMINISTRATOR)
def find(request: AuthenticatedRequest) -> HttpResponse:
    """On to the events about whom or what somebody looks for, by a token: no name and no number stands in an
    address. A number may come from the code on a paper. The filters in force stay; that it was looked for is
    an event of its own."""
    looked_for = read_search(read_code(request.POST.get("text", "")[: searches.LONGEST].strip()))
    if looked_for is None:
        return redirect(f"{reverse('desk:log')}?{_query(request, q=None)}")
    found = trace(looked_for, user=request.user)
    services.record_log_search(traces=found, search=looked_for, by=request.user)
    token = searches.remember(request.session, looked_for)
    return redirect(f"{reverse('desk:log')}?{_query(request, q=token)}")


@require_POST
@require_role(Role.AUDITOR, Role.ADMINISTRATOR)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same events as a workbook; taking it along is an event of its own."""
    asked = _asked(request)
    conditions = [words for _name, words in asked.described()]
    content, rows = reports.log_workbook(asked.found.chosen, user=request.user, conditions=conditions)
    filters = {name: str(value) for name, value in asked.found.values.items() if name != "q"}
    if asked.search:
        filters["search"] = asked.search.kind
    audit.record_export("audit_log", by=request.user, content=content, rows=rows, filters=filters)
    name = _("操作日志_%(union)s_%(day)s_%(rows)s条.xlsx") % {
        "union": request.user.union.short_name,
        "day": timezone.localdate().isoformat(),
        "rows": rows,
    }
    return workbook(content, name)


def _asked(request: AuthenticatedRequest) -> Asked:
    token, records = request.GET.get("q", ""), reads.list_records(user=request.user)
    search = searches.recall(request.session, token) if token else None
    if search is not None:
        records = records.filter(trace(search, user=request.user).condition)
    found = LogFilter(request.GET, queryset=records, user=request.user)
    return Asked(found, search, is_expired=bool(token) and search is None)


def _links(request: AuthenticatedRequest, asked: Asked, page: Window[Any]) -> Links:
    total, is_capped = reads.count_records(asked.found.chosen)
    return page.numbered_links(
        lambda **place: f"?{_query(request, **place)}", request.GET, total=total, is_capped=is_capped
    )


def _query(request: AuthenticatedRequest, **changes: Any) -> str:
    values = {name: request.GET.get(name) for name in PARAMETERS} | changes
    return urlencode({name: value for name, value in values.items() if value})


def _rows() -> Rows[LogLine]:
    """How an event reads: what it was about leads there."""

    def target(line: LogLine) -> object:
        if not line.target:
            return NOTHING
        words = draw_sentence(line.target)
        return format_html('<a href="{}">{}</a>', line.url, words) if line.url else words

    return Rows(LOG_COLUMNS, drawn={"target": target, "detail": lambda line: draw_sentence(line.detail)})
