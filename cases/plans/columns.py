"""The list of plans for the page, and their measures as lines of the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.plans.states import PLAN_TONES
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
# A row is a HelpPlan from selectors.list_plans.
PLAN_COLUMNS = (
    Column("name", _("户主"), "household", personal=True, is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no"),
    Column("year", _("年度"), "year"),
    Column("goal", _("帮扶目标"), personal=True),
    Column("state", _("状态"), "state", kind="badge", tones=PLAN_TONES),
    Column("measures", _("措施")),
    Column("next_due", _("最近期限"), kind="date"),
    Column("union", _("申报工会"), "household.union.name"),
)
