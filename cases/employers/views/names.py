"""名称归并: what files call employers and nobody registered, and employers that may be the same."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.employers import services
from cases.employers.forms import SpellingForm
from cases.employers.models import Employer
from cases.employers.selectors.employers import list_alike, list_spellings
from cases.employers.states import READERS, WRITERS
from cases.employers.views.lists import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.links import make_tabs
from hardship.kernel.pages import numbered
from hardship.kernel.workflow import Refused


@require_GET
@require_role(*READERS)
def names(request: AuthenticatedRequest) -> HttpResponse:
    """Spellings without an employer, the most frequent first, and pairs of employers that are alike."""
    page = numbered(list_spellings(request.user), request.GET)
    context = {
        "tabs": make_tabs(PAGES, "employers:names"),
        "page": page,
        "pairs": list_alike(request.user),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "employers/names.html", context)


@require_POST
@require_role(*WRITERS)
def register(request: AuthenticatedRequest) -> HttpResponse:
    """Register an employer under what files call it; the rest is filled in on its page."""
    area, key = _spelling(request)
    try:
        made = services.register_spelling(area=area, key=key, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("employers:names")
    messages.success(request, _("已登记“%(name)s”，请补填其余内容。") % {"name": made.name})
    return redirect("employers:employer_edit", uid=made.uid)


@require_POST
@require_role(*WRITERS)
def assign(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """This spelling means this employer."""
    row = _get(request, uid)
    area, key = _spelling(request)
    return _tell(request, _("已归并，档案以后按此归到“%(name)s”。") % {"name": row.name},
                 services.add_spelling, employer_id=row.pk, area=area, key=key)  # fmt: skip


@require_POST
@require_role(*WRITERS)
def merge(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The other employer of the pair goes into this one."""
    kept = _get(request, uid)
    other = _get(request, _uid(request.POST.get("other", "")))
    return _tell(request, _("已合并到“%(name)s”。") % {"name": kept.name},
                 services.merge_employers, kept_id=kept.pk, merged_id=other.pk)  # fmt: skip


def _tell(request: AuthenticatedRequest, done: str, service: Any, **values: Any) -> HttpResponse:
    try:
        service(by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("employers:names")


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Employer:
    return get_object_or_404(Employer.objects.visible_to(request.user), uid=uid)


def _spelling(request: AuthenticatedRequest) -> tuple[int, str]:
    """The area and the key that were posted; (0, '') for what no page sends."""
    form = SpellingForm(request.POST)
    return (form.cleaned_data["area"], form.cleaned_data["key"]) if form.is_valid() else (0, "")


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
