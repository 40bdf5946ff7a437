"""帮扶申请审批表 as PDF; each that leaves is on record. The scan of what was decided outside."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.views.found import get_application
from cases.approvals import reports
from cases.approvals.models import StepScan
from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import paper, stored_file
from hardship.kernel.pdf import render_pdf


@require_GET
@require_role(*CASE_ROLES)
def form_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    context = reports.approval_form(application)
    content = render_pdf(reports.FORM_TEMPLATE, context, title=_("帮扶申请审批表"))
    audit.record_export("approval_form", by=request.user, content=content, rows=1, target=application)
    return paper(content, f"帮扶申请审批表_{application.number or application.pk}.pdf")


@require_GET
@require_role(*CASE_ROLES)
def scan(request: AuthenticatedRequest, pk: int, scan: int) -> FileResponse:
    """The document of a decision taken outside; who sees the application sees it."""
    row = get_object_or_404(StepScan, pk=scan, step__application=get_application(request, pk))
    return stored_file(row.file.open("rb"), name=row.name, media_type=row.media_type)
