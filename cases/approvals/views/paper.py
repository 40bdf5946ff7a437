"""帮扶申请审批表 as PDF, of one application and of many; each that leaves is on record. The scan of what was
decided outside."""

import uuid
from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.models import Application
from cases.applications.selectors.batches import list_of_batch
from cases.applications.views.batches import get_batch
from cases.applications.views.found import get_application
from cases.approvals import reports
from cases.approvals.models import StepScan
from cases.approvals.reports.summary import approval_summary_pdf
from cases.approvals.states import SIGNERS
from cases.approvals.views.many import list_done
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
def batch_summary(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """审批汇总表 of a batch; 404 for one that is empty."""
    batch = get_batch(request, uid)
    rows = list(list_of_batch(batch, request.user))
    if not rows:
        raise Http404
    said = {"number": batch.number, "programme": batch.programme.name}
    return _summary(request, rows, _("批量申请 %(number)s　%(programme)s") % said, name=batch.number)


@require_GET
@require_role(*SIGNERS)
def outcome_summary(request: AuthenticatedRequest) -> HttpResponse:
    """The same of the last decision on many in this session."""
    rows = list_done(request)
    if not rows:
        return redirect("approvals:inbox")
    said = {"name": request.user.name, "day": timezone.localdate().isoformat()}
    return _summary(request, rows, _("%(name)s　%(day)s 批量办理") % said, name=said["day"])


def _summary(
    request: AuthenticatedRequest, rows: Sequence[Application], heading: str, *, name: str
) -> HttpResponse:
    content = approval_summary_pdf(rows, heading=heading)
    audit.record_export("approval_summary", by=request.user, content=content, rows=len(rows))
    return paper(content, f"审批汇总表_{name}.pdf")


@require_GET
@require_role(*CASE_ROLES)
def scan(request: AuthenticatedRequest, pk: int, scan: int) -> FileResponse:
    """The document of a decision taken outside; who sees the application sees it."""
    row = get_object_or_404(StepScan, pk=scan, step__application=get_application(request, pk))
    return stored_file(row.file.open("rb"), name=row.name, media_type=row.media_type)
