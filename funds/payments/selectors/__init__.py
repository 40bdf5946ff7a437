"""Reads of payments; importing them registers what check_ledger asks."""

from funds.payments.selectors.checks import check_batches, check_payables, check_payments
from funds.payments.selectors.reading import (
    Choice,
    Totals,
    find_blockers,
    find_commitments,
    last_corrections,
    list_batches,
    list_choices,
    list_own_unpaid,
    list_payments_of,
    list_roster,
    list_unpaid,
    paid_to,
    read_payees,
    search_roster,
    total,
)

__all__ = [
    "Choice",
    "Totals",
    "check_batches",
    "check_payables",
    "check_payments",
    "find_blockers",
    "find_commitments",
    "last_corrections",
    "list_batches",
    "list_choices",
    "list_own_unpaid",
    "list_payments_of",
    "list_roster",
    "list_unpaid",
    "paid_to",
    "read_payees",
    "search_roster",
    "total",
]
