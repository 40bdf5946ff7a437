"""For what somebody opens a document: whose daily work the file is not says so, whichever way they come."""

import time
import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases.archives.forms.looking import LookForm
from cases.archives.models import Evidence
from cases.archives.states import CASE_ROLES
from cases.archives.views.entered import get_household
from cases.policies.states import VISIT_KINDS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role

SLOT, SECONDS = "looking", 3600
# Who fills in files and who holds documents against them; everybody else says for what.
WORKERS = (Role.CLERK, Role.REVIEWER)


def get_purpose(request: AuthenticatedRequest) -> str:
    """For what this person said within the hour that they look at documents; '' for who need not say."""
    held = request.session.get(SLOT, {})
    is_kept = held.get("until", 0) > time.time() and not request.user.has_role(*WORKERS)
    return str(held["purpose"]) if is_kept else ""


def keep_purpose(request: AuthenticatedRequest, purpose: str) -> None:
    """For what this person looks at documents in the hour that begins now."""
    request.session[SLOT] = {"purpose": purpose, "until": int(time.time()) + SECONDS}


def lacks_purpose(request: AuthenticatedRequest) -> bool:
    """Whether this person has to say first for what they look at the documents of files."""
    return not (request.user.has_role(*WORKERS) or get_purpose(request))


def must_say_why(request: AuthenticatedRequest, document: Evidence) -> bool:
    """Whether this person has to say first for what. Pictures of a visit are a part of its page."""
    return document.kind not in VISIT_KINDS and lacks_purpose(request)


def ask_why(document: Evidence) -> HttpResponse:
    """To the page that asks, which leads on to the document in the viewer."""
    return redirect("archives:evidence_why", pk=document.household_id, uid=document.uid)


@require_http_methods(["GET", "POST"])
@require_role(*CASE_ROLES)
def why(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    """Asks for what; it holds for an hour, and each document that is opened is on record with it."""
    household = get_household(request, pk)
    document = get_object_or_404(household.evidence.filter(removed_at__isnull=True), uid=uid)
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_purpose(request, form.purpose)
        return redirect("archives:evidence_view", pk=pk, uid=uid)
    context = {"household": household, "document": document, "form": form}
    return render(request, "archives/evidence_why.html", context, status=422 if form.is_bound else 200)
