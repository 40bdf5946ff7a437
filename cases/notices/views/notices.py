"""公示: the list, one notice, its end."""

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
from cases.notices.states import NoticeState
from cases.notices.views.lists import notice_rows
from cases.notices.views.pages import get_notice, notice_page
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.links import make_chips
from hardship.kernel.workflow import Refused

SIZE = 30
EXPORT = ListExport("notices", gettext_lazy("公示台账"), NOTICES_COLUMNS, "notices:notices")


@require_GET
def notices(request: AuthenticatedRequest) -> HttpResponse:
    rows, state = _narrowed(request)
    context = {
        **notice_rows(get_calendar()).page(rows, request.GET, size=SIZE),
        "chips": make_chips({"state": state}, "state", [("", _("全部")), *NoticeState.choices]),
        "is_filtered": bool(state),
    }
    return render(request, "notices/notices.html", context)


@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The notices as they are narrowed; the download is on record."""
    rows, state = _narrowed(request)
    told = [str(NoticeState(state).label)] if state else []
    return EXPORT.answer(request, rows, conditions=told, filters={"state": state})


def _narrowed(request: AuthenticatedRequest) -> tuple[QuerySet[PublicNotice], str]:
    """The notices, the latest first, and the state that they are narrowed to."""
    state = request.GET.get("state", "")
    rows = list_notices(request.user).order_by("-starts_on", "-pk")
    return (rows.filter(state=state), state) if state in NoticeState.values else (rows, "")


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
