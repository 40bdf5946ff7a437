"""公示 as PDF; each that leaves is on record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.notices import reports
from cases.notices.selectors import get_public, get_version, list_notices
from hardship.accounts.access import AuthenticatedRequest
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.pdf import render_pdf


@require_GET
def notice_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """On A4, or with ?paper=a3 on A3; its code leads to the public page while the notice runs."""
    notice = get_object_or_404(list_notices(request.user), pk=pk)
    is_large, address = request.GET.get("paper") == "a3", ""
    if get_public(notice.token) is not None:
        place = reverse("notices:public", args=[notice.token, get_version(notice)])
        address = request.build_absolute_uri(place)
    context = reports.poster(notice, address=address, is_large=is_large)
    content = render_pdf(reports.NOTICE_TEMPLATE, context, title=_("困难职工帮扶公示"))
    rows = len(context["rows"])
    audit.record_export("public_notice", by=request.user, content=content, rows=rows, target=notice)
    return paper(content, f"{notice.number}.pdf")
