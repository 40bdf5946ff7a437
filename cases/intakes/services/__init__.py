"""Writes of 存量档案接收."""

from cases.intakes.services.decisions import (
    blocker,
    decide_blocker,
    held_up,
    list_buttons,
    look_at_sample,
    not_at_work,
    take_out,
    take_step,
)
from cases.intakes.services.lists import IntakeRefused, hand_in, hand_in_blocker
from cases.intakes.services.scans import finish_batch, place_scan, sort_scan, throw_scan, upload_scans
from cases.intakes.services.writing import finish, write_row

__all__ = [
    "IntakeRefused",
    "blocker",
    "decide_blocker",
    "finish",
    "finish_batch",
    "hand_in",
    "hand_in_blocker",
    "held_up",
    "list_buttons",
    "look_at_sample",
    "not_at_work",
    "place_scan",
    "sort_scan",
    "take_out",
    "take_step",
    "throw_scan",
    "upload_scans",
    "write_row",
]
