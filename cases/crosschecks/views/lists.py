"""信息核对: lists of other departments, from the upload to the last difference."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from cases.crosschecks import services
from cases.crosschecks.columns import CHECK_COLUMNS, UNAUTHORISED_COLUMNS
from cases.crosschecks.forms import ListColumnsForm, ListForm, PeopleForm
from cases.crosschecks.models import CrossCheck
from cases.crosschecks.resources import PeopleRequest, people_bytes
from cases.crosschecks.rules import is_amount, label_of
from cases.crosschecks.selectors import (
    count_hits,
    get_check_job,
    list_checkable,
    list_checks,
    list_hits,
    list_unauthorised,
)
from cases.crosschecks.states import CHECK_TONES, CHECKERS, CheckState, HitState
from cases.crosschecks.views.hits import hit_rows, make_chips, make_rows, make_tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.jobs.services import enqueue
from hardship.kernel.answers import workbook
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.sheets.memory import say_choices
from hardship.kernel.sheets.tables import say_units
from hardship.kernel.templatetags.ui import NOTHING, day, icon, number
from hardship.kernel.workflow import Refused

READERS = (*CHECKERS, Role.AUDITOR)
STAGES = (CheckState.UPLOADED, CheckState.FAILED)


def _get(request: AuthenticatedRequest, uid: UUID) -> CrossCheck:
    rows = CrossCheck.objects.visible_to(request.user).select_related("union", "uploaded_by", "matched_by")
    return get_object_or_404(rows, uid=uid)


@require_GET
@require_role(*READERS)
def crosscheck_list(request: AuthenticatedRequest) -> HttpResponse:
    context = {
        **_check_rows().page(list_checks(request.user), request.GET),
        "tabs": make_tabs("lists"),
        "may_import": request.user.has_role(*CHECKERS),
        "people_form": PeopleForm(),
        "checkable": list_checkable(request.user.union).count(),
    }
    return render(request, "crosschecks/crosscheck_list.html", context)


EXPORT = ListExport("crosschecks", gettext_lazy("核对名单台账"), CHECK_COLUMNS, "crosschecks:crosscheck_list")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The lists and their figures; the download is on record."""
    return EXPORT.answer(request, list_checks(request.user))


UNAUTHORISED = ListExport(
    "unauthorised",
    gettext_lazy("缺核对授权的家庭"),
    UNAUTHORISED_COLUMNS,
    "crosschecks:crosscheck_unauthorised",
)


@require_POST
@require_role(*READERS)
def unauthorised_export(request: AuthenticatedRequest) -> HttpResponse:
    """Whom to have sign; the download is on record."""
    return UNAUTHORISED.answer(request, list_unauthorised(request.user.union))


def _check_rows() -> Rows[Any]:
    """The lists; their figures are known when they were matched."""

    def figure(count: Callable[[Any], int]) -> Callable[[Any], str]:
        return lambda check: number(count(check)) if check.matched_at else NOTHING

    return Rows(
        CHECK_COLUMNS,
        url=link_to("crosschecks:crosscheck", "uid"),
        drawn={
            "rows_total": figure(attrgetter("rows_total")),
            "rows_matched": figure(attrgetter("rows_matched")),
            "hits_total": figure(attrgetter("hits_total")),
            "worked": figure(attrgetter("hits_worked")),
        },
    )


@require_http_methods(["GET", "POST"])
@require_role(*CHECKERS)
def crosscheck_new(request: AuthenticatedRequest) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        try:
            made = services.upload_list(**data, original_name=file.name, content=file.read(), by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("crosschecks:crosscheck_columns", uid=made.uid)
    status = 422 if request.method == "POST" else 200
    return render(request, "crosschecks/crosscheck_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@require_role(*CHECKERS)
def crosscheck_columns(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Which column is which; what was chosen is remembered for the next list of this kind."""
    crosscheck = _get(request, uid)
    if request.method == "GET" and crosscheck.state in (CheckState.DONE, CheckState.DISCARDED):
        return redirect("crosschecks:crosscheck", uid=uid)
    posted = request.POST if request.method == "POST" else None
    form = ListColumnsForm(posted, crosscheck=crosscheck)
    status = 422 if posted is not None else 200
    if posted is not None and form.is_valid():
        try:
            services.ask_for_match(crosscheck_id=crosscheck.pk, fields=form.mapping(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return redirect("crosschecks:crosscheck", uid=uid)
    recalled = say_choices(crosscheck.mapping, partial(label_of, crosscheck.kind))
    converted = say_units(crosscheck.mapping, partial(is_amount, crosscheck.kind))
    context = {"crosscheck": crosscheck, "form": form, "recalled": recalled, "converted": converted}
    return render(request, "crosschecks/crosscheck_columns.html", context, status=status)


@require_POST
@require_role(*CHECKERS)
def crosscheck_forget(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The columns as the program reads them by itself."""
    try:
        services.forget_columns(crosscheck_id=_get(request, uid).pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("crosschecks:crosscheck_columns", uid=uid)


@require_POST
@require_role(*CHECKERS)
def crosscheck_sheet(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Another worksheet of the file."""
    sheet = request.POST.get("sheet", "")[:40]
    try:
        services.choose_sheet(crosscheck_id=_get(request, uid).pk, sheet=sheet, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("crosschecks:crosscheck_columns", uid=uid)


@require_GET
@require_role(*READERS)
def crosscheck(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """One list: its figures, how far its differences are, and the differences."""
    row = _get(request, uid)
    if row.state in STAGES and row.union_id == request.user.union_id and request.user.has_role(*CHECKERS):
        return redirect("crosschecks:crosscheck_columns", uid=uid)
    return render(request, "crosschecks/crosscheck.html", _context(request, row))


def _context(request: AuthenticatedRequest, row: CrossCheck) -> dict[str, Any]:
    job, counts = get_check_job(row), count_hits(request.user, row)
    asked = request.GET.get("state", "")
    state = asked if asked in HitState.values else ""
    hits = list_hits(request.user, crosscheck=row, state=state)
    total = sum(counts.values())
    return {
        "crosscheck": row,
        "badge": CHECK_TONES[row.state],
        "job": job,
        "is_working": job is not None and job.is_active,
        "progress_url": reverse("crosschecks:crosscheck_progress", args=[row.uid]),
        **hit_rows().page(hits, request.GET, make=make_rows),
        "chips": make_chips(counts, state),
        "total": total,
        "worked": total - counts["open"],
        "state": state,
    }


@require_GET
@require_role(*READERS)
def crosscheck_progress(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """How far the job is; when it is over, the whole page is asked for again."""
    row = _get(request, uid)
    job = get_check_job(row)
    if job is None or not job.is_active:
        return HttpResponseClientRefresh()
    context = {"crosscheck": row, "job": job, "progress_url": request.path}
    return render(request, "crosschecks/_crosscheck_progress.html", context)


@require_POST
@require_role(*CHECKERS)
def crosscheck_discard(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    row = _get(request, uid)
    try:
        services.discard_list(crosscheck_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        context = _context(request, _get(request, uid))
        return render(request, "crosschecks/crosscheck.html", context, status=409)
    messages.success(request, _("名单已作废，原文件已删除。"))
    return redirect("crosschecks:crosscheck_list")


@require_GET
@require_role(*READERS)
def crosscheck_unauthorised(request: AuthenticatedRequest) -> HttpResponse:
    """Files that are matched against nothing, because nobody signed for it."""
    rows = _unauthorised_rows(may_print=request.user.has_role(*CHECKERS))
    context = {
        **rows.page(list_unauthorised(request.user.union), request.GET),
        "tabs": make_tabs("unauthorised"),
    }
    return render(request, "crosschecks/crosscheck_unauthorised.html", context)


def _unauthorised_rows(*, may_print: bool) -> Rows[Any]:
    """Files to have signed: what became of the last signature, the paper, and where it is put on record."""

    def paper(household: Any) -> object:
        links = []
        if may_print:
            url = reverse("archives:authorisation", args=[household.pk])
            links.append(format_html('<a href="{}">{} {}</a>', url, icon("print"), _("打印 PDF")))
        if household.is_in_force:
            url = reverse("archives:consent", args=[household.pk])
            links.append(format_html('<a href="{}">{}</a>', url, _("登记签字")))
        return format_html_join(" ", "{}", ((link,) for link in links)) or NOTHING

    return Rows(
        UNAUTHORISED_COLUMNS,
        url=link_to("archives:case"),
        drawn={"authorisation": _authorisation, "paper": paper},
    )


def _authorisation(household: Any) -> str:
    if household.is_withdrawn:
        return _("%(on)s 撤回") % {"on": day(household.signed_on)}
    if household.allows_check:
        return _("%(on)s 到期") % {"on": day(household.valid_until)}
    if household.signed_on:
        return _("%(on)s 签字时不同意") % {"on": day(household.signed_on)}
    return _("没有签过")


@require_POST
@require_role(*CHECKERS)
def crosscheck_people(request: AuthenticatedRequest) -> HttpResponse:
    """The list for a department, at once, or for a long one a job that makes it."""
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return render(request, "crosschecks/crosscheck_people.html", {"form": form}, status=422)
    wanted = PeopleRequest(request.user, form.cleaned_data["kind"], form.cleaned_data["reason"])
    if wanted.is_long:
        params = {"kind": wanted.kind, "reason": wanted.reason}
        return redirect("jobs:detail", uid=enqueue("crosscheck_people", by=request.user, params=params).uid)
    content, name, rows = people_bytes(wanted)
    wanted.record(content, rows)
    return workbook(content, name)
