"""Reads of the room: donations and donors of a scope."""

from funds.donations.selectors.drives import list_drives, list_drives_to_open, list_unspent
from funds.donations.selectors.reading import (
    find_donor,
    is_month_closed,
    list_donations,
    list_donors,
    list_waiting,
    say_unsettled,
)
from funds.donations.selectors.subjects import (
    SUBJECTS,
    Subjects,
    exclude_held_for_others,
    find_subject,
    list_held_for_others,
    name_subject,
)
from funds.donations.selectors.using import list_funds_of, list_given_funds

__all__ = [
    "SUBJECTS",
    "Subjects",
    "exclude_held_for_others",
    "find_donor",
    "find_subject",
    "is_month_closed",
    "list_donations",
    "list_donors",
    "list_drives",
    "list_drives_to_open",
    "list_funds_of",
    "list_given_funds",
    "list_held_for_others",
    "list_unspent",
    "list_waiting",
    "name_subject",
    "say_unsettled",
]
