"""Bank accounts, their statements, what was matched with the books, and the months that were signed."""

from funds.books.models.accounts import AccountFund, BankAccount
from funds.books.models.cash import CashBox, CashCount, CashEntry
from funds.books.models.matches import LineBooking, LineMatch, MatchedJournal, MatchedLine
from funds.books.models.months import Reconciliation
from funds.books.models.papers import VoucherPaper
from funds.books.models.statements import Statement, StatementLine
from funds.books.models.vouchers import Voucher, VoucherEntry

__all__ = [
    "AccountFund",
    "BankAccount",
    "CashBox",
    "CashCount",
    "CashEntry",
    "LineBooking",
    "LineMatch",
    "MatchedJournal",
    "MatchedLine",
    "Reconciliation",
    "Statement",
    "StatementLine",
    "Voucher",
    "VoucherEntry",
    "VoucherPaper",
]
