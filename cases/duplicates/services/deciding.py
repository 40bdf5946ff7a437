"""What a pair turns out to be, decided by somebody who sees both sides."""

from django.db import transaction
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
    """Take the row `distinct` or `reopen` of the table. Raises Refused with a sentence,
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
    suspicion: DuplicateSuspicion = workflow.lock(rows, suspicion_id)
    unions = unions_of(suspicion)
    if not by.covers(unions):
        others = "、".join(union.name for union in unions if not by.covers([union]))
        raise DuplicateRefused(
            _("另一方在“%(unions)s”，请由共同的上级工会判断；可先与该工会联系核实。") % {"unions": others}
        )
    return suspicion


def move(suspicion: DuplicateSuspicion, action: str, by: User, comment: str) -> None:
    """One row of states.DUPLICATE_TRANSITIONS onto a locked pair, on record."""
    workflow.take(
        DUPLICATE_TRANSITIONS, suspicion, action=action, by=by, comment=comment[:500], note="note",
        stamp="decided", effect=_reopen, log=_log,
    )  # fmt: skip


def _reopen(step: workflow.Step[DuplicateSuspicion]) -> None:
    """What was decided before holds no longer; it stays in the audit trail."""
    if step.record.state == DuplicateState.OPEN:
        step.record.note = ""
        step.clear("decided")


def _log(step: workflow.Step[DuplicateSuspicion]) -> None:
    suspicion = step.record
    union = suspicion.first.household.union
    audit.record(
        f"duplicate.{step.row.action}", target=suspicion, by=step.by, union=union, state=suspicion.state
    )


def unions_of(suspicion: DuplicateSuspicion) -> list[Union]:
    return [suspicion.first.household.union, suspicion.second.household.union]


def list_suspicion_buttons(suspicion: DuplicateSuspicion, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on it now, each once; none without both sides in scope."""
    if not by.covers(unions_of(suspicion)):
        return []
    return workflow.buttons(DUPLICATE_TRANSITIONS, suspicion, by=by)
