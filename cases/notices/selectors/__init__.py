"""Reads of public notices: who sees which, what stands on one, what of it still waits."""

from cases.notices.selectors.boards import (
    counts_from,
    get_due_end,
    lacks_proof,
    list_board_duties,
    list_boards,
    list_end_changes,
    may_extend,
    may_lead,
    may_post,
)
from cases.notices.selectors.entries import (
    find_visible,
    get_entry,
    get_public,
    get_version,
    list_entries,
    list_entries_of,
    list_shown,
    list_waiting,
    read_names,
)
from cases.notices.selectors.hints import list_hints
from cases.notices.selectors.notices import get_progress, list_notices, may_conclude
from cases.notices.selectors.objections import (
    has_acted,
    is_objectable,
    is_objected,
    list_objection_duties,
    list_objections,
    may_know,
    objection_blocker,
    reads_objections,
)

__all__ = [
    "counts_from",
    "find_visible",
    "get_due_end",
    "get_entry",
    "get_progress",
    "get_public",
    "get_version",
    "has_acted",
    "is_objectable",
    "is_objected",
    "lacks_proof",
    "list_board_duties",
    "list_boards",
    "list_end_changes",
    "list_entries",
    "list_entries_of",
    "list_hints",
    "list_notices",
    "list_objection_duties",
    "list_objections",
    "list_shown",
    "list_waiting",
    "may_conclude",
    "may_extend",
    "may_know",
    "may_lead",
    "may_post",
    "objection_blocker",
    "read_names",
    "reads_objections",
]
