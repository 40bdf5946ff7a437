"""The lists of the ledger: budget lines, for page and workbook, funds and journals."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from funds.ledgers.models import Use
from hardship.kernel.columns import Column

# A row is a line from `selectors.list_lines`.
COLUMNS = (
    Column("use", _("用途"), "use.name", width=16, below="union"),
    Column("fund", _("资金"), "fund.name", width=28, below="document_no"),
    Column("document_no", _("文号"), "fund.document_no", kind="code", width=22),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("year", _("年度"), "year", width=8),
    Column("source", _("指标（元）"), "source_yuan", kind="money", width=16),
    Column("available", _("可用（元）"), "available_yuan", kind="money", width=16),
    Column("committed", _("已占用（元）"), "committed_yuan", kind="money", width=16),
    Column("in_transit", _("在途（元）"), "in_transit_yuan", kind="money", width=16),
    Column("paid", _("已付（元）"), "paid_yuan", kind="money", width=16),
    Column("allocated", _("已下拨（元）"), "allocated_yuan", kind="money", width=16),
    Column("returned", _("已退回（元）"), "returned_yuan", kind="money", width=16, default=False),
    Column("frozen", _("冻结（元）"), "frozen_yuan", kind="money", width=16, default=False),
    Column("charged", _("银行扣费（元）"), "charged_yuan", kind="money", width=16, default=False),
)
# A row is a Fund.
FUND_COLUMNS = (
    Column("name", _("资金"), "name", below="document_no"),
    Column("document_no", _("文号"), "document_no", kind="code"),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("source", _("来源"), "get_source_display", below="income_subject"),
    Column("income_subject", _("收入科目"), "income_subject"),
    Column("uses", _("准许用途"), "use_names", width=30),
    Column("use_by", _("使用期限"), "use_by", kind="date"),
    Column("total", _("文件金额（元）"), "total", kind="money"),
)
# A row is a journal from `selectors.list_journals`.
JOURNAL_COLUMNS = (
    Column("number", _("凭证号"), "__str__", kind="code", width=16, sorts="number"),
    Column("on", _("日期"), "on", kind="date"),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("event", _("业务"), "get_event_display"),
    Column("memo", _("摘要"), "memo", width=36),
    Column("made_by", _("制单人"), "maker"),
    Column("is_reversed", _("已冲销"), "is_reversed", kind="boolean", default=False),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14),
)
# A row is a selectors.final.FinalRow.
FINAL = (
    Column("source", _("资金来源"), "source", width=18, is_main=True, below="use"),
    Column("use", _("用途"), "use", width=16),
    Column("opening", _("年初结余（元）"), "opening", kind="money", width=16),
    Column("income", _("到账（元）"), "income", kind="money", width=16),
    Column("handed", _("上级拨入（元）"), "handed", kind="money", width=16),
    Column("moved", _("内部调整（元）"), "moved", kind="money", width=18),
    Column("spent", _("支出（元）"), "spent", kind="money", width=16),
    Column("allocated", _("下拨（元）"), "allocated", kind="money", width=16),
    Column("returned", _("退回（元）"), "returned", kind="money", width=14),
    Column("charged", _("银行扣费（元）"), "charged", kind="money", width=14),
    Column("closing", _("年末结余（元）"), "closing", kind="money", width=16),
)
# The same for each union: a row of `selectors.final.with_subtotals`.
FINAL_BY_UNION = (
    *FINAL[:2],
    Column("union", _("工会"), "union", kind="union", width=30),
    *FINAL[2:],
)
# A row is an Allocation from `selectors.list_handings`.
HANDING_COLUMNS = (
    Column("document_no", _("文号"), "document_no", kind="code", width=22, is_main=True, below="direction"),
    Column("direction", _("方向"), "get_direction_display", sorts="direction"),
    Column("giver", _("拨出工会"), "giver.union.name", kind="union", width=26),
    Column("recipient", _("收款工会"), "recipient.union.name", kind="union", width=26),
    Column("fund", _("资金"), "upper_line.fund.name", width=28, below="use"),
    Column("use", _("用途"), "use.name", width=14),
    Column("on", _("凭证日期"), "given.on", kind="date"),
    Column("amount", _("金额（元）"), "amount", kind="money", width=16),
    Column("standing", _("到账"), "standing_words", width=14),
    Column("reason", _("退回事由"), "reason", width=36, default=False),
)
# A row is a selectors.usage.UsageRow; `usage_columns` has what was paid for each use.
USAGE = (
    Column("union", _("收款工会"), "union.name", kind="union", width=28, is_main=True, below="documents"),
    Column("documents", _("下拨文号"), "documents", width=26),
    Column("handed", _("下拨（元）"), "handed", kind="money", width=16),
    Column("arrived_on", _("到账日期"), "arrived_on", kind="date", empty=_("未确认")),
    Column("unconfirmed", _("未确认到账（元）"), "unconfirmed", kind="money", width=18, default=False),
    Column("held", _("已批准待付（元）"), "held", kind="money", width=18, short=_("待付（元）")),
    Column("paid", _("已付（元）"), "paid", kind="money", width=16),
    Column("households", _("户数"), "households", kind="count", width=8),
    Column("times", _("户次"), "times", kind="count", width=8),
    Column("charged", _("银行扣费（元）"), "charged", kind="money", width=14, default=False),
    Column("returned", _("已退回（元）"), "returned", kind="money", width=16),
    Column("left", _("结余（元）"), "left", kind="money", width=16),
    Column("frozen", _("其中冻结（元）"), "frozen", kind="money", width=16, default=False),
    Column("passed", _("其中再下拨（元）"), "passed", kind="money", width=18, default=False),
    Column("use_by", _("使用期限"), "use_by", kind="date"),
)


def usage_columns(uses: Iterable[Use]) -> tuple[Column, ...]:
    """A column of what was paid for each of these uses; the union in front."""
    of_uses = (
        Column(
            f"use_{use.code}", _("已付·%(use)s（元）") % {"use": use.name}, f"by_use.{use.code}",
            kind="money", width=18, short=use.name,
        )
        for use in uses
    )  # fmt: skip
    return (Column("union", _("收款工会"), "union.name", kind="union", width=28, is_main=True), *of_uses)
