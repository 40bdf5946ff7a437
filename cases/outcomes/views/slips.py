"""告知回执: what the worker signed, added to a telling and looked at."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.applications.models import Application
from cases.applications.views.detail import detail_context
from cases.applications.views.found import get_application
from cases.archives.states import CASE_ROLES
from cases.outcomes import services
from cases.outcomes.forms import SlipForm
from cases.outcomes.models import Slip, Telling
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt


@require_POST
@require_role(Role.CLERK)
def slip_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One signed page more of the telling `pk`."""
    scope = Application.objects.visible_to(request.user).values("pk")
    telling = get_object_or_404(Telling.objects.select_related("step"), pk=pk, step__application__in=scope)
    application = get_application(request, telling.step.application_id)
    form = SlipForm(request.POST, request.FILES)
    done = attempt(
        form,
        lambda: services.add_slip(telling_id=telling.pk, accepted=form.cleaned_data["slip"], by=request.user),
    )
    if done.made is None:
        context = detail_context(request, application) | {"slip_form": form, "slip_telling": telling.pk}
        return render(request, "applications/detail.html", context, status=done.status)
    messages.success(request, _("已上传签收的告知书。"))
    return redirect("applications:detail", pk=application.pk)


@require_GET
@require_role(*CASE_ROLES)
def slip(request: AuthenticatedRequest, pk: int, slip: int) -> FileResponse:
    """One signed page; who sees the application sees it."""
    application = get_application(request, pk)
    row = get_object_or_404(Slip, pk=slip, telling__step__application=application)
    return stored_file(row.file.open("rb"), name=row.name, media_type=row.media_type)
