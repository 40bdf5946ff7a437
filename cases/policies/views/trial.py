"""试算: what a policy says of a household that somebody types in; nothing is stored."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.policies.forms import TrialForm
from cases.policies.rules import assess
from cases.policies.selectors import list_case_standards
from cases.policies.views.standing import read_document
from cases.policies.views.tabs import get_policy
from hardship.accounts.access import AuthenticatedRequest


@require_http_methods(["GET", "POST"])
def trial(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """A household typed in, and the outcome with every condition; drafts may be tried as well."""
    policy = get_policy(request, uid)
    document, _errors = read_document(policy)
    if document is None:
        return redirect("policies:document", uid=policy.uid)
    initial = {"on": timezone.localdate(), "region_code": request.user.union.region_code}
    form = TrialForm(request.POST or None, document=document, initial=initial)
    outcome, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            standards = list_case_standards([form.cleaned_data["region_code"]])
            outcome = assess(document, form.case(standards))
        else:
            status = 422
    context = {"policy": policy, "form": form, "outcome": outcome}
    return render(request, "policies/trial.html", context, status=status)
