"""公示与异议."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.approvals import services
from cases.approvals.columns import NOTICES_COLUMNS
from cases.approvals.forms import AnswerForm, ObjectionForm
from cases.approvals.models import NoticeEntry, Objection, PublicNotice
from cases.approvals.selectors import (
    get_progress,
    is_on,
    list_entries,
    list_notices,
    may_conclude,
    visible_entries,
)
from cases.approvals.states import NoticeState
from cases.approvals.views.lists import line_rows, notice_rows
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Refused

SIZE = 30


@require_GET
def notices(request: AuthenticatedRequest) -> HttpResponse:
    rows, state = _narrowed(request)
    chips = [("", _("全部")), *NoticeState.choices]
    context = {
        **notice_rows(get_calendar()).page(rows, request.GET, size=SIZE),
        "chips": [
            {"label": label, "url": f"?state={key}" if key else "?", "current": key == state}
            for key, label in chips
        ],
        "is_filtered": bool(state),
    }
    return render(request, "approvals/notices.html", context)


EXPORT = ListExport("notices", gettext_lazy("公示台账"), NOTICES_COLUMNS, "approvals:notices")


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
    return _page(request, _notice(request, pk))


@require_POST
@require_role(Role.REVIEWER)
def conclude(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _notice(request, pk)
    try:
        outcome = services.conclude_notice(notice_id=found.pk, by=request.user)
    except (Refused, PublicNotice.DoesNotExist) as refusal:
        messages.error(request, str(refusal))
        return redirect("approvals:notice", pk=pk)
    if outcome.done:
        messages.success(request, _("%(n)s 件公示期满，已报审批。") % {"n": len(outcome.done)})
    for application, why in outcome.refused:
        messages.warning(request, f"{application.number}：{why}")
    return redirect("approvals:notice", pk=pk)


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def objection(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Put an objection on record."""
    found = _notice(request, pk)
    entries = list_entries(found)
    form = ObjectionForm(request.POST, entries=_names(entries, request))
    if not form.is_valid():
        return _page(request, found, objection_form=form, status=422)
    data = form.cleaned_data
    try:
        services.record_objection(entry_id=int(data.pop("entry")), by=request.user, **data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, objection_form=form, status=409)
    except NoticeEntry.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("已登记异议，答复之前这件申请不能报审批。"))
    return redirect("approvals:notice", pk=pk)


@require_POST
@require_role(Role.REVIEWER)
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Answer an objection; an upheld one returns the application."""
    visible = PublicNotice.objects.visible_to(request.user)
    row = get_object_or_404(Objection.objects.filter(entry__notice__in=visible), pk=pk)
    found = _notice(request, row.entry.notice_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answered=(row.pk, form), status=422)
    try:
        services.answer_objection(objection_id=row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, answered=(row.pk, form), status=409)
    messages.success(request, _("已答复。"))
    return redirect("approvals:notice", pk=found.pk)


def _notice(request: AuthenticatedRequest, pk: int) -> PublicNotice:
    found: PublicNotice = get_object_or_404(list_notices(request.user), pk=pk)
    return found


def _page(
    request: AuthenticatedRequest,
    found: PublicNotice,
    *,
    objection_form: ObjectionForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    entries = list_entries(found)
    user = request.user
    own = user.union_id == found.union_id
    open_entries = [row for row in entries if is_on(row)]
    context = {
        "notice": found,
        "progress": get_progress(found),
        **line_rows(visible_entries(user, entries)).context(enumerate(entries, start=1)),
        "objections": _objections(entries, own, answered) if _reads_objections(user) else [],
        "objection_count": sum(len(row.objections.all()) for row in entries),
        "may_conclude": may_conclude(found, user),
        "may_object": bool(open_entries) and user.has_role(Role.CLERK, Role.REVIEWER),
        "objection_form": objection_form or ObjectionForm(entries=_names(entries, request)),
        "form": objection_form or (answered[1] if answered else None),
        "today": timezone.localdate(),
    }
    return render(request, "approvals/notice.html", context, status=status)


def _reads_objections(user: User) -> bool:
    """Objections are for those who investigate them and those above; below, only how many there are."""
    return Part.REVIEW in user.union.parts


def _objections(
    entries: list[NoticeEntry], own: bool, answered: tuple[int, AnswerForm] | None
) -> list[dict[str, Any]]:
    pk, form = answered or (0, None)
    return [
        {
            "objection": row,
            "entry": entry,
            "name": str(entry.application.household),
            "form": (form if row.pk == pk and form else AnswerForm(auto_id=f"id_{row.pk}_%s")),
            "may_answer": own and row.answered_at is None and is_on(entry),
        }
        for entry in entries
        for row in entry.objections.all()
    ]


def _names(entries: list[NoticeEntry], request: AuthenticatedRequest) -> list[tuple[int, str]]:
    """The lines that an objection can be against, of those whose application the person may see."""
    visible = visible_entries(request.user, entries)
    return [
        (row.pk, f"{row.application.household}（{row.application.programme.name}）")
        for row in entries
        if row.pk in visible and is_on(row)
    ]
