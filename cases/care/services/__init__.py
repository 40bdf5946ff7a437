"""Cases of counselling and legal aid: opened, worked on, closed, handed on."""

from cases.care.services.cases import (
    CareRefused,
    Opening,
    Progress,
    add_advice,
    add_note,
    list_buttons,
    note_read,
    open_case,
    step_blocker,
    take_step,
)

__all__ = [
    "CareRefused",
    "Opening",
    "Progress",
    "add_advice",
    "add_note",
    "list_buttons",
    "note_read",
    "open_case",
    "step_blocker",
    "take_step",
]
