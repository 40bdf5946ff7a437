"""The wizard of an import: upload, columns, check, confirm, result; each a state of one ListImport."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.imports import services
from hardship.imports.columns import IMPORT_COLUMNS
from hardship.imports.forms import ColumnsForm, UploadForm
from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS, ImportKind, amounts_of
from hardship.imports.selectors import get_job
from hardship.imports.states import LIST_ROLES, ImportState
from hardship.imports.views.parts import make_issues, make_steps
from hardship.jobs.services import enqueue
from hardship.kernel.answers import workbook
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.sheets.memory import say_choices
from hardship.kernel.sheets.tables import say_units
from hardship.kernel.sheets.template import TemplatePage, make_template
from hardship.kernel.templatetags.ui import NOTHING, number
from hardship.kernel.workflow import Refused

WORKING = (ImportState.CHECKING, ImportState.IMPORTING)


def _get(request: AuthenticatedRequest, uid: UUID) -> ListImport:
    rows = _visible(request).select_related("union", "uploaded_by", "undone_by")
    return get_object_or_404(rows, uid=uid)


def _visible(request: AuthenticatedRequest) -> QuerySet[ListImport]:
    """The imports of the scope, of the kinds that this person imports."""
    kinds = [code for code, kind in _kinds(request)]
    return ListImport.objects.visible_to(request.user).filter(kind__in=kinds)


def _kinds(request: AuthenticatedRequest) -> list[tuple[str, ImportKind]]:
    return [(code, kind) for code, kind in KINDS.items() if request.user.has_role(*kind.roles)]


def _kind(request: AuthenticatedRequest, code: str) -> ImportKind:
    """Raises Http404 for a kind that this person does not import."""
    for known, kind in _kinds(request):
        if known == code:
            return kind
    raise Http404


@require_GET
@require_role(*LIST_ROLES)
def import_list(request: AuthenticatedRequest) -> HttpResponse:
    """Imports of the scope, newest first, and what can be imported."""
    rows = _visible(request).select_related("union", "uploaded_by")
    rows = rows.defer("issues", "mapping").order_by("-pk")
    context = {"kinds": _kinds(request), **_rows().page(rows, request.GET)}
    return render(request, "imports/list.html", context)


def _rows() -> Rows[Any]:
    """How an import reads; its figures are known when it was checked."""
    figures = ("rows_total", "rows_good", "rows_rejected")
    drawn: dict[str, Any] = {
        name: lambda made, name=name: number(getattr(made, name)) if made.rows_total else NOTHING
        for name in figures
    }
    drawn["kind"] = lambda made: KINDS[made.kind].label
    return Rows(IMPORT_COLUMNS, url=link_to("imports:detail", "uid"), drawn=drawn)


@require_http_methods(["GET", "POST"])
@require_role(*LIST_ROLES)
def import_new(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    wanted = _kind(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.upload_list(
                kind=kind,
                union=form.cleaned_data["union"],
                by=request.user,
                original_name=file.name,
                content=file.read(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:columns", uid=made.uid)
    context = {"form": form, "steps": make_steps(None), "kind": wanted, "code": kind}
    return render(request, "imports/new.html", context, status=422 if form.is_bound else 200)


@require_GET
@require_role(*LIST_ROLES)
def import_template(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """The empty workbook of a list."""
    wanted = _kind(request, kind)
    lines = [_("红底的列必填。"), *map(str, wanted.hints)]
    page = TemplatePage(str(wanted.label), lines, [one.template() for one in wanted.resource.layout])
    return workbook(make_template([page]), _("%(list)s导入模板.xlsx") % {"list": wanted.label})


@require_POST
@require_role(*LIST_ROLES)
def import_export(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """What is on record, in the columns of the list."""
    wanted = _kind(request, kind)
    if not wanted.is_exported:
        raise Http404
    try:
        content = services.export_list(kind=kind, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:new", kind=kind)
    return workbook(content, _("%(list)s.xlsx") % {"list": wanted.label})


@require_http_methods(["GET", "POST"])
@require_role(*LIST_ROLES)
def import_columns(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Which column of the file is which of the list."""
    made = _get(request, uid)
    form = ColumnsForm(request.POST if request.method == "POST" else None, made=made)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_check(import_id=made.pk, fields=form.mapping(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("imports:detail", uid=made.uid)
    known = set(made.mapping["fields"].values())
    context = {
        "made": made,
        "kind": KINDS[made.kind],
        "form": form,
        "unknown": [
            text for place, text in enumerate(made.mapping["headers"]) if text and place not in known
        ],
        "recalled": made.state == ImportState.UPLOADED
        and say_choices(made.mapping, partial(_label, KINDS[made.kind])),
        "converted": say_units(made.mapping, amounts_of(KINDS[made.kind].resource.layout).__contains__),
        "steps": make_steps(ImportState.UPLOADED),
    }
    return render(request, "imports/columns.html", context, status=422 if form.is_bound else 200)


@require_POST
@require_role(*LIST_ROLES)
def import_forget(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """What was chosen before for such a header line is not used any more."""
    try:
        services.forget_columns(import_id=_get(request, uid).pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("不再沿用以前的选择，请重新核对各列。"))
    return redirect("imports:columns", uid=uid)


def _label(kind: ImportKind, key: str) -> str:
    """What a column of the list is called; one that it does not have any more by its key."""
    return next((str(column.label) for column in kind.resource.layout if column.key == key), key)


@require_POST
@require_role(*LIST_ROLES)
def import_sheet(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Another worksheet of the file."""
    sheet = request.POST.get("sheet", "")[:40]
    try:
        services.choose_sheet(import_id=_get(request, uid).pk, sheet=sheet, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:columns", uid=uid)


@require_GET
@require_role(*LIST_ROLES)
def import_detail(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    made = _get(request, uid)
    if made.state == ImportState.UPLOADED:
        return redirect("imports:columns", uid=made.uid)
    return _detail(request, made)


def _detail(
    request: AuthenticatedRequest, made: ListImport, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of whatever state it is in."""
    job = get_job(made)
    context: dict[str, Any] = {
        "made": made,
        "list_kind": KINDS[made.kind],
        "steps": make_steps(made.state),
        "refusal": refusal,
        "job": job,
        "is_working": job is not None and job.is_active,
        "progress_url": reverse("imports:progress", args=[made.uid]),
        "is_long": services.is_long(made),
    }
    if made.state not in WORKING:
        context |= make_issues(made.issues, request.GET, duplicates=())
    return render(request, "imports/detail.html", context, status=status)


@require_GET
@require_role(*LIST_ROLES)
def import_progress(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """How far the job is; when it is over, the whole page is asked for again."""
    made = _get(request, uid)
    job = get_job(made)
    if job is None or not job.is_active:
        return HttpResponseClientRefresh()
    return render(request, "imports/_progress.html", {"made": made, "job": job, "progress_url": request.path})


@require_POST
@require_role(*LIST_ROLES)
def import_step(request: AuthenticatedRequest, uid: UUID, action: str) -> HttpResponse:
    """Check again, import, drop or take back."""
    made = _get(request, uid)
    try:
        if action == "check":
            services.ask_for_check(import_id=made.pk, fields=None, by=request.user)
        elif action == "import":
            services.ask_for_import(import_id=made.pk, by=request.user)
        elif action == "drop":
            services.drop_list(import_id=made.pk, by=request.user)
        else:
            services.ask_for_undo(import_id=made.pk, by=request.user)
    except Refused as refusal:
        return _detail(request, made, refusal=str(refusal), status=409)
    return redirect("imports:detail", uid=made.uid)


@require_http_methods(["GET", "POST"])
@require_role(*LIST_ROLES)
def import_errors_file(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The user's own workbook with the refused rows marked; a long one is made by a job (POST)."""
    made = _get(request, uid)
    if request.method == "POST":
        job = enqueue("returned_list", by=request.user, params={"list": str(made.uid)}, union=made.union)
        return redirect("jobs:detail", uid=job.uid)
    if services.is_long(made) or not made.issues:
        return redirect("imports:detail", uid=made.uid)
    try:
        content = services.return_rejected(made, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:detail", uid=made.uid)
    return workbook(content, services.returned_name(made))
