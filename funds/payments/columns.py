"""The lists of payments: batches, the bank list, the roster. One declaration for page, workbook and paper."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

BATCHES = (
    Column("number", _("批次号"), "number", width=18),
    Column("title", _("批次名称"), "title", width=28),
    Column("union", _("发放工会"), "union.name", width=18),
    Column("count", _("人数"), "count", kind="number", width=8),
    Column("total", _("金额（元）"), "total", kind="money", width=14),
    Column("state", _("状态"), "get_state_display", kind="badge", width=10),
    Column("made_at", _("制单日期"), "made_at", kind="date", width=12),
    Column("released_at", _("放行日期"), "released_at", kind="date", width=12),
)

BANK_LIST = (
    Column("line", _("序号"), "line", kind="number", width=6),
    Column("payee", _("收款人"), "payee", kind="name", width=12),
    Column("bank_name", _("开户银行"), "bank_name", width=18),
    Column("bank_branch", _("支行名称"), "bank_branch", width=22),
    Column("bank_card", _("银行卡号"), "bank_card", kind="bank_card", width=24),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14),
    Column("memo", _("附言"), "application.programme.name", width=16),
)

# What the bank adds to the list when it answers; headers by name, values by label.
RESULT = (
    Column("result", _("结果"), "get_state_display", width=8),
    Column("failure", _("失败原因"), "failure", width=22),
    Column("paid_on", _("入账日期"), "paid_on", kind="date", width=12),
    Column("serial", _("流水号"), "bank_serial", width=20),
)

ROSTER = (
    Column("payee", _("姓名"), "payee", kind="name", width=10),
    Column("id_number", _("身份证号"), "application.household.head.id_number", kind="id_number", width=22),
    Column("union", _("单位"), "union.name", personal=True, width=22),
    Column(
        "category", _("困难类别"), "application.get_category_display", personal=True, width=10, default=False
    ),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("fund", _("资金来源"), "commitment.line.fund.name", width=24, default=False),
    Column("document_no", _("文号"), "commitment.line.fund.document_no", width=22, default=False),
    Column("application", _("申请号"), "application.number", width=20, default=False),
    Column("batch", _("批次号"), "batch.number", width=16),
    Column("amount", _("金额（元）"), "amount", kind="money", width=13),
    Column("bank_name", _("开户银行"), "bank_name", personal=True, width=16, default=False),
    Column("bank_card", _("卡号"), "bank_card", kind="bank_card", width=22, default=False),
    Column("state", _("状态"), "get_state_display", kind="badge", width=11),
    Column("paid_on", _("到账日期"), "paid_on", kind="date", width=12),
    Column("serial", _("银行流水号"), "bank_serial", width=18, default=False),
    Column("made_by", _("制单"), "batch.made_by.name", width=9, default=False),
    Column("checked_by", _("复核"), "batch.checked_by.name", width=9, default=False),
    Column("released_by", _("放行"), "batch.released_by.name", width=9, default=False),
)
