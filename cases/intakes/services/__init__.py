"""Writes of 存量档案接收."""

from cases.intakes.services.decisions import (
    blocker,
    decide_blocker,
    held_up,
    list_buttons,
    look_at_sample,
    take_out,
    take_step,
)
from cases.intakes.services.lists import IntakeRefused, hand_in, hand_in_blocker
from cases.intakes.services.writing import finish, write_row

__all__ = [
    "IntakeRefused",
    "blocker",
    "decide_blocker",
    "finish",
    "hand_in",
    "hand_in_blocker",
    "held_up",
    "list_buttons",
    "look_at_sample",
    "take_out",
    "take_step",
    "write_row",
]
