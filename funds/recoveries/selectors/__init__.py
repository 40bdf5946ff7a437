"""Reads of recoveries and of what is set off; importing them registers what check_ledger and the check before
a payment ask."""

from funds.recoveries.selectors.reading import (
    check_recoveries,
    count_open,
    find_open_to,
    list_of_batch,
    list_of_source,
    list_of_subject,
    list_overdue,
    list_parts,
    list_recoveries,
    list_to_waive,
    may_ask,
    overdue,
    why_not_recovered,
)
from funds.recoveries.selectors.setting_off import (
    HANDS,
    find_waiting,
    list_approved,
    list_set_offs_of,
    list_to_decide,
    list_to_set_off,
    list_vouchers_of,
    say_barred,
)

__all__ = [
    "HANDS",
    "check_recoveries",
    "count_open",
    "find_open_to",
    "find_waiting",
    "list_approved",
    "list_of_batch",
    "list_of_source",
    "list_of_subject",
    "list_overdue",
    "list_parts",
    "list_recoveries",
    "list_set_offs_of",
    "list_to_decide",
    "list_to_set_off",
    "list_to_waive",
    "list_vouchers_of",
    "may_ask",
    "overdue",
    "say_barred",
    "why_not_recovered",
]
