"""Files whose re-verification has fallen due are marked by the clock."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.archives.models import FileStep, Household
from cases.archives.selectors.files import get_contents_of, hash_of
from cases.archives.states import TRANSITIONS, State
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.copying import copy_rows

CHUNK = 500


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
    _take(due, workflow.step(TRANSITIONS, action="fall_due", state=State.FILED, roles={WORKER}))
    return len(due)


def _take(households: Sequence[Household], row: workflow.Transition) -> None:
    """What `steps.take_by_clock` does for one file, for many with few statements: the row has no effect but
    the new state. One by one, the files of a province took minutes every night."""
    contents = get_contents_of(households)
    Household.objects.filter(pk__in=contents).update(
        state=row.target, due_on=None, version=F("version") + 1, updated_at=timezone.now(), updated_by=None
    )
    taken = copy_rows(
        [
            FileStep(
                household=household, action=row.action, source=household.state, target=row.target,
                is_decision=row.is_decision, content_hash=hash_of(contents[household.pk]), by=None,
            )
            for household in households
        ]
    )  # fmt: skip
    told = [(step.household, {"step": step.pk, "state": row.target}) for step in taken]
    audit.record_each(f"household.{row.action}", told, by=None)
