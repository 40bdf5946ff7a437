"""The papers of an application as PDF; each that leaves is on record."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.views.found import get_application
from cases.archives.states import CASE_ROLES
from cases.bodies.models import Meeting
from cases.bodies.states import READERS
from cases.outcomes import reports
from cases.outcomes.reports.annexes import annex, annex_pdf
from cases.outcomes.selectors import has_annex, paper_blocker
from cases.outcomes.states import BlankKind, PaperKind
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import paper


@require_GET
@require_role(*CASE_ROLES)
def paper_pdf(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    """One paper of one application; 404 for one that cannot be printed in its present state."""
    application = get_application(request, pk)
    if kind not in PaperKind or paper_blocker(application, PaperKind(kind)):
        raise Http404
    asked = PaperKind(kind)
    content = reports.paper_pdf(application, asked)
    audit.record_export(f"paper_{asked}", by=request.user, content=content, rows=1, target=application)
    return paper(content, f"{asked.label}_{application.number or application.pk}.pdf")


@require_GET
@require_role(*CASE_ROLES)
def blank(request: AuthenticatedRequest, kind: str = BlankKind.FORM) -> HttpResponse:
    """A form to fill in by hand; nothing of anybody is on it. 404 for one that there is not."""
    if kind not in BlankKind:
        raise Http404
    asked = BlankKind(kind)
    return paper(reports.blank_pdf(request.user.union, asked), _("%(form)s_空白.pdf") % {"form": asked.label})


@require_GET
@require_role(*READERS)
def minutes_annex(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """会议纪要附表 of a meeting that was held; 404 for one without an agenda."""
    rows = Meeting.objects.visible_to(request.user).select_related("body", "union", "held_by")
    meeting = get_object_or_404(rows, uid=uid)
    if not has_annex(meeting):
        raise Http404
    context = annex(meeting, request.user)
    content = annex_pdf(context, title=_("会议纪要附表"))
    count = len(context["rows"])
    audit.record_export("minutes_annex", by=request.user, content=content, rows=count, target=meeting)
    return paper(content, _("会议纪要附表_%(day)s.pdf") % {"day": meeting.on.isoformat()})
