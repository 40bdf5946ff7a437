"""回避: declared from a case, decided by a leader, listed for whoever checks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.columns import RECUSAL_COLUMNS
from cases.archives.filters import RecusalFilter
from cases.archives.forms.recusals import RecusalDecisionForm, RecusalForm
from cases.archives.models import CaseRecusal
from cases.archives.selectors import recusals as selectors
from cases.archives.services import recusals as services
from cases.archives.states.recusals import LEADERS, RECUSAL_TRANSITIONS
from cases.archives.views.entered import get_household
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows

DECLARERS = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER)
READERS = (*LEADERS, Role.REVIEWER, Role.AUDITOR)


@require_role(*DECLARERS)
@require_http_methods(["GET", "POST"])
def recusal_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    household = get_household(request, pk)
    form = RecusalForm(request.POST or None)
    made = attempt(
        form, lambda: services.declare_recusal(household_id=pk, by=request.user, **form.cleaned_data)
    )
    if made.made is not None:
        messages.success(request, _("已申请回避，从现在起这家的审核、审批不由您办；负责人已收到消息。"))
        return redirect("archives:case", pk=pk)
    context = {"household": household, "form": form, "case_url": reverse("archives:case", args=[pk])}
    return render(request, "archives/recusal_new.html", context, status=made.status)


@require_role(*READERS)
@require_GET
def recusals(request: AuthenticatedRequest) -> HttpResponse:
    found = _found(request)
    drawn = Rows[CaseRecusal](RECUSAL_COLUMNS, url=link_to("archives:recusal"))
    context = {"filter": found, **drawn.page(found.chosen, request.GET)}
    return render(request, "archives/recusals.html", context)


@require_role(*READERS)
@require_http_methods(["GET", "POST"])
def recusal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One recusal, and for a leader what to say to it."""
    row = get_object_or_404(selectors.list_recusals(user=request.user), pk=pk)
    form = RecusalDecisionForm(request.POST or None)
    made = attempt(form, lambda: services.decide_recusal(recusal_id=pk, by=request.user, **form.cleaned_data))
    if made.made is not None:
        messages.success(request, _("已办理：%(state)s。") % {"state": made.made.get_state_display()})
        return redirect("archives:recusal", pk=pk)
    blocker = services.recusal_decision_blocker
    context = {
        "row": row,
        "form": form,
        "others": selectors.count_others(row),
        "buttons": workflow.buttons(RECUSAL_TRANSITIONS, row, by=request.user, blocker=blocker),
        "why": workflow.obstacle(RECUSAL_TRANSITIONS, row, by=request.user, blocker=blocker),
    }
    return render(request, "archives/recusal.html", context, status=made.status)


EXPORT = ListExport("recusals", gettext_lazy("回避台账"), RECUSAL_COLUMNS, "archives:recusals")


@require_role(*READERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same rows as a workbook; the download is on record."""
    found = _found(request)
    return EXPORT.answer(request, found.chosen, found)


def _found(request: AuthenticatedRequest) -> RecusalFilter:
    rows = selectors.list_recusals(user=request.user)
    return RecusalFilter(request.GET, queryset=rows, user=request.user)
