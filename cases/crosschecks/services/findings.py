"""What a difference turns out to be: one row of the table, with the sentence that explains it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.crosschecks.models import CrossCheckHit, CrossCheckStep
from cases.crosschecks.services.reading import ListRefused
from cases.crosschecks.states import HIT_TRANSITIONS, HitState
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@transaction.atomic
def take_hit_step(*, hit_id: int, action: str, by: User, comment: str = "") -> CrossCheckStep:
    """Take one row of states.HIT_TRANSITIONS: lock, check, move, log.

    Raises ListRefused with a sentence, CrossCheckHit.DoesNotExist outside the person's scope.
    """
    rows = CrossCheckHit.objects.visible_to(by).select_related("household__union")
    hit: CrossCheckHit = rows.select_for_update(of=("self",)).get(pk=hit_id)
    try:
        row = workflow.step(HIT_TRANSITIONS, action=action, state=hit.state, roles=by.roles)
    except workflow.Refused as refusal:
        raise ListRefused(str(refusal)) from refusal
    comment = comment.strip()
    if row.needs_comment and not comment:
        raise ListRefused(_("“%(label)s”必须写明核实情况。") % {"label": row.label})
    step = CrossCheckStep.objects.create(
        hit=hit, action=action, source=hit.state, target=row.target, comment=comment[:500], by=by
    )
    hit.state, hit.note = row.target, comment[:500]
    hit.state_at, hit.state_by = timezone.now(), by
    if hit.state == HitState.OPEN:
        hit.note, hit.state_at, hit.state_by = "", None, None
    hit.save(update_fields=["state", "note", "state_at", "state_by"])
    audit.record(
        f"crosscheck_hit.{action}", target=hit, by=by, union=hit.household.union, household=hit.household_id
    )
    return step


def list_hit_buttons(hit: CrossCheckHit, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on it now."""
    return workflow.available(HIT_TRANSITIONS, state=hit.state, roles=by.roles)
