"""The steps of a plan: handed in, checked, sent back, approved, dropped, closed."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.budgets.models import Budget
from funds.budgets.services.refusals import BudgetRefused, budget_write
from funds.budgets.states import OWN_ADJUSTMENTS, TRANSITIONS, State
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id
from hardship.messaging import services as messaging

STAMPS = {"submit": "submitted", "check": "checked", "approve": "approved", "close": "closed"}
ANSWERED = "budgets.answered"


@budget_write
def take_step(*, budget_id: int, action: str, by: User, comment: str = "", approval_no: str = "") -> Budget:
    """Take one row of states.TRANSITIONS. Whoever approves says by which document or minutes; the version in
    force until then is adjusted with it. Raises Refused with a sentence."""
    budget: Budget = workflow.lock(Budget.objects.visible_to(by).select_related("union"), budget_id)
    workflow.take(
        TRANSITIONS, budget, action=action, by=by, comment=comment, blocker=step_blocker, note="note",
        stamp=STAMPS.get(action, ""), effect=lambda step: _effect(step, approval_no.strip()),
        log=lambda step: audit.record(f"budget.{action}", target=budget, by=by, number=budget.number),
    )  # fmt: skip
    if action in ("return", "approve") and budget.submitted_by_id not in people_of(by):
        messaging.send(
            ANSWERED, about=budget, union=budget.union, to=budget.submitted_by, by=by, number=str(budget)
        )
    return budget


def step_blocker(budget: Budget, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if row.action == "adjust":
        return _("批准调整后的计划时自动办理。")
    if row.action in ("submit", "drop", "close"):
        if by.union_id != budget.union_id:
            return _("由“%(union)s”办理。") % {"union": budget.union.name}
        return _end_blocker(budget) if row.action == "close" else ""
    hands = {budget.made_by_id, budget.made_for_id, budget.submitted_by_id, budget.submitted_for_id}
    if not hands.isdisjoint(people_of(by)):
        return _("计划是您编制的，要由另一个人复核、批准。")
    return _approver_blocker(budget, by) if budget.state == State.CHECKED else _checker_blocker(budget, by)


def needs_union_above(budget: Budget) -> bool:
    """Whether a union above approves it: from the second adjustment of a year on, where there is one."""
    return budget.number > 1 + OWN_ADJUSTMENTS and budget.union.parent_id is not None


def _checker_blocker(budget: Budget, by: User) -> str:
    if by.union_id in (budget.union_id, competent_id(budget, Part.REVIEW)):
        return ""
    return _("由本工会的另一位，或审核工会的审核人复核。")


def _approver_blocker(budget: Budget, by: User) -> str:
    if needs_union_above(budget):
        is_above = by.union_id != budget.union_id and budget.union.path.startswith(by.union.path)
        return "" if is_above else _("一年内第二次调整，要由上级工会批准。")
    if by.union_id in (budget.union_id, competent_id(budget, Part.DECIDE)):
        return ""
    return _("由本工会或审批工会的审批人批准。")


def _end_blocker(budget: Budget) -> str:
    if Budget.objects.filter(union=budget.union, year=budget.year, number__gt=budget.number).exclude(
        state=State.DROPPED
    ).exists():  # fmt: skip
        return _("调整后的计划还没有批准，先批准或者作废。")
    last = date(budget.year, 12, 31)
    if timezone.localdate() < last:
        return _("%(day)s 以后才能结束本年计划。") % {"day": last.isoformat()}
    return ""


def _effect(step: workflow.Step[Budget], approval_no: str) -> None:
    budget, action, today = step.record, step.row.action, timezone.localdate()
    if action in ("submit", "check", "approve"):
        setattr(budget, f"{STAMPS[action]}_for", stood_in_for(step.by))
    if action == "submit" and not budget.rows.exists():
        raise BudgetRefused(_("计划还没有内容，请先填写并保存。"))
    if action == "return":
        step.clear("checked")
        budget.checked_for = None
    if action == "close":
        budget.until_on = max(today, budget.from_on or today)
    if action == "approve":
        if not approval_no:
            raise BudgetRefused(_("请填写批准文号或会议纪要。"), "approval_no")
        budget.approval_no, budget.from_on, budget.approved_at_union = approval_no, today, step.by.union
        _supersede(budget, step.by)


def _supersede(budget: Budget, by: User) -> None:
    """The version in force until now ends today, when this one begins."""
    for old in Budget.objects.filter(union=budget.union, year=budget.year, state=State.IN_FORCE):
        old.until_on = max(timezone.localdate(), old.from_on or timezone.localdate())
        workflow.take(
            TRANSITIONS, old, action="adjust", by=by,
            log=lambda step: audit.record("budget.superseded", target=step.record, by=by),
        )  # fmt: skip
