"""预警规则: the limits of every kind that hold here, and who set them; new ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.alerts import selectors, services
from cases.alerts.forms import RuleForm
from cases.alerts.states import ALL_READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_GET
@require_role(*ALL_READERS)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """Every kind with its limits today."""
    return _page(request, RuleForm() if request.user.has_role(Role.APPROVER) else None)


@require_POST
@require_role(Role.APPROVER)
def set_rule(request: AuthenticatedRequest) -> HttpResponse:
    """设定预警规则 of the person's own union."""
    form = RuleForm(request.POST)
    made = attempt(form, lambda: services.set_rule(by=request.user, **form.cleaned_data))
    if made.made is None:
        return _page(request, form, status=made.status)
    messages.success(request, _("预警规则已设定，从那一天起照此计算。"))
    return redirect("alerts:rules")


def _page(request: AuthenticatedRequest, form: RuleForm | None, status: int = 200) -> HttpResponse:
    context = {"held": selectors.list_held(request.user.union, timezone.localdate()), "form": form}
    return render(request, "alerts/rules.html", context, status=status)
