"""操作日志: who did, read and exported what, for auditors and administrators."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.desk import reports
from hardship.desk.columns import LOG_COLUMNS
from hardship.desk.filters import LogFilter
from hardship.desk.selectors import log as reads
from hardship.desk.selectors.log import LogLine
from hardship.kernel.answers import workbook
from hardship.kernel.pages import window
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING

PARAMETERS = ("by", "kind", "action", "since", "until")


@require_GET
@require_role(Role.AUDITOR, Role.ADMINISTRATOR)
def log(request: AuthenticatedRequest) -> HttpResponse:
    """The events of the person's subtree, newest first."""
    chosen = _filter(request)
    page = window(chosen.chosen, request.GET)
    return render(
        request,
        "desk/log.html",
        {
            "filter": chosen,
            "active": [
                {"label": words, "url": f"?{_query(request, **{name: None})}"}
                for name, words in chosen.described()
            ],
            **_rows().context(reads.describe(page.rows)),
            "query": _query(request),
            "clear_url": reverse("desk:log"),
            "links": page.links(lambda **place: f"?{_query(request, **place)}"),
        },
    )


@require_POST
@require_role(Role.AUDITOR, Role.ADMINISTRATOR)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same events as a workbook; taking it along is an event of its own."""
    chosen = _filter(request)
    conditions = [words for _name, words in chosen.described()]
    content, rows = reports.log_workbook(chosen.chosen, user=request.user, conditions=conditions)
    filters = {name: str(value) for name, value in chosen.values.items()}
    audit.record_export("audit_log", by=request.user, content=content, rows=rows, filters=filters)
    name = _("操作日志_%(union)s_%(day)s_%(rows)s条.xlsx") % {
        "union": request.user.union.short_name,
        "day": timezone.localdate().isoformat(),
        "rows": rows,
    }
    return workbook(content, name)


def _filter(request: AuthenticatedRequest) -> LogFilter:
    return LogFilter(request.GET, queryset=reads.list_records(user=request.user), user=request.user)


def _query(request: AuthenticatedRequest, **changes: Any) -> str:
    values = {name: request.GET.get(name) for name in PARAMETERS} | changes
    return urlencode({name: value for name, value in values.items() if value})


def _rows() -> Rows[LogLine]:
    """How an event reads: what it was about leads there."""

    def target(line: LogLine) -> object:
        return (
            format_html('<a href="{}">{}</a>', line.url, line.target) if line.url else line.target or NOTHING
        )

    return Rows(LOG_COLUMNS, drawn={"target": target})
