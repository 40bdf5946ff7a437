"""公示: the list, one notice, its end."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.notices import services
from cases.notices.columns import NOTICES_COLUMNS
from cases.notices.models import PublicNotice
from cases.notices.selectors import list_notices
from cases.notices.states import TOPICS, NoticeState
from cases.notices.views.lists import notice_rows
from cases.notices.views.pages import get_notice, notice_page
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.links import make_chips
from hardship.kernel.workflow import Refused

SIZE = 30
CHOICES: dict[str, dict[str, Any]] = {"state": dict(NoticeState.choices), "topic": dict(TOPICS)}
EXPORT = ListExport("notices", gettext_lazy("公示台账"), NOTICES_COLUMNS, "notices:notices")


@require_GET
def notices(request: AuthenticatedRequest) -> HttpResponse:
    rows, chosen = _narrowed(request)
    context = {
        **notice_rows(get_calendar()).page(rows, request.GET, size=SIZE),
        "chips": make_chips(chosen, "state", [("", _("全部")), *NoticeState.choices]),
        "topics": make_chips(chosen, "topic", [("", _("各种公示")), *TOPICS]),
        "is_filtered": bool(chosen),
    }
    return render(request, "notices/notices.html", context)


@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The notices as they are narrowed; the download is on record."""
    rows, chosen = _narrowed(request)
    told = [str(CHOICES[name][value]) for name, value in chosen.items()]
    return EXPORT.answer(request, rows, conditions=told, filters=chosen)


def _narrowed(request: AuthenticatedRequest) -> tuple[QuerySet[PublicNotice], dict[str, str]]:
    """The notices, the latest first, and what they are narrowed to: state, topic."""
    asked = {name: request.GET.get(name, "") for name in CHOICES}
    chosen = {name: value for name, value in asked.items() if value in CHOICES[name]}
    return list_notices(request.user).order_by("-starts_on", "-pk").filter(**chosen), chosen


@require_GET
def notice(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return notice_page(request, get_notice(request, pk))


@require_POST
@require_role(Role.REVIEWER)
def conclude(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_notice(request, pk)
    try:
        outcome = services.conclude_notice(notice_id=found.pk, by=request.user)
    except PublicNotice.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:notice", pk=pk)
    if outcome.done:
        messages.success(request, _("%(n)s 件公示期满，已报审批。") % {"n": len(outcome.done)})
    for entry, why in outcome.refused:
        messages.warning(request, f"{entry.number}：{why}")
    return redirect("notices:notice", pk=pk)
