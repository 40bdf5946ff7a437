"""急难补办: the list with what is late, one completion with what is missing, the steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.applications.selectors.content import dated_kinds
from cases.archives.states import CASE_ROLES
from cases.completions import services
from cases.completions.columns import COLUMNS
from cases.completions.filters import SHOWN, CompletionFilter
from cases.completions.forms import AccountForm, StepForm
from cases.completions.models import Completion
from cases.completions.selectors import (
    get_clock,
    get_obstacle,
    get_terms,
    is_paid,
    list_buttons,
    list_documents,
    list_in_scope,
    list_missing,
)
from cases.completions.templatetags.completions import due_light
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import day

EXPORT = ListExport("completions", gettext_lazy("急难补办"), COLUMNS, "completions:list")
READERS = (*CASE_ROLES, Role.FINANCE)
RELATED = (
    "application__programme__policy", "application__member", "application__household__union",
    "application__union", "application__contact",
)  # fmt: skip


@require_GET
@require_role(*READERS)
def completions(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the one that is due first first."""
    found = _filter(request)
    calendar = get_calendar()
    rows = Rows[Any](
        COLUMNS,
        url=link_to("completions:completion"),
        drawn={"due_on": lambda row: due_light(row, calendar) or day(row.due_on)},
    )
    context = {
        **rows.page(found.chosen.order_by("due_on", "pk"), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
    }
    return render(request, "completions/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by("due_on", "pk"), found)


@require_GET
@require_role(*READERS)
def completion(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    return _page(request, row, AccountForm(initial={"account": row.account}))


@require_POST
@require_role(Role.CLERK)
def submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """提交补办."""
    row, form = _get(request, pk), AccountForm(request.POST)
    done = attempt(form, lambda: services.submit(completion_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _("已提交补办，等审核工会复核。"))
    return redirect("completions:completion", pk=pk)


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """复核、退回、追回."""
    row, form = _get(request, pk), StepForm(request.POST)

    def judge() -> Completion:
        told = form.cleaned_data
        return services.judge(
            completion_id=row.pk, action=told["action"], seen_hash=told["key"], comment=told["comment"],
            by=request.user,
        )  # fmt: skip

    done = attempt(form, judge)
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _("已办理，现在是“%(state)s”。") % {"state": done.made.get_state_display()})
    return redirect("completions:completion", pk=pk)


def _page(
    request: AuthenticatedRequest, row: Completion, form: AccountForm | StepForm, status: int = 200
) -> HttpResponse:
    application, buttons = row.application, list_buttons(row, request.user)
    context = {
        "completion": row,
        "application": application,
        "terms": get_terms(application),
        "clock": get_clock(application),
        "light": due_light(row, get_calendar()),
        "is_paid": is_paid(application),
        "documents": list_documents(application),
        "dated": dated_kinds(application.programme),
        "missing": list_missing(application),
        "form": form,
        "account_form": form
        if isinstance(form, AccountForm)
        else AccountForm(initial={"account": row.account}),
        "may_submit": any(button.action == "submit" for button in buttons),
        "buttons": [button for button in buttons if button.action != "submit"],
        "why": "" if buttons else get_obstacle(row, request.user),
        "events": [_event(one) for one in row.steps.select_related("by", "stood_in_for").order_by("-pk")],
    }
    return render(request, "completions/completion.html", context, status=status)


def _event(one: Any) -> dict[str, Any]:
    return {"text": one.label, "at": one.at, "by": one.who, "comment": one.comment}


def _get(request: AuthenticatedRequest, pk: int) -> Completion:
    rows = list_in_scope(request.user).select_related(*RELATED)
    row: Completion = get_object_or_404(rows, pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> CompletionFilter:
    return CompletionFilter(request.GET, queryset=list_in_scope(request.user), user=request.user)
