"""预警: the list by severity and age, one with its figures and what was done, the calculation now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.alerts import selectors, services
from cases.alerts.columns import ALERTS
from cases.alerts.filters import SHOWN, AlertFilter
from cases.alerts.forms import FORMS
from cases.alerts.models import Alert
from cases.alerts.states import ALL_ACTORS, ALL_READERS, TRANSITIONS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.jobs.services import enqueue
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("alerts", gettext_lazy("预警台账"), ALERTS, "alerts:list")
FINDERS = (Role.REVIEWER, Role.AUDITOR)


@require_GET
@require_role(*ALL_READERS)
def alerts(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the gravest first."""
    found = _filter(request)
    rows = selectors.gravest_first(found.chosen)
    context = {
        **Rows[Any](ALERTS, url=link_to("alerts:alert")).page(rows, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "counts": selectors.count(found.chosen),
        "last": selectors.get_last_run(),
        "may_find": request.user.has_role(*FINDERS),
    }
    return render(request, "alerts/list.html", context)


@require_POST
@require_role(*ALL_READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    found = _filter(request)
    return EXPORT.answer(request, selectors.gravest_first(found.chosen), found)


@require_POST
@require_role(*FINDERS)
def find(request: AuthenticatedRequest) -> HttpResponse:
    """The nightly calculation, now, as a job."""
    return redirect("jobs:detail", uid=enqueue("find_alerts", by=request.user).uid)


@require_GET
@require_role(*ALL_READERS)
def alert(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


@require_POST
@require_role(*ALL_ACTORS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """由我来办, 登记处理结果, 暂缓, 不处理."""
    row, action = _get(request, pk), request.POST.get("action", "")
    if action not in FORMS:
        messages.error(request, _("请选择要办理的事。"))
        return redirect("alerts:alert", pk=pk)
    form = FORMS[action](request.POST)
    done = attempt(
        form, lambda: services.take_alert_step(alert_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, _get(request, pk), {action: form}, form=form, status=done.status)
    messages.success(request, _("已登记。"))
    return redirect("alerts:alert", pk=pk)


def _page(
    request: AuthenticatedRequest,
    row: Alert,
    filled: dict[str, forms.Form] | None = None,
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = workflow.buttons(TRANSITIONS, row, by=request.user, blocker=selectors.alert_blocker)
    may = {one.action for one in steps} - ({"take"} if row.owner_id == request.user.pk else set())
    labels = {one.action: one.label for one in TRANSITIONS}
    context = {
        "row": row,
        "steps": [
            (labels[one.action], one) for one in row.steps.select_related("by", "stood_in_for").order_by("pk")
        ],
        "forms": {
            action: (filled or {}).get(action) or make(auto_id=f"id_{action}_%s")
            for action, make in FORMS.items()
            if action in may
        },
        "form": form,
    }
    return render(request, "alerts/alert.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> Alert:
    row: Alert = get_object_or_404(selectors.list_alerts(request.user), pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> AlertFilter:
    return AlertFilter(request.GET, queryset=selectors.list_alerts(request.user), user=request.user)
