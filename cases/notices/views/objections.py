"""异议: put on record, checked, investigated, answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.notices import reports, services
from cases.notices.forms import AnswerForm, ObjectionForm, ObjectionStepForm
from cases.notices.models import NoticeEntry, Objection
from cases.notices.selectors import (
    find_visible,
    list_entries,
    list_objections,
    may_know,
    objection_blocker,
    read_names,
    read_shown_names,
)
from cases.notices.selectors.repeated import list_same_phone
from cases.notices.states import OBJECTION_TRANSITIONS
from cases.notices.views.pages import get_notice, list_objectable, notice_page
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import note, paper
from hardship.kernel.attempts import attempt
from hardship.kernel.pdf import render_pdf

HANDS = (Role.CLERK, Role.REVIEWER, Role.APPROVER)


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def objection_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Put an objection on record."""
    found = get_notice(request, pk)
    entries = list_entries(found)
    objectable = list_objectable(entries, find_visible(request.user, entries))
    form = ObjectionForm(request.POST, entries=objectable)
    try:
        done = attempt(form, lambda: services.record_objection(by=request.user, **form.told()))
    except NoticeEntry.DoesNotExist:
        raise Http404 from None
    if done.made is None:
        return notice_page(request, found, objection_form=form, status=done.status)
    messages.success(request, _("已登记异议，答复之前这件申请不能往下办。"))
    return redirect("notices:notice", pk=pk)


@require_GET
@require_role(*CASE_WORKERS)
def objection(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


@require_http_methods(["POST"])
@require_role(*HANDS)
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The answer of somebody who had no hand in the row."""
    row, form = _get(request, pk), AnswerForm(request.POST)
    done = attempt(
        form,
        lambda: services.answer_objection(
            objection_id=row.pk, answer=services.Answer(**form.cleaned_data), by=request.user
        ),
    )
    if done.made is None:
        return _page(request, row, answer_form=form, status=done.status)
    messages.success(request, _("已答复，请打印答复书留存、交给异议人。") + done.made.effect)
    return redirect("notices:objection", pk=row.pk)


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def objection_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes what came through the page as an objection or not, or notes that it was taken back."""
    row, form = _get(request, pk), ObjectionStepForm(request.POST)
    done = attempt(
        form,
        lambda: services.move_objection(objection_id=row.pk, by=request.user, **form.cleaned_data),
    )
    if done.made is None:
        return _page(request, row, step_form=form, status=done.status)
    messages.success(request, _("已办理：%(state)s。") % {"state": done.made.get_state_display()})
    return redirect("notices:objection", pk=row.pk)


@require_POST
@require_role(*HANDS)
def reveal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The telephone number of whoever objected, for those without a hand in the row; it leaves a trace."""
    row = _get(request, pk)
    if not may_know(row.entry, request.user):
        raise Http404
    audit.record_reveal(target=row, field="contact", by=request.user)
    return note(row.contact.reveal())


@require_GET
@require_role(*CASE_WORKERS)
def letter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """异议调查答复书."""
    row = _get(request, pk)
    if not row.is_answered:
        raise Http404
    hides = not may_know(row.entry, request.user)
    content = render_pdf(reports.LETTER_TEMPLATE, reports.letter(row, hides=hides), title=_("异议调查答复书"))
    audit.record_export("objection_letter", by=request.user, content=content, rows=1, target=row.entry.notice)
    return paper(content, f"异议调查答复书_{row.entry.notice.number}.pdf")


def _get(request: AuthenticatedRequest, pk: int) -> Objection:
    found: Objection = get_object_or_404(list_objections(request.user), pk=pk)
    return found


def _as_shown(rows: list[Objection]) -> list[dict[str, Any]]:
    """Each with its line as the poster named it."""
    notices = {row.entry.notice for row in rows}
    names = {key: name for notice in notices for key, name in read_shown_names(notice).items()}
    return [{"objection": row, "name": names[row.entry_id]} for row in rows]


def _page(
    request: AuthenticatedRequest,
    row: Objection,
    *,
    answer_form: AnswerForm | None = None,
    step_form: ObjectionStepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, table = request.user, OBJECTION_TRANSITIONS
    buttons = workflow.buttons(table, row, by=user, blocker=objection_blocker)
    actions = [button.action for button in buttons]
    context = {
        "objection": row,
        "notice": row.entry.notice,
        "name": read_names([row.entry])[row.entry_id],
        "hides": not may_know(row.entry, user),
        "same_phone": _as_shown(list_same_phone(row, user)),
        "buttons": [button for button in buttons if button.action != "answer"],
        "answer_form": (answer_form or AnswerForm()) if "answer" in actions else None,
        "step_form": step_form or ObjectionStepForm(),
        "why": ""
        if "answer" in actions
        else workflow.obstacle(table, row, by=user, blocker=objection_blocker),
        "form": answer_form or step_form,
    }
    return render(request, "notices/objection.html", context, status=status)
