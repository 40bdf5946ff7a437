"""卷宗: asked for on the page of an application, bound by a job."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.views.found import get_application
from cases.archives.forms.looking import LookForm
from cases.archives.states import CASE_ROLES
from cases.archives.views.looking import get_purpose, keep_purpose, lacks_purpose
from cases.outcomes.services import DOSSIER
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.jobs.services import enqueue


@require_POST
@require_role(*CASE_ROLES)
def dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin to bind one dossier. It holds every document of the case: whoever says for what they open a
    single one is asked here as well, on a page of its own whose answer comes back as `note` and `reason`."""
    application = get_application(request, pk)
    if lacks_purpose(request):
        form = LookForm(request.POST if "note" in request.POST else None)
        if not form.is_valid():
            context = {"application": application, "form": form}
            return render(request, "outcomes/dossier_why.html", context, status=422 if form.is_bound else 200)
        keep_purpose(request, form.purpose)
    params = {"application": application.pk, "purpose": get_purpose(request)}
    job = enqueue(DOSSIER, by=request.user, params=params, union=application.union)
    messages.success(request, _("正在装订卷宗，可以离开本页。"))
    return redirect("jobs:detail", uid=job.uid)
