"""Pages of the ledger: read by who decides and audits, written by finance of the own union."""

from funds.ledgers.views.books import close, find, journal, journals, journals_export, periods, reverse
from funds.ledgers.views.final import final, final_export, final_pdf
from funds.ledgers.views.funds import (
    fund,
    fund_attach,
    fund_new,
    fund_scan,
    funds,
    funds_export,
    line_new,
    receive,
)
from funds.ledgers.views.handings import confirm, handing, handing_pdf, handings, handings_export
from funds.ledgers.views.lines import allocate, assign, export, freeze, give_back, line, lines, thaw
from funds.ledgers.views.ordering import order_new, order_step, orders
from funds.ledgers.views.usage import usage, usage_export, usage_lines, usage_pdf
from funds.ledgers.views.yearend import year_end

__all__ = [
    "allocate",
    "assign",
    "close",
    "confirm",
    "export",
    "final",
    "final_export",
    "final_pdf",
    "find",
    "freeze",
    "fund",
    "fund_attach",
    "fund_new",
    "fund_scan",
    "funds",
    "funds_export",
    "give_back",
    "handing",
    "handing_pdf",
    "handings",
    "handings_export",
    "journal",
    "journals",
    "journals_export",
    "line",
    "line_new",
    "lines",
    "order_new",
    "order_step",
    "orders",
    "periods",
    "receive",
    "reverse",
    "thaw",
    "usage",
    "usage_export",
    "usage_lines",
    "usage_pdf",
    "year_end",
]
