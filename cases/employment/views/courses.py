"""技能培训: the list, what came of them by partner, one course with its people and steps."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.employment import services
from cases.employment.columns import COURSES, ENROLLED, PARTNERS
from cases.employment.filters import CourseFilter
from cases.employment.forms import CourseForm, StepForm
from cases.employment.models import Course
from cases.employment.selectors.courses import (
    count_left,
    get_figures,
    list_courses,
    list_enrolled,
    list_partners,
    make_lines,
)
from cases.employment.selectors.partners import agreement_remark, list_to_name
from cases.employment.states import READERS, TRANSITIONS, WRITERS, State
from funds.ledgers.models import BudgetLine
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.views.exports import ListExport
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

PAGES = (
    ("employment:courses", gettext_lazy("培训班")),
    ("employment:results", gettext_lazy("按培训机构看成效")),
    ("employment:partners", gettext_lazy("合作机构和基地")),
)
EXPORT = ListExport("courses", gettext_lazy("技能培训台账"), COURSES, "employment:courses")
RESULTS = ListExport("course_results", gettext_lazy("培训机构成效"), PARTNERS, "employment:results")
SHEET = ListExport("course_people", gettext_lazy("培训班学员名册"), ENROLLED, "employment:courses")


@require_GET
@require_role(*READERS)
def courses(request: AuthenticatedRequest) -> HttpResponse:
    """The courses of the scope as they are narrowed, the latest first."""
    found = _filter(request)
    shown = choose(COURSES, ())
    context = {
        "tabs": make_tabs(PAGES, "employment:courses"),
        **Rows[Any](shown, url=link_to("employment:course", "course.pk")).page(
            found.chosen, request.GET, make=make_lines
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *State.choices]),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "employment/courses.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found, make=make_lines)


@require_GET
@require_role(*READERS)
def results(request: AuthenticatedRequest) -> HttpResponse:
    """What came of the courses of each partner: trained, with a certificate, in work."""
    found = _filter(request)
    context = {
        "tabs": make_tabs(PAGES, "employment:results"),
        **Rows[Any](PARTNERS).page(list_partners(found.chosen), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
    }
    return render(request, "employment/results.html", context)


@require_POST
@require_role(*READERS)
def results_export(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    return RESULTS.answer(request, list_partners(found.chosen), found)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    form = CourseForm(
        request.POST or None, lines=_lines(request.user), partners=list_to_name(request.user.union)
    )
    done = attempt(form, lambda: services.make_course(plan=form.plan(), by=request.user))
    if done.made is None:
        return render(request, "employment/course_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已登记，“开放报名”以后就可以从求职登记里选人。"))
    return redirect("employment:course", pk=done.made.pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct a live course."""
    row = get_course(request, pk)
    if request.method == "GET" and not _may_edit(row, request.user):
        return redirect("employment:course", pk=pk)
    agreed = list_to_name(row.union, kept=row.agreement_id)
    form = CourseForm(request.POST or None, lines=_lines(request.user), partners=agreed, course=row)
    done = attempt(form, lambda: services.change_course(course_id=pk, plan=form.plan(), by=request.user))
    if done.made is None:
        context = {"form": form, "course": row}
        return render(request, "employment/course_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("employment:course", pk=pk)


@require_GET
@require_role(*READERS)
def course(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One course: what it is, who is on it, what came of it, what may be done now."""
    return _page(request, get_course(request, pk), StepForm())


@require_POST
@require_role(*WRITERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """开放报名、结业、取消."""
    row, form = get_course(request, pk), StepForm(request.POST)
    done = attempt(form, lambda: services.take_step(course_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, get_course(request, pk), form, status=done.status)
    messages.success(request, _("已办理，现在是“%(state)s”。") % {"state": done.made.get_state_display()})
    return redirect("employment:course", pk=pk)


@require_POST
@require_role(*READERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The people of a course as a workbook; the download is on record."""
    row = get_course(request, pk)
    return SHEET.answer(request, list_enrolled(row), conditions=[row.name], filters={"course": row.pk})


def get_course(request: AuthenticatedRequest, pk: int) -> Course:
    """The course of the scope. Raises Http404 outside it."""
    rows = list_courses(request.user).select_related(
        "agreement", "line__fund", "line__use", "made_by", "made_for", "ended_by", "ended_for"
    )
    row: Course = get_object_or_404(rows, pk=pk)
    return row


def _page(request: AuthenticatedRequest, row: Course, form: StepForm, status: int = 200) -> HttpResponse:
    user = request.user
    may_write = not services.write_blocker(row, user)
    context = {
        "course": row,
        **Rows[Any](ENROLLED, url=link_to("employment:enrolment")).page(list_enrolled(row), request.GET),
        "figures": get_figures([row.pk])[row.pk],
        "remark": _remark(row) if row.is_live else "",
        "left": count_left(row),
        "form": form,
        "buttons": workflow.buttons(TRANSITIONS, row, by=user, blocker=services.step_blocker),
        "why": workflow.obstacle(TRANSITIONS, row, by=user, blocker=services.step_blocker),
        "may_edit": _may_edit(row, user),
        "may_enrol": may_write and row.is_open,
    }
    return render(request, "employment/course.html", context, status=status)


def _remark(row: Course) -> str:
    return agreement_remark(row.agreement, row.starts_on, row.ends_on)


def _may_edit(row: Course, user: User) -> bool:
    return row.is_live and not services.write_blocker(row, user)


def _lines(user: User) -> QuerySet[BudgetLine]:
    """The money of the person's own union that a course may name."""
    lines = BudgetLine.objects.visible_to(user).filter(union=user.union_id).select_related("fund", "use")
    found: QuerySet[BudgetLine] = lines.order_by("-year", "fund__name", "pk")
    return found


def _filter(request: AuthenticatedRequest) -> CourseFilter:
    return CourseFilter(request.GET, queryset=list_courses(request.user), user=request.user)
