"""Reads of public notices: who sees which, what stands on one, what of it still waits."""

from cases.notices.selectors.entries import find_visible, get_entry, list_entries, list_waiting, read_names
from cases.notices.selectors.notices import get_progress, list_notices, may_conclude

__all__ = [
    "find_visible",
    "get_entry",
    "get_progress",
    "list_entries",
    "list_notices",
    "list_waiting",
    "may_conclude",
    "read_names",
]
