"""One step on one application."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.models import Application
from cases.applications.states import State
from cases.applications.views.detail import detail_context
from cases.applications.views.found import get_application
from cases.approvals import services
from cases.approvals.filters import Inbox
from cases.approvals.forms import StepForm
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.along import get_stage
from cases.approvals.states import EXTEND, PROLONG, RESUME, RETRACT, SIGNERS, TAKE_BACK
from cases.policies.rules import notice_words
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused

# After these the person goes on with the same case.
STAYS = ("submit", PROLONG, EXTEND, RESUME, RETRACT, TAKE_BACK)


@require_POST
@require_role(Role.CLERK, *SIGNERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    form = StepForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, application, form, status=422)
    try:
        taken = services.take_step(application_id=application.pk, by=request.user, **form.step())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, get_application(request, pk), form, status=409)
    messages.success(request, _told(taken))
    if taken.action in STAYS or not request.user.has_role(*SIGNERS):
        return redirect("applications:detail", pk=pk)
    return _go_on(request, application)


@require_POST
@require_role(Role.CLERK, *SIGNERS)
def urge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks whoever the application waits for to go on."""
    application = get_application(request, pk)
    try:
        message = services.urge_application(application_id=application.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已催办，%(union)s会收到消息。") % {"union": message.union.name})
    return redirect("applications:detail", pk=pk)


def _go_on(request: AuthenticatedRequest, application: Application) -> HttpResponse:
    """The next case of the inbox as it was narrowed; where none is left, the inbox, which says so.
    `application` is as it was before the step: from there the list goes on."""
    asked = Inbox(request.user, QueryDict(request.GET.get("list", "")))
    following = asked.turns(application).following if asked.waits else None
    return redirect(asked.url if following is None else asked.url_of(following))


def _page(
    request: AuthenticatedRequest, application: Application, form: StepForm, status: int
) -> HttpResponse:
    """The application's page with the refusal, and with what was typed."""
    context = {**detail_context(request, application), "step_form": form}
    return render(request, "applications/detail.html", context, status=status)


def _told(taken: ApprovalStep) -> str:
    number = taken.application.number
    approved = _("%(number)s 已批准，资金已占用，等待财务发放。")
    revoked = _("%(number)s 已撤销批准，占用的资金已释放。")
    if taken.application.programme.is_service:
        approved = _("%(number)s 已批准，等待经办人落实服务。")
        revoked = _("%(number)s 已撤销批准，服务不再办理。")
    done = {
        "submit": _("已提交，申请号 %(number)s，%(next)s。"),
        "withdraw": _("已撤回。"),
        "recall": _("已撤回，可以继续修改，改好以后重新提交。"),
        "pass": _("%(number)s 已同意，%(next)s。"),
        "return": _("%(number)s 已退回，经办人会看到退回原因。"),
        "send_back": _("%(number)s 已退回，%(next)s。"),
        "suspend": _("%(number)s 已挂起，停止计时；到期自动恢复，申请人来了也可以提前恢复。"),
        "hand_on": _("%(number)s 已转给同事办理，他会收到消息。"),
        "take_over": _("%(number)s 已由您接办，请接着办理；下级工会会收到消息。"),
        "consult": _("%(number)s 已请同事出意见，收到意见以后再办；时限不变。"),
        "opine": _("%(number)s 的意见已交给请您出意见的人。"),
        "take_back": _("%(number)s 已撤回加签，可以接着办理。"),
        "prolong": _("%(number)s 的全程时限已延长，原因会留在办理记录里。"),
        "extend": _("%(number)s 这个环节的时限已延长，办理的人会收到消息；原来的时限仍看得到。"),
        "retract": _("%(number)s 的意见已撤回作废，请重新办理。"),
        "resume": _("%(number)s 已恢复办理，时限按挂起的工作日顺延。"),
        "reject": _("%(number)s 已记为不予帮扶。"),
        "conclude": _("%(number)s 公示期满，已报审批。"),
        "approve": approved if taken.target == State.APPROVED else _("%(number)s 已同意，%(next)s。"),
        "revoke": revoked,
    }
    return done[taken.action] % {"number": number, "next": _next(taken.application)}


def _next(application: Application) -> str:
    """Where it is now, for whoever sent it there."""
    if application.state == State.PUBLIC_NOTICE:
        return _("从今天起%(notice)s") % {"notice": notice_words(application.programme.rule.notice)}
    stage = get_stage(application)
    if stage is None:
        return ""
    return _("下一环节：%(union)s%(stage)s") % {"union": stage.union, "stage": stage.label}
