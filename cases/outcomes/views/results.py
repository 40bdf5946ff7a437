"""结果告知: the list of results with whether the worker was told, its workbook, and the record of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.applications.views.detail import detail_context
from cases.applications.views.found import get_application
from cases.archives.states import CASE_ROLES
from cases.outcomes import services
from cases.outcomes.columns import COLUMNS
from cases.outcomes.filters import SHOWN, ResultFilter
from cases.outcomes.forms import TellForm
from cases.outcomes.selectors.telling import list_results
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("results", gettext_lazy("结果告知台账"), COLUMNS, "outcomes:results")


@require_GET
@require_role(*CASE_ROLES)
def results(request: AuthenticatedRequest) -> HttpResponse:
    """The decided applications of the scope; newest first."""
    found = _filter(request)
    rows = Rows[Any](COLUMNS, url=link_to("applications:detail"))
    context = {
        **rows.page(found.chosen.order_by("-pk"), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
    }
    return render(request, "outcomes/results.html", context)


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by("-pk"), found)


@require_POST
@require_role(Role.CLERK)
def tell(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The worker was told of the decision."""
    application, form = get_application(request, pk), TellForm(request.POST, request.FILES)
    done = attempt(
        form, lambda: services.tell(application_id=application.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        context = detail_context(request, application) | {"tell_form": form}
        return render(request, "applications/detail.html", context, status=done.status)
    messages.success(request, _("已登记：%(way)s告知。") % {"way": done.made.get_way_display()})
    return redirect("applications:detail", pk=application.pk)


def _filter(request: AuthenticatedRequest) -> ResultFilter:
    return ResultFilter(request.GET, queryset=list_results(request.user), user=request.user)
