"""异议: put on record, answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.notices import services
from cases.notices.forms import AnswerForm, ObjectionForm
from cases.notices.models import NoticeEntry, Objection, PublicNotice
from cases.notices.selectors import find_visible, list_entries
from cases.notices.views.pages import get_notice, list_objectable, notice_page
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def objection(request: AuthenticatedRequest, pk: int) -> HttpResponse:
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
    messages.success(request, _("已登记异议，答复之前这件申请不能报审批。"))
    return redirect("notices:notice", pk=pk)


@require_POST
@require_role(Role.REVIEWER)
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    visible = PublicNotice.objects.visible_to(request.user)
    row = get_object_or_404(Objection.objects.filter(entry__notice__in=visible), pk=pk)
    found, form = get_notice(request, row.entry.notice_id), AnswerForm(request.POST)
    done = attempt(
        form,
        lambda: services.answer_objection(objection_id=row.pk, by=request.user, **form.cleaned_data),
    )
    if done.made is None:
        return notice_page(request, found, answered=(row.pk, form), status=done.status)
    messages.success(request, _("已答复。"))
    return redirect("notices:notice", pk=found.pk)
