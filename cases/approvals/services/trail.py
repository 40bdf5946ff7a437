"""What steps leave behind: the rows of the audit trail, what whoever submitted it is told, copies."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.services.copies import SUBMISSION, send_copies
from cases.approvals.states import LAPSE, RETRACT
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging

# Of which steps others get a copy (抄送), by what a route calls it.
MOMENTS: Mapping[tuple[str, str], str] = {
    ("submit", State.REVIEW): SUBMISSION,
    ("submit", State.APPROVAL): SUBMISSION,
    ("approve", State.APPROVED): "approval",
    ("reject", State.REJECTED): "refusal",
}
# Of these steps whoever submitted it gets a message.
TOLD = frozenset({"return", "reject", "approve", LAPSE})

Taken = workflow.Step[Application]


def tell(taken: Sequence[Taken]) -> None:
    """What follows from steps that one person took: the rows of the audit trail, messages, copies."""
    if not taken:
        return
    by, told = taken[0].by, [step for step in taken if _is_told(step)]
    for action, steps in _by(taken, lambda step: f"application.{step.row.action}").items():
        rows = [(step.record, {"step": step.trace.pk, "state": step.record.state}) for step in steps]
        audit.record_each(action, rows, by=by)
    messaging.send_all([_telling(step) for step in told], by=by)
    moments = _by(taken, lambda step: MOMENTS.get((step.row.action, step.record.state), ""))
    for moment, steps in moments.items():
        if moment:
            send_copies([step.record for step in steps], moment, by=by)


def _is_told(step: Taken) -> bool:
    """Whoever heard that it was approved hears that this was taken back."""
    return step.row.action in TOLD or (step.row.action == RETRACT and step.source == State.APPROVED)


def _telling(step: Taken) -> messaging.Telling:
    row = step.record
    to = row.submitted_by or row.created_by
    return messaging.Telling(f"approvals.{step.row.action}", row, row.union, to, "", row.number or "")


def _by(taken: Sequence[Taken], name: Callable[[Taken], str]) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = defaultdict(list)
    for step in taken:
        found[name(step)].append(step)
    return found
