"""公示 as PDF; each that leaves is on record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.notices import reports
from cases.notices.selectors import list_notices
from hardship.accounts.access import AuthenticatedRequest
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.pdf import render_pdf


@require_GET
def notice_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(list_notices(request.user), pk=pk)
    context = reports.public_notice(notice)
    content = render_pdf(reports.NOTICE_TEMPLATE, context, title=_("困难职工帮扶公示"))
    rows = len(context["rows"])
    audit.record_export("public_notice", by=request.user, content=content, rows=rows, target=notice)
    return paper(content, f"{notice.number}.pdf")
