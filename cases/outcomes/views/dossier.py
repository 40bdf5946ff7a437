"""卷宗: asked for on the page of an application, bound by a job."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.views.found import get_application
from cases.archives.forms.looking import LookForm
from cases.archives.states import CASE_ROLES
from cases.archives.views.entered import get_household
from cases.archives.views.looking import get_purpose, lacks_purpose
from cases.outcomes.services import DOSSIER, FAMILY_DOSSIER
from hardship.accounts.access import AuthenticatedRequest, keep_purpose, require_role
from hardship.accounts.models import Union
from hardship.jobs.services import enqueue


@require_POST
@require_role(*CASE_ROLES)
def dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin to bind one dossier."""
    application = get_application(request, pk)
    asked = {
        "title": f"{application.household}　{application.number or ''}",
        "action": reverse("outcomes:dossier", args=[pk]),
        "back": reverse("applications:detail", args=[pk]),
        "label": _("帮扶申请"),
    }
    return _bind(request, asked, DOSSIER, application.union, application=pk)


@require_POST
@require_role(*CASE_ROLES)
def family_dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin to bind what a family applied for in all years."""
    household = get_household(request, pk)
    asked = {
        "title": f"{household}　{household.file_no or ''}",
        "action": reverse("outcomes:family_dossier", args=[pk]),
        "back": f"{reverse('archives:case', args=[pk])}?tab=aid",
        "label": _("档案"),
    }
    return _bind(request, asked, FAMILY_DOSSIER, household.union, household=pk)


def _bind(
    request: AuthenticatedRequest, asked: dict[str, str], kind: str, union: Union, **about: int
) -> HttpResponse:
    """It holds every document of the case: whoever says for what they open a single one is asked here as
    well, on a page of its own whose answer comes back as `note` and `reason`."""
    if lacks_purpose(request):
        form = LookForm(request.POST if "note" in request.POST else None)
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return render(request, "outcomes/dossier_why.html", {**asked, "form": form}, status=status)
        keep_purpose(request, form.purpose)
    job = enqueue(kind, by=request.user, params={**about, "purpose": get_purpose(request)}, union=union)
    messages.success(request, _("正在装订卷宗，可以离开本页。"))
    return redirect("jobs:detail", uid=job.uid)
