"""Reads of the ledger: lines with what lies in their buckets, journals, totals; and the independent check."""

from funds.ledgers.selectors import holdings, structure
from funds.ledgers.selectors.checking import CHECKS, CheckResult, Difference, ledger_check, run_checks
from funds.ledgers.selectors.handing import find_upper_line, list_handings, list_to_confirm
from funds.ledgers.selectors.reading import (
    COMMITMENT_SEARCHES,
    bucket_totals,
    get_usable_lines,
    line_buckets,
    list_funds,
    list_journals,
    list_lines,
    list_lines_to_show,
    list_periods,
    list_postings,
    list_uses,
    numbered,
    search_journals,
    source_name,
    trial_balance,
    used_percent,
    with_buckets,
)

__all__ = [
    "CHECKS",
    "COMMITMENT_SEARCHES",
    "CheckResult",
    "Difference",
    "bucket_totals",
    "find_upper_line",
    "get_usable_lines",
    "holdings",
    "ledger_check",
    "line_buckets",
    "list_funds",
    "list_handings",
    "list_journals",
    "list_lines",
    "list_lines_to_show",
    "list_periods",
    "list_postings",
    "list_to_confirm",
    "list_uses",
    "numbered",
    "run_checks",
    "search_journals",
    "source_name",
    "structure",
    "trial_balance",
    "used_percent",
    "with_buckets",
]
