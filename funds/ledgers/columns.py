"""The list of budget lines, once for page and workbook. A row is a line from `selectors.list_lines`."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

COLUMNS = (
    Column("use", _("用途"), "use.name", width=16),
    Column("fund", _("资金"), "fund.name", width=28),
    Column("document_no", _("文号"), "fund.document_no", width=22),
    Column("union", _("工会"), "union.name", width=26),
    Column("year", _("年度"), "year", width=8),
    Column("source", _("指标（元）"), "source_yuan", kind="money", width=16),
    Column("available", _("可用（元）"), "available_yuan", kind="money", width=16),
    Column("committed", _("已占用（元）"), "committed_yuan", kind="money", width=16),
    Column("in_transit", _("在途（元）"), "in_transit_yuan", kind="money", width=16),
    Column("paid", _("已付（元）"), "paid_yuan", kind="money", width=16),
    Column("allocated", _("已下拨（元）"), "allocated_yuan", kind="money", width=16),
    Column("returned", _("已退回（元）"), "returned_yuan", kind="money", width=16, default=False),
    Column("frozen", _("冻结（元）"), "frozen_yuan", kind="money", width=16, default=False),
)
