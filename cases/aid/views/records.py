"""One record of aid that others gave: entered on a case, shown with its versions, corrected, cancelled."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.aid import services
from cases.aid.forms import CancelForm, CorrectForm, RecordForm
from cases.aid.models import ExternalAid
from cases.aid.states import READERS
from cases.archives.models import Household
from cases.archives.selectors import live_members
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def record_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Enter what somebody of this household got from others."""
    files = Household.objects.visible_to(request.user).select_related("union", "head")
    household = get_object_or_404(files, pk=pk)
    documents = list(household.evidence.filter(removed_at__isnull=True).order_by("-pk"))
    form = RecordForm(request.POST or None, members=live_members(household), evidence=documents)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.record_aid(
                union=household.union, name=form.person.name, id_number=form.person.id_number,
                given=form.given(), by=request.user,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已登记。"))
            return redirect(f"{reverse('desk:case', args=[pk])}?tab=aid")
    context = {"form": form, "household": household, "has_people": bool(form.people)}
    return render(request, "aid/record_form.html", context, status=status)


@require_GET
@require_role(*READERS)
def record(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid), CancelForm())


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def record_correct(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Another version in the place of this one."""
    row = _get(request, uid)
    form = CorrectForm(request.POST or None, record=row)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        try:
            made = services.correct_aid(
                record_id=row.pk, given=form.given(), comment=comment, by=request.user
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已更正，原来的记录仍可查看。"))
            return redirect("aid:record", uid=made.uid)
    return render(request, "aid/record_form.html", {"form": form, "record": row}, status=status)


@require_POST
@require_role(Role.CLERK)
def record_cancel(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        services.cancel_aid(record_id=row.pk, comment=form.cleaned_data["comment"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, status=409)
    messages.success(request, _("已作废，记录仍可查看。"))
    return redirect("aid:record", uid=uid)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> ExternalAid:
    rows = ExternalAid.objects.visible_to(request.user)
    related = rows.select_related("union", "recorded_by", "ended_by", "evidence", "replaces", "replaced_by")
    return get_object_or_404(related, uid=uid)


def _page(request: AuthenticatedRequest, row: ExternalAid, form: Form, *, status: int = 200) -> HttpResponse:
    may_change = row.is_current and request.user.has_role(Role.CLERK)
    context = {
        "record": row,
        "form": form,
        "may_change": may_change,
        "later": getattr(row, "replaced_by", None),
    }
    return render(request, "aid/record.html", context, status=status)
