"""年度核查 for those who organise it: the surveys, one survey and how far its unions are."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.surveys.columns import SURVEY_BADGES
from cases.surveys.forms.surveys import SurveyForm, SurveyStepForm
from cases.surveys.models import Survey
from cases.surveys.reports.surveys import progress_workbook
from cases.surveys.selectors import progress as survey_progress
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services import surveys as services
from cases.surveys.views.lists import progress_rows, survey_rows
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.states import CASE_WORKERS, Level, Role
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.keys import read_key
from hardship.kernel.workflow import Refused

READERS = tuple(sorted(CASE_WORKERS))
SIZE = 20
UNIONS = 100
FIELDS = ("year", "title", "from_on", "to_on", "instructions")


@require_GET
@require_role(*READERS)
def survey_list(request: AuthenticatedRequest) -> HttpResponse:
    shown = survey_rows().page(selectors.list_surveys(request.user), request.GET, size=SIZE)
    context = {"may_make": services.may_make(request.user), **shown}
    return render(request, "surveys/survey_list.html", context)


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def survey_new(request: AuthenticatedRequest) -> HttpResponse:
    if not services.may_make(request.user):
        raise PermissionDenied
    form = SurveyForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form, status=422 if form.is_bound else 200)
    try:
        made = services.make_survey(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("title", str(refusal))
        return _form_page(request, form, status=409)
    messages.success(request, _("已建立“%(title)s”。启动以后，各工会就能看到自己的清单。") % {"title": made})
    return redirect("surveys:survey", uid=made.uid)


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def survey_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    survey = get_survey(request, uid)
    if survey.union_id != request.user.union_id:
        raise PermissionDenied
    initial = {name: getattr(survey, name) for name in FIELDS}
    form = SurveyForm(request.POST or None, initial=initial)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form, survey, status=422 if form.is_bound else 200)
    try:
        services.change_survey(survey_id=survey.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, survey, status=409)
    messages.success(request, _("已保存。"))
    return redirect("surveys:survey", uid=uid)


@require_GET
@require_role(*READERS)
def survey(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Progress by union, the worst first; whoever has no union below goes straight to the list."""
    found = get_survey(request, uid)
    if request.user.union.level == Level.GRASSROOTS:
        return redirect("surveys:survey_files", uid=uid)
    return survey_page(request, found)


@require_POST
@require_role(Role.REVIEWER)
def survey_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    found = get_survey(request, uid)
    form = SurveyStepForm(request.POST)
    if not form.is_valid():
        return survey_page(request, found, form, status=422)
    try:
        done = services.take_survey_step(survey_id=found.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return survey_page(request, get_survey(request, uid), form, status=409)
    messages.success(request, _("“%(title)s”：%(state)s。") % {
        "title": done.title, "state": done.get_state_display()
    })  # fmt: skip
    return redirect("surveys:survey", uid=uid)


@require_GET
@require_role(*READERS)
def survey_progress_export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The table of progress as a workbook."""
    found = get_survey(request, uid)
    union = chosen_union(request, found)
    rows = survey_progress.list_progress(found, user=request.user, union=union)
    content = progress_workbook(found, rows, union=union, user=request.user)
    audit.record_export("survey_progress", by=request.user, content=content, rows=len(rows), target=found)
    name = _("年度核查进度_%(union)s_%(year)s.xlsx") % {"union": union.short_name, "year": found.year}
    return workbook(content, name)


def get_survey(request: AuthenticatedRequest, uid: uuid.UUID) -> Survey:
    """A survey that the person sees; else 404."""
    rows = Survey.objects.visible_to(request.user).select_related("union", "opened_by", "closed_by")
    return get_object_or_404(rows, uid=uid)


def chosen_union(request: AuthenticatedRequest, survey: Survey) -> Union:
    """The union that `?union=` names, or the person's own; within their scope and within the survey."""
    own: Union = request.user.union
    top = survey.union if survey.union.path.startswith(own.path) else own
    wanted = read_key((request.POST if request.method == "POST" else request.GET).get("union", ""))
    if not wanted:
        return top
    rows = Union.objects.visible_to(request.user).filter(path__startswith=top.path)
    return get_object_or_404(rows, pk=wanted)


def survey_page(
    request: AuthenticatedRequest, survey: Survey, form: SurveyStepForm | None = None, status: int = 200
) -> HttpResponse:
    union = chosen_union(request, survey)
    rows = survey_progress.list_progress(survey, user=request.user, union=union) if survey.opened_at else []
    context: dict[str, Any] = {
        "survey": survey,
        "badge_kind": SURVEY_BADGES[survey.state],
        "union": union,
        "is_part": union.pk not in (request.user.union_id, survey.union_id),
        "total": survey_progress.total(rows, union),
        **progress_rows(survey).page(rows, request.GET, size=UNIONS),
        "moved": selectors.count_moved(survey) if survey.opened_at else 0,
        "buttons": services.list_survey_buttons(survey, request.user),
        "may_edit": services.may_make(request.user) and survey.union_id == request.user.union_id,
        "form": form,
    }
    return render(request, "surveys/survey.html", context, status=status)


def _form_page(
    request: AuthenticatedRequest, form: SurveyForm, survey: Survey | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "survey": survey}
    return render(request, "surveys/survey_form.html", context, status=status)
