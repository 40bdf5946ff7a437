"""The title of a notice, and what its poster will show."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.notices import reports, services
from cases.notices.forms import TitleForm
from cases.notices.states import TITLES
from cases.notices.views.pages import get_notice
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def title(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Both on one page, so that whoever writes the title sees the whole poster before it is printed."""
    notice = get_notice(request, pk)
    if notice.union_id != request.user.union_id:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = TitleForm(data, usual=str(TITLES[notice.topic]), initial={"title": notice.title})
    done = attempt(
        form, lambda: services.set_title(notice_id=notice.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        context = reports.public_notice(notice) | {"form": form}
        return render(request, "notices/title.html", context, status=done.status)
    messages.success(request, _("标题已保存。"))
    return redirect("notices:title", pk=pk)
