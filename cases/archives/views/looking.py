"""For what somebody opens a document, or names of families at the province: whose daily work the file is not
says so, whichever way they come."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.archives.forms.looking import LookForm
from cases.archives.models import Evidence
from cases.archives.states import CASE_ROLES
from cases.archives.views.entered import get_household
from cases.policies.states import VISIT_KINDS
from hardship.accounts import access
from hardship.accounts.access import AuthenticatedRequest, hides_names, keep_purpose, require_role
from hardship.accounts.states import NAMES_ON_REASON, Role
from hardship.audit import services as audit

# Who fills in files and who holds documents against them; everybody else says for what, and so do they where
# names are masked.
WORKERS = (Role.CLERK, Role.REVIEWER)


def get_purpose(request: AuthenticatedRequest) -> str:
    """For what this person said within the hour that they look at documents; '' for who need not say."""
    return "" if _is_daily_work(request) else access.get_purpose(request)


def lacks_purpose(request: AuthenticatedRequest) -> bool:
    """Whether this person has to say first for what they look at the documents of files."""
    return not (_is_daily_work(request) or get_purpose(request))


def _is_daily_work(request: AuthenticatedRequest) -> bool:
    return request.user.has_role(*WORKERS) and request.user.union.level not in NAMES_ON_REASON


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
        if hides_names(request):  # the same reason shows names too
            audit.record("names.open", target=request.user.union, by=request.user, purpose=form.purpose)
        keep_purpose(request, form.purpose)
        return redirect("archives:evidence_view", pk=pk, uid=uid)
    context = {"household": household, "document": document, "form": form}
    return render(request, "archives/evidence_why.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def names(request: AuthenticatedRequest) -> HttpResponse:
    """Asks for what somebody wants to read names that are masked for them; it holds for an hour, is on record
    and leads back to where they were."""
    back = request.GET.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:home")
    if not hides_names(request):
        return HttpResponseRedirect(back)  # redirect() would take a word for the name of a page
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_purpose(request, form.purpose)
        audit.record("names.open", target=request.user.union, by=request.user, purpose=form.purpose)
        messages.success(request, _("姓名在一小时内显示。"))
        return HttpResponseRedirect(back)
    context = {"form": form, "back": back}
    return render(request, "archives/names_why.html", context, status=422 if form.is_bound else 200)
