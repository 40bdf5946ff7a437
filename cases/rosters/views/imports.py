"""The wizard of an import: upload, columns, check, confirm, result; each a state of one RosterImport."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from cases.rosters import services as imports
from cases.rosters.columns import IMPORT_COLUMNS
from cases.rosters.forms.imports import MappingForm, UploadForm
from cases.rosters.models import RosterImport
from cases.rosters.resources.template import roster_template
from cases.rosters.rules.entries import DUPLICATE_CODES
from cases.rosters.rules.layout import label_of
from cases.rosters.rules.persons import is_by_person
from cases.rosters.rules.units import is_amount
from cases.rosters.selectors.extensions import list_result_parts
from cases.rosters.selectors.imports import (
    count_undo,
    find_earlier,
    list_changes,
    list_imported,
    list_imports,
    list_spellings,
)
from cases.rosters.services.reading import OldTemplate, read_samples
from cases.rosters.states import ImportMode, ImportState
from cases.rosters.views import import_pages as pages
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.imports.selectors import get_job
from hardship.imports.views.parts import make_issues, make_steps
from hardship.jobs.services import enqueue
from hardship.kernel.answers import workbook
from hardship.kernel.links import link_to
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.sheets.memory import say_choices
from hardship.kernel.sheets.tables import say_units
from hardship.kernel.templatetags.ui import NOTHING, number
from hardship.kernel.workflow import Refused

CHANGES_SIZE = 20
WORKING = (ImportState.CHECKING, ImportState.IMPORTING)
OVER = (ImportState.IMPORTING, ImportState.DONE, ImportState.UNDONE)


def _get(request: AuthenticatedRequest, uid: UUID) -> RosterImport:
    rows = RosterImport.objects.visible_to(request.user).select_related("union", "uploaded_by")
    return get_object_or_404(rows, uid=uid)


def _posted(request: AuthenticatedRequest) -> QueryDict | None:
    """What was sent, be it nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


@require_GET
@require_role(Role.CLERK)
def import_list(request: AuthenticatedRequest) -> HttpResponse:
    return render(request, "rosters/import_list.html", _rows().page(list_imports(request.user), request.GET))


def _rows() -> Rows[Any]:
    """How a roster reads; its figures are known when it was checked."""

    def figure(name: str) -> Callable[[Any], str]:
        return lambda roster: number(getattr(roster, name)) if roster.rows_total else NOTHING

    return Rows(
        IMPORT_COLUMNS,
        url=link_to("rosters:import_detail", "uid"),
        drawn={name: figure(name) for name in ("rows_total", "rows_importable", "rows_rejected")},
    )


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def import_new(request: AuthenticatedRequest) -> HttpResponse:
    form = UploadForm(_posted(request), request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roster = imports.upload_roster(
                union=form.cleaned_data["union"],
                by=request.user,
                original_name=file.name,
                content=file.read(),
                mode=form.cleaned_data["mode"],
                filed=form.filed(),
            )
        except Refused as refusal:
            form.add_error(refusal.field or "file", _why(refusal))
        else:
            return redirect("rosters:import_mapping", uid=roster.uid)
    context = {"form": form, "steps": make_steps(None)}
    return render(request, "rosters/import_new.html", context, status=422 if form.is_bound else 200)


def _why(refusal: Refused) -> str:
    """The sentence; for an old template with the way to the new one."""
    if not isinstance(refusal, OldTemplate):
        return str(refusal)
    url, label = reverse("rosters:import_template"), _("下载新模板")
    return format_html('{} <a href="{}">{}</a>', str(refusal), url, label)


@require_GET
@require_role(Role.CLERK)
def import_template(request: AuthenticatedRequest) -> HttpResponse:
    return workbook(roster_template(), _("困难职工花名册模板.xlsx"))


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def import_mapping(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Which column is which; only what was not recognised is asked, unless `all` is asked for."""
    roster = _get(request, uid)
    if request.method == "GET" and roster.state in OVER:
        return redirect("rosters:import_detail", uid=roster.uid)
    everything = request.GET.get("all") == "1"
    samples = read_samples(roster)
    form = MappingForm(_posted(request), roster=roster, everything=everything, samples=samples)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            imports.ask_for_check(roster_id=roster.pk, fields=form.mapping(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409 if roster.state != ImportState.UPLOADED else 422
        else:
            return redirect("rosters:import_detail", uid=roster.uid)
    earlier = find_earlier(
        union=roster.union, sha256=roster.sha256, states=[ImportState.DONE], but=roster.pk, mode=roster.mode
    )
    context = {
        "roster": roster,
        "form": form,
        "everything": everything,
        "columns": pages.make_columns(roster, samples),
        "missing": pages.missing_labels(roster),
        "by_person": is_by_person(roster.mapping["fields"]),
        "recalled": roster.state == ImportState.UPLOADED and say_choices(roster.mapping, label_of),
        "converted": say_units(roster.mapping, is_amount),
        "earlier": earlier,
        "steps": make_steps(ImportState.UPLOADED),
    }
    return render(request, "rosters/import_mapping.html", context, status=status)


@require_POST
@require_role(Role.CLERK)
def import_forget(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The columns as the program reads them by itself."""
    try:
        imports.forget_columns(roster_id=_get(request, uid).pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:import_mapping", uid=uid)


@require_POST
@require_role(Role.CLERK)
def import_sheet(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Another worksheet of the file."""
    sheet = request.POST.get("sheet", "")[:40]
    try:
        imports.choose_sheet(roster_id=_get(request, uid).pk, sheet=sheet, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:import_mapping", uid=uid)


@require_GET
@require_role(Role.CLERK)
def import_detail(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    roster = _get(request, uid)
    if roster.state == ImportState.UPLOADED:
        return redirect("rosters:import_mapping", uid=roster.uid)
    return _detail(request, roster)


def _detail(
    request: AuthenticatedRequest, roster: RosterImport, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of whatever state it is in."""
    job = get_job(roster)
    context: dict[str, Any] = {
        "roster": roster,
        "steps": make_steps(roster.state),
        "refusal": refusal,
        "job": job,
        "is_working": job is not None and job.is_active,
        "progress_url": reverse("rosters:import_progress", args=[roster.uid]),
        "figures": pages.make_figures(roster),
        "badge": roster.tone,
        "is_long": imports.is_long(roster),
        "tab": request.GET.get("tab", ""),
        "has_updates": roster.mode != ImportMode.NEW,
    }
    if roster.state not in WORKING:
        context |= make_issues(roster.issues, request.GET, duplicates=DUPLICATE_CODES)
        changes = numbered(list_changes(roster), request.GET, size=CHANGES_SIZE, name="change")
        context |= {"changes": changes, **pages.make_spellings(roster, request.GET)}
    if roster.state in (ImportState.DONE, ImportState.UNDONE):
        imported = numbered(list_imported(roster), request.GET)
        context |= {"imported": imported, "counts": count_undo(roster)}
        context |= {"parts": list_result_parts(roster, request.user) if roster.is_done else []}
    return render(request, "rosters/import_detail.html", context, status=status)


@require_GET
@require_role(Role.CLERK)
def import_progress(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """How far the job is; when it is over, the whole page is asked for again."""
    roster = _get(request, uid)
    job = get_job(roster)
    if job is None or not job.is_active:
        return HttpResponseClientRefresh()
    context = {"roster": roster, "job": job, "progress_url": request.path}
    return render(request, "rosters/_import_progress.html", context)


@require_POST
@require_role(Role.CLERK)
def import_check(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Once more, for a check that was interrupted."""
    roster = _get(request, uid)
    try:
        imports.ask_for_check(roster_id=roster.pk, fields=None, by=request.user)
    except Refused as refusal:
        return _detail(request, roster, refusal=str(refusal), status=409)
    return redirect("rosters:import_detail", uid=roster.uid)


@require_POST
@require_role(Role.CLERK)
def import_confirm(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    roster = _get(request, uid)
    try:
        imports.ask_for_import(roster_id=roster.pk, by=request.user)
    except Refused as refusal:
        return _detail(request, roster, refusal=str(refusal), status=409)
    return redirect("rosters:import_detail", uid=roster.uid)


@require_POST
@require_role(Role.CLERK)
def import_undo(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    roster = _get(request, uid)
    try:
        imports.ask_for_undo(roster_id=roster.pk, by=request.user)
    except Refused as refusal:
        return _detail(request, roster, refusal=str(refusal), status=409)
    return redirect("rosters:import_detail", uid=roster.uid)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def import_errors_file(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The user's own workbook with the refused rows marked; a long one is made by a job (POST)."""
    roster = _get(request, uid)
    if request.method == "POST":
        job = enqueue(
            "returned_roster", by=request.user, params={"roster": str(roster.uid)}, union=roster.union
        )
        return redirect("jobs:detail", uid=job.uid)
    if imports.is_long(roster) or not (roster.issues or list_spellings(roster).exists()):
        return redirect("rosters:import_detail", uid=roster.uid)
    try:
        content = imports.return_rejected(roster, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("rosters:import_detail", uid=roster.uid)
    return workbook(content, imports.returned_name(roster))
