"""Reads of bank accounts, statements and what is in transit."""

from funds.books.selectors import checks, closing
from funds.books.selectors.accounts import (
    count_open_accounts,
    list_accounts,
    list_accounts_to_confirm,
    list_homeless_funds,
    list_shares,
)
from funds.books.selectors.months import Sheet, get_sheet
from funds.books.selectors.movements import (
    list_bookings_to_confirm,
    list_lines,
    list_open_lines,
    list_open_movements,
    suggest_matches,
)
from funds.books.selectors.statements import judge_statement, list_statements

__all__ = [
    "Sheet",
    "checks",
    "closing",
    "count_open_accounts",
    "get_sheet",
    "judge_statement",
    "list_accounts",
    "list_accounts_to_confirm",
    "list_bookings_to_confirm",
    "list_homeless_funds",
    "list_lines",
    "list_open_lines",
    "list_open_movements",
    "list_shares",
    "list_statements",
    "suggest_matches",
]
