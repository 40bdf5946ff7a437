"""What a page asks while somebody types, or of a lead: whether the person is on file, or in another lead."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.archives.selectors.entry import asks_too_often, list_duplicates
from cases.archives.services.entry.lookups import record_lookup
from cases.archives.views.entry.checks import TOO_MANY
from cases.leads.models import Lead
from cases.leads.selectors.leads import list_phone_files, list_twins
from cases.leads.states import WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.documents import DocumentError, check_id_number, check_phone
from hardship.kernel.fields import blind_index


@require_POST
@require_role(*WRITERS)
def id_check(request: AuthenticatedRequest) -> HttpResponse:
    """The open files and the open leads of the holder of an ID number."""
    try:
        number = check_id_number(request.POST.get("id_number", "")).number
    except DocumentError as error:
        return _told(request, error=str(error))
    return _known(request, number)


@require_POST
@require_role(*WRITERS)
def known(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The same of the person of a lead, whose number nobody typed here, as from a public questionnaire."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), uid=uid)
    if not lead.id_number:
        return _told(request, error=_("没有登记身份证号，查不了。请先打电话问清楚再补上。"))
    return _known(request, lead.id_number.reveal(), lead)


@require_POST
@require_role(*WRITERS)
def phone_check(request: AuthenticatedRequest) -> HttpResponse:
    """The open leads and the files of the scope with a telephone number."""
    try:
        number = check_phone(request.POST.get("number", ""))
    except DocumentError:
        return HttpResponse("")
    if asks_too_often(request.user):
        return _told(request, error=TOO_MANY)
    leads = list_twins("phone", number, user=request.user)
    _trace(request, sum(row.lead is None for row in leads), "phone", blind_index(number, "phone"))
    return _told(request, files=list_phone_files(number, user=request.user), leads=leads)


def _known(request: AuthenticatedRequest, number: str, own: Lead | None = None) -> HttpResponse:
    if asks_too_often(request.user):
        return _told(request, error=TOO_MANY)
    index = blind_index(number, "id_number")
    files = list_duplicates(index=index, user=request.user)
    leads = [
        row for row in list_twins("id_number", number, user=request.user) if own is None or row.lead != own
    ]
    elsewhere = sum(row.household_id is None for row in files) + sum(row.lead is None for row in leads)
    _trace(request, elsewhere, "id_number", index)
    return _told(request, duplicates=files, leads=leads, is_new=own is not None and not files and not leads)


def _trace(request: AuthenticatedRequest, elsewhere: int, field: str, index: bytes) -> None:
    """That another union knows somebody is told to nobody without a trace."""
    if elsewhere:
        record_lookup(household=None, found=elsewhere, field=field, by=request.user, index=index)


def _told(request: AuthenticatedRequest, **context: object) -> HttpResponse:
    return render(request, "leads/_check.html", context)
