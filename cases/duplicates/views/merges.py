"""The merge of two files: which one stays, field by field which value."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.archives.states import IN_FORCE_STATES
from cases.duplicates.forms import MergeForm
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.services import list_choices, list_suspicion_buttons, merge_files
from cases.duplicates.views.suspicions import get_suspicion, make_side, show_value
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def merge(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The wizard on one page. The file in force, else the older one, is proposed to stay."""
    row = get_suspicion(request, uid)
    if request.method == "GET" and not _may_merge(request, row):
        return redirect("duplicates:suspicion", uid=uid)
    form = MergeForm(request.POST or None, initial={"kept": _proposed(row)}, sides=_sides(row))
    if request.method == "POST" and form.is_valid():
        try:
            made = merge_files(
                suspicion_id=row.pk,
                kept_id=form.cleaned_data["kept"],
                taken=form.taken(),
                comment=form.cleaned_data["comment"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return _page(request, row, form, status=409)
        messages.success(request, _("已合并，另一份档案已注销并列在保留的档案里。"))
        return redirect("archives:case", pk=made.kept_id)
    return _page(request, row, form, status=422 if request.method == "POST" else 200)


def _may_merge(request: AuthenticatedRequest, row: DuplicateSuspicion) -> bool:
    return any(button.action == "merge" for button in list_suspicion_buttons(row, request.user))


def _sides(row: DuplicateSuspicion) -> tuple[int, int]:
    return row.first.household_id, row.second.household_id


def _proposed(row: DuplicateSuspicion) -> int:
    homes = sorted(
        (row.first.household, row.second.household),
        key=lambda home: (home.state not in IN_FORCE_STATES, home.pk),
    )
    return homes[0].pk


def _page(
    request: AuthenticatedRequest, row: DuplicateSuspicion, form: MergeForm, status: int
) -> HttpResponse:
    first, second = row.first.household, row.second.household
    sides = [make_side(member, request.user, people=True) for member in (row.first, row.second)]
    proposed = form.chosen_kept or _proposed(row)
    visible = all(side.is_visible for side in sides)
    context: dict[str, Any] = {
        "suspicion": row,
        "form": form,
        "sides": sides,
        "kept": proposed,
        "choices": [
            (choice, show_value(choice.key, choice.first), show_value(choice.key, choice.second),
             form.side_of(choice.key) or proposed)
            for choice in (list_choices(first, second) if visible else [])
        ],
    }  # fmt: skip
    return render(request, "duplicates/merge.html", context, status=status)
