"""核查与变更 of a filed household: nothing changed (one click), or what is to change and who looks at it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms.life import ChangeForm
from cases.archives.models import ChangeRequest, Household
from cases.archives.selectors import content_hash, live_members
from cases.archives.selectors.extensions import list_page_parts
from cases.archives.selectors.lifecycle import list_differences
from cases.archives.services import urging
from cases.archives.services.life import changes as services
from cases.archives.services.steps import list_buttons
from cases.archives.states import ChangeState, Section
from cases.archives.views.entered import get_household
from cases.archives.views.life.differences import Line, delta_lines, item_line
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_REVIEWER, CASE_WORKERS, Role
from hardship.kernel.workflow import Refused

READERS = tuple(sorted(CASE_WORKERS))
SECTIONS = (Section.WORKER, Section.MEMBERS, Section.MONEY, Section.HOUSING, Section.CAUSES, Section.EVIDENCE)
SHOWN_DECIDED = 10


@dataclass(frozen=True)
class Waiting:
    """A change with its lines and what this person may do with it."""

    change: ChangeRequest
    lines: list[Line]
    buttons: list[Any]
    form: ChangeForm
    needs_look: bool


@require_GET
@require_role(*READERS)
def changes(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return changes_page(request, get_household(request, pk))


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def change_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(ChangeRequest.objects.visible_to(request.user), pk=pk)
    household = get_household(request, change.household_id)
    form = ChangeForm(request.POST)
    if not form.is_valid() or (
        form.cleaned_data["action"] == "accept" and not form.cleaned_data["seen_hash"]
    ):
        return changes_page(request, household, refused=(change, form), status=422)
    values = {**form.cleaned_data, "seen_hash": form.cleaned_data["seen_hash"] or None}
    try:
        done = services.decide(change_id=change.pk, by=request.user, **values)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        household.refresh_from_db()
        return changes_page(request, household, refused=(change, form), status=409)
    messages.success(request, _("“%(section)s”的变更：%(state)s。") % {
        "section": done.get_section_display(), "state": done.get_state_display()
    })  # fmt: skip
    return redirect("archives:changes", pk=household.pk)


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def urge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks the reviewers to decide on the changes of a file."""
    household = get_household(request, pk)
    try:
        message = urging.urge_changes(household_id=household.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已催办，%(union)s会收到消息。") % {"union": message.union.name})
    return redirect("archives:changes", pk=pk)


def tell(
    request: AuthenticatedRequest, household: Household, section: str, *, is_asked: bool
) -> HttpResponse:
    """On from a saved section of a file in force."""
    label = Section(section).label
    said = _("“%(section)s”的变更已提交，审核后生效。") if is_asked else _("已保存“%(section)s”。")
    messages.success(request, said % {"section": label})
    return redirect("archives:changes", pk=household.pk)


def changes_page(
    request: AuthenticatedRequest,
    household: Household,
    *,
    refused: tuple[ChangeRequest, ChangeForm] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Everything that differs from what was last approved, and what waits, on one screen."""
    user = request.user
    rows = (
        household.changes.select_related("asked_by", "stood_in_for", "decided_by", "decided_for")
        .prefetch_related("items")
        .order_by("-pk")
    )
    people = {str(member.uid): member.name for member in live_members(household)}
    waiting = [
        _waiting(row, household, people, user, refused) for row in rows if row.state == ChangeState.PENDING
    ]
    own = household.union_id == user.union_id and user.has_role(Role.CLERK)
    snapshot, deltas = list_differences(household)
    context = {
        "household": household,
        "waiting": waiting,
        "decided": [row for row in rows if row.state != ChangeState.PENDING][:SHOWN_DECIDED],
        "snapshot": snapshot,
        "differences": delta_lines(household, deltas),
        "sections": [(section, section.label) for section in SECTIONS]
        if own and household.is_in_force
        else [],
        "verify": next((row for row in list_buttons(household, user) if row.action == "verify"), None),
        "seen_hash": content_hash(household),
        "urging": urging.get_urging(household, CASE_REVIEWER if waiting else None, user),
        "parts": list_page_parts(household),
        "error": error,
    }
    return render(request, "archives/changes.html", context, status=status)


def _waiting(
    change: ChangeRequest,
    household: Household,
    people: dict[str, str],
    user: Any,
    refused: tuple[ChangeRequest, ChangeForm] | None,
) -> Waiting:
    items = sorted(change.items.all(), key=lambda item: item.pk)
    form = refused[1] if refused and refused[0].pk == change.pk else ChangeForm()
    buttons = services.list_buttons(change, user)
    lines = [item_line(change, item, people) for item in items]
    return Waiting(change, lines, buttons, form, any(row.is_decision for row in buttons))
