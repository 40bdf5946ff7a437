"""Writes on employers, their names and events, and on the yearly figures of unions."""

from cases.employers.services.employers import EmployerRefused, change_employer, register_employer
from cases.employers.services.events import note_event, note_headcount, take_back_event
from cases.employers.services.names import add_spelling, merge_employers, register_spelling
from cases.employers.services.years import save_union_year

__all__ = [
    "EmployerRefused",
    "add_spelling",
    "change_employer",
    "merge_employers",
    "note_event",
    "note_headcount",
    "register_employer",
    "register_spelling",
    "save_union_year",
    "take_back_event",
]
