"""What can be said of statements, matches and vouchers without a database."""

from funds.books.rules.statements import BankLine, Reading, read_statement
from funds.books.rules.suggesting import Item, Suggestion, booking_doubt, guess_kind, suggest

__all__ = [
    "BankLine",
    "Item",
    "Reading",
    "Suggestion",
    "booking_doubt",
    "guess_kind",
    "read_statement",
    "suggest",
]
