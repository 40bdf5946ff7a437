"""Takes steps of applications, one or many: lock, ask the table, compare the content, write the effect, move,
log. What the rules ask is read for all of them at once, and what they leave is written at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import digest
from cases.applications.selectors import get_parts
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors import blocker, change_sentence
from cases.approvals.selectors.along import get_ahead, get_stage, list_earlier
from cases.approvals.selectors.permits import off_the_route
from cases.approvals.selectors.planning import get_first_state
from cases.approvals.selectors.retracting import ON_NOTICE
from cases.approvals.services.corrections import Corrections, keep_corrections, require_corrections
from cases.approvals.services.drawing import Drawn
from cases.approvals.services.effects import EFFECTS
from cases.approvals.services.granting import hold_all
from cases.approvals.services.moves import Move
from cases.approvals.services.outside import Outside, keep_scan
from cases.approvals.services.proposing import Proposed
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.trail import Taken, tell
from cases.approvals.states import (
    BINDING,
    DOCUMENTED,
    EXTEND,
    NAMING,
    ONWARD,
    REJECT,
    REOPEN,
    RETRACT,
    SEND_BACK,
    SIGNERS,
    SIGNING,
    SUSPEND,
    TAKE_OVER,
    TRANSITIONS,
)
from cases.archives.models import Household
from hardship.accounts.models import User, stood_in_for
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.copying import update_rows
from hardship.kernel.together import apart, taken_back, together

if TYPE_CHECKING:
    from django.db.models import QuerySet


AS_LOCKED = "_as_locked"
_COLUMNS = tuple(field.attname for field in Application._meta.concrete_fields)


@dataclass(frozen=True)
class Ask:
    """A step as somebody asks for it.

    `seen_hash` is the content hash of the page: at submission that of the content as it is, afterwards the
    one that was submitted. `line_id` is the budget line that an approval commits, `to_stage` the position of
    the stage to which a case is sent back, `until_on` the last day of a suspension, `handed_to` the key of
    the colleague to whom it is handed on or who is asked, `outside` the document of what was decided
    elsewhere, `drawn` what somebody chose to draw on by hand, `rule` what a refusal rests on, `corrections`
    what a return asks to be put right or a submission answers to it, `proposed` another sum. By the clock
    (`by` is None), and where it `is_ordered` otherwise, it is taken with the rights of who signs; that, and
    what `follows` from another step, waits for no calendar.
    """

    action: str
    by: User | None
    seen_hash: str
    comment: str = ""
    line_id: int | None = None
    to_stage: int | None = None
    until_on: date | None = None
    handed_to: int | None = None
    outside: Outside = Outside()  # noqa: RUF009  # frozen
    drawn: Drawn | None = None
    rule: str = ""
    is_ordered: bool = False
    follows: bool = False
    corrections: Corrections = Corrections()  # noqa: RUF009  # frozen
    proposed: Proposed = Proposed()  # noqa: RUF009  # frozen


def lock_together(rows: "QuerySet[Application]") -> list[Application]:
    """Applications and their households, all rows locked in order of their keys: nobody changes the content
    in between. What the rules ask is read of all of them at once, after that (kernel.together)."""
    related = ("programme__policy", "union", "member", "created_by", "submitted_by")
    found = rows.select_for_update(of=("self",)).select_related(*related).order_by("pk")
    applications = together(found)
    files = Household.objects.filter(pk__in={row.household_id for row in applications})
    files = files.select_for_update(of=("self",)).select_related("union", "head").order_by("pk")
    households = {row.pk: row for row in together(files)}
    for application in applications:
        application.household = households[application.household_id]
        application.__dict__[AS_LOCKED] = {name: application.__dict__[name] for name in _COLUMNS}
    return applications


class _Judged(NamedTuple):
    step: Taken
    move: Move


def take_locked(asked: Sequence[tuple[Application, Ask]]) -> tuple[list[Taken], dict[int, workflow.Refused]]:
    """Takes the steps that one person, or the clock, asks for on applications that were locked together.

    Each is judged by itself, in a savepoint; then the money of all is held, then all is written and told.
    Returns the steps that were taken, and by the application's key why others were not."""
    judged: list[_Judged] = []
    refused: dict[int, workflow.Refused] = {}
    for application, ask in asked:
        try:
            with transaction.atomic():
                judged.append(_judge(application, ask))
        except workflow.Refused as refusal:
            taken_back(application)
            refused[application.pk] = refusal
    if judged:
        refused |= hold_all([one.move for one in judged], by=judged[0].move.by)
    judged = [one for one in judged if one.move.application.pk not in refused]
    _write(judged)
    taken = [one.step for one in judged]
    tell(taken)
    return taken, refused


def _judge(application: Application, ask: Ask) -> _Judged:
    """Asks the table and the rules, and lets the step do what it does. Raises Refused."""
    made: list[Move] = []
    if ask.action == RETRACT and application.state == State.PUBLIC_NOTICE:
        raise StepRefused(str(ON_NOTICE))

    def enter(step: Taken) -> None:
        stage_no, due_on = application.stage_no, application.due_on
        move = _move(application, step, ask)
        _require_seen(move, ask.seen_hash)
        require_corrections(application, ask.action, ask.corrections)
        EFFECTS[ask.action](move)
        application.version += 1
        step.trace = _record(move, step.source, stage_no, due_on)
        made.append(move)
        apart(application)

    is_free = ask.by is None or ask.is_ordered
    asked = None if ask.action == REOPEN and is_free else off_the_route if is_free else blocker
    roles = (*SIGNERS, WORKER) if ask.by is None else SIGNERS if is_free else None
    step = workflow.begin(
        _table(application, ask.action, ask.to_stage), application, action=ask.action, by=ask.by,
        comment=ask.comment, effect=enter, blocker=asked, roles=roles,
    )  # fmt: skip
    return _Judged(step, made[0])


def _move(application: Application, step: Taken, ask: Ask) -> Move:
    handed_to = User.objects.filter(pk=ask.handed_to).first() if ask.handed_to else None
    proposed = ask.proposed if ask.action in SIGNING else Proposed()  # the form sends it with every button
    return Move(
        application, step.row, ask.by, step.comment, ask.line_id, get_parts(application),
        get_stage(application), _heading(application, ask.action, ask.to_stage), ask.until_on,
        outside=ask.outside, handed_to=handed_to, drawn=ask.drawn, corrections=ask.corrections,
        rule=ask.rule.strip(), proposed=proposed, follows=ask.follows or ask.is_ordered,
    )  # fmt: skip


def _write(judged: Sequence[_Judged]) -> None:
    """The rows of the history, then the applications: the database lets no state change without a step."""
    ApprovalStep.objects.bulk_create(one.step.trace for one in judged)
    for one in judged:
        keep_corrections(one.step.trace, one.move.corrections)
        if _is_documented(one.move) and one.move.outside.scan is not None:
            keep_scan(one.step.trace, one.move.outside.scan)
    records = [one.move.application for one in judged]
    if len(records) == 1:
        records[0].save()
    else:
        update_rows(records, sorted({name for row in records for name in _changed(row)}))


def _changed(application: Application) -> list[str]:
    """The fields that differ from what was locked."""
    before: dict[str, object] = application.__dict__[AS_LOCKED]
    return [name for name, value in before.items() if application.__dict__[name] != value]


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
    is_outside, is_documented = _is_outside(move), _is_documented(move)
    return ApprovalStep(
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
        until_on=move.until_on if row.action in (SUSPEND, EXTEND) else None,
        due_was=move.due_was,
        handed_to=move.handed_to if row.action in NAMING else None,
        comment=move.comment,
        rule=move.rule if row.action == REJECT else "",
        content_hash=application.content_hash,
        takes_back=move.takes_back,
        proposed=move.proposed.yuan,
        proposed_why=move.proposed.why,
        taken_to=move.by.union if move.by and row.action == TAKE_OVER else None,
        taken_role=row.role if row.action == TAKE_OVER else "",
        parts=move.parts if row.action == "submit" else {},
        maker=application.submitted_by,
        due_on=due_on,
        by=move.by,
        stood_in_for=stood_in_for(move.by),
    )


def _is_outside(move: Move) -> bool:
    return move.stage is not None and move.stage.is_outside


def _is_documented(move: Move) -> bool:
    """Whether it is recorded with the document by which it was decided elsewhere."""
    return _is_outside(move) and move.row.action in DOCUMENTED


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
