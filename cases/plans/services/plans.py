"""Writes of plans: drawn up, agreed with the family, closed with a result."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.plans.models import HelpPlan
from cases.plans.states import LIVE_PLANS, PLAN_TRANSITIONS, MeasureState, PlanState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


class PlanRefused(workflow.Refused):
    """A write on a plan that may not be made; the message says what to do."""


@transaction.atomic
def start_plan(*, household_id: int, year: int, goal: str, causes: Sequence[str], by: User) -> HelpPlan:
    """A plan of a household in force for a year. Raises PlanRefused when there is one already or for anybody
    but a clerk of its union, Household.DoesNotExist outside the person's scope."""
    files = Household.objects.visible_to(by).select_related("union")
    household: Household = files.select_for_update(of=("self",)).get(pk=household_id)
    why = start_blocker(household, by)
    if why:
        raise PlanRefused(why)
    if household.help_plans.filter(year=year, state__in=LIVE_PLANS).exists():
        raise PlanRefused(_("这户 %(year)s 年已有帮扶计划，请在原计划上添加措施。") % {"year": year})
    plan = HelpPlan.objects.create(
        household=household, year=year, goal=goal, causes=list(causes), created_by=by
    )
    audit.record("plan.start", target=household, by=by, plan=plan.pk, year=year)
    return plan


@transaction.atomic
def edit_plan(*, plan_id: int, year: int, goal: str, causes: Sequence[str], by: User) -> HelpPlan:
    """Correct a plan that the family has not signed yet. Raises PlanRefused afterwards, and for a year that
    has another plan."""
    plan = lock_plan(plan_id, by)
    require_draft(plan, by)
    others = HelpPlan.objects.filter(household=plan.household_id, year=year, state__in=LIVE_PLANS)
    if others.exclude(pk=plan.pk).exists():
        raise PlanRefused(_("这户 %(year)s 年已有另一份帮扶计划。") % {"year": year})
    new = {"year": year, "goal": goal, "causes": list(causes)}
    changed = [name for name, value in new.items() if getattr(plan, name) != value]
    if changed:
        HelpPlan.objects.filter(pk=plan.pk).update(**new)
        audit.record("plan.edit", target=plan.household, by=by, plan=plan.pk, fields=changed)
    plan.refresh_from_db(fields=list(new))
    return plan


@transaction.atomic
def take_step(*, plan_id: int, action: str, by: User, comment: str = "") -> HelpPlan:
    """Take one row of states.PLAN_TRANSITIONS. A plan is agreed with at least one measure, and finished when
    none is open any more. Raises PlanRefused."""
    plan = lock_plan(plan_id, by)
    workflow.take(
        PLAN_TRANSITIONS, plan, action=action, by=by, comment=comment, blocker=_blocker, effect=_enter,
        log=lambda step: audit.record(
            f"plan.{action}", target=plan.household, by=by, plan=plan.pk, state=plan.state
        ),
    )  # fmt: skip
    return plan


def _enter(step: workflow.Step[HelpPlan]) -> None:
    plan = step.record
    if plan.state == PlanState.AGREED:
        plan.agreed_on = timezone.localdate()
    else:
        plan.outcome = step.comment
        step.stamp("closed")


def start_blocker(household: Household, by: User) -> str:
    """Why this person may not draw up a plan for the household, or ''."""
    if household.union_id != by.union_id or not by.has_role(Role.CLERK):
        return _("只有“%(union)s”的经办人可以制定这户的帮扶计划。") % {"union": household.union.name}
    if household.state not in IN_FORCE_STATES:
        return _("档案现在是“%(state)s”，在册的家庭才制定帮扶计划。") % {
            "state": household.get_state_display()
        }
    return ""


def list_buttons(plan: HelpPlan, by: User) -> list[workflow.Transition]:
    """What this person may do with the plan now; what the measures hold up is left out (see `held_up`)."""
    return workflow.buttons(PLAN_TRANSITIONS, plan, by=by, blocker=_blocker)


def list_held_up(plan: HelpPlan, by: User) -> list[str]:
    """Why the steps that this person sees no button for have to wait."""
    if not _is_own(plan, by):
        return []
    judged = workflow.judge(PLAN_TRANSITIONS, plan, by=by, blocker=_blocker)
    return [why for _row, why in judged if why]


def held_up(plan: HelpPlan, action: str) -> str:
    """What the measures still want before this step, or ''."""
    waiting = sum(measure.state == MeasureState.OPEN for measure in plan.measures.all())
    if action == "agree" and not waiting:
        return _("请先添加至少一项措施，写明责任人和期限。")
    if action == "finish" and waiting:
        return _("还有 %(count)s 项措施没有办结，请先登记落实结果或取消。") % {"count": waiting}
    return ""


def may_edit(plan: HelpPlan, by: User) -> bool:
    """Whether this person may still correct the plan and its measures."""
    return _is_own(plan, by) and plan.state == PlanState.DRAFT


def may_write(plan: HelpPlan, by: User) -> bool:
    """Whether this person may add measures and close them."""
    return _is_own(plan, by) and plan.state in LIVE_PLANS


def _is_own(plan: HelpPlan, by: User) -> bool:
    return plan.household.union_id == by.union_id and by.has_role(Role.CLERK)


def require_own(plan: HelpPlan, by: User) -> None:
    why = not_own(plan, by)
    if why:
        raise PlanRefused(why)


def not_own(plan: HelpPlan, by: User) -> str:
    if _is_own(plan, by):
        return ""
    return _("只有“%(union)s”的经办人可以办理这份计划。") % {"union": plan.household.union.name}


def _blocker(plan: HelpPlan, row: workflow.Transition, by: User) -> str:
    return not_own(plan, by) or held_up(plan, row.action)


def require_draft(plan: HelpPlan, by: User) -> None:
    require_own(plan, by)
    if plan.state != PlanState.DRAFT:
        raise PlanRefused(_("家庭已经同意这份计划，不能再改；需要调整时取消原措施，另外添加。"))


def lock_plan(plan_id: int, by: User) -> HelpPlan:
    rows = HelpPlan.objects.visible_to(by).select_related("household__union")
    plan: HelpPlan = workflow.lock(rows, plan_id)
    return plan
