"""Pages of the ledger: read by who decides and audits, written by finance of the own union."""

from funds.ledgers.views.books import close, journal, journals, periods, reverse
from funds.ledgers.views.funds import fund, fund_new, funds, line_new, receive
from funds.ledgers.views.lines import allocate, assign, export, line, lines

__all__ = [
    "allocate",
    "assign",
    "close",
    "export",
    "fund",
    "fund_new",
    "funds",
    "journal",
    "journals",
    "line",
    "line_new",
    "lines",
    "periods",
    "receive",
    "reverse",
]
