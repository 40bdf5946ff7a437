"""现金 in the subjects of union accounting (财会〔2021〕7号): what was taken from the bank and brought back,
and what a count found more or less, until it is cleared up."""

from collections.abc import Mapping
from decimal import Decimal

from funds.books.rules.subjects import CASH, IN_HAND, OWED_TO_US, WE_OWE, Entry
from funds.books.states import CashKind
from funds.ledgers.states import Side

# Debit and credit of each kind; a payout is booked with the journal that paid it.
WAYS: Mapping[str, tuple[str, str]] = {
    CashKind.WITHDRAW: (IN_HAND, CASH),
    CashKind.DEPOSIT: (CASH, IN_HAND),
    CashKind.OVER: (IN_HAND, WE_OWE),
    CashKind.SHORT: (OWED_TO_US, IN_HAND),
    CashKind.UNDO_IN: (IN_HAND, CASH),
    CashKind.UNDO_OUT: (CASH, IN_HAND),
}


def entries_of_cash(kind: str, amount: Decimal) -> list[Entry]:
    """The two entries of a line of the cash journal, `amount` yuan above zero."""
    debit, credit = WAYS[kind]
    return [Entry(debit, Side.DEBIT, amount), Entry(credit, Side.CREDIT, amount)]


def paid_in_cash(entries: list[Entry]) -> list[Entry]:
    """The entries of a journal that paid, out of the box and not out of the bank."""
    return [Entry(IN_HAND if one.subject == CASH else one.subject, one.side, one.amount) for one in entries]
