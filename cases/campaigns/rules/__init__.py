"""Pure rules of campaigns: what is planned and listed, and who goes to see whom."""

from cases.campaigns.rules.planning import (
    ZERO,
    Entry,
    Group,
    Plan,
    Share,
    Tally,
    Total,
    add_up,
    amounts_of,
    find_faults,
    find_overruns,
    find_row_fault,
)

__all__ = [
    "ZERO",
    "Entry",
    "Group",
    "Plan",
    "Share",
    "Tally",
    "Total",
    "add_up",
    "amounts_of",
    "find_faults",
    "find_overruns",
    "find_row_fault",
]
