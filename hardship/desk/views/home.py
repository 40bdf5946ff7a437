"""工作台: what waits for me, what runs late, what I last touched, and the next step for somebody new."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import StandIn, standing_in
from hardship.accounts.selectors import list_standing
from hardship.desk.selectors import (
    count_todo,
    count_waiting,
    list_first_steps,
    list_recent,
    list_tiles,
    list_todo,
    only_looks,
)
from hardship.kernel.desk import FirstStep


@require_GET
def home(request: AuthenticatedRequest) -> HttpResponse:
    waiting = count_waiting(request.user)
    counts = waiting.duties
    request.waiting = waiting  # type: ignore[attr-defined]  # for the navigation of this page
    groups = list_todo(request.user, counts)
    late = sum(1 for group in groups for item in group.items if item.days is not None and item.days < 0)
    steps = list_first_steps(request.user)
    context = {
        "standing": _standing(request),
        "groups": groups,
        "waiting": sum(group.count for group in groups if not group.is_draft),
        "drafts": sum(group.count for group in groups if group.is_draft),
        "late": late,
        "recent": list_recent(request.user),
        "only_looks": only_looks(request.user),
        "steps": [_step(row) for row in steps if not row.is_main],
        "main_steps": [_step(row) for row in steps if row.is_main],
        "tiles": list_tiles(request.user),
    }
    return render(request, "desk/home.html", context)


def _standing(request: AuthenticatedRequest) -> list[tuple[StandIn, int]]:
    """For whom the person may act today, and how much waits there; none while they do."""
    if request.user.stands_for is not None or not request.user.may_stand_in:
        return []
    rows = list_standing(request.user)
    return [(row, sum(count_todo(standing_in(request.user, row)).values())) for row in rows]


def _step(row: FirstStep) -> dict[str, object]:
    return {"title": row.title, "text": row.text, "url": reverse(row.place) + row.query}
