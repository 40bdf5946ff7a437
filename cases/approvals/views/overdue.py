"""超期未办: what is late at the unions below, its workbook; 督办 and what is answered to it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.applications.models import Application
from cases.applications.views.found import get_application
from cases.approvals import services
from cases.approvals.columns import OVERDUE_COLUMNS
from cases.approvals.filters import SHOWN, OverdueFilter
from cases.approvals.forms import OverdueRuleForm, SuperviseForm, SupervisionAnswerForm
from cases.approvals.models import Supervision
from cases.approvals.selectors import list_options
from cases.approvals.selectors.overdue import (
    Late,
    answer_blocker,
    describe_late,
    get_overdue_workdays,
    list_overdue,
    list_supervisions,
    supervise_blocker,
)
from cases.approvals.states import EXTEND, SIGNERS, SUPERVISORS, TAKE_OVER
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge, deadline

READERS = (*SUPERVISORS, Role.DEPARTMENT, Role.AUDITOR)
EXPORT = ListExport("overdue", gettext_lazy("下级超期未办清单"), OVERDUE_COLUMNS, "approvals:overdue")
ORDER = ("due_on", "pk")


@require_GET
@require_role(*READERS)
def overdue(request: AuthenticatedRequest) -> HttpResponse:
    """What is late below, the longest first."""
    found, calendar = _filter(request), get_calendar()
    rows = Rows[Late](
        choose(OVERDUE_COLUMNS, ()),
        url=link_to("applications:detail", "application.pk"),
        drawn={"days": lambda row: deadline(-row.days, row.application.due_on), "asked": _asked},
    )
    context = {
        **rows.page(
            found.chosen.order_by(*ORDER), request.GET,
            make=lambda page: describe_late(list(page), calendar),
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部下级")), *SHOWN]),
        "workdays": get_overdue_workdays(request.user.union),
        "rule_form": _rule_form(request),
    }  # fmt: skip
    return render(request, "approvals/overdue.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found, calendar = _filter(request), get_calendar()
    return EXPORT.answer(
        request, found.chosen.order_by(*ORDER), found, make=lambda rows: describe_late(rows, calendar)
    )


@require_POST
@require_role(*SUPERVISORS)
def set_rule(request: AuthenticatedRequest) -> HttpResponse:
    """After how many working days the union sees what is late below."""
    form = OverdueRuleForm(request.POST, label_suffix="")
    done = attempt(form, lambda: services.set_overdue_rule(by=request.user, **form.cleaned_data))
    if done.made is None:
        messages.error(request, _("没有保存：请填写 1 到 10 个工作日。"))
    else:
        messages.success(request, _("下级超期 %(n)s 个工作日以后上报本工会。") % {"n": done.made.workdays})
    return redirect("approvals:overdue")


@require_http_methods(["GET", "POST"])
@require_role(*SUPERVISORS)
def supervise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks those for whom a late application waits."""
    application, is_sent = get_application(request, pk), request.method == "POST"
    form = SuperviseForm(request.POST if is_sent else None, label_suffix="")
    done = attempt(form, lambda: services.supervise(application_id=pk, by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已督办，%(union)s会收到消息。") % {"union": done.made.union.name})
        return redirect("approvals:overdue")
    actions = [row.action for row in list_options(application, request.user).buttons]
    context = {
        "form": form,
        "application": application,
        "late": next(iter(describe_late([application], get_calendar()))),
        "supervisions": list_supervisions(application),
        "why_not": "" if is_sent else supervise_blocker(application, request.user),
        "may_take_over": TAKE_OVER in actions,
        "may_extend": EXTEND in actions,
    }
    return render(request, "approvals/supervise.html", context, status=done.status)


@require_http_methods(["GET", "POST"])
@require_role(*SIGNERS)
def answer_supervision(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What those say whom a 督办 asks."""
    row, is_sent = _supervision(request, pk), request.method == "POST"
    form = SupervisionAnswerForm(request.POST if is_sent else None, label_suffix="")
    done = attempt(
        form, lambda: services.answer_supervision(supervision_id=pk, by=request.user, **form.cleaned_data)
    )
    if done.made is not None:
        messages.success(request, _("已答复，%(union)s会收到消息。") % {"union": row.above.name})
        return redirect("applications:detail", pk=row.application_id)
    context = {
        "form": form,
        "supervision": row,
        "application": row.application,
        "why_not": "" if is_sent else answer_blocker(row, request.user),
    }
    return render(request, "approvals/answer_supervision.html", context, status=done.status)


def _supervision(request: AuthenticatedRequest, pk: int) -> Supervision:
    rows = Supervision.objects.select_related(
        "application__household__head", "application__programme", "application__union", "above", "union",
        "by", "stood_in_for", "answer",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk, application__in=Application.objects.visible_to(request.user))


def _filter(request: AuthenticatedRequest) -> OverdueFilter:
    rows: QuerySet[Application] = Application.objects.visible_to(request.user).select_related(
        "household__head", "programme", "union", "awaits"
    )
    return OverdueFilter(request.GET, queryset=list_overdue(rows, request.user.union), user=request.user)


def _rule_form(request: AuthenticatedRequest) -> Any:
    """For those who act on it at a union that has others below."""
    if not request.user.has_role(*SUPERVISORS):
        return None
    return OverdueRuleForm(initial={"workdays": get_overdue_workdays(request.user.union)}, label_suffix="")


def _asked(row: Late) -> SafeString:
    if row.supervision is None:
        return format_html('<span class="muted">{}</span>', row.asked)
    return badge("success" if row.supervision.reply else "warning", row.asked)
