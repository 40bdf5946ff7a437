"""Reads of the approval: who may do what (permits), what waits (inbox), what to heed (hints), notices."""

from cases.approvals.selectors.changes import change_sentence, get_change
from cases.approvals.selectors.held import get_held
from cases.approvals.selectors.hints import Hints, describe, list_flags
from cases.approvals.selectors.inbox import (
    Tab,
    count_tabs,
    get_awaited,
    list_budget_lines,
    list_tab,
)
from cases.approvals.selectors.notices import get_entry
from cases.approvals.selectors.permits import Options, blocker, has_entered, list_options

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
    "has_entered",
    "list_budget_lines",
    "list_flags",
    "list_options",
    "list_tab",
]
