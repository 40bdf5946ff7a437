"""One document at a time, large, beside the fields that it proves."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.archives.forms.verdicts import IssuedForm, VerdictForm
from cases.archives.models import Evidence, Household
from cases.archives.rules import completeness
from cases.archives.rules.proofs import SMALL, proves
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.proofs import count_findings, list_documents, next_unseen
from cases.archives.services.entry import verdicts
from cases.archives.services.entry.dating import date_evidence, may_date
from cases.archives.states import CASE_ROLES, State
from cases.archives.views.answers import make_blocks
from cases.archives.views.entered import get_household
from cases.archives.views.looking import ask_why, must_say_why
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.files import MAX_PAGES, PageError, count_pages
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(*CASE_ROLES)
def view(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    """The document with its neighbours; a POST keeps the reviewer's verdict and goes on to the next."""
    household = get_household(request, pk)
    document = get_object_or_404(household.evidence.filter(removed_at__isnull=True), uid=uid)
    if must_say_why(request, document):
        return ask_why(document)
    if request.method == "GET":
        return _page(request, household, uid, VerdictForm())
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, household, uid, form, 422)
    try:
        verdicts.check_evidence(uid=uid, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, uid, form, 409)
    following = next_unseen(list_documents(household), uid)
    if following is None:
        messages.success(request, _("材料已看完，请作出审核意见。"))
        return redirect(_home(request, household))
    return redirect("archives:evidence_view", pk=pk, uid=following.uid)


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def rotate(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    household = get_household(request, pk)
    get_object_or_404(household.evidence.filter(removed_at__isnull=True), uid=uid)
    try:
        verdicts.rotate_evidence(uid=uid, by=request.user, quarters=-1 if "left" in request.POST else 1)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("archives:evidence_view", pk=pk, uid=uid)


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def original(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    """见原件: somebody had it in hand."""
    household = get_household(request, pk)
    get_object_or_404(household.evidence.filter(removed_at__isnull=True), uid=uid)
    try:
        verdicts.see_original(uid=uid, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("archives:evidence_view", pk=pk, uid=uid)


@require_POST
@require_role(Role.CLERK)
def issued(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    """When the document was issued."""
    household = get_household(request, pk)
    get_object_or_404(household.evidence.filter(removed_at__isnull=True), uid=uid)
    form = IssuedForm(request.POST)
    if not form.is_valid():
        return _page(request, household, uid, VerdictForm(), 422, issued=form)
    try:
        date_evidence(household_id=pk, uid=uid, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, uid, VerdictForm(), 409, issued=form)
    messages.success(request, _("已登记出具日期。"))
    return redirect("archives:evidence_view", pk=pk, uid=uid)


def _page(
    request: AuthenticatedRequest,
    household: Household,
    uid: uuid.UUID,
    form: VerdictForm,
    status: int = 200,
    *,
    issued: IssuedForm | None = None,
) -> HttpResponse:
    documents = list_documents(household)
    place = _place(documents, uid)
    document = documents[place]
    context = {
        "household": household,
        "document": document,
        "place": place + 1,
        "total": len(documents),
        "before": documents[place - 1] if place else None,
        "after": documents[place + 1] if place + 1 < len(documents) else None,
        "proved": _proved(household, document),
        "is_small": document.kind in SMALL,
        "pages": pages_of(document) if document.is_pdf else None,
        "checks": document.checks.select_related("by").order_by("-pk"),
        "counts": count_findings(documents),
        "form": form,
        "may_see_original": verdicts.may_see_original(document, request.user),
        "may_check": verdicts.may_check(document, request.user),
        "issued": issued or IssuedForm(initial={"issued_on": document.issued_on}),
        "may_date": may_date(household, request.user),
        "may_turn": request.user.has_role(Role.CLERK) or request.user.has_role(Role.REVIEWER),
        "home": _home(request, household),
    }
    return render(request, "archives/viewer.html", context, status=status)


def _home(request: AuthenticatedRequest, household: Household) -> str:
    """The review of the file for who reviews it, else the file."""
    reviewing = household.state == State.UNDER_REVIEW and request.user.has_role(Role.REVIEWER)
    return reverse("archives:review" if reviewing else "archives:case", args=[household.pk])


@dataclass(frozen=True)
class Pages:
    """Which pages of a PDF are shown, how many there are, or why none can be."""

    numbers: range
    total: int
    error: str = ""


def pages_of(document: Evidence) -> Pages:
    """The pages that a viewer shows; one whose file cannot be read says why."""

    def read() -> bytes:
        with document.file.open("rb") as file:
            content: bytes = file.read()
        return content

    try:
        total = count_pages(document.sha256, read)
    except FileNotFoundError:
        return Pages(range(0), 0, str(PageError("gone")))
    except PageError as error:
        return Pages(range(0), 0, str(error))
    return Pages(range(1, min(total, MAX_PAGES) + 1), total)


def _place(documents: list[Evidence], uid: uuid.UUID) -> int:
    return next(place for place, item in enumerate(documents) if item.uid == uid)


def _proved(household: Household, document: Evidence) -> list[dict[str, Any]]:
    """What the file says of the things that this document speaks of."""
    contents = get_contents(household)
    blocks = {block.section: block for block in make_blocks(contents, completeness(contents), {})}
    proved = []
    for section, names in proves(document.kind):
        block = blocks[str(section)]
        answers = [row for group in block.groups for row in group.answers if row.field in names]
        tables = block.tables if not names else ()
        if answers or tables:
            proved.append({"title": block.state.label, "answers": answers, "tables": tables})
    return proved
