"""Writes of bank accounts: each is one transaction, by keyword, and refuses in words (BooksRefused)."""

from funds.books.services.accounts import (
    AccountTold,
    account_blocker,
    add_fund,
    enter_account,
    remove_fund,
    set_headings,
    take_account_step,
)
from funds.books.services.booking import ask_booking, booking_blocker, take_booking_step
from funds.books.services.cash import (
    Cash,
    count_blocker,
    count_cash,
    enter_cash,
    open_box,
    take_count_step,
    undo_cash,
)
from funds.books.services.matching import match_by_hand, match_certain, set_aside, unmatch
from funds.books.services.papers import save_papers
from funds.books.services.refusals import BooksRefused, RowsRefused
from funds.books.services.signing import sign_blocker, sign_month
from funds.books.services.statements import (
    drop_statement,
    read_original,
    receive_statement,
    take_statement,
    withdraw_blocker,
    withdraw_statement,
)
from funds.books.services.vouchers import check_vouchers, draw_vouchers

__all__ = [
    "AccountTold",
    "BooksRefused",
    "Cash",
    "RowsRefused",
    "account_blocker",
    "add_fund",
    "ask_booking",
    "booking_blocker",
    "check_vouchers",
    "count_blocker",
    "count_cash",
    "draw_vouchers",
    "drop_statement",
    "enter_account",
    "enter_cash",
    "match_by_hand",
    "match_certain",
    "open_box",
    "read_original",
    "receive_statement",
    "remove_fund",
    "save_papers",
    "set_aside",
    "set_headings",
    "sign_blocker",
    "sign_month",
    "take_account_step",
    "take_booking_step",
    "take_count_step",
    "take_statement",
    "undo_cash",
    "unmatch",
    "withdraw_blocker",
    "withdraw_statement",
]
