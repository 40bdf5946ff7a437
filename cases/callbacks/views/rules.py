"""回访规则: what holds here, from which day, by whom; a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.callbacks import selectors, services
from cases.callbacks.forms import RuleForm
from cases.callbacks.states import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_GET
@require_role(*READERS)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """The rules of this union and those above it."""
    return _page(request, RuleForm() if request.user.has_role(Role.APPROVER) else None)


@require_POST
@require_role(Role.APPROVER)
def set_rule(request: AuthenticatedRequest) -> HttpResponse:
    """设定回访规则 of the person's own union."""
    form = RuleForm(request.POST)
    made = attempt(form, lambda: services.set_rule(by=request.user, **form.cleaned_data))
    if made.made is None:
        return _page(request, form, status=made.status)
    messages.success(request, _("回访规则已设定，从那一天起到账的照此抽取。"))
    return redirect("callbacks:rules")


def _page(request: AuthenticatedRequest, form: RuleForm | None, status: int = 200) -> HttpResponse:
    union = request.user.union
    context = {
        "rules": selectors.list_rules(union),
        "current": selectors.get_rule(union, timezone.localdate()),
        "shows_seed": request.user.has_role(Role.AUDITOR),  # whoever pays must not know what will be drawn
        "form": form,
    }
    return render(request, "callbacks/rules.html", context, status=status)
