"""The lists of bank accounts and vouchers, each once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from funds.books.states import ACCOUNT_TONES
from hardship.kernel.columns import Column

# A row is a BankAccount of `selectors.list_accounts`.
ACCOUNTS = (
    Column("bank", _("开户银行"), "bank_name", width=24, is_main=True, below="name"),
    Column("name", _("户名"), "name", width=30),
    Column("number", _("账号"), "number", kind="bank_card", width=24, below="kind"),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("kind", _("性质"), "get_kind_display", width=10),
    Column("covered_on", _("对账单到"), "covered_on", kind="date", sorts="covered_on"),
    Column("balance", _("银行余额（元）"), "balance", kind="money", width=16, sorts="balance"),
    Column("open_lines", _("未对上流水"), "open_lines", kind="count", width=12),
    Column("signed_on", _("已签字到"), "signed_month", kind="code", width=12, empty=_("还没有")),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=ACCOUNT_TONES),
)
# A row is a CashEntry of `selectors.cash.list_entries`.
CASH_ENTRIES = (
    Column("number", _("编号"), "__str__", kind="code", width=16, is_main=True, below="maker"),
    Column("on", _("日期"), "on", kind="date", below="paper_no"),
    Column("kind", _("业务"), "get_kind_display", width=12, below="memo"),
    Column("memo", _("摘要"), "memo", width=26),
    Column("paper_no", _("支票号或名册号"), "paper_no", width=20),
    Column("debit", _("收入（元）"), "debit", kind="money", width=14, empty="—"),
    Column("credit", _("支出（元）"), "credit", kind="money", width=14, empty="—"),
    Column("balance", _("余额（元）"), "balance", kind="money", width=14),
    Column("maker", _("登记"), "maker", width=14),
)
# A row is a Voucher of `selectors.list_vouchers`.
VOUCHERS = (
    Column("number", _("凭证"), "__str__", kind="code", width=22, is_main=True),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("on", _("日期"), "on", kind="date", sorts="on"),
    Column("memo", _("摘要"), "memo", width=36),
    Column("attachments", _("附件"), "attachments", kind="count", width=8),
    Column("papers", _("附件名称"), "papers_words", width=40, default=False),
    Column("maker", _("制单"), "preparer", width=10),
    Column("checker", _("审核"), "checker", width=10, empty=_("待审核")),
    Column("debits", _("金额（元）"), "debits", kind="money", width=16, sorts="debits"),
)
