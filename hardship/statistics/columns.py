"""The statistics and the files behind them, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a selectors.statistics line with its table: reports.StatisticsRow.
STATISTICS_COLUMNS = (
    Column("table", _("项目"), "table", width=18),
    Column("label", _("分类"), "label", width=28),
    Column("households", _("户数"), "figures.households", kind="number", width=10),
    Column("household_share", _("户数占比（%）"), "household_share", kind="money", width=14),
    Column("people", _("人数"), "figures.people", kind="number", width=10),
    Column("people_share", _("人数占比（%）"), "people_share", kind="money", width=14),
    Column("households_before", _("上年同日户数"), "figures.households_before", kind="number", width=14),
    Column("people_before", _("上年同日人数"), "figures.people_before", kind="number", width=14),
    Column("change", _("户数增减"), "figures.change", kind="number", width=10),
    Column("growth", _("户数增减（%）"), "figures.growth", kind="number", width=14),
)

GONE = _("已转到其他工会")

# A row is a selectors.status_periods.StatusPeriodRow.
STATUS_PERIOD_COLUMNS = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="file_no", empty=GONE),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("union", _("当日所在工会"), "union_name", kind="union", width=26),
    Column("category", _("困难类别"), "stand.category", kind="badge", width=10),
    Column("state", _("档案状态"), "stand.state", kind="badge", width=14, default=False),
    Column("main_cause", _("主要致困原因"), "stand.get_main_cause_display", width=20),
    Column("worker_type", _("用工类别"), "stand.get_worker_type_display", width=10, wide_only=True),
    Column("is_on_dibao", _("享受低保"), "stand.is_on_dibao", kind="boolean", width=9, wide_only=True),
    Column("status", _("人员身份"), "stand.get_status_display", personal=True, width=12, wide_only=True),
    Column("age", _("当日年龄"), "age", kind="number", personal=True, width=9),
    Column("persons", _("家庭人口"), "stand.persons", kind="number", width=9),
)
