"""What keeps a bank account from being closed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funds.books.models import BankAccount, LineBooking, Statement
from funds.books.selectors.balances import end_of, get_bank_balance, get_covered_until, get_month_to_sign
from funds.books.selectors.movements import list_open_lines, list_open_movements
from funds.books.states import BookingState, StatementState
from hardship.kernel.money import format_yuan


def list_unsettled(account: BankAccount) -> Iterator[str]:
    """Each thing as half a sentence that says what to do; the database keeps the same (books_account_closes).
    A month that the last statement does not reach the end of has no sheet: everything of it is matched."""
    covered, month = get_covered_until(account), get_month_to_sign(account)
    if left := get_bank_balance(account, until=covered):
        yield _("余额还有 %(left)s 元，先付完或者退回") % {"left": format_yuan(left)}
    if Statement.objects.filter(account=account, state=StatementState.WAITING).exists():
        yield _("有一份对账单等着确认，先确认或者放弃它")
    if LineBooking.objects.filter(line__account=account, state=BookingState.ASKED).exists():
        yield _("有补记入账等着确认，先办完")
    if lines := list_open_lines(account).count():
        yield _("%(n)s 笔银行流水没有对上，先逐笔对账") % {"n": lines}
    if movements := len(list_open_movements(account)):
        yield _("%(n)s 笔账上收付没有对上，先导入对账单、逐笔对账") % {"n": movements}
    if end_of(month) <= covered:
        yield _("%(month)s 的余额调节表没有签字，先签字") % {"month": f"{month:%Y-%m}"}
