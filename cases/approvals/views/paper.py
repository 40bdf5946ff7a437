"""帮扶申请审批表 as PDF; each that leaves is on record."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.views.found import get_application
from cases.approvals import reports
from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.pdf import render_pdf


@require_GET
@require_role(*CASE_ROLES)
def form_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    context = reports.approval_form(application)
    content = render_pdf(reports.FORM_TEMPLATE, context, title=_("帮扶申请审批表"))
    audit.record_export("approval_form", by=request.user, content=content, rows=1, target=application)
    return paper(content, f"帮扶申请审批表_{application.number or application.pk}.pdf")
