"""What a pair turns out to be, decided by somebody who sees both sides."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.states import DUPLICATE_TRANSITIONS, DuplicateState
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel import workflow

ON_OWN_WAY = ("merge", "undo")  # these move files too


class DuplicateRefused(workflow.Refused):
    """A decision on a pair, or a merge, that may not be made now."""


@transaction.atomic
def decide(*, suspicion_id: int, action: str, by: User, comment: str = "") -> DuplicateSuspicion:
    """Take the row `distinct` or `reopen` of the table. Raises DuplicateRefused with a sentence,
    DuplicateSuspicion.DoesNotExist when neither side is in the person's scope."""
    if action in ON_OWN_WAY:
        raise DuplicateRefused(_("没有这个操作。"))
    suspicion = lock(suspicion_id, by)
    move(suspicion, action, by, comment)
    return suspicion


def lock(suspicion_id: int, by: User) -> DuplicateSuspicion:
    """The pair with its row locked; both sides must lie in the person's scope."""
    rows = DuplicateSuspicion.objects.visible_to(by).select_related(
        "first__household__union", "second__household__union"
    )
    suspicion: DuplicateSuspicion = rows.select_for_update(of=("self",)).get(pk=suspicion_id)
    unions = unions_of(suspicion)
    if not by.covers(unions):
        others = "、".join(union.name for union in unions if not by.covers([union]))
        raise DuplicateRefused(
            _("另一方在“%(unions)s”，请由共同的上级工会判断；可先与该工会联系核实。") % {"unions": others}
        )
    return suspicion


def move(suspicion: DuplicateSuspicion, action: str, by: User, comment: str) -> None:
    """One row of states.DUPLICATE_TRANSITIONS onto a locked pair, on record."""
    try:
        row = workflow.step(DUPLICATE_TRANSITIONS, action=action, state=suspicion.state, roles=by.roles)
    except workflow.Refused as refusal:
        raise DuplicateRefused(str(refusal)) from refusal
    comment = comment.strip()[:500]
    if row.needs_comment and not comment:
        raise DuplicateRefused(_("“%(label)s”必须写明理由。") % {"label": row.label})
    suspicion.state, suspicion.note = row.target, comment
    suspicion.decided_at, suspicion.decided_by = timezone.now(), by
    if suspicion.state == DuplicateState.OPEN:
        suspicion.note, suspicion.decided_at, suspicion.decided_by = "", None, None
    suspicion.save(update_fields=["state", "note", "decided_at", "decided_by"])
    union = suspicion.first.household.union
    audit.record(f"duplicate.{action}", target=suspicion, by=by, union=union, state=suspicion.state)


def unions_of(suspicion: DuplicateSuspicion) -> list[Union]:
    return [suspicion.first.household.union, suspicion.second.household.union]


def list_suspicion_buttons(suspicion: DuplicateSuspicion, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on it now, each once; none without both sides in scope."""
    if not by.covers(unions_of(suspicion)):
        return []
    rows = workflow.available(DUPLICATE_TRANSITIONS, state=suspicion.state, roles=by.roles)
    return list({row.action: row for row in rows}.values())
