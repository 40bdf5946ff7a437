"""Decisions that a review changed: whoever took one signs nothing more of that application.

The database has the same rule (function approvals_was_reviewed).
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import OPEN_STATES, State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.held import holds_all
from cases.approvals.selectors.written import steps_of
from cases.approvals.states import REOPEN

DECIDED = (State.REJECTED, State.APPROVED)


def list_reviewed() -> QuerySet[ApprovalStep]:
    """The signatures that made such a decision: of several who agreed at its stage each."""
    of_round = ApprovalStep.objects.filter(application=OuterRef("application"), round=OuterRef("round"))
    decision = of_round.filter(
        lap=OuterRef("lap"), stage_no=OuterRef("stage_no"), action=OuterRef("action"), target__in=DECIDED
    )
    reopened = of_round.filter(action=REOPEN)
    rows: QuerySet[ApprovalStep] = ApprovalStep.objects.filter(is_decision=True, taken_back=None)
    return rows.filter(Exists(decision), Exists(reopened))


def find_reviewed(application: Application) -> set[int]:
    """The ids of whoever took one, or had somebody stand in for them who did."""
    if not any(step.action == REOPEN for step in steps_of(application)):
        return set()
    rows = list_reviewed().filter(application=application).values_list("by", "stood_in_for")
    return {pk for pair in rows for pk in pair if pk is not None}


def reopen_blocker(application: Application) -> str:
    """What keeps a changed decision from a new round, or ''."""
    if application.state not in DECIDED:
        return _("这份申请的状态在复核期间已经变化。")
    others = Application.objects.filter(
        household=application.household_id, programme=application.programme_id, member=application.member_id,
        year=application.year, state__in=OPEN_STATES,
    )  # fmt: skip
    if others.exists():
        return _("同一项目本年度另有申请正在办理。")
    if application.state == State.REJECTED:
        return ""
    if application.programme.is_service:
        return _service_blocker(application)
    if application.programme.rule.instalments is not None:
        return _("这个项目分期发放，差额另行申请。")
    return "" if holds_all(application) else _("款项已经送银行或已发放，差额另行申请。")


def _service_blocker(application: Application) -> str:
    """One application has one service, which was begun."""
    if holds_all(application):
        return _("服务的决定不能重开，请撤销批准后另行申请。")
    return _("服务已经办结，不能重开，请另行申请。")
