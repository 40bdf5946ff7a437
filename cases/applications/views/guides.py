"""办事指南 of each programme: to read, to print, and as one sheet for the wall."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.reports import guide_pdf, guide_sheet
from cases.applications.selectors.guides import Guide, get_guide, list_guides
from hardship.accounts.access import AuthenticatedRequest
from hardship.audit import services as audit
from hardship.kernel.answers import paper


@require_GET
def guides(request: AuthenticatedRequest) -> HttpResponse:
    """The programmes that there are for the people of one's own union."""
    return render(request, "applications/guides.html", {"guides": list_guides(request.user)})


@require_GET
def guide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return render(request, "applications/guide.html", {"guide": _get(request, pk)})


@require_GET
def guide_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """All of it on A4, or with ?paper=wall the one sheet that hangs there; of what is stopped neither, the
    page says why."""
    found, is_sheet = _get(request, pk), request.GET.get("paper") == "wall"
    if found.halted:
        return redirect("applications:guide", pk)
    content = guide_sheet(found) if is_sheet else guide_pdf(found)
    audit.record_export("guide", by=request.user, content=content, rows=1, target=found.programme)
    label = _("办事指南（上墙）") if is_sheet else _("办事指南")
    return paper(content, f"{label}_{found.programme.name}.pdf")


def _get(request: AuthenticatedRequest, pk: int) -> Guide:
    found = get_guide(request.user, pk)
    if found is None:
        raise Http404
    return found
