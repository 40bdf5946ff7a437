"""核查周期: what holds for the person's union and why, and the administrator's form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.archives.selectors import reviews as selectors
from cases.surveys.forms.periods import PeriodForm
from cases.surveys.services import periods as services
from cases.surveys.views.lists import period_rows
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Refused

SURVEYORS = tuple(sorted(CASE_WORKERS))  # who sees the surveys
READERS = (*SURVEYORS, Role.ADMINISTRATOR)
SHOWN = 200


@require_GET
@require_role(*READERS)
def periods(request: AuthenticatedRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "holdings": selectors.list_holdings(union=request.user.union, on=today),
        **period_rows(today).context(selectors.list_periods(request.user)[:SHOWN]),
        "may_edit": services.may_set_periods(request.user),
        "sees_surveys": request.user.has_role(*SURVEYORS),
    }
    return render(request, "surveys/periods.html", context)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def period_new(request: AuthenticatedRequest) -> HttpResponse:
    if not services.may_set_periods(request.user):
        raise PermissionDenied
    form = PeriodForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            row = services.set_period(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("from_on", str(refusal))
            status = 409
        else:
            said = {"kind": row.get_kind_display(), "n": row.months, "day": row.effective_from.isoformat()}
            messages.success(request, _("“%(kind)s”自 %(day)s 起每 %(n)s 个月核查一次。") % said)
            return redirect("surveys:periods")
    return render(request, "surveys/period_form.html", {"form": form}, status=status)
