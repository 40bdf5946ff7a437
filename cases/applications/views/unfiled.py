"""临时救助 for somebody without a file: the short form that begins it, and why no file follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.applications import services
from cases.applications.forms import OffFileForm, UnfiledForm
from cases.applications.models import Application
from cases.applications.selectors.unfiled import list_off_file_programmes
from cases.applications.selectors.urgent import may_be_urgent
from cases.applications.views.detail import detail_context
from cases.applications.views.found import get_application
from cases.archives.selectors.entry import asks_too_often
from cases.archives.services.entry.lookups import note_holder
from cases.archives.services.refusals import HeldElsewhere
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.fields import blind_index


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def off_file(request: AuthenticatedRequest) -> HttpResponse:
    """Who it is, how they are paid, why; what else the programme asks comes on the next page."""
    programmes = list_off_file_programmes(request.user.union)
    urgent = [row.pk for row in programmes if may_be_urgent(row, request.user.union)]
    form = OffFileForm(request.POST or None, programmes=programmes, urgent=urgent)
    context: dict[str, Any] = {"form": form, "programmes": programmes, "file": None}
    if form.is_valid() and asks_too_often(request.user):
        form.add_error("id_number", _("一小时内查到的外单位人员过多，请稍后再试。"))
    tried = attempt(form, lambda: _begin(form, request.user))
    if isinstance(tried.made, HeldElsewhere):
        index = blind_index(form.cleaned_data["id_number"], "id_number")
        form.add_error("id_number", str(tried.made))
        context["file"] = note_holder(tried.made.holder, index, by=request.user)
        return render(request, "applications/off_file.html", context, status=409)
    if tried.made is None:
        return render(request, "applications/off_file.html", context, status=tried.status)
    messages.success(request, _("已登记。请填写金额、上传材料，再核对提交。"))
    return redirect("applications:edit", pk=tried.made.pk)


def _begin(form: OffFileForm, by: User) -> Application | HeldElsewhere:
    """The application, or whose file the person stands in: the page leads there."""
    try:
        return services.start_off_file(by=by, **form.told())
    except HeldElsewhere as held:
        return held


@require_POST
@require_role(Role.CLERK)
def leave_unfiled(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Why no file is opened for the person."""
    application = get_application(request, pk)
    form = UnfiledForm(request.POST)
    tried = attempt(
        form, lambda: services.answer_unfiled(application_id=pk, by=request.user, **form.cleaned_data)
    )
    if tried.made is None:
        context = {**detail_context(request, application), "unfiled_form": form}
        return render(request, "applications/detail.html", context, status=tried.status)
    messages.success(request, _("已登记不建档的原因。"))
    return redirect("applications:detail", pk=pk)
