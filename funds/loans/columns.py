"""The list of loans, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from funds.loans.states import STANDING_TONES
from hardship.kernel.columns import Column

LOANS = (
    Column("borrower", _("借款人"), "borrower", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("借款单号"), "number", kind="code", width=22),
    Column("union", _("出借工会"), "union.name", kind="union", width=26),
    Column("purpose", _("借款用途"), "purpose", width=20),
    Column("amount", _("本金（元）"), "amount", kind="money", width=14, sorts="amount"),
    Column("repaid", _("已还（元）"), "repaid", kind="money", width=14, sorts="repaid"),
    Column("left", _("未还（元）"), "left", kind="money", width=14),
    Column("since", _("最早未还一期"), "since", kind="date", sorts="since"),
    Column("lent_on", _("借出日期"), "lent_on", kind="date", default=False, sorts="lent_on"),
    Column("state", _("状态"), "standing.code", kind="badge", width=10, tones=STANDING_TONES),
)
