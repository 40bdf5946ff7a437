"""日志封存: the sealed days, whether the trail is as it was, and what left the machine compared with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.jobs.services import enqueue
from hardship.kernel.rows import Rows
from hardship.seals.columns import SEALS
from hardship.seals.forms import AnchorsForm
from hardship.seals.models import Seal, Verification
from hardship.seals.selectors import compare, list_seals
from hardship.seals.services import VERIFY, WAYS

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
EXPORT = ListExport("seals", gettext_lazy("操作日志封存"), SEALS, "seals:seals")


@require_GET
@require_role(*READERS)
def seals(request: AuthenticatedRequest) -> HttpResponse:
    """The days, the newest first, with the last reading of the trail above them."""
    return _page(request, AnchorsForm())


@require_POST
@require_role(*READERS)
def check(request: AuthenticatedRequest) -> HttpResponse:
    """What was kept outside against the seals."""
    form = AnchorsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    anchors = form.cleaned_data["lines"]
    faults = [str(fault) for fault in compare(anchors)]
    audit.record("seals.compare", target=None, by=request.user, days=len(anchors), faults=len(faults))
    return _page(request, form, compared=len(anchors), outside=faults)


@require_POST
@require_role(*READERS)
def verify(request: AuthenticatedRequest) -> HttpResponse:
    """The whole trail read against its seals, as a job."""
    return redirect("jobs:detail", uid=enqueue(VERIFY, by=request.user).uid)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as a workbook: what somebody takes along keeps the chain as an anchor does."""
    return EXPORT.answer(request, list_seals())


def _page(
    request: AuthenticatedRequest, form: AnchorsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **Rows[Seal](SEALS).page(list_seals(), request.GET),
        "form": form,
        "is_told_outside": any(way.is_open() for way in WAYS),
        "last": Verification.objects.select_related("by").order_by("-pk").first(),
        **more,
    }
    return render(request, "seals/seals.html", context, status=status)
