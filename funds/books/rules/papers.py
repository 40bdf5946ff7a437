"""The papers that a voucher has of itself: the slip of the bank, of the cash, of the goods, of a decision."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.books.states import CashKind
from funds.goods.states import Kind

OF_CASH: Mapping[str, object] = {
    CashKind.WITHDRAW: gettext_lazy("现金支票存根"),
    CashKind.DEPOSIT: gettext_lazy("现金存款回单"),
    CashKind.OVER: gettext_lazy("现金盘点表"),
    CashKind.SHORT: gettext_lazy("现金盘点表"),
}


def papers_of_cash(kind: str) -> list[str]:
    """Of an entry of the cash journal; what takes one back has its reason."""
    return [str(OF_CASH.get(kind) or _("冲销说明"))]


def papers_of_goods(kind: str, invoice_no: str) -> list[str]:
    """Of a slip of goods, with the invoice where it names one."""
    return [str(_("物资单据（%(kind)s）") % {"kind": Kind(kind).label}), *([_("发票")] if invoice_no else [])]


def papers_of_loss() -> list[str]:
    """Of what was lent and written off."""
    return [_("核销的批准文件")]


def papers_of_bank(*, moves_bank: bool, others: Sequence[str]) -> list[str]:
    """Of a journal beside what rooms keep of it: the bank's slip, where the bank moved anything."""
    return [_("银行回单")] if moves_bank or not others else []
