"""The lists of payments: batches, the bank list, the roster. One declaration for page, workbook and paper."""

from django.utils.translation import gettext_lazy as _

from funds.payments.states import BATCH_TONES, OTHER_TONES, PAYMENT_TONES
from hardship.kernel.columns import Column
from hardship.kernel.money import PIECES

BATCHES = (
    Column("title", _("批次"), "title", is_main=True, below="number"),
    Column("number", _("批次号"), "number", kind="code"),
    Column("union", _("发放工会"), "union.name", kind="union"),
    Column("state", _("状态"), "state", kind="badge", tones=BATCH_TONES, below="method"),
    Column("method", _("发放方式"), "get_method_display"),
    Column("made_by", _("制单"), "made_by.name", below="made_on"),
    Column("made_on", _("制单日期"), "made_at", kind="date"),
    Column("count", _("人数"), "count", kind="number"),
    Column("total", _("金额（元）"), "total", kind="money"),
)

# A row is a Checked of `selectors.prechecks`; what was found is drawn by the page.
PRECHECKS = (
    Column("payee", _("收款人"), "payable.payee", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("单据号"), "payable.number", kind="code", width=26),
    Column("union", _("申报工会"), "payable.union.name", kind="union", width=28),
    Column("purpose", _("帮扶项目"), "payable.purpose", width=16),
    Column("created_on", _("批准日期"), "payable.created_at", kind="date", width=12),
    Column("amount", _("金额（元）"), "payable.left", kind="money", width=14),
    Column("severity", _("程度"), "severity_word", width=8),
    Column("labels", _("预检结果"), "labels", width=40, personal=True),
    Column("remedies", _("怎么办"), "remedies", width=48),
)

OTHERS = (
    Column("name", _("代收人"), "name", kind="name", width=14, is_main=True, below="party"),
    Column("party", _("关系"), "get_party_display", width=10),
    Column("payee", _("受助人"), "payable.payee", kind="name", width=12),
    Column("union", _("申报工会"), "union.name", kind="union", width=26),
    Column("purpose", _("帮扶项目"), "payable.purpose", width=16),
    Column("reason", _("代收原因"), "get_reason_display", width=20, personal=True),
    Column("amount", _("金额（元）"), "payable.amount", kind="money", width=14),
    Column("asked_at", _("申请日期"), "asked_at", kind="date", width=12),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=OTHER_TONES),
)

BANK_LIST = (
    Column("line", _("序号"), "line", kind="number", width=6),
    Column("payee", _("收款人"), "payee", kind="name", width=12),
    Column("bank_name", _("开户银行"), "bank_name", width=18),
    Column("bank_branch", _("支行名称"), "bank_branch", width=22),
    Column("bank_card", _("银行卡号"), "bank_card", kind="bank_card", width=24),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14),
    Column("memo", _("附言"), "payable.purpose", width=16),
    Column("owed_to", _("代收"), "owed_to", width=22),
)

NOTES = tuple(
    Column(f"p{place}", _("%s 元") % value, f"cells.p{place}", kind="count", width=8)
    for place, value in enumerate(PIECES)
)
# A row is an Envelope of `selectors.envelopes`.
ENVELOPES = (
    Column("line", _("序号"), "payment.line", kind="number", width=6),
    Column("payee", _("领款人"), "payment.payee", kind="name", width=12, is_main=True, below="owed_to"),
    Column("owed_to", _("代收"), "payment.owed_to", width=22, personal=True),
    Column("union", _("单位"), "payment.union.name", kind="union", width=22),
    Column("amount", _("金额（元）"), "payment.amount", kind="money", width=13),
    *NOTES,
)

# What the bank adds to the list when it answers; headers by name, values by label.
RESULT = (
    Column("result", _("结果"), "bank_result", width=8),
    Column("failure", _("失败原因"), "failure", width=22),
    Column("paid_on", _("入账日期"), "paid_on", kind="date", width=12),
    Column("serial", _("流水号"), "bank_serial", width=20),
)

ROSTER = (
    Column("payee", _("姓名"), "payee", kind="name", width=10, is_main=True, below="owed_to"),
    Column("owed_to", _("代收"), "owed_to", width=22, personal=True),
    Column("id_number", _("身份证号"), "payable.id_number", kind="id_number", width=22),
    Column("union", _("单位"), "union.name", kind="union", personal=True, width=22),
    Column("category", _("困难类别"), "payable.category", personal=True, width=10, default=False),
    Column("programme", _("帮扶项目"), "payable.purpose", width=14),
    Column("fund", _("资金来源"), "payable.fund_names", width=24, default=False),
    Column(
        "document_no",
        _("文号"),
        "payable.fund_documents",
        kind="code",
        width=22,
        default=False,
        sorts="payable.commitment.line.fund.document_no",
    ),
    Column("application", _("申请号"), "payable.number", kind="code", width=20, default=False),
    Column("batch", _("批次号"), "batch.number", kind="code", width=16),
    Column("amount", _("金额（元）"), "amount", kind="money", width=13, below="set_off"),
    Column("set_off", _("抵扣"), "set_off_words", width=22),
    Column("bank_name", _("开户银行"), "bank_name", personal=True, width=16, default=False),
    Column("bank_card", _("卡号"), "bank_card", kind="bank_card", width=22, default=False),
    Column("state", _("状态"), "state", kind="badge", width=11, tones=PAYMENT_TONES),
    Column("paid_on", _("到账日期"), "paid_on", kind="date", width=12),
    Column("serial", _("银行流水号"), "bank_serial", width=18, default=False),
    Column("made_by", _("制单"), "batch.made_by.name", width=9, default=False),
    Column("checked_by", _("复核"), "batch.checked_by.name", width=9, default=False),
    Column("released_by", _("放行"), "batch.released_by.name", width=9, default=False),
)

_IN_ROSTER = {column.key: column for column in ROSTER}
# A dataset of payments: the bank's list with its answer, which comes in again, and what the money is.
DATASET = (
    _IN_ROSTER["batch"],
    *BANK_LIST,
    *(_IN_ROSTER[key] for key in ("id_number", "union", "fund", "document_no", "application", "state")),
    *RESULT,
)
