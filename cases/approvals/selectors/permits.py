"""Who may take which step of an application now."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEdit
from cases.applications.selectors import entry_blocker
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import get_ahead, get_stage, is_void, list_earlier, standing
from cases.approvals.selectors.consulting import consulting_blocker
from cases.approvals.selectors.extending import extend_blocker, off_their_days
from cases.approvals.selectors.file_makers import on_file_of, wrote_file
from cases.approvals.selectors.handing import holder_blocker, with_others
from cases.approvals.selectors.held import holds_all
from cases.approvals.selectors.notices import get_entry
from cases.approvals.selectors.retracting import ACTED, is_back, retract_blocker
from cases.approvals.selectors.reviewed import find_reviewed, list_reviewed
from cases.approvals.selectors.taking_over import off_their_list, take_over_blocker
from cases.approvals.selectors.whole import may_prolong
from cases.approvals.selectors.written import steps_of, steps_of_round, writers_of
from cases.approvals.states import (
    EXTEND,
    HANDLING,
    OF_CLERKS,
    ONWARD,
    OPINE,
    PROLONG,
    RECALL,
    REOPEN,
    RESUME,
    RETRACT,
    SEND_BACK,
    TAKE_OVER,
    TRANSITIONS,
)  # fmt: skip
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from cases.notices.states import FOUND_RIGHT
from hardship.accounts.models import User, people_of
from hardship.kernel import workflow


@dataclass(frozen=True)
class Options:
    """What a person may do with an application now; `why` says what keeps them from it where they could."""

    buttons: tuple[workflow.Transition, ...]
    why: str = ""


def list_options(application: Application, by: User) -> Options:
    """The buttons of this person on this application, in the order of the table; each action once."""
    judged = [
        (row, why)
        for row, why in workflow.judge(TRANSITIONS, application, by=by, blocker=blocker)
        if not off_the_route(application, row, by)
    ]
    buttons = {
        row.action: row for row, why in reversed(judged) if not why and not _is_out_of_time(application, row)
    }
    found = tuple(row for row, _why in judged if buttons.get(row.action) is row)
    signs = any(row.action not in OF_CLERKS for row in found)
    whys = (why for row, why in judged if row.action not in OF_CLERKS and why and not signs)
    return Options(found, next(whys, ""))


def blocker(application: Application, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    if row.action in OF_CLERKS:
        why = _recall_blocker if row.action == RECALL else _withdraw_blocker
        return entry_blocker(application, by) or why(application)
    if row.action == REOPEN:
        return off_the_route(application, row, by)
    if row.action == RETRACT:
        return off_the_route(application, row, by) or retract_blocker(application, row, by)
    stage = get_stage(application)
    if stage is None:
        return _("这份申请没有审批流程，请退回经办人重新提交。")
    if row.action == TAKE_OVER:
        return off_their_list(application, by) or take_over_blocker(application, by)
    if row.action == EXTEND:
        return off_their_days(application, by) or extend_blocker(application, by)
    return (
        _post_blocker(stage, row, by)
        or consulting_blocker(application, stage, row, by)
        or _person_blocker(application, stage, row, by)
        or off_the_route(application, row, by)
    )


def _withdraw_blocker(application: Application) -> str:
    """It is taken back until the next step has acted: at the first stage of its route while nobody signed,
    and that may be the decision of what is urgent; what waits for its applicant, where it could be before."""
    is_ahead = application.state in (State.SUSPENDED, State.APPROVAL)
    stage = get_stage(application) if is_ahead else None
    if stage is None or stage.state == State.REVIEW or not (stage.position or _is_decided(application)):
        return ""
    if application.state == State.APPROVAL:
        return _("这份申请已经有人审过，不能撤回；确实不要了，请联系审批工会退回。")
    return _("这份申请挂起前已经在审批，不能撤回；确实不要了，请联系审批工会退回。")


def _recall_blocker(application: Application) -> str:
    """It goes back into the draft until somebody has acted on what was submitted."""
    if all(step.action == "submit" for step in steps_of_round(application)):
        return ""
    return _("这份申请已经有人办理，不能撤回修改；要改的请联系审核人退回，不要了可以撤回申请。")


def _is_decided(application: Application) -> bool:
    """Whether somebody has signed in this round."""
    return any(step.is_decision for step in steps_of_round(application))


def _post_blocker(stage: RouteStage, row: workflow.Transition, by: User) -> str:
    if row.action == OPINE:
        return ""
    if by.union_id != stage.union_id:
        return _("这份申请由“%(union)s”办理。") % {"union": stage.union}
    if row.role != stage.role:
        return _("“%(stage)s”由%(role)s办理。") % {"stage": stage.label, "role": stage.get_role_display()}
    return ""


def _person_blocker(application: Application, stage: RouteStage, row: workflow.Transition, by: User) -> str:
    """Whoever made it, stays out of it or has signed decides nothing; what decides nothing and yet is not for
    them is asked of whom somebody stands in for as well."""
    if row.action == OPINE:
        return workflow.of_both(partial(_apart_blocker, application), by)
    if why := holder_blocker(application, stage, by):
        return why
    if row.action in HANDLING:
        return workflow.of_both(partial(_hand_blocker, application, stage), by)
    if row.is_decision:
        return _hand_blocker(application, stage, by)
    return workflow.of_both(partial(_apart_blocker, application), by)


def _maker_blocker(application: Application, by: User) -> str:
    if by.pk in (application.created_by_id, application.submitted_by_id) or has_entered(application, by):
        return _("不能审批自己建立、填写或提交的申请，请由其他人员办理。")
    if wrote_file(application, {by.pk}):
        return _(
            "您填写、导入过这户的档案或上传过材料，提交申请以前还没有其他人核查，不能审批，请由其他人员办理。"
        )
    return ""


def _apart_blocker(application: Application, by: User) -> str:
    """Whoever signed before may do what decides nothing: give an opinion, end a notice."""
    return _maker_blocker(application, by) or recusal_blocker(application.household, by)


def _hand_blocker(application: Application, stage: RouteStage, by: User) -> str:
    why = _maker_blocker(application, by) or recusal_blocker(application.household, by)
    return why or _signed_blocker(application, stage, by)


def _signed_blocker(application: Application, stage: RouteStage, by: User) -> str:
    if stage.is_outside:
        return ""
    if has_decided(application, by):
        return _("您在本轮已经签过意见，同一申请须由另一人办理下一环节。")
    if by.pk in find_reviewed(application):
        return _("原决定是您作出的，复核已经改变，重新办理须由其他人员进行。")
    return ""


def off_the_route(application: Application, row: workflow.Transition, by: User | None = None) -> str:
    """Why a step is not the next one of the route: it leads elsewhere; or ''."""
    if row.action == "reject" and application.state == State.PUBLIC_NOTICE:
        return "" if _found_objection(application, by) else _("公示期间，异议查实成立的才能不予帮扶。")
    if row.action in (REOPEN, RESUME, RETRACT, TAKE_OVER, EXTEND):
        return _out_of_turn(application, row, by)
    if row.action == PROLONG:
        return "" if may_prolong(application) else _("全程时限已经延长过，或者没有可以延长的日子。")
    if row.action == SEND_BACK:
        found = any(stage.state == row.target for stage in list_earlier(application))
        return "" if found else _("前面没有可以退回的环节。")
    if row.action not in ONWARD:
        return ""
    ahead = get_ahead(application)
    return "" if ahead is not None and row.target == ahead.state else _("按流程，下一环节不是这一步。")


def _out_of_turn(application: Application, row: workflow.Transition, by: User | None) -> str:
    """The same of steps that are none of the route."""
    if row.action == REOPEN:
        return _("决定要改变的，由职工申请复核、其他人员登记复核意见。")
    if row.action == RESUME:
        stage = get_stage(application)
        return "" if stage is not None and stage.state == row.target else _("请回到挂起前的环节。")
    if row.action == RETRACT:
        return "" if is_back(application, row) else str(ACTED)
    if row.action == EXTEND:
        return off_their_days(application, by)
    return off_their_list(application, by)


def _found_objection(application: Application, by: User | None) -> bool:
    """Whether they found an objection to it right in this round (function approvals_found_objection)."""
    entry = get_entry(application)
    return entry is not None and entry.objections.filter(outcome__in=FOUND_RIGHT, answered_by=by).exists()


def _is_out_of_time(application: Application, row: workflow.Transition) -> bool:
    """Whether a step waits for the days of the notice to end, or comes after the money has left."""
    if row.action == "revoke":
        return not holds_all(application)
    if row.action != "conclude":
        return False
    entry = get_entry(application)
    return entry is not None and timezone.localdate() <= entry.notice.ends_on


def has_entered(application: Application, by: User) -> bool:
    """Whether this person wrote on it, be it as a colleague of the clerk who began it. The
    database keeps the same rule (trigger approvals_approvalstep_guard)."""
    return by.pk in writers_of(application)


def barred_for(user: User) -> Q:
    """Of applications those that `blocker` keeps this person, or whom they stand in for, from deciding: their
    own, whatever they wrote on, also in the file, what they decided in this round or a review changed (what
    was decided outside they may record), families that they stay out of, and what was handed on to somebody
    else."""
    people = sorted(people_of(user))
    mine = Q(by__in=people) | Q(stood_in_for__in=people)
    wrote = ApplicationEdit.objects.filter(mine, application=OuterRef("pk"))
    decided = standing(
        ApprovalStep.objects.filter(
            mine,
            application=OuterRef("pk"),
            round=OuterRef("round"),
            is_decision=True,
        )
    )
    outside = RouteStage.objects.filter(
        application=OuterRef("pk"), round=OuterRef("round"), position=OuterRef("stage_no"), is_outside=True
    )
    reviewed = list_reviewed().filter(mine, application=OuterRef("pk"))
    signed = (Q(Exists(decided)) | Q(Exists(reviewed))) & ~Q(Exists(outside))
    own = Q(created_by__in=people) | Q(submitted_by__in=people) | on_file_of(people)
    return own | Q(Exists(wrote)) | signed | kept_out(user) | with_others(user)


def has_decided(application: Application, by: User) -> bool:
    """Whether this person decided in this round, or somebody who stood in for them."""
    steps = steps_of(application)
    return any(
        step.round == application.round and step.is_decision and by.pk in (step.by_id, step.stood_in_for_id)
        and not is_void(step, steps)
        for step in steps
    )  # fmt: skip
