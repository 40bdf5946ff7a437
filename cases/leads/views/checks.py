"""What a page asks while somebody types: whether the person is on file, or in another lead."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases.archives.selectors.entry import asks_too_often, list_duplicates
from cases.archives.services.entry.lookups import record_lookup
from cases.archives.views.entry.checks import TOO_MANY
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
    if asks_too_often(request.user):
        return _told(request, error=TOO_MANY)
    files = list_duplicates(index=blind_index(number, "id_number"), user=request.user)
    leads = list_twins("id_number", number, user=request.user)
    elsewhere = sum(row.household_id is None for row in files) + sum(row.lead is None for row in leads)
    _trace(request, elsewhere, "id_number")
    return _told(request, duplicates=files, leads=leads)


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
    _trace(request, sum(row.lead is None for row in leads), "phone")
    return _told(request, files=list_phone_files(number, user=request.user), leads=leads)


def _trace(request: AuthenticatedRequest, elsewhere: int, field: str) -> None:
    """That another union knows somebody is told to nobody without a trace."""
    if elsewhere:
        record_lookup(household=None, found=elsewhere, field=field, by=request.user)


def _told(request: AuthenticatedRequest, **context: object) -> HttpResponse:
    return render(request, "leads/_check.html", context)
