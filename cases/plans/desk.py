"""What the help plans bring to the desk: measures that are due, their list, a tab of the case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_TABS, CaseTab, ShownCase
from cases.bodies.selectors import AGENDA, AgendaKind
from cases.plans.models import HelpPlan, Measure
from cases.plans.selectors import list_due_measures, list_household_plans
from cases.plans.services import start_blocker
from cases.plans.states import MEASURE_TRANSITIONS, PLAN_TRANSITIONS, PlanState
from hardship.accounts.models import Union, User
from hardship.accounts.states import CASE_WORKERS, CLERK, REVIEWER
from hardship.kernel.desk import (
    DUTIES,
    PLACES,
    WORDS,
    Duty,
    NavGroup,
    Place,
    TodoItem,
    label_actions,
    label_steps,
)


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
        "plan.progress": _("登记措施进展"),
        "export.help_plan": _("打印帮扶计划"),
        "export.help_plans": _("导出帮扶计划台账"),
    }
)
WORDS.add("plan.state")(dict(PlanState.choices))
PLACES.add("plans:plans")(Place(_("帮扶计划"), "clipboard", NavGroup.AID, 30, CASE_WORKERS))


def _measure_item(row: Measure) -> TodoItem:
    url = reverse("plans:plan", args=[row.plan.uid])
    return TodoItem(str(row.plan.household), f"{row.get_kind_display()} · {row.who}", url, row.due_on)


DUTIES.add("plans.measures")(
    Duty("plans:plans", _("到期的帮扶措施"), 140, (CLERK, REVIEWER), list_due_measures, _measure_item,
         f"?state={PlanState.AGREED}", ("due_on", "pk"))
)  # fmt: skip


def _plans(shown: ShownCase) -> dict[str, Any]:
    rows = list_household_plans(shown.household)
    return {
        "plans": [(row, row.tone) for row in rows],
        "may_plan": not start_blocker(shown.household, shown.user),
    }


CASE_TABS.add("plans")(CaseTab(_("帮扶计划"), 80, "desk/_case_plans.html", _plans))
