"""What a difference turns out to be: one row of the table, with the sentence that explains it."""

from django.db import transaction

from cases.crosschecks.models import CrossCheckHit, CrossCheckStep
from cases.crosschecks.states import HIT_TRANSITIONS, HitState
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow


@transaction.atomic
def take_hit_step(*, hit_id: int, action: str, by: User, comment: str = "") -> CrossCheckStep:
    """Take one row of states.HIT_TRANSITIONS.

    Raises Refused with a sentence, CrossCheckHit.DoesNotExist outside the person's scope.
    """
    rows = CrossCheckHit.objects.visible_to(by).select_related("household__union")
    hit: CrossCheckHit = workflow.lock(rows, hit_id)
    return workflow.take(
        HIT_TRANSITIONS, hit, action=action, by=by, comment=comment[:500], note="note", stamp="state",
        effect=_reopen, log=_log,
    )  # fmt: skip


def take_by_system(hit: CrossCheckHit, *, action: str, by: User | None, comment: str = "") -> CrossCheckStep:
    """Take a row that follows from a step of the file's change; the hit is locked by the caller. What was
    found out about it stays as it was written."""
    return workflow.take(
        HIT_TRANSITIONS, hit, action=action, by=by, comment=comment[:500], roles={WORKER},
        stamp="state" if by else "", log=_log,
    )  # fmt: skip


def list_hit_buttons(hit: CrossCheckHit, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on it now."""
    return workflow.buttons(HIT_TRANSITIONS, hit, by=by)


def _reopen(step: workflow.Step[CrossCheckHit]) -> None:
    """What was found before holds no longer; it stays in the steps."""
    if step.record.state == HitState.OPEN:
        step.record.note, step.record.change = "", None
        step.clear("state")


def _log(step: workflow.Step[CrossCheckHit]) -> CrossCheckStep:
    hit, action = step.record, step.row.action
    audit.record(
        f"crosscheck_hit.{action}", target=hit, by=step.by, union=hit.household.union,
        household=hit.household_id,
    )  # fmt: skip
    return CrossCheckStep.objects.create(
        hit=hit, action=action, source=step.source, target=hit.state, comment=step.comment, by=step.by
    )
