"""Reads of payments; importing them registers what check_ledger asks."""

from funds.payments.selectors.checks import check_batches, check_payables, check_payments
from funds.payments.selectors.choosing import Choice, list_choices, sort_unpaid
from funds.payments.selectors.prechecks import (
    Checked,
    find_findings,
    find_lines_findings,
    list_checked,
    list_to_mend,
)
from funds.payments.selectors.reading import (
    PARTS,
    Totals,
    find_blockers,
    find_commitments,
    last_corrections,
    list_batches,
    list_own_unpaid,
    list_payments_of,
    list_roster,
    list_unpaid,
    paid_to,
    read_payees,
    search_roster,
    total,
)
from funds.payments.selectors.served import count_served

__all__ = [
    "PARTS",
    "Checked",
    "Choice",
    "Totals",
    "check_batches",
    "check_payables",
    "check_payments",
    "count_served",
    "find_blockers",
    "find_commitments",
    "find_findings",
    "find_lines_findings",
    "last_corrections",
    "list_batches",
    "list_checked",
    "list_choices",
    "list_own_unpaid",
    "list_payments_of",
    "list_roster",
    "list_to_mend",
    "list_unpaid",
    "paid_to",
    "read_payees",
    "search_roster",
    "sort_unpaid",
    "total",
]
