"""Files whose re-verification has fallen due are marked by the clock."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.services.steps import take_by_clock
from cases.archives.states import State

CHUNK = 200


def mark_due(*, on: date | None = None) -> int:
    """Mark every filed household whose day has come; returns how many. Safe to run at any time and twice at
    once: a row that somebody works on is left for the next run.

    A relieved file stays relieved: its day stands in `review_due_on`, and lists and desk go by it.
    """
    today, marked = on or timezone.localdate(), 0
    while part := _mark_some(today):
        marked += part
    return marked


@transaction.atomic
def _mark_some(today: date) -> int:
    rows = Household.objects.filter(state=State.FILED, review_due_on__lte=today).select_related(
        "union", "head"
    )
    due = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("review_due_on", "pk")[:CHUNK])
    for household in due:
        take_by_clock(household=household, action="fall_due")
    return len(due)
