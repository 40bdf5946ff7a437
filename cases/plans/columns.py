"""The list of plans for the page, and their measures as lines of the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.plans.states import MeasureState, PlanState
from hardship.kernel.columns import Column

# A row is a Measure.
MEASURE_COLUMNS = (
    Column("name", _("户主"), "plan.household.head.name", kind="name", width=10),
    Column("file_no", _("档案号"), "plan.household.file_no", width=20),
    Column("union", _("申报工会"), "plan.household.union.name", width=26),
    Column("category", _("困难类别"), "plan.household.get_category_display", width=12),
    Column("year", _("年度"), "plan.year", kind="number", width=8),
    Column("goal", _("帮扶目标"), "plan.goal", personal=True, width=30),
    Column("plan_state", _("计划状态"), "plan.get_state_display", width=10),
    Column("kind", _("措施种类"), "get_kind_display", width=12),
    Column("text", _("具体措施"), "text", personal=True, width=30),
    Column("who", _("责任人"), "who", width=12),
    Column("due_on", _("完成期限"), "due_on", kind="date", width=12),
    Column("state", _("进度"), "get_state_display", width=10),
    Column("is_overdue", _("已超期"), "is_overdue", kind="boolean", width=8),
    Column("progress", _("最近进展"), "last_progress", personal=True, width=30),
    Column("result", _("落实结果"), "result", personal=True, width=30),
)
PLAN_BADGES = {
    PlanState.DRAFT: "muted",
    PlanState.AGREED: "info",
    PlanState.DONE: "success",
    PlanState.ENDED: "muted",
}
MEASURE_BADGES = {
    MeasureState.OPEN: "info",
    MeasureState.DONE: "success",
    MeasureState.DROPPED: "muted",
}
