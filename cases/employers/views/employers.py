"""One employer: how it stands, what happened, who works there; each write as one address."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.employers import reports, services
from cases.employers.columns import SHARE_COLUMNS, WORKER_COLUMNS
from cases.employers.forms import EmployerForm, EventForm, HeadcountForm, NewEmployerForm
from cases.employers.models import Employer, EmployerEvent
from cases.employers.selectors.employers import with_history
from cases.employers.selectors.workers import Worker, YearShare, list_shares, list_workers
from cases.employers.states import READERS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_own_unions
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused


@require_GET
@require_role(*READERS)
def employer(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def employer_new(request: AuthenticatedRequest) -> HttpResponse:
    """Register an employer."""
    unions = list_own_unions(request.user, request.POST.get("union", ""))
    form = NewEmployerForm(request.POST or None, unions=unions)

    def register() -> Employer:
        told = {name: form.cleaned_data[name] for name in ("union", "standing", "standing_on")}
        return services.register_employer(particulars=form.particulars(), by=request.user, **told)

    done = attempt(form, register)
    if done.made is None:
        return render(request, "employers/employer_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已登记，请补填职工人数和发生的事项。"))
    return redirect("employers:employer", uid=done.made.uid)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def employer_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct what is on record."""
    row = _get(request, uid)
    form = EmployerForm(request.POST or None, employer=row)
    done = attempt(
        form,
        lambda: services.change_employer(employer_id=row.pk, particulars=form.particulars(), by=request.user),
    )
    if done.made is None:
        context = {"form": form, "employer": row}
        return render(request, "employers/employer_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("employers:employer", uid=uid)


@require_POST
@require_role(*WRITERS)
def event_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _write(request, uid, EventForm(request.POST), services.note_event)


@require_POST
@require_role(*WRITERS)
def headcount(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _write(request, uid, HeadcountForm(request.POST), services.note_headcount)


@require_POST
@require_role(*WRITERS)
def event_take_back(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """Take an event back that was entered by mistake."""
    row = _get(request, uid)
    get_object_or_404(EmployerEvent, employer=row, pk=pk, removed_at__isnull=True)
    try:
        services.take_back_event(employer_id=row.pk, event_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回这一条。"))
    return redirect("employers:employer", uid=uid)


@require_POST
@require_role(*READERS)
def workers_export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The workers on file; the download is on record."""
    row = _get(request, uid)
    workers = list_workers(row, request.user)
    content = reports.workers_workbook(row, workers, by=request.user)
    audit.record_export("employer_workers", by=request.user, content=content, rows=len(workers), target=row)
    return workbook(content, _("%(name)s在档职工.xlsx") % {"name": row.name})


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Employer:
    rows = Employer.objects.visible_to(request.user).select_related(
        "union", "created_by", "changed_by", "merged_into"
    )
    return get_object_or_404(with_history(rows), uid=uid)


def _write(request: AuthenticatedRequest, uid: uuid.UUID, form: Form, service: Any) -> HttpResponse:
    """One call, its refusal beside what was typed, or on to the employer."""
    row = _get(request, uid)
    done = attempt(form, lambda: service(employer_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已登记。"))
    return redirect("employers:employer", uid=uid)


def _page(
    request: AuthenticatedRequest, row: Employer, refused: Form | None = None, *, status: int = 200
) -> HttpResponse:
    """The employer; what was refused stands where it was typed."""
    workers = list_workers(row, request.user)
    context = {
        "employer": row,
        "shares": _share_rows().context(list_shares(row, request.user)),
        **_worker_rows().page(workers, request.GET),
        "event_form": refused if isinstance(refused, EventForm) else EventForm(),
        "headcount_form": refused if isinstance(refused, HeadcountForm) else HeadcountForm(),
        "refused": refused,
        "may_write": request.user.has_role(*WRITERS) and row.merged_into_id is None,
    }
    return render(request, "employers/employer.html", context, status=status)


def _worker_rows() -> Rows[Worker]:
    return Rows(
        WORKER_COLUMNS,
        url=link_to("archives:case", "member.household_id", query="tab=members"),
        notes={"stated": lambda worker: _("与单位登记的不一致") if worker.differs else ""},
    )


def _share_rows() -> Rows[YearShare]:
    return Rows(SHARE_COLUMNS)
