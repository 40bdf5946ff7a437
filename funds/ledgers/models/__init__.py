"""Funds and budget lines, and the journal that moves their money. The database keeps the rules: see
`migrations/0002` and `0003` for the triggers and the one function that posts."""

from funds.ledgers.models.books import Account, Balance, Journal, JournalCounter, Period, Posting
from funds.ledgers.models.claims import CapShare, CapUsage, Commitment, opened_by, opened_in
from funds.ledgers.models.funds import BudgetLine, Fund, FundUse, Use
from funds.ledgers.models.handing import Allocation, Arrival
from funds.ledgers.models.ordering import FundOrder

__all__ = [
    "Account",
    "Allocation",
    "Arrival",
    "Balance",
    "BudgetLine",
    "CapShare",
    "CapUsage",
    "Commitment",
    "Fund",
    "FundOrder",
    "FundUse",
    "Journal",
    "JournalCounter",
    "Period",
    "Posting",
    "Use",
    "opened_by",
    "opened_in",
]
