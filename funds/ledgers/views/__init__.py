"""Pages of the ledger: read by who decides and audits, written by finance of the own union."""

from funds.ledgers.views.books import close, find, journal, journals, journals_export, periods, reverse
from funds.ledgers.views.funds import fund, fund_new, funds, funds_export, line_new, receive
from funds.ledgers.views.lines import allocate, assign, export, line, lines

__all__ = [
    "allocate",
    "assign",
    "close",
    "export",
    "find",
    "fund",
    "fund_new",
    "funds",
    "funds_export",
    "journal",
    "journals",
    "journals_export",
    "line",
    "line_new",
    "lines",
    "periods",
    "receive",
    "reverse",
]
