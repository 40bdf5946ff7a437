"""How a family leaves: its months and what they come to, the cause, and the decision of the county."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.forms import StepForm
from cases.archives.forms.life import CauseForm, MonthsForm
from cases.archives.models import Household
from cases.archives.selectors import content_hash, live_members
from cases.archives.selectors.lifecycle import get_cause_finding, get_exit_test, get_relief_test, list_reliefs
from cases.archives.services.life import months, reopening
from cases.archives.services.steps import blocker, list_buttons
from cases.archives.states import DECISIONS
from cases.archives.views.entered import get_household
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.keys import read_key
from hardship.kernel.workflow import Refused

READERS = tuple(sorted(CASE_WORKERS))


@require_GET
@require_role(*READERS)
def leaving(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return leaving_page(request, get_household(request, pk))


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def record_months(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Of a file that is being entered on a page of its own, of one in force on the page of leaving."""
    household = get_household(request, pk)
    if request.method == "GET":
        return _months_page(request, household, _months_form(household), status=200)
    form = _months_form(household, request.POST)
    if not form.is_valid():
        return _months_page(request, household, form, status=422)
    try:
        changed = months.save_months(
            household_id=pk, entries=form.entries(), version=form.cleaned_data["version"], by=request.user
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _months_page(request, household, form, status=409)
    told = _("已登记 %(count)s 个月。") % {"count": len(changed)} if changed else _("没有变化。")
    messages.success(request, told)
    return redirect("archives:tasks" if household.is_editable else "archives:leaving", pk=pk)


def _months_page(
    request: AuthenticatedRequest, household: Household, form: MonthsForm, *, status: int
) -> HttpResponse:
    if not household.is_editable:
        return leaving_page(request, household, months_form=form, status=status)
    own = household.union_id == request.user.union_id
    context = {"household": household, "months_form": form, "may_enter": own}
    return render(request, "archives/months.html", context, status=status)


@require_POST
@require_role(Role.CLERK)
def save_cause(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    household = get_household(request, pk)
    form = CauseForm(request.POST)
    if not form.is_valid():
        return leaving_page(request, household, cause_form=form, status=422)
    try:
        months.record_cause(household_id=pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return leaving_page(request, household, cause_form=form, status=409)
    messages.success(request, _("已登记致困原因查明情况。"))
    return redirect("archives:leaving", pk=pk)


@require_POST
@require_role(Role.CLERK)
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The family is back, or goes on under a survivor: a draft with what its last file said."""
    household = get_household(request, pk)
    survivor = read_key(request.POST.get("survivor", ""))
    if not survivor and reopening.list_survivors(household):
        messages.error(request, _("户主已故，请先选择由哪位家庭成员作新户主，再点“家属续档”。"))
        return redirect("archives:case", pk=pk)
    try:
        made = reopening.reopen(household_id=household.pk, by=request.user, survivor=survivor)
    except Refused as refusal:
        context = {"message": str(refusal), "back_url": reverse("archives:case", args=[pk])}
        return render(request, "409.html", context, status=409)
    messages.success(request, _("已按上一份档案的内容起草新档案，请逐项核对后提交。"))
    return redirect("archives:tasks", pk=made.pk)


def leaving_page(
    request: AuthenticatedRequest,
    household: Household,
    *,
    form: StepForm | None = None,
    months_form: MonthsForm | None = None,
    cause_form: CauseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """All of it on one page; `form` is a decision that was refused."""
    user = request.user
    test = get_exit_test(household)
    own = household.union_id == user.union_id and user.has_role(Role.CLERK)
    context: dict[str, Any] = {
        "household": household,
        "test": test,
        "relief": get_relief_test(household),
        "reliefs": list_reliefs(household),
        "may_enter": own and household.is_in_force,
        "months_form": months_form or _months_form(household),
        "cause_form": cause_form or CauseForm(),
        "finding": get_cause_finding(household),
        "decisions": [row for row in list_buttons(household, user) if row.action in DECISIONS],
        "blocker": blocker(household, user),
        "form": form or StepForm(),
        "refused": form.data.get("action", "") if form is not None else "",
        "seen_hash": content_hash(household),
    }
    return render(request, "archives/leaving.html", context, status=status)


def _months_form(household: Household, data: Any = None) -> MonthsForm:
    persons = max(1, len(live_members(household)))
    return MonthsForm(data, test=get_exit_test(household), persons=persons, version=household.version)
