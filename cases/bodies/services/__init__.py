"""Writes on bodies and meetings."""

from cases.bodies.services.bodies import (
    BodyRefused,
    add_member,
    change_body,
    close_body,
    end_member,
    found_body,
)
from cases.bodies.services.meetings import (
    add_item,
    add_scan,
    call_meeting,
    decide,
    record_attendance,
    recuse,
    remove_item,
    take_step,
)

__all__ = [
    "BodyRefused",
    "add_item",
    "add_member",
    "add_scan",
    "call_meeting",
    "change_body",
    "close_body",
    "decide",
    "end_member",
    "found_body",
    "record_attendance",
    "recuse",
    "remove_item",
    "take_step",
]
