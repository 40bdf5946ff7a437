"""认定: the sheet of an assessment as a PDF, the manual override and its decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives import reports
from cases.archives.forms.overrides import OverrideDecisionForm, OverrideForm
from cases.archives.models import Assessment, CategoryOverride, Household
from cases.archives.services import assessments as services
from cases.archives.states import CASE_ROLES
from cases.archives.views.entered import get_household
from cases.archives.views.figures import get_override, stored_verdict
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.workflow import Refused


@require_GET
@require_role(*CASE_ROLES)
def sheet(request: AuthenticatedRequest, pk: int, number: int) -> HttpResponse:
    """困难认定核算表 of one assessment; printing it is on record."""
    household = get_household(request, pk)
    assessment = _assessment(household, number)
    content = reports.assessment_sheet(assessment, on=timezone.localdate())
    audit.record_export("assessment_sheet", by=request.user, content=content, rows=1, target=household)
    name = _("困难认定核算表_%(number)s_%(sheet)s.pdf") % {
        "number": household.file_no or household.pk,
        "sheet": number,
    }
    return paper(content, name)


@require_GET
@require_role(*CASE_ROLES)
def override(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The last assessment with the question that a person has to answer: is the computed category right?"""
    household = get_household(request, pk)
    return _page(request, household, _form(household), OverrideDecisionForm())


@require_POST
@require_role(Role.REVIEWER)
def override_request(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    household = get_household(request, pk)
    form = _form(household, request.POST)
    if not form.is_valid():
        return _page(request, household, form, OverrideDecisionForm(), status=422)
    try:
        services.request_override(household_id=household.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, form, OverrideDecisionForm(), status=409)
    messages.success(request, _("已提交上级工会审批，同意后即可按人工认定的类别建档。"))
    return redirect("archives:override", pk=pk)


@require_POST
@require_role(Role.REVIEWER, Role.APPROVER)
def override_decide(request: AuthenticatedRequest, pk: int, number: int) -> HttpResponse:
    household = get_household(request, pk)
    rows = CategoryOverride.objects.filter(assessment__household=household)
    asked = get_object_or_404(rows, pk=number)
    form = OverrideDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, household, _form(household), form, status=422)
    try:
        decided = services.decide_override(override_id=asked.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, _form(household), form, status=409)
    messages.success(request, _("人工认定：%(state)s。") % {"state": decided.get_state_display()})
    return redirect("archives:override", pk=pk)


def _form(household: Household, data: Any = None) -> OverrideForm:
    last = household.assessments.select_related("rules").last()
    return OverrideForm(data, categories=services.list_categories(last) if last else ())


def _page(
    request: AuthenticatedRequest,
    household: Household,
    form: OverrideForm,
    decision: OverrideDecisionForm,
    status: int = 200,
) -> HttpResponse:
    last = household.assessments.select_related("rules", "standard", "by").order_by("-pk").first()
    asked = get_override(last, request.user)
    context = {
        "household": household,
        "assessment": last,
        "verdict": stored_verdict(last) if last else None,
        "override": asked,
        "may_request": asked is None and services.may_request_override(household, request.user),
        "form": form,
        "decision": decision,
        "case_url": f"{reverse('archives:case', args=[household.pk])}?tab=assessments",
    }
    return render(request, "archives/override.html", context, status=status)


def _assessment(household: Household, number: int) -> Assessment:
    rows = household.assessments.select_related("rules", "standard", "by")
    found: Assessment = get_object_or_404(rows, pk=number)
    return found
