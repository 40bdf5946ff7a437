"""Reads of the approval: who may do what (permits), what waits (inbox), what to heed (hints), notices."""

from cases.approvals.selectors.changes import change_sentence, get_change
from cases.approvals.selectors.hints import Hints, describe, list_flags
from cases.approvals.selectors.inbox import (
    Tab,
    count_tabs,
    get_awaited,
    list_budget_lines,
    list_tab,
)
from cases.approvals.selectors.notices import (
    get_entry,
    get_progress,
    is_on,
    list_entries,
    list_notices,
    list_waiting,
    may_conclude,
    public_line,
    visible_entries,
)
from cases.approvals.selectors.permits import Options, blocker, get_held, has_entered, list_options

__all__ = [
    "Hints",
    "Options",
    "Tab",
    "blocker",
    "change_sentence",
    "count_tabs",
    "describe",
    "get_awaited",
    "get_change",
    "get_entry",
    "get_held",
    "get_progress",
    "has_entered",
    "is_on",
    "list_budget_lines",
    "list_entries",
    "list_flags",
    "list_notices",
    "list_options",
    "list_tab",
    "list_waiting",
    "may_conclude",
    "public_line",
    "visible_entries",
]
