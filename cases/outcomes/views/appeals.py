"""复核: recorded by the clerk, answered by people who had no part in the case; both on its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.models import Application
from cases.applications.views.detail import detail_context
from cases.applications.views.found import get_application
from cases.outcomes import services
from cases.outcomes.forms import AnswerForm, AppealForm
from cases.outcomes.models import Appeal
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_POST
@require_role(Role.CLERK)
def appeal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The worker asks for a review."""
    application, form = get_application(request, pk), AppealForm(request.POST)
    done = attempt(
        form, lambda: services.appeal(application_id=application.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        context = detail_context(request, application) | {"appeal_form": form}
        return render(request, "applications/detail.html", context, status=done.status)
    messages.success(request, _("已登记复核申请，等其他人员复核。"))
    return redirect("applications:detail", pk=application.pk)


@require_POST
@require_role(Role.REVIEWER, Role.APPROVER)
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Upheld or changed."""
    scope = Application.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(Appeal.objects.select_related("step"), pk=pk, step__application__in=scope)
    application, form = get_application(request, row.step.application_id), AnswerForm(request.POST)
    done = attempt(
        form, lambda: services.answer_appeal(appeal_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        context = detail_context(request, application) | {"answer_form": form}
        return render(request, "applications/detail.html", context, status=done.status)
    messages.success(request, _("已登记复核意见，经办人会收到消息。"))
    return redirect("applications:detail", pk=application.pk)
