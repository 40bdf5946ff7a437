"""Taking in while somebody is on the line; putting right; who they are on record."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.archives.selectors.entry import asks_too_often, list_duplicates
from cases.archives.services.entry.lookups import record_lookup
from cases.archives.views.entry.checks import TOO_MANY
from cases.leads.selectors.leads import list_phone_files, list_twins
from cases.petitions import services
from cases.petitions.forms import DetailForm, ReceptionForm
from cases.petitions.models import Petition
from cases.petitions.selectors import petitions as selectors
from cases.petitions.states import WRITERS
from cases.petitions.views.pages import get_petition, note_read
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt
from hardship.kernel.documents import DocumentError, check_id_number, check_phone
from hardship.kernel.fields import blind_index


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """One screen; what the own union may not keep goes up at once, and the page does not lead there."""
    units = selectors.list_units(request.user, request.POST.get("accused_union", ""))
    form = ReceptionForm(request.POST or None, units=units)

    def take_in() -> Petition:
        told, key = form.particulars(), form.cleaned_data["key"]
        return services.record(arrival=form.arrival(), told=told, by=request.user, key=key)

    done = attempt(form, take_in)
    if done.made is None:
        return render(request, "petitions/form.html", {"form": form}, status=done.status)
    made = done.made
    if not Petition.objects.visible_to(request.user).filter(pk=made.pk).exists():
        words = {"number": made.number, "union": made.union.name}
        messages.success(
            request,
            _("已登记 %(number)s，直接交“%(union)s”办理。这一件涉及本单位，本单位看不到。") % words,
        )
        return redirect("petitions:petitions")
    messages.success(request, _("已登记，编号 %(number)s。") % {"number": made.number})
    return redirect("petitions:petition", uid=made.uid)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Put right what was written down."""
    row = get_petition(request, uid)
    if row.is_masked:
        messages.error(request, services.change_blocker(row, request.user))
        return redirect("petitions:petition", uid=uid)
    form = DetailForm(request.POST or None, petition=row)
    done = attempt(
        form, lambda: services.change(petition_id=row.pk, told=form.particulars(), by=request.user)
    )
    if done.made is None:
        note_read(row, request.user)
        return render(request, "petitions/form.html", {"form": form, "petition": row}, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("petitions:petition", uid=uid)


@require_POST
@require_role(*WRITERS)
def phone_check(request: AuthenticatedRequest) -> HttpResponse:
    """Who rings: their earlier matters, their files and leads."""
    try:
        number = check_phone(request.POST.get("number", ""))
    except DocumentError:
        return HttpResponse("")
    if asks_too_often(request.user):
        return _told(request, error=TOO_MANY)
    leads = list_twins("phone", number, user=request.user)
    _trace(request, sum(row.lead is None for row in leads), "phone", number)
    return _told(
        request, calls=selectors.list_calls("phone", number, user=request.user),
        files=list_phone_files(number, user=request.user), leads=leads,
    )  # fmt: skip


@require_POST
@require_role(*WRITERS)
def id_check(request: AuthenticatedRequest) -> HttpResponse:
    """The same by an ID number."""
    try:
        number = check_id_number(request.POST.get("id_number", "")).number
    except DocumentError as error:
        return _told(request, error=str(error))
    if asks_too_often(request.user):
        return _told(request, error=TOO_MANY)
    files = list_duplicates(index=blind_index(number, "id_number"), user=request.user)
    leads = list_twins("id_number", number, user=request.user)
    elsewhere = sum(row.household_id is None for row in files) + sum(row.lead is None for row in leads)
    _trace(request, elsewhere, "id_number", number)
    calls = selectors.list_calls("id_number", number, user=request.user)
    return _told(request, calls=calls, duplicates=files, leads=leads)


def _trace(request: AuthenticatedRequest, elsewhere: int, field: str, number: str) -> None:
    """That another union knows somebody is told to nobody without a trace."""
    if elsewhere:
        index = blind_index(number, field)  # type: ignore[arg-type]
        record_lookup(household=None, found=elsewhere, field=field, by=request.user, index=index)


def _told(request: AuthenticatedRequest, **context: object) -> HttpResponse:
    return render(request, "petitions/_check.html", context)
