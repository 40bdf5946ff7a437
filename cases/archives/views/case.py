"""Parts of a case's page that belong to the file alone; hardship.desk draws the page itself."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.models import Household, Member
from cases.archives.services import reveals, urging
from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.answers import note
from hardship.kernel.workflow import Refused


@require_GET
def elsewhere(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Names the address of a case. Its page shows applications and payments too, so the desk, whose
    addresses come first, answers here."""
    raise Http404


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def urge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks the reviewers of a submitted file to go on."""
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    try:
        message = urging.urge_file(household_id=household.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已催办，%(union)s会收到消息。") % {"union": message.union.name})
    return redirect("archives:case", pk=pk)


@require_POST
@require_role(*CASE_ROLES)
def reveal(request: AuthenticatedRequest, pk: int, uid: uuid.UUID, field: str) -> HttpResponse:
    """One masked number in full, as plain text; the page hides it again after half a minute."""
    household = get_object_or_404(Household.objects.visible_to(request.user).select_related("union"), pk=pk)
    if field not in reveals.FIELDS:
        raise Http404
    try:
        number = reveals.reveal(household=household, uid=uid, field=field, by=request.user)
    except Member.DoesNotExist:
        raise Http404 from None
    return note(number)
