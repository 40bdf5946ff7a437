"""我的待办: everything that waits for the person in one list, whichever room it is of."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hardship.accounts.access import AuthenticatedRequest
from hardship.desk.columns import TODO_COLUMNS
from hardship.desk.forms import TodoForm
from hardship.desk.selectors import count_waiting
from hardship.desk.selectors.inbox import MOST, Waits, describe, list_of_kind, list_waiting
from hardship.kernel.links import make_chips
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import deadline

LATE, DRAFTS = "late", "drafts"


def _due(row: Waits) -> Any:
    return "" if row.item.due_on is None else deadline(row.item.days, row.item.due_on)


ROWS = Rows[Waits](TODO_COLUMNS, url=lambda row: row.item.url, drawn={"due": _due})


@require_GET
def todo(request: AuthenticatedRequest) -> HttpResponse:
    """All kinds, the first due first; what is late, drafts; or one kind, page by page."""
    waiting = count_waiting(request.user)
    request.waiting = waiting  # type: ignore[attr-defined]  # for the navigation of this page
    form = TodoForm(request.GET, user=request.user, counts=waiting.duties)
    tab, kind = request.GET.get("tab", ""), form.chosen("kind")
    if kind is not None:
        page = numbered(list_of_kind(request.user, kind, form.chosen("union")), request.GET)
        rows = describe(kind, page)
    else:
        found = list_waiting(request.user, waiting.duties, drafts=tab == DRAFTS)
        page = numbered([row for row in found if tab != LATE or row.is_late], request.GET)
        rows = list(page)
    tabs = (("", _("全部待办")), (LATE, _("已超期")), (DRAFTS, _("没有提交的草稿")))
    context = {
        "page": page,
        "form": form,
        "kind": kind,
        "tab": tab,
        "chips": make_chips({"tab": "-" if kind else tab}, "tab", tabs),
        "waiting": sum(count for duty, count in waiting.duties if not duty.is_draft),
        "cut": [
            (duty.label, count)
            for duty, count in waiting.duties
            if count > MOST and not kind and duty.is_draft == (tab == DRAFTS)
        ],
        "most": MOST,
        **ROWS.context(rows),
    }
    return render(request, "desk/todo.html", context)
