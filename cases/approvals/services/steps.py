"""The steps of one application: by a person, by the clock, for an objection, after a review."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.pausing import list_run_out
from cases.approvals.selectors.reviewed import reopen_blocker
from cases.approvals.services.corrections import Corrections
from cases.approvals.services.drawing import Drawn
from cases.approvals.services.executing import Ask, lock_together, take_locked
from cases.approvals.services.outside import Outside
from cases.approvals.services.proposing import Proposed
from cases.approvals.services.refusals import StepRefused
from cases.approvals.states import LAPSE, REOPEN, RESUME
from hardship.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def take_step(
    *,
    application_id: int,
    action: str,
    by: User,
    seen_hash: str,
    comment: str = "",
    rule: str = "",
    line_id: int | None = None,
    to_stage: int | None = None,
    until_on: date | None = None,
    handed_to: int | None = None,
    outside: Outside = Outside(),  # noqa: B008  # frozen
    drawn: Drawn | None = None,
    corrections: Corrections = Corrections(),  # noqa: B008  # frozen
    proposed: Proposed = Proposed(),  # noqa: B008  # frozen
) -> ApprovalStep:
    """Take one row of states.TRANSITIONS, asked for as `Ask` says. Raises StepRefused (or the ledger's
    refusal) with a sentence, Application.DoesNotExist outside the person's scope."""
    application = _lock(Application.objects.visible_to(by), application_id)
    ask = Ask(
        action, by, seen_hash, comment, line_id, to_stage, until_on, handed_to, outside, drawn, rule,
        corrections=corrections, proposed=proposed,
    )  # fmt: skip
    return _take(application, ask)


def conclude(*, application_id: int, by: User | None) -> ApprovalStep:
    """公示期满, as take_step does it; with `by` None the clock does it (manage.py conclude_notices)."""
    if by is not None:
        scope = Application.objects.visible_to(by)
        seen_hash = scope.values_list("content_hash", flat=True).get(pk=application_id)
        return take_step(application_id=application_id, action="conclude", by=by, seen_hash=seen_hash)
    with transaction.atomic():
        application = _lock(Application.objects.all(), application_id)
        return _take(application, Ask("conclude", None, application.content_hash))


def end_objected(*, application_id: int, action: str, by: User, comment: str, rule: str = "") -> ApprovalStep:
    """退回补正 or 不予帮扶 out of a running notice, for an objection that somebody without a part in the case
    found right."""
    with transaction.atomic():
        application = _lock(Application.objects.all(), application_id)
        ask = Ask(action, by, application.content_hash, comment, rule=rule, is_ordered=True)
        return _take(application, ask)


def take_down(*, application_id: int, by: User, comment: str) -> ApprovalStep:
    """退回补正 out of a running notice that is taken down early, by whoever might return it by hand; it waits
    for no calendar. Raises Refused, Application.DoesNotExist outside the person's scope."""
    with transaction.atomic():
        application = _lock(Application.objects.visible_to(by), application_id)
        return _take(application, Ask("return", by, application.content_hash, comment, follows=True))


def reopen(*, application_id: int, by: User, comment: str) -> ApprovalStep:
    """The decision that a review changed gives way to a new round: its clerk submits it again, and whoever
    took that decision signs no more (selectors.reviewed). Raises Refused."""
    with transaction.atomic():
        application = _lock(Application.objects.all(), application_id)
        if why := reopen_blocker(application):
            raise StepRefused(why)
        return _take(application, Ask(REOPEN, by, application.content_hash, comment, is_ordered=True))


@transaction.atomic
def lapse(*, application_id: int, comment: str, is_due: Callable[[Application], bool]) -> ApprovalStep | None:
    """失效, by the clock: what the approval gave goes back by the way of a revocation. `is_due` is asked once
    application and file are locked; None where it says no. Raises Refused."""
    application = _lock(Application.objects.all(), application_id)
    if not is_due(application):
        return None
    return _take(application, Ask(LAPSE, None, application.content_hash, comment))


def resume_due() -> int:
    """Lets those go on whose last day of waiting for the applicant has come; how many."""
    return sum(_resume_due(key) for key in list(list_run_out().order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _resume_due(key: int) -> bool:
    """Asked again once it is locked: somebody may have resumed it, and suspended it until another day."""
    application = _lock(Application.objects.all(), key)
    if not list_run_out().filter(pk=key).exists():
        return False
    _take(application, Ask(RESUME, None, application.content_hash))
    return True


def _lock(rows: "QuerySet[Application]", application_id: int) -> Application:
    """Raises Application.DoesNotExist."""
    found = lock_together(rows.filter(pk=application_id))
    if not found:
        raise Application.DoesNotExist(application_id)
    return found[0]


def _take(application: Application, ask: Ask) -> ApprovalStep:
    """Raises Refused."""
    taken, refused = take_locked([(application, ask)])
    for refusal in refused.values():
        raise refusal
    made: ApprovalStep = taken[0].trace
    return made
