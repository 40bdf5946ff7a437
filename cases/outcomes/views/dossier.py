"""卷宗: asked for on the page of an application, bound by a job."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.views.found import get_application
from cases.archives.states import CASE_ROLES
from cases.outcomes.services import DOSSIER
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.jobs.services import enqueue


@require_POST
@require_role(*CASE_ROLES)
def dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin to bind one dossier."""
    application = get_application(request, pk)
    job = enqueue(DOSSIER, by=request.user, params={"application": application.pk}, union=application.union)
    messages.success(request, _("正在装订卷宗，可以离开本页。"))
    return redirect("jobs:detail", uid=job.uid)
