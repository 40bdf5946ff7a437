"""免交材料: asked for from the list of what is missing, decided on the page of the application."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.forms.waivers import WaiverForm, WaiverStepForm
from cases.applications.models import PaperWaiver
from cases.applications.selectors import entry_blocker, get_offer
from cases.applications.selectors.waivable import list_waivable
from cases.applications.services.waivers import ask_waiver, decide_waiver
from cases.applications.states import EDITABLE_STATES
from cases.applications.views.detail import detail_context
from cases.applications.views.entry import check_page
from cases.applications.views.found import get_application
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.workflow import Refused


@require_POST
@require_role(Role.CLERK)
def waive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks whoever the policy names."""
    application = get_application(request, pk)
    if application.state not in EDITABLE_STATES or entry_blocker(application, request.user):
        return redirect("applications:detail", pk=pk)
    form = WaiverForm(request.POST, papers=list_waivable(application, get_offer(application)))
    tried = attempt(form, lambda: ask_waiver(application_id=pk, by=request.user, **form.cleaned_data))
    if tried.made is None:
        return check_page(request, application, form, status=tried.status)
    words = {"union": tried.made.decider.name}
    messages.success(request, _("已申请免交，“%(union)s”的审批人会收到消息；同意以后才能提交。") % words)
    return redirect("applications:check", pk=pk)


@require_POST
@require_role(Role.APPROVER)
def waiver_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Agrees, does not, or takes it back."""
    application = get_application(request, pk)
    form = WaiverStepForm(request.POST)
    refusal, status = _("请从页面上的按钮办理。"), 422
    if form.is_valid():
        try:
            made = decide_waiver(application_id=pk, by=request.user, **form.cleaned_data)
        except PaperWaiver.DoesNotExist:
            refusal = _("没有这份免交申请，请刷新页面。")
        except Refused as refused:
            refusal, status = str(refused), refused.status
        else:
            messages.success(request, _("“%(label)s”：%(state)s。") % {
                "label": made.label, "state": made.get_state_display(),
            })  # fmt: skip
            return redirect("applications:detail", pk=pk)
    context = {**detail_context(request, application), "refusal": refusal}
    return render(request, "applications/detail.html", context, status=status)
