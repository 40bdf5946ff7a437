"""What the help plans bring to the desk: measures that are due, their list, a tab of the case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.selectors.case_page import CASE_TABS, CaseTab, ShownCase
from cases.archives.selectors.extensions import HANGING
from cases.bodies.selectors import AGENDA, AgendaKind
from cases.plans.models import HelpPlan, Measure
from cases.plans.selectors import list_due_measures, list_household_plans
from cases.plans.selectors.years import list_history, list_late
from cases.plans.services import start_blocker
from cases.plans.services.measures import take_measure
from cases.plans.states import (
    LIVE_PLANS,
    MEASURE_TRANSITIONS,
    PLAN_TRANSITIONS,
    ExitKind,
    MeasureState,
    PlanState,
)
from hardship.accounts.models import Union, User
from hardship.accounts.states import CASE_WORKERS, CLERK, REVIEWER, Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)


@HANGING.add("plans")
def name_plans(household: Household) -> str:
    """The help plans that were made for a file."""
    return str(_("帮扶计划")) if household.help_plans.exists() or household.exit_plans.exists() else ""


def _drafted_plans(user: User, union: Union) -> list[tuple[str, str]]:
    """Help plans of the union's households that are drafted and not agreed yet."""
    rows = HelpPlan.objects.visible_to(user).filter(household__union=union, state=PlanState.DRAFT)
    return [
        (str(row.uid), f"{row.household} {row.year} 年")
        for row in rows.select_related("household__head").order_by("pk")[:MOST_OFFERED]
    ]


MOST_OFFERED = 200  # for an agenda
AGENDA.add("plans.plan")(
    AgendaKind(_("帮扶计划"), _drafted_plans, lambda key: reverse("plans:plan", args=[key]))
)
label_steps("plan", PLAN_TRANSITIONS)
label_steps("measure", MEASURE_TRANSITIONS)
label_actions(
    {
        "plan.start": _("制定帮扶计划"),
        "plan.add_measure": _("添加帮扶措施"),
        "plan.edit": _("修改帮扶计划"),
        "plan.edit_measure": _("修改帮扶措施"),
        "plan.take_measure": _("接手帮扶措施"),
        "plan.progress": _("登记措施进展"),
        "exit_plan.set": _("安排脱困年度"),
        "year_task.set": _("设定年度脱困任务"),
        "export.exits": _("导出脱困安排台账"),
        "export.help_plans": _("导出帮扶计划台账"),
    }
)
label_papers("plans:plans", _("每户"), {"help_plan": _("打印帮扶计划")})
label_papers("plans:year", _("每年"), {"year_progress": _("导出年度脱困进度")})
WORDS.add("plan.state")(dict(PlanState.choices))
label_targets(
    {"plans.yeartask": Target(_("年度脱困任务"), naming=Naming(fields=("year", "union__short_name")))}
)
WORDS.add("exit_plan.what")(dict(ExitKind.choices))
PLACES.add("plans:year")(Place(_("年度脱困任务"), "calendar", NavGroup.AID, 35, CASE_WORKERS))
PLACES.add("plans:plans")(Place(_("帮扶计划"), "clipboard", NavGroup.AID, 30, CASE_WORKERS))
HELP.add("plans:plans")(
    Help(
        purpose=_("一户一计划、一户一措施：这一年要达到什么，谁负责，什么时候做完。期限最早的排在前面。"),
        then=_("做一步记一步进展；措施做完了办结。全家脱困，计划随之完成。"),
        seen=_("本工会和上级工会看得到；计划可以打印给家庭一份。"),
        year=(
            YearWork((1, 2, 3), (Role.CLERK,), _("给每户写好本年度的帮扶计划，至少一条措施。")),
            YearWork((6,), (Role.CLERK,), _("看一遍进展，落后的措施想办法。")),
        ),
    )
)
HELP.add("plans:year")(
    Help(
        purpose=_("上级给每个工会定的任务：这一年里多少户要脱困或解困，完成了多少。"),
        then=_("完成数由档案的办理记录自动算出，不用填。差得多的排在前面。"),
        seen=_("下达任务的工会和承担任务的工会看得到。"),
        year=(
            YearWork((1, 2), (Role.REVIEWER,), _("下达本年度的脱困任务。")),
            YearWork((9, 12), (Role.CLERK, Role.REVIEWER), _("对照任务看进度，够条件的办脱困、解困。")),
        ),
    )
)


def _measure_item(row: Measure) -> TodoItem:
    url = reverse("plans:plan", args=[row.plan.uid])
    return TodoItem(str(row.plan.household), f"{row.get_kind_display()} · {row.who}", url, row.due_on)


DUTIES.add("plans.measures")(
    Duty("plans:plans", _("到期的帮扶措施"), 140, (CLERK, REVIEWER), list_due_measures, _measure_item,
         f"?state={PlanState.AGREED}", ("due_on", "pk"))
)  # fmt: skip


def _late_item(row: Any) -> TodoItem:
    detail = str(_("计划 %(year)s 年脱困，仍在档") % {"year": row.exit_year})
    return TodoItem(str(row), detail, reverse("plans:exit_plan", args=[row.pk]))


DUTIES.add("plans.late_exits")(
    Duty("plans:year", _("到期没有脱困的家庭"), 142, (CLERK,), list_late, _late_item)
)


def _plans(shown: ShownCase) -> dict[str, Any]:
    rows = list_household_plans(shown.household)
    return {
        "plans": [(row, row.tone) for row in rows],
        "exits": list_history(shown.household),
        "may_plan": not start_blocker(shown.household, shown.user),
    }


CASE_TABS.add("plans")(CaseTab(_("帮扶计划"), 80, "desk/_case_plans.html", _plans))
HOLDINGS.add("plans.measures")(
    Holding(
        label=_("没有落实的帮扶措施"), order=30,
        roles=frozenset({Role.CLERK, Role.DEPARTMENT, Role.REVIEWER}),
        rows=lambda: Measure.objects.filter(
            state=MeasureState.OPEN, plan__state__in=LIVE_PLANS
        ).select_related("plan__household__union"),
        holder="responsible_id", unions=("plan__household__union",),
        name=lambda row: f"{row.plan.household.file_no or ''} {row.get_kind_display()} {row.due_on:%Y-%m-%d}",
        page=lambda row: reverse("plans:plan", args=[row.plan.uid]), move=take_measure,
    )
)  # fmt: skip
HOLDINGS.add("plans.plans")(
    Holding(
        label=_("没有结束的帮扶计划"), order=28, roles=frozenset({Role.CLERK}),
        rows=lambda: HelpPlan.objects.filter(state__in=LIVE_PLANS).select_related("household__union"),
        holder="created_by_id", unions=("household__union",),
        name=lambda row: f"{row.household.file_no or ''} {row.year} #{row.pk}",
        page=lambda row: reverse("plans:plan", args=[row.uid]),
    )
)  # fmt: skip
