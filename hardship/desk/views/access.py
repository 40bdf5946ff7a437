"""查阅记录 of one file on paper, for the worker who asks who saw it and for whoever checks that."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.archives.models import Household
from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.desk.reports import access_pdf
from hardship.desk.selectors.access import get_access
from hardship.kernel.answers import paper


@require_GET
@require_role(*CASE_ROLES)
def access(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The report as PDF; that it was printed stands in the next one."""
    rows = Household.objects.visible_to(request.user).select_related("head", "union")
    household = get_object_or_404(rows, pk=pk)
    found = get_access(household=household, user=request.user)
    content = access_pdf(household, found, by=request.user)
    audit.record_export("access", by=request.user, content=content, rows=found.total, target=household)
    number = household.file_no or household.pk
    name = _("查阅记录_%(number)s_%(day)s.pdf")
    return paper(content, name % {"number": number, "day": f"{timezone.localdate():%Y%m%d}"})
