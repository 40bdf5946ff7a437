"""Who may take which step of an application now."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEdit
from cases.applications.rules import source_of
from cases.applications.selectors import entry_blocker
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import get_ahead, get_stage
from cases.approvals.selectors.notices import get_entry
from cases.approvals.states import OF_CLERKS, ONWARD, TRANSITIONS
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from funds.ledgers.models import Commitment
from hardship.accounts.models import User
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
        return entry_blocker(application, by)
    stage = get_stage(application)
    if stage is None:
        return _("这份申请没有审批流程，请退回经办人重新提交。")
    if by.union_id != stage.union_id:
        return _("这份申请由“%(union)s”办理。") % {"union": stage.union}
    if row.role != stage.role:
        return _("“%(stage)s”由%(role)s办理。") % {"stage": stage.label, "role": stage.get_role_display()}
    if by.pk in (application.created_by_id, application.submitted_by_id) or has_entered(application, by):
        return _("不能审批自己建立、填写或提交的申请，请由其他人员办理。")
    if row.is_decision and (why := recusal_blocker(application.household, by)):
        return why
    if row.is_decision and not stage.is_outside and has_decided(application, by):
        return _("您在本轮已经签过意见，同一申请须由另一人办理下一环节。")
    return off_the_route(application, row, by)


def off_the_route(application: Application, row: workflow.Transition, _by: User | None = None) -> str:
    """Why a step is not the next one of the route: it leads elsewhere; or ''."""
    if row.action not in ONWARD:
        return ""
    ahead = get_ahead(application)
    return "" if ahead is not None and row.target == ahead.state else _("按流程，下一环节不是这一步。")


def get_held(application: Application) -> Commitment | None:
    """The money that an approval holds and that has not left for the bank."""
    mine = Commitment.objects.filter(source=source_of(application.pk))
    held: Commitment | None = mine.filter(committed__gt=0).first()
    return held


def _is_out_of_time(application: Application, row: workflow.Transition) -> bool:
    """Whether a step waits for the days of the notice to end, or comes after the money has left."""
    if row.action == "revoke":
        return get_held(application) is None
    if row.action != "conclude":
        return False
    entry = get_entry(application)
    return entry is not None and timezone.localdate() <= entry.notice.ends_on


def has_entered(application: Application, by: User) -> bool:
    """Whether this person wrote on it, be it as a colleague of the clerk who began it. The
    database keeps the same rule (trigger approvals_approvalstep_guard)."""
    return application.edits.filter(Q(by=by) | Q(stood_in_for=by)).exists()


def barred_for(user: User) -> Q:
    """Of applications those that `blocker` keeps this person from deciding: their own, whatever they wrote
    on, what they decided in this round (what was decided outside they may record), and families that they
    stay out of."""
    wrote = ApplicationEdit.objects.filter(Q(by=user) | Q(stood_in_for=user), application=OuterRef("pk"))
    decided = ApprovalStep.objects.filter(
        Q(by=user) | Q(stood_in_for=user),
        application=OuterRef("pk"),
        round=OuterRef("round"),
        is_decision=True,
    )
    outside = RouteStage.objects.filter(
        application=OuterRef("pk"), round=OuterRef("round"), position=OuterRef("stage_no"), is_outside=True
    )
    signed = Q(Exists(decided)) & ~Q(Exists(outside))
    return Q(created_by=user) | Q(submitted_by=user) | Q(Exists(wrote)) | signed | kept_out(user)


def has_decided(application: Application, by: User) -> bool:
    """Whether this person decided in this round, or somebody who stood in for them."""
    steps = application.steps.filter(round=application.round, is_decision=True)
    return steps.filter(Q(by=by) | Q(stood_in_for=by)).exists()
