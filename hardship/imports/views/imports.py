"""An import in stages: upload, columns, check, confirm, result; each a state of one SheetImport."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_own_unions
from hardship.accounts.states import Role
from hardship.imports import reports, services
from hardship.imports.columns import IMPORT_COLUMNS
from hardship.imports.forms import ColumnsForm, SheetUploadForm
from hardship.imports.models import SheetImport
from hardship.imports.selectors import find_earlier, get_job, list_imports
from hardship.imports.services import IMPORTERS, Importer
from hardship.imports.states import ImportState
from hardship.jobs.services import enqueue
from hardship.kernel.answers import workbook
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

STAGES = (gettext_lazy("上传"), gettext_lazy("对应列"), gettext_lazy("检查"), gettext_lazy("确认"),
          gettext_lazy("结果"))  # fmt: skip
AT = {
    ImportState.UPLOADED: 1,
    ImportState.CHECKING: 2,
    ImportState.FAILED: 2,
    ImportState.CHECKED: 3,
    ImportState.IMPORTING: 4,
}


@require_GET
@require_role(Role.CLERK)
def import_list(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    importer = _importer(kind)
    page = numbered(list_imports(request.user, kind), request.GET)
    rows: Rows[SheetImport] = Rows(
        IMPORT_COLUMNS, url=lambda source: reverse("imports:detail", args=[source.uid])
    )
    return render(
        request, "imports/list.html", {**_about(kind, importer), "page": page, **rows.context(page)}
    )


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def import_new(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    importer = _importer(kind)
    unions = list_own_unions(request.user, request.POST.get("union", ""))
    form = SheetUploadForm(request.POST or None, request.FILES or None, unions=unions)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = services.upload_sheet(
                kind=kind, union=form.cleaned_data["union"], by=request.user, original_name=file.name,
                content=file.read(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("imports:columns", uid=source.uid)
    context = {**_about(kind, importer), "form": form, "steps": _steps(None)}
    return render(request, "imports/new.html", context, status=status)


@require_GET
@require_role(Role.CLERK)
def template(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    importer = _importer(kind)
    return workbook(reports.sheet_template(importer), _("%(list)s导入模板.xlsx") % {"list": importer.label})


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def columns(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Which column is which; what was recognised is chosen already."""
    source = _get(request, uid)
    importer = IMPORTERS[source.kind]
    form = ColumnsForm(request.POST or None, source=source, columns=importer.columns)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_check(source_id=source.pk, fields=form.mapping(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 422 if source.is_uploaded else 409
        else:
            return redirect("imports:detail", uid=source.uid)
    context = {
        **_about(source.kind, importer),
        "source": source,
        "form": form,
        "earlier": find_earlier(source),
        "steps": _steps(ImportState.UPLOADED),
    }
    return render(request, "imports/columns.html", context, status=status)


@require_GET
@require_role(Role.CLERK)
def detail(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    source = _get(request, uid)
    return redirect("imports:columns", uid=uid) if source.is_uploaded else _detail(request, source)


@require_GET
@require_role(Role.CLERK)
def progress(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """How far the job is; when it is over, the whole page is asked for again."""
    source = _get(request, uid)
    job = get_job(source)
    if job is None or not job.is_active:
        return HttpResponseClientRefresh()
    return render(request, "imports/_progress.html", {"job": job, "progress_url": request.path})


@require_POST
@require_role(Role.CLERK)
def confirm(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _ask(request, uid, services.ask_for_import)


@require_POST
@require_role(Role.CLERK)
def undo(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _ask(request, uid, services.ask_for_undo)


@require_POST
@require_role(Role.CLERK)
def errors_file(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The user's own workbook with the refused rows marked; a long one is made by a job."""
    source = _get(request, uid)
    if source.rows_total > reports.LONG:
        job = enqueue(
            "returned_sheet", by=request.user, params={"source": str(source.uid)}, union=source.union
        )
        return redirect("jobs:detail", uid=job.uid)
    try:
        content = reports.returned_workbook(source, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:detail", uid=uid)
    return workbook(content, reports.returned_name(source))


def _importer(kind: str) -> Importer:
    importer = IMPORTERS.get(kind)
    if importer is None:
        raise Http404
    return importer


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> SheetImport:
    rows = SheetImport.objects.visible_to(request.user).select_related("union", "uploaded_by")
    return get_object_or_404(rows, uid=uid)


def _ask(request: AuthenticatedRequest, uid: uuid.UUID, service: Callable[..., Any]) -> HttpResponse:
    source = _get(request, uid)
    try:
        service(source_id=source.pk, by=request.user)
    except Refused as refusal:
        return _detail(request, source, refusal=str(refusal), status=409)
    return redirect("imports:detail", uid=uid)


def _detail(
    request: AuthenticatedRequest, source: SheetImport, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of whatever state it is in."""
    job = get_job(source)
    context = {
        **_about(source.kind, IMPORTERS[source.kind]),
        "source": source,
        "steps": _steps(source.state),
        "refusal": refusal,
        "job": job,
        "is_working": job is not None and job.is_active,
        "progress_url": reverse("imports:progress", args=[source.uid]),
        "issues": numbered(source.issues, request.GET),
    }
    return render(request, "imports/detail.html", context, status=status)


def _about(kind: str, importer: Importer) -> dict[str, Any]:
    return {"kind": kind, "label": importer.label, "list_url": reverse(importer.page)}


def _steps(state: str | None) -> list[dict[str, str]]:
    """The five stages, for the steps component; None is before the upload."""
    at = 0 if state is None else AT.get(ImportState(state), len(STAGES))
    here = "stopped" if state == ImportState.FAILED else "current"
    words = ["done"] * at + [here] + ["todo"] * len(STAGES)
    return [{"label": str(label), "state": word} for label, word in zip(STAGES, words, strict=False)]
