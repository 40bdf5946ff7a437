"""What each step of an application does besides moving it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors.offers import application_obstacle
from cases.applications.services.publishing import publish_application
from cases.applications.states import State
from cases.approvals.models import RouteStage
from cases.approvals.selectors.consulting import get_question, list_consultants
from cases.approvals.selectors.handing import list_colleagues
from cases.approvals.selectors.notices import get_objected
from cases.approvals.selectors.proposing import get_agreed_sum, get_asked_sum
from cases.approvals.selectors.retracting import ACTED, get_last
from cases.approvals.selectors.visited import UNVISITED, lacks_visit
from cases.approvals.selectors.written import steps_of_round
from cases.approvals.services.extending import extend
from cases.approvals.services.granting import grant, take_back
from cases.approvals.services.moves import Move, place
from cases.approvals.services.outside import require_document
from cases.approvals.services.pausing import resume, suspend
from cases.approvals.services.proposing import read_proposal, require_shown
from cases.approvals.services.refusals import NO_RULE, StepRefused
from cases.approvals.services.routing import arrive, leave, require_minuted, send_back, stand_again
from cases.approvals.services.submitting import submit
from cases.approvals.services.taking_over import take_over
from cases.approvals.services.whole import move_whole, prolong_whole
from cases.approvals.states import (
    CONSULT,
    EXTEND,
    HAND_ON,
    LAPSE,
    OPINE,
    PROLONG,
    RECALL,
    REOPEN,
    RESUME,
    RETRACT,
    SEND_BACK,
    SUSPEND,
    TAKE_BACK,
    TAKE_OVER,
)
from cases.archives.selectors.consents import allows_notice
from cases.completions import services as completions
from cases.giving import services as giving
from cases.notices import services as notices
from cases.policies.rules.document.routes import NOTICE
from cases.policies.rules.following import APPROVAL
from hardship.accounts.models import User
from hardship.messaging import services as messaging

SENT_BACK, RESUMED, HANDED_ON = "approvals.send_back", "approvals.resume", "approvals.hand_on"
CONSULTED, ANSWERED = "approvals.consult", "approvals.opine"


def _pass(move: Move) -> None:
    """To the next stage of the route: another signature, the notice, or whoever decides."""
    _require_filed(move.application)
    _require_words(move)
    if lacks_visit(move.application, move.here):
        raise StepRefused(str(UNVISITED))
    move.proposed = read_proposal(move.application, move.proposed)
    _go_on(move)


def _require_words(move: Move) -> None:
    """What was decided elsewhere is written down: its document, by whom and when."""
    if move.here.is_outside:
        require_document(move.application, move.outside)


def _go_on(move: Move) -> None:
    following = move.ahead
    if following is None:
        raise StepRefused(_("流程已经变化，请刷新页面后再办理。"))
    shown_until = _publish(move, following) if following.kind == NOTICE else None
    arrive(move.application, following, shown_until)


def _publish(move: Move, stage: RouteStage) -> date:
    """On the notice of the day of the union that shows it, which runs as long as the programme says; returns
    its last day."""
    application = move.application
    if not allows_notice(application.household):
        raise StepRefused(_("家庭没有同意公示，请退回经办人取得同意。"))
    return publish_application(application, stage.union, by=move.by, amount=_agreed(move)).notice.ends_on


def _agreed(move: Move) -> Decimal | None:
    """The sum with this signature, in yuan."""
    return get_agreed_sum(move.application) if move.proposed.yuan is None else move.proposed.yuan


def _return(move: Move) -> None:
    notices.withdraw_entry(**place(move.application), by=move.by, reason=move.comment)
    send_back(move.application, follows=move.follows)


def _suspend(move: Move) -> None:
    move.due_was = move.application.due_on
    suspend(move.application, move.until_on)


def _resume(move: Move) -> None:
    """By the clock the post is told that it goes on."""
    application, stage = move.application, move.here
    resume(application, by_clock=move.by is None)
    move_whole(application)
    if move.by is None:
        messaging.send(
            RESUMED, about=application, union=stage.union, role=stage.role, by=None,
            number=application.number or "",
        )  # fmt: skip


def _prolong(move: Move) -> None:
    prolong_whole(move.application)


def _hand_on(move: Move) -> None:
    """It is this colleague's from now on; its deadline stays."""
    application, by = move.application, move.by
    if by is None or move.handed_to not in list_colleagues(application, by):
        text = _("请选择转给谁：同一工会同一岗位、没有经手也不用回避的同事；转出来过的不能再转回去。")
        raise StepRefused(text, "handed_to")
    application.holder = move.handed_to
    messaging.send(
        HANDED_ON, about=application, union=move.here.union, to=move.handed_to, by=by,
        number=application.number or "",
    )  # fmt: skip


def _consult(move: Move) -> None:
    """The step waits for the opinion of this colleague; its deadline stays."""
    application, by = move.application, move.by
    if by is None or move.handed_to not in list_consultants(application, by):
        text = _("请选择请谁出意见：同一工会的审核人、审批人或部门负责人，没有经手也不用回避的。")
        raise StepRefused(text, "asked")
    application.asked = move.handed_to
    _tell_of_opinion(CONSULTED, move, move.handed_to)


def _opine(move: Move) -> None:
    """Whoever asked goes on."""
    question = get_question(move.application)
    move.application.asked = None
    _tell_of_opinion(ANSWERED, move, question.by if question else None)


def _take_back(move: Move) -> None:
    move.application.asked = None


def _tell_of_opinion(kind: str, move: Move, to: User | None) -> None:
    messaging.send(
        kind, about=move.application, union=move.here.union, to=to, by=move.by,
        number=move.application.number or "",
    )  # fmt: skip


def _send_back(move: Move) -> None:
    """To the stage that was chosen: what was signed there and since is void, the route goes on from there."""
    application, stage = move.application, move.ahead
    if stage is None:
        raise StepRefused(_("请选择退回到哪个环节；前面办过的审核、审批环节才能选。"))
    arrive(application, stage)
    messaging.send(
        SENT_BACK, about=application, union=stage.union, role=stage.role, by=move.by,
        number=application.number or "",
    )  # fmt: skip


def _reject(move: Move) -> None:
    _require_words(move)
    if not move.rule:
        raise StepRefused(str(NO_RULE), "rule")
    notices.withdraw_entry(**place(move.application), by=move.by, reason=move.comment)
    _decide(move)


def _withdraw(move: Move) -> None:
    leave(move.application)


def _recall(move: Move) -> None:
    """Back to its clerk as before it was handed in: until the same day, if it had come back before."""
    handed_in = steps_of_round(move.application)[-1]
    leave(move.application)
    move.application.due_on = handed_in.due_on


def _conclude(move: Move) -> None:
    notices.pass_entry(**place(move.application), by=move.by)
    arrive(move.application, move.ahead, by_clock=move.by is None)


def _approve(move: Move) -> None:
    """One more who agrees; with the last of the route it is approved."""
    _require_filed(move.application)
    _require_words(move)
    notices.require_free(get_objected(move.application), round=move.application.round)
    require_minuted(move.application, move.here)
    move.proposed = read_proposal(move.application, move.proposed)
    require_shown(move.application, _agreed(move))
    if move.ahead is not None:
        _go_on(move)
        return
    if move.by is None:
        raise StepRefused(_("批准要有审批人。"))
    move.application.amount = _agreed(move)
    grant(move, move.by)
    _decide(move)
    completions.open_completion(move.application, by=move.by)
    giving.begin_follow_ups(move.application, APPROVAL, on=timezone.localdate(), by=move.by)


def _revoke(move: Move) -> None:
    """Takes back what an approval gave; nothing is completed for it any more."""
    _undo(move)
    leave(move.application)


def _retract(move: Move) -> None:
    """The last signature is void, what it gave is taken back, and the case stands where it stood before."""
    application, signed = move.application, get_last(move.application)
    if signed is None:
        raise StepRefused(str(ACTED))
    if State.APPROVED in move.row.source:
        _undo(move)
        application.decided_at, application.decided_by = None, None
    move.takes_back = signed
    stand_again(application, signed)


def _reopen(move: Move) -> None:
    """A review changed the decision: what it gave is taken back, and its clerk submits it anew. Raises
    StepRefused where no new round can begin."""
    application = move.application
    if State.APPROVED in move.row.source:
        _undo(move)
    application.decided_at, application.decided_by = None, None
    send_back(application, follows=move.follows)


def _undo(move: Move) -> None:
    target = move.row.target
    gives_up_rest = target == State.REVOKED
    take_back(move.application, by=move.by, reason=move.comment, gives_up_rest=gives_up_rest)
    if target not in (State.REVOKED, State.LAPSED):
        move.application.amount = get_asked_sum(move.application)
    giving.end_follow_ups(move.application, by=move.by, why=move.comment or _("批准已撤销。"))
    completions.end_completion(move.application, by=move.by)


def _require_filed(application: Application) -> None:
    obstacle = application_obstacle(application)
    if obstacle:
        raise StepRefused(obstacle)


def _decide(move: Move) -> None:
    move.application.decided_at, move.application.decided_by = timezone.now(), move.by
    leave(move.application)


EFFECTS: dict[str, Callable[[Move], None]] = {
    "submit": submit,
    "withdraw": _withdraw,
    PROLONG: _prolong,
    EXTEND: extend,
    RECALL: _recall,
    "pass": _pass,
    "return": _return,
    SEND_BACK: _send_back,
    SUSPEND: _suspend,
    HAND_ON: _hand_on,
    TAKE_OVER: take_over,
    CONSULT: _consult,
    OPINE: _opine,
    TAKE_BACK: _take_back,
    RESUME: _resume,
    "reject": _reject,
    "conclude": _conclude,
    "approve": _approve,
    "revoke": _revoke,
    LAPSE: _revoke,
    REOPEN: _reopen,
    RETRACT: _retract,
}
