"""A new policy by form: what the paper says, filled in and checked by its own worked examples."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.policies import services
from cases.policies.forms import GuidedForm
from cases.policies.views.tabs import may_write
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def guided(request: AuthenticatedRequest) -> HttpResponse:
    """The empty form, or a draft of the person's own union made of it."""
    if not may_write(request):
        raise PermissionDenied
    union, today = request.user.union, timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = GuidedForm(data, region_code=union.region_code, today=today)
    if request.method == "GET" or not form.is_valid():
        return render(request, "policies/guided.html", {"form": form}, status=422 if data else 200)
    try:
        policy = services.save_draft(text=form.text(), union=union, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "policies/guided.html", {"form": form}, status=409)
    messages.success(request, _("已存为草稿，算例全部相符。请上传文件原件，并请另一人复核。"))
    return redirect("policies:document", uid=policy.uid)
