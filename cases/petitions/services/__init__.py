"""Writes of the room."""

from cases.petitions.services.links import aid_blocker, begin_aid, lead_blocker, open_lead
from cases.petitions.services.recording import (
    Accusation,
    Arrival,
    Particulars,
    change,
    change_blocker,
    knows,
    record,
)
from cases.petitions.services.refusals import PetitionRefused
from cases.petitions.services.steps import (
    Said,
    add_helper,
    helper_blocker,
    last_answer,
    list_buttons,
    step_blocker,
    take_step,
)
from cases.petitions.services.terms import lay_down

__all__ = [
    "Accusation",
    "Arrival",
    "Particulars",
    "PetitionRefused",
    "Said",
    "add_helper",
    "aid_blocker",
    "begin_aid",
    "change",
    "change_blocker",
    "helper_blocker",
    "knows",
    "last_answer",
    "lay_down",
    "lead_blocker",
    "list_buttons",
    "open_lead",
    "record",
    "step_blocker",
    "take_step",
]
