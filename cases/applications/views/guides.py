"""办事指南 of each programme: to read, to print, as one sheet for the wall, and shown to anybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.applications.models import PublishedGuide
from cases.applications.reports import guide_pdf, guide_sheet
from cases.applications.selectors import guides as selectors
from cases.applications.selectors.guides import Guide
from cases.applications.services.guides import list_guide_buttons, publish_guide, take_guide_step
from cases.applications.states import GUIDE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.public import public_page
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.workflow import Refused


@require_GET
def guides(request: AuthenticatedRequest) -> HttpResponse:
    """The programmes that there are for the people of one's own union, and what of them anybody may read."""
    return _list_page(request)


@require_GET
def guide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@require_GET
def guide_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """All of it on A4, or with ?paper=wall the one sheet that hangs there, with the code of its public page
    while there is one; of what is stopped neither, the page says why."""
    found, is_sheet = _get(request, pk), request.GET.get("paper") == "wall"
    if found.halted:
        return redirect("applications:guide", pk)
    published = selectors.get_published(found)
    address = _address(request, found, published) if published else ""
    content = guide_sheet(found, address) if is_sheet else guide_pdf(found)
    audit.record_export("guide", by=request.user, content=content, rows=1, target=found.programme)
    label = _("办事指南（上墙）") if is_sheet else _("办事指南")
    return paper(content, f"{label}_{found.programme.name}.pdf")


@require_POST
@require_role(*GUIDE_ROLES)
def guide_publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Shows it to anybody."""
    _get(request, pk)
    try:
        publish_guide(programme_id=pk, by=request.user)
    except Refused as refusal:
        return _page(request, pk, str(refusal), refusal.status)
    messages.success(request, _("已公开。重新打印上墙的那一张，上面有二维码，职工扫了就能看。"))
    return redirect("applications:guide", pk)


@require_POST
@require_role(*GUIDE_ROLES)
def guide_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ends that."""
    row = get_object_or_404(PublishedGuide.objects.visible_to(request.user), pk=pk)
    try:
        take_guide_step(published_id=row.pk, action=request.POST.get("action", ""), by=request.user)
    except Refused as refusal:
        return _list_page(request, str(refusal), refusal.status)
    messages.success(request, _("已停止公开。墙上的二维码扫了只看得到到哪里问。"))
    return redirect("applications:guides")


@public_page
@require_GET
def guide_public(request: HttpRequest, token: str, version: str) -> HttpResponse:
    """The guide of today to anybody, and whether the poster in hand says the same; of what is not shown any
    more whom to ask."""
    found = selectors.get_public(token)
    if found is None or found.guide is None:
        return render(request, "applications/guide_over.html", {"found": found}, status=404)
    context = {
        "guide": found.guide, "is_current": version == found.guide.version, "on": timezone.localdate(),
    }  # fmt: skip
    return render(request, "applications/guide_public.html", context)


def _get(request: AuthenticatedRequest, pk: int) -> Guide:
    found = selectors.get_guide(request.user, pk)
    if found is None:
        raise Http404
    return found


def _address(request: AuthenticatedRequest, found: Guide, row: PublishedGuide) -> str:
    return request.build_absolute_uri(
        reverse("applications:guide_public", args=[row.token, found.version])
    )  # fmt: skip


def _page(request: AuthenticatedRequest, pk: int, refusal: str = "", status: int = 200) -> HttpResponse:
    found = _get(request, pk)
    row = selectors.get_published(found)
    context = {
        "guide": found,
        "published": row,
        "address": _address(request, found, row) if row else "",
        "buttons": list_guide_buttons(row, request.user) if row else [],
        "may_publish": row is None and not found.halted and request.user.has_role(*GUIDE_ROLES),
        "history": selectors.list_history(found),
        "refusal": refusal,
    }
    return render(request, "applications/guide.html", context, status=status)


def _list_page(request: AuthenticatedRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    """With those that are shown and not given today, which nobody reads until they are again."""
    found = selectors.list_guides(request.user)
    published = selectors.list_published(request.user.union)
    given = {programme.code for programme, _halted in found}
    context = {
        "guides": found,
        "shown": {row.code for row in published},
        "past": [(row, list_guide_buttons(row, request.user)) for row in published if row.code not in given],
        "refusal": refusal,
    }
    return render(request, "applications/guides.html", context, status=status)
