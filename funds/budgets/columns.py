"""The lists of plans: versions, the rows of one, a plan beside what was done."""

from django.utils.translation import gettext_lazy as _

from funds.budgets.states import CALL_TONES, QUARTERS, STAGE_TONES, TONES, TURN_TONES
from hardship.kernel.columns import Column

# A row is a Budget of `selectors.list_budgets`.
BUDGETS = (
    Column("title", _("使用计划"), "title", width=30, is_main=True, sorts="year", below="union"),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("heads", _("人次"), "heads", kind="count", width=10, sorts="heads"),
    Column("yuan", _("金额（元）"), "yuan", kind="money", width=16, sorts="yuan"),
    Column("strictness", _("超出计划时"), "get_strictness_display", width=18),
    Column("from_on", _("执行日期"), "from_on", kind="date", sorts="from_on"),
    Column("until_on", _("终止日期"), "until_on", kind="date", default=False),
    Column("approval_no", _("批准文号或会议纪要"), "approval_no", width=26, default=False),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
)
TIMES = _("%s 人次")
# A row is a BudgetRow. Its headings are those of the workbook that is imported.
ROWS = (
    Column("use", _("用途"), "use.name", width=14, is_main=True, below="kind"),
    Column("kind", _("帮扶项目"), "kind", width=24),
    Column("source", _("资金来源"), "get_source_display", width=16),
    Column("heads_1", _("一季度人次"), "heads_1", kind="count", width=10, phrase=TIMES),
    Column(
        "yuan_1", _("一季度金额（元）"), "yuan_1", kind="money", width=14, short=_("一季度（元）"),
        below="heads_1",
    ),
    Column("heads_2", _("二季度人次"), "heads_2", kind="count", width=10, phrase=TIMES),
    Column(
        "yuan_2", _("二季度金额（元）"), "yuan_2", kind="money", width=14, short=_("二季度（元）"),
        below="heads_2",
    ),
    Column("heads_3", _("三季度人次"), "heads_3", kind="count", width=10, phrase=TIMES),
    Column(
        "yuan_3", _("三季度金额（元）"), "yuan_3", kind="money", width=14, short=_("三季度（元）"),
        below="heads_3",
    ),
    Column("heads_4", _("四季度人次"), "heads_4", kind="count", width=10, phrase=TIMES),
    Column(
        "yuan_4", _("四季度金额（元）"), "yuan_4", kind="money", width=14, short=_("四季度（元）"),
        below="heads_4",
    ),
    Column("heads", _("全年人次"), "heads", kind="count", width=10, phrase=TIMES),
    Column(
        "yuan", _("全年金额（元）"), "yuan", kind="money", width=16, short=_("全年（元）"), below="heads"
    ),
    Column("basis", _("测算依据"), "basis", width=30),
)  # fmt: skip
SUMS = tuple(f"yuan_{n}" for n in QUARTERS)
# A row is a Distribution of `selectors.list_distributions`.
DISTRIBUTIONS = (
    Column("document_no", _("下拨文号"), "document_no", kind="code", width=24, is_main=True, below="union"),
    Column("union", _("拨出工会"), "union.name", kind="union", width=26),
    Column("fund", _("资金"), "line.fund.name", width=28, below="use"),
    Column("use", _("用途"), "line.use.name", width=14),
    Column("document_on", _("文件日期"), "document_on", kind="date", default=False),
    Column("basis", _("分配办法"), "get_basis_display", width=16),
    Column("unions", _("工会数"), "unions", kind="count", width=10, sorts="unions"),
    Column("arrived", _("已确认到账"), "arrived", kind="count", width=12),
    Column("total", _("金额（元）"), "total", kind="money", width=16, sorts="total"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=STAGE_TONES),
)
# A row is a Virement of `selectors.list_virements`.
VIREMENTS = (
    Column("document_no", _("依据文号"), "document_no", kind="code", width=24, is_main=True, below="union"),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("fund", _("资金"), "line.fund.name", width=28),
    Column("was", _("调出用途"), "line.use.name", width=14),
    Column("use", _("调入用途"), "use.name", width=14),
    Column("amount", _("金额（元）"), "amount", kind="money", width=16, sorts="amount"),
    Column("reason", _("调剂原因"), "reason", width=30, default=False),
    Column("made_at", _("申请日期"), "made_at", kind="date", width=12, sorts="made_at"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TURN_TONES),
)
# A row is a Share of `selectors.list_shares`. Its headings are those of the workbook that is imported.
SHARES = (
    Column("union_code", _("工会编码"), "union.code", kind="code", width=16, default=False),
    Column("union", _("工会"), "union.name", kind="union", width=28, is_main=True),
    Column("weight", _("依据数"), "number", kind="count", width=14, sorts="weight"),
    Column("amount", _("金额（元）"), "amount", kind="money", width=16),
    Column("standing", _("到账"), "allocation.standing_words", width=12),
)
# What became of it, of a Share that was sent: of the line below that it went to.
SPENT = (
    Column("held", _("已批准待付（元）"), "held", kind="money", width=16),
    Column("paid", _("已付（元）"), "paid", kind="money", width=16),
    Column("passed", _("再下拨（元）"), "passed", kind="money", width=16, default=False),
    Column("returned", _("已退回（元）"), "returned", kind="money", width=16),
    Column("rest", _("结余（元）"), "rest", kind="money", width=16),
)
# A row is a Line of `views.comparing`.
COMPARISON = (
    Column("use", _("用途"), "use", width=16, is_main=True, below="kind"),
    Column("kind", _("帮扶项目"), "kind", width=26),
    Column("planned_heads", _("计划人次"), "standing.planned_heads", kind="count", width=10),
    Column("heads", _("已批准人次"), "standing.heads", kind="count", width=10),
    Column("planned", _("计划（元）"), "standing.planned", kind="money", width=16),
    Column("held", _("已批准待付（元）"), "standing.held", kind="money", width=16),
    Column("paid", _("已付（元）"), "standing.paid", kind="money", width=16),
    Column("left", _("计划余额（元）"), "standing.left", kind="money", width=16),
    Column("percent", _("使用率"), "percent", width=10),
)
# A row is a Recall of `selectors.list_recalls`.
RECALLS = (
    Column("document_no", _("收回文号"), "document_no", kind="code", width=24, is_main=True, below="union"),
    Column("union", _("收回工会"), "union.name", kind="union", width=26),
    Column("fund", _("资金"), "fund.name", width=28, below="fund_no"),
    Column("fund_no", _("资金文号"), "fund.document_no", kind="code", width=24),
    Column("due_on", _("退回期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("lines", _("指标数"), "lines", kind="count", width=10, sorts="lines"),
    Column("answered", _("已办理"), "answered", kind="count", width=10),
    Column("total", _("应退（元）"), "total", kind="money", width=16, sorts="total"),
    Column("returned", _("已退回（元）"), "returned", kind="money", width=16),
    Column("reason", _("收回事由"), "reason", width=30, default=False),
    Column("state", _("状态"), "state", kind="badge", width=12, tones=CALL_TONES),
)
# A row is a RecallRow of `selectors.list_recall_rows`.
RECALL_ROWS = (
    Column("union", _("收款工会"), "line.union.name", kind="union", width=28, is_main=True, below="use"),
    Column("use", _("用途"), "line.use.name", width=14),
    Column("document_no", _("下拨文号"), "line.fund.document_no", kind="code", width=22, default=False),
    Column("amount", _("应退（元）"), "amount", kind="money", width=16),
    Column("returned", _("已退回（元）"), "returned", kind="money", width=16),
    Column("standing", _("办理"), "standing_words", width=14, below="kept_reason"),
    Column("kept_reason", _("未退原因"), "kept_reason", width=30),
    Column("free", _("现在可用（元）"), "free", kind="money", width=16),
    Column("held", _("已批准待付（元）"), "held", kind="money", width=18, short=_("待付（元）")),
    Column("frozen", _("冻结（元）"), "frozen", kind="money", width=14),
    Column("passed", _("已再下拨（元）"), "passed", kind="money", width=16, default=False),
    Column("answerer", _("办理人"), "answerer", width=14, default=False),
    Column("answered_at", _("办理日期"), "answered_at", kind="date", default=False),
)
