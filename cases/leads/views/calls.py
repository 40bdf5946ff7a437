"""收集通知: the calls, one call with who has answered, sending out, answering, urging."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.leads import reports, services
from cases.leads.columns import CALL_COLUMNS, UNIT_COLUMNS
from cases.leads.forms import AnswerForm, CallForm, CallStepForm
from cases.leads.models import Call
from cases.leads.selectors import calls as selectors
from cases.leads.states import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport, narrow_first
from hardship.audit import services as audit
from hardship.kernel import answers
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused

UNITS = 100


@require_GET
@require_role(*READERS)
def call_list(request: AuthenticatedRequest) -> HttpResponse:
    rows: Rows[Call] = Rows(CALL_COLUMNS, url=lambda row: reverse("leads:call", args=[row.uid]))
    context = {
        **rows.page(selectors.list_calls(request.user), request.GET),
        "may_make": request.user.has_role(Role.REVIEWER),
    }
    return render(request, "leads/calls.html", context)


EXPORT = ListExport("calls", gettext_lazy("收集通知台账"), CALL_COLUMNS, "leads:calls")


@require_POST
@require_role(*READERS)
def list_export(request: AuthenticatedRequest) -> HttpResponse:
    """The calls and how many answered; the download is on record."""
    return EXPORT.answer(request, selectors.list_calls(request.user))


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def call_new(request: AuthenticatedRequest) -> HttpResponse:
    return _save(request, CallForm(request.POST or None, request.FILES or None), services.make_call)


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def call_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = CallForm(request.POST or None, request.FILES or None, call=row)
    return _save(request, form, services.change_call, row, call_id=row.pk)


@require_GET
@require_role(*READERS)
def call(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.REVIEWER)
def call_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row, form = _get(request, uid), CallStepForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        done = services.take_call_step(call_id=row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, _get(request, uid), form, status=409)
    messages.success(request, _("已办理：%(state)s。") % {"state": done.get_state_display()})
    return redirect("leads:call", uid=uid)


@require_POST
@require_role(Role.REVIEWER)
def call_urge(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Remind whoever has not answered."""
    row = _get(request, uid)
    try:
        count = services.urge(call_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已催办 %(n)s 个工会，他们的待办里会显示“已催办”。") % {"n": count})
    return redirect("leads:call", uid=uid)


@require_POST
@require_role(Role.CLERK)
def call_answer(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The answer of the person's own union."""
    row, form = _get(request, uid), AnswerForm(request.POST)
    unit = selectors.get_own(row, request.user)
    if unit is None:
        raise Http404
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        services.answer(unit_id=unit.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, _get(request, uid), form, status=409)
    messages.success(request, _("已答复。收集结束以前还可以更正。"))
    return redirect("leads:call", uid=uid)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Who has answered, as a workbook."""
    row = _get(request, uid)
    rows = list(selectors.list_units(row, request.user)[: answers.MOST_ROWS + 1])
    if len(rows) > answers.MOST_ROWS:
        return narrow_first(request, reverse("leads:call", args=[uid]))
    content = reports.answers_workbook(row, rows, by=request.user)
    audit.record_export("call_answers", by=request.user, content=content, rows=len(rows), target=row)
    return answers.workbook(
        content, _("收集通知答复_%(day)s.xlsx") % {"day": f"{timezone.localdate():%Y%m%d}"}
    )


@require_GET
@require_role(*READERS)
def attachment(request: AuthenticatedRequest, uid: uuid.UUID) -> FileResponse:
    """What was sent along: a picture is shown, a PDF downloaded."""
    row = _get(request, uid)
    if not row.file:
        raise Http404
    return answers.stored_file(row.file.open("rb"), name=row.file_name, media_type=row.file_media_type)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Call:
    rows = Call.objects.visible_to(request.user).select_related(
        "union", "created_by", "opened_by", "closed_by"
    )
    return get_object_or_404(rows, uid=uid)


def _save(
    request: AuthenticatedRequest, form: Form, service: Any, row: Call | None = None, **keys: int
) -> HttpResponse:
    done = attempt(form, lambda: service(by=request.user, **keys, **form.cleaned_data))
    if done.made is None:
        return render(request, "leads/call_form.html", {"form": form, "call": row}, status=done.status)
    messages.success(request, _("已保存。") if row else _("已保存，发出以后下级工会才能看到。"))
    return redirect("leads:call", uid=done.made.uid)


def _page(
    request: AuthenticatedRequest, row: Call, refused: Form | None = None, *, status: int = 200
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    shown = request.GET.get("show", "")
    own = selectors.get_own(row, user)
    initial = {"persons": own.persons, "note": own.note} if own and not own.is_waiting else {}
    units = selectors.narrow(selectors.list_units(row, user), shown, today)
    context = {
        "call": row,
        **_rows().page(units, request.GET, size=UNITS),
        "totals": selectors.sum_up(row, user, today),
        "chips": [
            {"label": label, "url": f"?show={value}", "count": None, "current": shown == value}
            for value, label in (("", _("全部")), ("waiting", _("未答复")), ("answered", _("已答复")),
                                 ("late", _("逾期")))
        ],
        "own": own,
        "leads": selectors.count_leads(row, user) if own else 0,
        "may_answer": services.may_answer(own, user),
        "form": refused if isinstance(refused, AnswerForm) else AnswerForm(initial=initial),
        "refused": refused,
        "buttons": services.list_call_buttons(row, user),
        "may_edit": not services.call_blocker(row, user),
    }  # fmt: skip
    return render(request, "leads/call.html", context, status=status)


def _rows() -> Rows[Any]:
    return Rows(
        without(UNIT_COLUMNS, "is_late"),
        notes={"state": lambda unit: badge("danger", _("逾期")) if unit.is_late else ""},
    )
