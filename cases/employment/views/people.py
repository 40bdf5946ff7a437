"""Who may be put on a course, chosen by filter; one of its people, the result, what was answered later."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.employment import services
from cases.employment.columns import PEOPLE, SEEKERS
from cases.employment.filters import OffFileFilter
from cases.employment.forms import CheckForm, ResultForm
from cases.employment.models import CourseCheck, Enrolment
from cases.employment.selectors.courses import (
    WITH,
    count_left,
    list_candidates,
    list_candidates_off_file,
)
from cases.employment.states import READERS, WRITERS
from cases.employment.views.courses import get_course
from cases.registers.filters import SeekerFilter
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.ticked import put_ticked
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows, Tick


@require_GET
@require_role(*WRITERS)
def seekers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever of the register of job seekers may be put on the course."""
    return _choice(request, pk, "seekers")


@require_POST
@require_role(*WRITERS)
def add_seekers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Puts the ticked on the course."""
    return _chosen(request, pk, "seekers", lambda rows: services.enrol_members(
        course_id=pk, members=rows, by=request.user
    ))  # fmt: skip


@require_GET
@require_role(*WRITERS)
def off_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever of the people off file may be put on the course."""
    return _choice(request, pk, "off_file")


@require_POST
@require_role(*WRITERS)
def add_off_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Puts the ticked on the course."""
    return _chosen(request, pk, "off_file", lambda rows: services.enrol_people(
        course_id=pk, people=rows, by=request.user
    ))  # fmt: skip


@require_GET
@require_role(*READERS)
def enrolment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Somebody on a course: the result, whether they work three and six months later."""
    return _page(request, _get(request, pk))


@require_POST
@require_role(*WRITERS)
def result(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记结果."""
    row = _get(request, pk)
    form = ResultForm(request.POST, row=row)
    done = attempt(form, lambda: services.enter_result(enrolment_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _("已登记%(name)s的结果。") % {"name": row.name})
    return redirect("employment:course", pk=row.course_id)


@require_POST
@require_role(*WRITERS)
def check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记跟踪."""
    asked = get_object_or_404(CourseCheck.objects.select_related("enrolment"), pk=pk)
    row = _get(request, asked.enrolment_id)
    form = CheckForm(request.POST, check=asked)
    done = attempt(form, lambda: services.note_check(check_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, asked=(asked.pk, form), status=done.status)
    messages.success(request, _("已登记。"))
    return redirect("employment:enrolment", pk=row.pk)


def _get(request: AuthenticatedRequest, pk: int) -> Enrolment:
    rows = Enrolment.objects.select_related(*WITH, "course__union")
    row = get_object_or_404(rows, pk=pk)
    get_course(request, row.course_id)
    return row


def _page(
    request: AuthenticatedRequest,
    row: Enrolment,
    form: ResultForm | None = None,
    *,
    asked: tuple[int, CheckForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    may_write = not services.write_blocker(row.course, request.user)
    typed = dict([asked]) if asked else {}
    checks = row.checks.select_related("noted_by", "noted_for").order_by("months")
    context = {
        "row": row,
        "course": row.course,
        "form": form or ResultForm(row=row),
        "refused": form or (asked[1] if asked else None),
        "may_enter": may_write and services.may_enter(row),
        "checks": [
            (one, typed.get(one.pk) or CheckForm(check=one), may_write and one.is_asked) for one in checks
        ],
    }
    return render(request, "employment/enrolment.html", context, status=status)


def _filter(request: AuthenticatedRequest, pk: int, page: str) -> Any:
    course = get_course(request, pk)
    if page == "seekers":
        rows = list_candidates(course, request.user)
        return course, SeekerFilter(request.GET, queryset=rows, user=request.user)
    rows = list_candidates_off_file(course, request.user)
    return course, OffFileFilter(request.GET, queryset=rows, user=request.user)


def _choice(request: AuthenticatedRequest, pk: int, page: str) -> HttpResponse:
    course, found = _filter(request, pk, page)
    if services.write_blocker(course, request.user) or not course.is_open:
        return redirect("employment:course", pk=pk)
    of_files = page == "seekers"
    url = link_to("archives:case", "household_id") if of_files else link_to("people:person", "uid")
    rows = Rows[Any](SEEKERS if of_files else PEOPLE, url=url, tick=lambda one: Tick(one.pk, one))
    context = {
        **rows.page(found.chosen, request.GET),
        "course": course,
        "left": count_left(course),
        "filter": found,
        "is_narrowed": bool(found.values),
        "query": urlencode(found.values),
        "of_files": of_files,
        "add_url": reverse(f"employment:add_{page}", args=[pk]),
    }
    return render(request, "employment/choose.html", context)


def _chosen(request: AuthenticatedRequest, pk: int, page: str, put: Callable[[Any], int]) -> HttpResponse:
    _course, found = _filter(request, pk, page)
    if put_ticked(request, found.chosen, put, said=_("已报名 %(n)s 人。")):
        return redirect("employment:course", pk=pk)
    return redirect(f"{reverse(f'employment:{page}', args=[pk])}?{urlencode(found.values)}")
