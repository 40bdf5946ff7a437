"""困难职工档案表 as a PDF to print, stamp and keep."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.archives import reports
from cases.archives.models import Household
from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import paper

# The form is signed by the worker and stamped: whoever enters or reviews it needs the numbers on it.
FULL_FORM_ROLES = (Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.AUDITOR)


@require_GET
@require_role(*CASE_ROLES)
def archive_form(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of one file; printing it is on record."""
    files = Household.objects.visible_to(request.user).select_related(
        "union", "county", "head", "created_by", "updated_by", "filed_by"
    )
    household = get_object_or_404(files, pk=pk)
    full = request.user.has_role(*FULL_FORM_ROLES)
    content = reports.archive_form(household, full=full, on=timezone.localdate())
    audit.record_export(
        "archive_form", by=request.user, content=content, rows=1, masked=not full, target=household
    )
    name = _("困难职工档案表_%(number)s.pdf") % {"number": household.file_no or household.pk}
    return paper(content, name)
