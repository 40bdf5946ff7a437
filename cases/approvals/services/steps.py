"""Takes one step of an application: lock, ask the table, compare the content, write the effect, move, log."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import digest
from cases.applications.selectors import get_parts
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors import blocker, change_sentence
from cases.approvals.selectors.along import get_ahead, get_stage, list_earlier
from cases.approvals.selectors.pausing import list_run_out
from cases.approvals.selectors.permits import off_the_route
from cases.approvals.selectors.planning import get_first_state
from cases.approvals.selectors.reviewed import reopen_blocker
from cases.approvals.services.copies import SUBMISSION, send_copies
from cases.approvals.services.drawing import Drawn
from cases.approvals.services.effects import EFFECTS
from cases.approvals.services.moves import Move
from cases.approvals.services.outside import Outside, keep_scan
from cases.approvals.services.refusals import StepRefused
from cases.approvals.states import (
    BINDING,
    DOCUMENTED,
    NAMING,
    ONWARD,
    REOPEN,
    RESUME,
    SEND_BACK,
    SIGNERS,
    SUSPEND,
    TRANSITIONS,
)
from cases.archives.models import Household
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Of which steps others get a copy (抄送), by what a route calls it.
MOMENTS: Mapping[tuple[str, str], str] = {
    ("submit", State.REVIEW): SUBMISSION,
    ("submit", State.APPROVAL): SUBMISSION,
    ("approve", State.APPROVED): "approval",
    ("reject", State.REJECTED): "refusal",
}
TOLD = frozenset({"return", "reject", "approve"})  # of these steps whoever submitted it gets a message


@transaction.atomic
def take_step(
    *,
    application_id: int,
    action: str,
    by: User,
    seen_hash: str,
    comment: str = "",
    line_id: int | None = None,
    to_stage: int | None = None,
    until_on: date | None = None,
    handed_to: int | None = None,
    outside: Outside = Outside(),  # noqa: B008  # frozen
    drawn: Drawn | None = None,
) -> ApprovalStep:
    """Take one row of states.TRANSITIONS.

    `seen_hash` is the content hash of the page: at submission that of the content as it is, afterwards the
    one that was submitted. `line_id` is the budget line that an approval commits, `to_stage` the position of
    the stage to which a case is sent back, `until_on` the last day of a suspension, `handed_to` the key of
    the colleague to whom it is handed on or who is asked, `outside` the document of what was decided
    elsewhere, `drawn` what somebody chose to draw on by hand. Raises StepRefused (or the ledger's refusal)
    with a sentence, Application.DoesNotExist outside the person's scope.
    """
    application = _lock(Application.objects.visible_to(by), application_id)
    return _take(
        application, seen_hash, action=action, by=by, comment=comment, line_id=line_id, to_stage=to_stage,
        until_on=until_on, handed_to=handed_to, outside=outside, drawn=drawn,
    )  # fmt: skip


def conclude(*, application_id: int, by: User | None) -> ApprovalStep:
    """公示期满, as take_step does it; with `by` None the clock does it (manage.py conclude_notices)."""
    if by is not None:
        scope = Application.objects.visible_to(by)
        seen_hash = scope.values_list("content_hash", flat=True).get(pk=application_id)
        return take_step(application_id=application_id, action="conclude", by=by, seen_hash=seen_hash)
    with transaction.atomic():
        application = _lock(Application.objects.all(), application_id)
        return _take(application, application.content_hash, action="conclude", by=None)


def end_objected(*, application_id: int, action: str, by: User, comment: str) -> ApprovalStep:
    """退回补正 or 不予帮扶 out of a running notice, for an objection that somebody without a part in the case
    found right."""
    with transaction.atomic():
        application = _lock(Application.objects.all(), application_id)
        seen_hash = application.content_hash
        return _take(application, seen_hash, action=action, by=by, comment=comment, is_ordered=True)


def reopen(*, application_id: int, by: User, comment: str) -> ApprovalStep:
    """The decision that a review changed gives way to a new round: its clerk submits it again, and whoever
    took that decision signs no more (selectors.reviewed). Raises Refused."""
    with transaction.atomic():
        application = _lock(Application.objects.all(), application_id)
        if why := reopen_blocker(application):
            raise StepRefused(why)
        seen_hash = application.content_hash
        return _take(application, seen_hash, action=REOPEN, by=by, comment=comment, is_ordered=True)


def resume_due() -> int:
    """Lets those go on whose last day of waiting for the applicant has come; how many."""
    return sum(_resume_due(key) for key in list(list_run_out().order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _resume_due(key: int) -> bool:
    """Asked again once it is locked: somebody may have resumed it, and suspended it until another day."""
    application = _lock(Application.objects.all(), key)
    if not list_run_out().filter(pk=key).exists():
        return False
    _take(application, application.content_hash, action=RESUME, by=None)
    return True


def _lock(rows: "QuerySet[Application]", application_id: int) -> Application:
    """The application and its household, both rows locked: nobody changes the content in between."""
    related = ("programme__policy", "union", "member", "created_by")
    application = rows.select_for_update(of=("self",)).select_related(*related).get(pk=application_id)
    households = Household.objects.select_for_update(of=("self",)).select_related("union", "head")
    application.household = households.get(pk=application.household_id)
    return application


def _take(
    application: Application,
    seen_hash: str,
    *,
    action: str,
    by: User | None,
    comment: str = "",
    line_id: int | None = None,
    to_stage: int | None = None,
    until_on: date | None = None,
    handed_to: int | None = None,
    outside: Outside = Outside(),  # noqa: B008  # frozen
    drawn: Drawn | None = None,
    is_ordered: bool = False,
) -> ApprovalStep:
    """As the person `by`; by the clock, and where it `is_ordered` otherwise, with the rights of who signs.

    The effect, not the log, writes the row of the history: the database lets no state change without one.
    """

    def enter(step: workflow.Step[Application]) -> None:
        stage_no, due_on = application.stage_no, application.due_on
        move = Move(
            application, step.row, by, step.comment, line_id, get_parts(application),
            get_stage(application), _heading(application, action, to_stage), until_on,
            outside=outside, drawn=drawn,
            handed_to=User.objects.filter(pk=handed_to).first() if handed_to else None,
        )  # fmt: skip
        _require_seen(move, seen_hash)
        EFFECTS[action](move)
        application.version += 1
        step.trace = _record(move, step.source, stage_no, due_on)

    is_free = by is None or is_ordered
    asked = None if action == REOPEN and is_free else off_the_route if is_free else blocker
    return workflow.take(
        _table(application, action, to_stage), application, action=action, by=by, comment=comment,
        effect=enter, log=_log, blocker=asked,
        roles=SIGNERS if is_free else None,
    )  # fmt: skip


def _heading(application: Application, action: str, to_stage: int | None) -> RouteStage | None:
    """The stage to which a step leads; None where it leads out of the route."""
    if action == SEND_BACK:
        return next((one for one in list_earlier(application) if one.position == to_stage), None)
    ahead = get_ahead(application) if action in ONWARD else None
    return ahead.stage if ahead else None


def _table(application: Application, action: str, to_stage: int | None) -> Sequence[workflow.Transition]:
    """The table; of the rows that send a case back, or hand it in, those which lead to the stage that is
    meant."""
    if action == "submit":
        first = get_first_state(application)
        return [row for row in TRANSITIONS if row.action != "submit" or row.target == first]
    chosen = _heading(application, SEND_BACK, to_stage)
    if action != SEND_BACK or chosen is None:
        return TRANSITIONS
    return [row for row in TRANSITIONS if row.action != SEND_BACK or row.target == chosen.state]


def _record(move: Move, source: str, stage_no: int | None, due_on: date | None) -> ApprovalStep:
    application, row, outside = move.application, move.row, move.outside
    is_outside = move.stage is not None and move.stage.is_outside
    is_documented = is_outside and row.action in DOCUMENTED
    made = ApprovalStep.objects.create(
        application=application,
        round=application.round,
        action=row.action,
        source=source,
        target=row.target,
        stage_no=stage_no,
        next_no=application.stage_no,
        is_decision=row.is_decision and not is_outside,
        outside_number=outside.number.strip() if is_documented else "",
        outside_on=outside.on if is_documented else None,
        outside_issuer=outside.issuer.strip() if is_documented else "",
        until_on=move.until_on if row.action == SUSPEND else None,
        due_was=move.due_was,
        handed_to=move.handed_to if row.action in NAMING else None,
        comment=move.comment,
        content_hash=application.content_hash,
        parts=move.parts if row.action == "submit" else {},
        maker=application.submitted_by,
        due_on=due_on,
        by=move.by,
        stood_in_for=stood_in_for(move.by),
    )
    if is_documented and outside.scan is not None:
        keep_scan(made, outside.scan)
    return made


def _log(step: workflow.Step[Application]) -> ApprovalStep:
    application = step.record
    made: ApprovalStep = step.trace
    audit.record(
        f"application.{step.row.action}",
        target=application,
        by=step.by,
        step=made.pk,
        state=application.state,
    )
    if step.row.action in TOLD:
        messaging.send(
            f"approvals.{step.row.action}", about=application, union=application.union, by=step.by,
            to=application.submitted_by or application.created_by, number=application.number or "",
        )  # fmt: skip
    if moment := MOMENTS.get((step.row.action, application.state)):
        send_copies(application, moment, by=step.by)
    return made


def _require_seen(move: Move, seen_hash: str) -> None:
    """The person decides on what they saw, and what they saw is what was submitted."""
    application, now = move.application, digest(move.parts)
    if move.row.action == "submit":
        if seen_hash != now:
            raise StepRefused(_("申请或档案内容刚有变化，请重新核对后再提交。"))
        return
    if seen_hash != application.content_hash:
        raise StepRefused(_("这份申请已重新提交，内容与您看到的不同，请刷新页面、核对后再办理。"))
    if move.row.action in BINDING and now != application.content_hash:
        raise StepRefused(change_sentence(application, move.parts))
