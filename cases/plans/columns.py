"""The list of plans for the page, and their measures as lines of the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.plans.states import PLAN_TONES
from hardship.kernel.columns import Column

# A row is a Measure.
MEASURE_COLUMNS = (
    Column("name", _("户主"), "plan.household.head.name", kind="name", width=10),
    Column("file_no", _("档案号"), "plan.household.file_no", kind="code", width=20),
    Column("union", _("申报工会"), "plan.household.union.name", kind="union", width=26),
    Column("category", _("困难类别"), "plan.household.get_category_display", width=12),
    Column("year", _("年度"), "plan.year", kind="number", width=8),
    Column("goal", _("帮扶目标"), "plan.goal", personal=True, width=30),
    Column("plan_state", _("计划状态"), "plan.get_state_display", width=10),
    Column("kind", _("措施种类"), "get_kind_display", width=12),
    Column("text", _("具体措施"), "text", personal=True, width=30),
    Column("department", _("牵头部门"), "get_department_display", width=12),
    Column("who", _("责任人"), "who", width=12),
    Column("due_on", _("完成期限"), "due_on", kind="date", width=12),
    Column("state", _("进度"), "get_state_display", width=10),
    Column("is_overdue", _("已超期"), "is_overdue", kind="boolean", width=8),
    Column("progress", _("最近进展"), "last_progress", personal=True, width=30),
    Column("result", _("落实结果"), "result", personal=True, width=30),
    Column("fulfilled_by", _("由何落实"), "fulfilled_by", personal=True, width=30),
)
# A row is a HelpPlan from selectors.list_plans.
PLAN_COLUMNS = (
    Column(
        "name",
        _("户主"),
        "household",
        personal=True,
        is_main=True,
        below="file_no",
        sorts="household.head.name",
    ),
    Column("file_no", _("档案号"), "household.file_no", kind="code"),
    Column("year", _("年度"), "year", sorts="year"),
    Column("goal", _("帮扶目标"), personal=True),
    Column("state", _("状态"), "state", kind="badge", tones=PLAN_TONES),
    Column("measures", _("措施")),
    Column("next_due", _("最近期限"), kind="date", sorts="next_due"),
    Column("union", _("申报工会"), "household.union.name", kind="union"),
)
# A row is a selectors.years.YearRow.
YEAR_COLUMNS = (
    Column("union", _("工会"), "union.name", kind="union", width=30, is_main=True),
    Column("base", _("在档（户）"), "base", kind="count", width=12),
    Column("target", _("任务（户）"), "target", kind="count", width=12),
    Column("done", _("已完成"), "done", kind="count", width=10),
    Column("lifted", _("其中脱困"), "lifted", kind="count", width=10, short=_("脱困")),
    Column("relieved", _("其中解困"), "relieved", kind="count", width=10, short=_("解困")),
    Column("percent", _("完成占在档（%）"), "percent", kind="number", width=14, short=_("占在档（%）")),
    Column("short", _("还差"), "short", kind="count", width=8),
    Column("planned", _("计划本年脱困"), "planned", kind="count", width=14, short=_("本年计划")),
    Column("regular", _("常态化帮扶"), "regular", kind="count", width=12, short=_("常态化")),
    Column("unplanned", _("没有安排"), "unplanned", kind="count", width=10, short=_("未安排")),
    Column("late", _("到期未脱困"), "late", kind="count", width=12),
)
# A row is a Household of selectors.years.list_exits.
EXIT_COLUMNS = (
    Column(
        "name", _("户主"), "head.name", kind="name", width=10, is_main=True, below="file_no",
        empty=_("未填姓名"),
    ),
    Column("file_no", _("档案号"), "file_no", kind="code", width=20),
    Column("union", _("申报工会"), "union.name", kind="union", width=26),
    Column("category", _("困难类别"), "category", kind="badge", width=12),
    Column("cause", _("主要致困原因"), "get_main_cause_display", width=20, wide_only=True),
    Column("state", _("状态"), "get_state_display", width=16),
    Column("kind", _("安排"), "exit_kind", width=14),
    Column("exit_year", _("脱困年度"), "exit_year", kind="number", width=10, default=False),
    Column("note", _("说明"), "exit_note", personal=True, width=30, wide_only=True),
)  # fmt: skip
