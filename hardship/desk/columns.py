"""The operation log, once for the page and the workbook. A row is a selectors.log.LogLine."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

LOG_COLUMNS = (
    Column("at", _("时间"), "at", kind="datetime", width=17),
    Column("by", _("操作人"), "by", width=10),
    Column("action", _("操作"), "action", width=18),
    Column("target", _("对象"), "target", width=16),
    Column("detail", _("内容"), "detail", width=44),
    Column("union", _("工会"), "union", width=24),
    Column("kind", _("类型"), "kind", width=14),
    Column("address", _("来源地址"), "address", width=16),
)

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
