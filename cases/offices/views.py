"""帮扶中心、帮扶站 and 第一责任人: lists, one office, each write as one address."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.offices import selectors, services
from cases.offices.columns import OFFICE_COLUMNS, RESPONSIBLE_COLUMNS
from cases.offices.forms import CheckForm, LeaderForm, OfficeForm, ResponsibleForm, StaffForm
from cases.offices.models import FirstResponsible, Office
from cases.offices.states import READERS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_own_unions
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

PAGES = (
    ("offices:offices", gettext_lazy("帮扶中心、帮扶站")),
    ("offices:responsible", gettext_lazy("第一责任人")),
)


@require_GET
@require_role(*READERS)
def office_list(request: AuthenticatedRequest) -> HttpResponse:
    """The open offices of the scope."""
    context = {
        "tabs": make_tabs(PAGES, "offices:offices"),
        **_office_rows().page(selectors.list_offices(request.user), request.GET),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "offices/offices.html", context)


EXPORT = ListExport("offices", gettext_lazy("帮扶中心、帮扶站名册"), OFFICE_COLUMNS, "offices:offices")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The open offices with their functions; the download is on record."""
    return EXPORT.answer(request, selectors.list_offices(request.user))


@require_GET
@require_role(*READERS)
def office(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def office_new(request: AuthenticatedRequest) -> HttpResponse:
    unions = list_own_unions(request.user, request.POST.get("union", ""))
    form = OfficeForm(request.POST or None, unions=unions)
    return _save(request, form, services.open_office, "offices/office_form.html")


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def office_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = OfficeForm(request.POST or None, office=row)
    return _save(request, form, services.change_office, "offices/office_form.html", row, office_id=row.pk)


@require_POST
@require_role(*WRITERS)
def office_close(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Close an office; it stays on record."""
    row = _get(request, uid)
    try:
        services.close_office(office_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("offices:office", uid=uid)
    messages.success(request, _("已撤销“%(name)s”。") % {"name": row.name})
    return redirect("offices:offices")


@require_POST
@require_role(*WRITERS)
def staff_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _write(request, uid, StaffForm(request.POST), services.add_staff)


@require_POST
@require_role(*WRITERS)
def check_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _write(request, uid, CheckForm(request.POST), services.record_check)


@require_POST
@require_role(*WRITERS)
def staff_end(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """Somebody does not work there any more."""
    row = _get(request, uid)
    get_object_or_404(row.staff.filter(until_on__isnull=True), pk=pk)
    services.end_staff(office_id=row.pk, staff_id=pk, by=request.user)
    messages.success(request, _("已登记离岗。"))
    return redirect("offices:office", uid=uid)


@require_GET
@require_role(*READERS)
def responsible(request: AuthenticatedRequest) -> HttpResponse:
    """Who answers first today in each union of the scope."""
    may_write = request.user.has_role(*WRITERS)
    context = {
        "tabs": make_tabs(PAGES, "offices:responsible"),
        **_responsible_rows(may_write=may_write).page(selectors.list_responsible(request.user), request.GET),
        "may_write": may_write,
    }
    return render(request, "offices/responsible.html", context)


RESPONSIBLE = ListExport(
    "responsible", gettext_lazy("第一责任人名册"), RESPONSIBLE_COLUMNS, "offices:responsible"
)


@require_POST
@require_role(*READERS)
def responsible_export(request: AuthenticatedRequest) -> HttpResponse:
    """Who answers first today; the download is on record."""
    return RESPONSIBLE.answer(request, selectors.list_responsible(request.user))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def appoint(request: AuthenticatedRequest) -> HttpResponse:
    unions = list_own_unions(request.user, request.POST.get("union", ""))
    form = ResponsibleForm(request.POST or None, unions=unions)
    return _save(request, form, services.appoint, "offices/responsible_form.html")


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def responsible_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct the name or the post of who answers first."""
    rows = selectors.list_correctable(request.user).select_related("union")
    row = get_object_or_404(rows, pk=pk)
    form = LeaderForm(request.POST or None, initial={"name": row.name, "post": row.post})
    return _save(request, form, services.correct_responsible, "offices/responsible_form.html", None, row,
                 responsible_id=row.pk)  # fmt: skip


def _office_rows() -> Rows[Office]:
    return Rows(choose(OFFICE_COLUMNS, ()), url=link_to("offices:office", "uid"))


def _responsible_rows(*, may_write: bool) -> Rows[FirstResponsible]:
    """A row leads to its correction, for whom may write."""
    if not may_write:
        return Rows(RESPONSIBLE_COLUMNS)
    return Rows(RESPONSIBLE_COLUMNS, url=link_to("offices:responsible_edit"))


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Office:
    rows = Office.objects.visible_to(request.user).filter(closed_on__isnull=True).select_related("union")
    return get_object_or_404(selectors.with_details(rows), uid=uid)


def _save(
    request: AuthenticatedRequest,
    form: Form,
    service: Any,
    template: str,
    office: Office | None = None,
    responsible: FirstResponsible | None = None,
    **keys: int,
) -> HttpResponse:
    """One call on a page of its own, its refusal beside what was typed, or on to what was saved."""
    done = attempt(form, lambda: service(by=request.user, **keys, **form.cleaned_data))
    if done.made is None:
        context = {"form": form, "office": office, "responsible": responsible}
        return render(request, template, context, status=done.status)
    messages.success(request, _("已保存。"))
    if isinstance(done.made, Office):
        return redirect("offices:office", uid=done.made.uid)
    return redirect("offices:responsible")


def _write(request: AuthenticatedRequest, uid: uuid.UUID, form: Form, service: Any) -> HttpResponse:
    """One call on the office's page, its refusal beside what was typed."""
    row = _get(request, uid)
    done = attempt(form, lambda: service(office_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已登记。"))
    return redirect("offices:office", uid=uid)


def _page(
    request: AuthenticatedRequest, row: Office, refused: Form | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "office": row,
        "staff_form": refused if isinstance(refused, StaffForm) else StaffForm(),
        "check_form": refused if isinstance(refused, CheckForm) else CheckForm(),
        "refused": refused,
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "offices/office.html", context, status=status)
