"""What is kept of a step on a file: the step, why it went back, the file as it was; and who is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.archives.models import FileStep, Household
from cases.archives.selectors import content_hash
from cases.archives.services import lifecycle, undo
from cases.archives.services.entry.returns import Reason, keep_reasons
from hardship.accounts.models import stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging

# Of these steps whoever submitted the file gets a message.
TOLD = frozenset({"return", "file", "unreturn", "unfile"})


@dataclass
class Kept:
    """What stands in the log beside a step: the hash of the file and what the step wrote over, as they were
    before it; why the file goes back; and, which the step's effect fills in, the figures it was decided on
    and how many documents nobody had judged."""

    content_hash: str
    before: Mapping[str, Any]
    reasons: Sequence[Reason] = ()
    figures: dict[str, Any] = field(default_factory=dict)
    unseen: int = 0


def look_at(household: Household, reasons: Sequence[Reason] = ()) -> Kept:
    """The file just before a step, its row locked."""
    return Kept(content_hash(household), undo.get_before(household), reasons)


def log_step(step: workflow.Step[Household], kept: Kept) -> FileStep:
    """Keep that the step was taken, in the file and in the audit trail, and tell whom it concerns."""
    household, action = step.record, step.row.action
    made = FileStep.objects.create(
        household=household, action=action, source=step.source, target=step.row.target, by=step.by,
        stood_in_for=stood_in_for(step.by),
        is_decision=step.row.is_decision, comment=step.comment, content_hash=kept.content_hash,
        before=dict(kept.before) if action in undo.UNDOABLE else {}, figures=kept.figures, unseen=kept.unseen,
        takes_back=undo.get_undone(household, action),
    )  # fmt: skip
    if kept.reasons:
        keep_reasons(made, kept.reasons)
    if action in lifecycle.LOOKED_AT:
        lifecycle.keep_snapshot(household, action=action, by=step.by, step=made)
    told: dict[str, Any] = {"unseen": kept.unseen} if kept.unseen else {}
    audit.record(
        f"household.{action}", target=household, by=step.by, step=made.pk, state=household.state, **told
    )
    if action in TOLD:
        messaging.send(
            f"archives.{action}", about=household, union=household.union, by=step.by,
            to=household.submitted_by or household.created_by, number=household.file_no or "",
        )  # fmt: skip
    return made
