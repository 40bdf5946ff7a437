"""The list of recoveries, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from funds.recoveries.states import TONES
from hardship.kernel.columns import Column

RECOVERIES = (
    Column("payee", _("收款人"), "payment.payee", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("追回单号"), "number", kind="code", width=22),
    Column("union", _("付款工会"), "union.name", kind="union", width=26),
    Column("purpose", _("帮扶项目"), "payment.payable.purpose", width=16),
    Column("reason", _("原因"), "get_reason_display", width=16),
    Column("amount", _("应追回（元）"), "amount", kind="money", width=14, sorts="amount"),
    Column("repaid", _("已收回（元）"), "repaid", kind="money", width=14, sorts="repaid"),
    Column("left", _("未收回（元）"), "left", kind="money", width=14),
    Column("next_due_on", _("还款期限"), "next_due_on", kind="date", sorts="next_due_on"),
    Column("overdue", _("逾期"), "due_word", width=8),
    Column("state", _("状态"), "state", kind="badge", width=12, tones=TONES),
)
