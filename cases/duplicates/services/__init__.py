"""Who may be twice on file: the search, the decision, the merge of two files and its way back."""

from cases.duplicates.services.deciding import DuplicateRefused, decide, list_suspicion_buttons
from cases.duplicates.services.finding import Found, find_duplicates
from cases.duplicates.services.merging import merge_files, undo_merge
from cases.duplicates.services.values import Choice, list_choices

__all__ = [
    "Choice",
    "DuplicateRefused",
    "Found",
    "decide",
    "find_duplicates",
    "list_choices",
    "list_suspicion_buttons",
    "merge_files",
    "undo_merge",
]
