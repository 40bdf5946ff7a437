"""帮扶计划: the work list, one household's plan with its measures, each write as one address."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.archives.states import Cause
from cases.plans import reports, selectors, services
from cases.plans.columns import MEASURE_COLUMNS, PLAN_COLUMNS
from cases.plans.filters import PlanFilter
from cases.plans.forms import CloseForm, MeasureForm, PlanForm, ProgressForm, StepForm
from cases.plans.models import HelpPlan, Measure
from cases.plans.selectors.deeds import deed_address, list_deeds
from cases.plans.states import MeasureState, PlanState
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge, day
from hardship.kernel.workflow import Refused

GOAL_SHOWN = 40
READERS = tuple(sorted(CASE_WORKERS))


@require_GET
@require_role(*READERS)
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    """The plans of the scope; what is late comes first."""
    found = _filter(request)
    kept = {name: value for name, value in found.values.items() if name != "state"}
    context = {
        **_rows().page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "may_plan": request.user.has_role(Role.CLERK),
        "chips": [
            {"label": label, "url": f"?{urlencode({**kept, **({'state': value} if value else {})})}",
             "count": None, "current": found.values.get("state", "") == value}
            for value, label in [("", _("全部")), *PlanState.choices]
        ],
    }  # fmt: skip
    return render(request, "plans/plans.html", context)


def _rows() -> Rows[Any]:
    """How a plan reads: its aim in short, what is left to do of it, the next deadline."""

    def measures(plan: Any) -> str:
        return _("%(open)s 项未办结 / 共 %(total)s 项") % {"open": plan.open, "total": plan.total}

    def next_due(plan: Any) -> object:
        late = badge("danger", _("超期 %(n)s 项") % {"n": plan.late}) if plan.late else ""
        return format_html("{}　{}", day(plan.next_due), late) if late else day(plan.next_due)

    return Rows(
        PLAN_COLUMNS,
        url=link_to("plans:plan", "uid"),
        drawn={
            "goal": lambda plan: Truncator(plan.goal).chars(GOAL_SHOWN),
            "measures": measures,
            "next_due": next_due,
        },
    )


EXPORT = ListExport("help_plans", gettext_lazy("帮扶计划台账"), MEASURE_COLUMNS, "plans:plans")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """One line for each measure of the plans as they are narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, selectors.list_measures(found.chosen), found)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def plan_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    files = Household.objects.visible_to(request.user).select_related("union", "head")
    household = get_object_or_404(files, pk=pk)
    form = PlanForm(request.POST or None, household=household)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.start_plan(household_id=pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已建立帮扶计划，请添加措施。"))
            return redirect("plans:plan", uid=made.uid)
    context = {
        "household": household, "form": form, "blocker": services.start_blocker(household, request.user)
    }  # fmt: skip
    return render(request, "plans/plan_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def plan_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct the plan before the family signs it."""
    row = _get(request, uid)
    form = PlanForm(request.POST or None, household=row.household, plan=row)
    return _edit(request, row, form, services.edit_plan, plan_id=row.pk)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def measure_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct a measure before the family signs the plan."""
    measure = _measure(request, uid)
    row = _get(request, measure.plan.uid)
    form = MeasureForm(request.POST or None, household=row.household, measure=measure)
    return _edit(request, row, form, services.edit_measure, measure_id=measure.pk)


def _edit(
    request: AuthenticatedRequest, row: HelpPlan, form: Form, service: Any, **keys: int
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            service(by=request.user, **keys, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已保存。"))
            return redirect("plans:plan", uid=row.uid)
    context = {"plan": row, "household": row.household, "form": form,
               "may_edit": services.may_edit(row, request.user)}  # fmt: skip
    return render(request, "plans/plan_edit.html", context, status=status)


@require_GET
@require_role(*READERS)
def plan(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_GET
@require_role(*READERS)
def plan_pdf(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The sheet that the family and the union sign."""
    row = _get(request, uid)
    content = reports.plan_sheet(row)
    audit.record_export(
        "help_plan", by=request.user, content=content, rows=1, masked=False, target=row.household
    )
    name = _("帮扶计划_%(number)s_%(year)s.pdf") % {
        "number": row.household.file_no or row.household_id, "year": row.year
    }  # fmt: skip
    return paper(content, name)


@require_POST
@require_role(Role.CLERK)
def plan_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    return _write(request, row, StepForm(request.POST), services.take_step, plan_id=row.pk)


@require_POST
@require_role(Role.CLERK)
def measure_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = MeasureForm(request.POST, household=row.household)
    return _write(request, row, form, services.add_measure, plan_id=row.pk)


@require_POST
@require_role(*READERS)
def progress(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    measure = _measure(request, uid)
    form = ProgressForm(request.POST)
    row = _get(request, measure.plan.uid)
    return _write(request, row, form, services.note_progress, measure_id=measure.pk)


@require_POST
@require_role(Role.CLERK)
def measure_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    measure = _measure(request, uid)
    row = _get(request, measure.plan.uid)
    return _write(request, row, CloseForm(request.POST), services.close_measure, measure_id=measure.pk)


def _filter(request: AuthenticatedRequest) -> PlanFilter:
    return PlanFilter(request.GET, queryset=selectors.list_plans(request.user), user=request.user)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> HelpPlan:
    rows = HelpPlan.objects.visible_to(request.user).select_related(
        "household__union", "household__head", "created_by", "closed_by"
    )
    return get_object_or_404(selectors.with_measures(rows), uid=uid)


def _measure(request: AuthenticatedRequest, uid: uuid.UUID) -> Measure:
    return get_object_or_404(Measure.objects.visible_to(request.user).select_related("plan"), uid=uid)


def _write(
    request: AuthenticatedRequest, row: HelpPlan, form: Form, service: Any, **keys: int
) -> HttpResponse:
    """One call, its refusal beside what was typed, or on to the plan."""
    if not form.is_valid():
        return _page(request, row, form, status=422, **keys)
    try:
        service(by=request.user, **keys, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, _get(request, row.uid), form, status=409, **keys)
    messages.success(request, _("已保存。"))
    return redirect("plans:plan", uid=row.uid)


def _page(
    request: AuthenticatedRequest,
    row: HelpPlan,
    refused: Form | None = None,
    *,
    status: int = 200,
    measure_id: int = 0,
    plan_id: int = 0,
) -> HttpResponse:
    """The plan with its measures; what was refused stands where it was typed."""
    may_write, may_edit = services.may_write(row, request.user), services.may_edit(row, request.user)
    stepped = refused if isinstance(refused, StepForm) else None
    adding = refused if isinstance(refused, MeasureForm) else MeasureForm(household=row.household)
    measures = [
        {
            "row": measure,
            "badge": measure.tone,
            "form": refused if isinstance(refused, ProgressForm) and measure.pk == measure_id
            else ProgressForm(auto_id=f"id_{measure.pk}_%s"),
            "typed": stepped.data.get("comment", "") if stepped and measure.pk == measure_id else "",
            "deed": stepped.data.get("deed", "") if stepped and measure.pk == measure_id else "",
            "deed_url": deed_address(measure),
            "is_refused": stepped is not None and measure.pk == measure_id,
            "may_edit": may_edit and measure.state == MeasureState.OPEN,
            "may_note": measure.state == MeasureState.OPEN
            and (may_write or measure.responsible_id == request.user.pk),
        }
        for measure in row.measures.all()
    ]  # fmt: skip
    context = {
        "plan": row,
        "household": row.household,
        "badge": row.tone,
        "causes": [Cause(cause).label for cause in row.causes],
        "measures": measures,
        "buttons": services.list_buttons(row, request.user),
        "held_up": services.list_held_up(row, request.user),
        "typed": stepped.data.get("comment", "") if stepped and not measure_id else "",
        "may_write": may_write,
        "may_edit": may_edit,
        "deeds": list_deeds(row.household, date(row.year, 1, 1)) if may_write else [],
        "adding": adding,
        "refused": refused,
    }
    return render(request, "plans/plan.html", context, status=status)
