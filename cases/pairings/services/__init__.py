"""Writes of the room."""

from cases.pairings.services.helpers import Chosen, leave, mention, set_rule, take_pairing
from cases.pairings.services.notes import Given, judge_year, note, set_target
from cases.pairings.services.pairings import Wish, hand_over, propose, take_step

__all__ = [
    "Chosen",
    "Given",
    "Wish",
    "hand_over",
    "judge_year",
    "leave",
    "mention",
    "note",
    "propose",
    "set_rule",
    "set_target",
    "take_pairing",
    "take_step",
]
