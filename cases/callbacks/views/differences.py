"""回访金额不符: for auditors alone, the list and one of them with what was found."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.callbacks import selectors, services
from cases.callbacks.columns import DIFFERENCES
from cases.callbacks.filters import DIFFERENCES_SHOWN, DifferenceFilter
from cases.callbacks.forms import SettleForm
from cases.callbacks.models import Difference
from cases.callbacks.states import DIFFERENCE_TRANSITIONS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "callback_differences", gettext_lazy("回访金额不符台账"), DIFFERENCES, "callbacks:differences"
)
ORDER = ("opened_on", "pk")


@require_GET
@require_role(Role.AUDITOR)
def differences(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the oldest in front."""
    found = _filter(request)
    context = {
        **Rows[Any](DIFFERENCES, url=link_to("callbacks:difference")).page(
            found.chosen.order_by(*ORDER), request.GET
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *DIFFERENCES_SHOWN]),
    }
    return render(request, "callbacks/differences.html", context)


@require_POST
@require_role(Role.AUDITOR)
def export_differences(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_http_methods(["GET", "POST"])
@require_role(Role.AUDITOR)
def difference(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One of them: both sums, who asked, and what was found."""
    row: Difference = get_object_or_404(selectors.list_differences(request.user), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    done = attempt(
        form, lambda: services.settle_difference(difference_id=pk, by=request.user, **form.cleaned_data)
    )
    if done.made is not None:
        messages.success(request, _("已写明查明的情况。"))
        return redirect("callbacks:difference", pk=pk)
    obstacle = workflow.obstacle(
        DIFFERENCE_TRANSITIONS, row, by=request.user, blocker=selectors.settle_blocker
    )
    context = {"row": row, "form": form if row.is_open and not obstacle else None, "obstacle": obstacle}
    return render(request, "callbacks/difference.html", context, status=done.status)


def _filter(request: AuthenticatedRequest) -> DifferenceFilter:
    rows = selectors.list_differences(request.user)
    return DifferenceFilter(request.GET, queryset=rows, user=request.user)
