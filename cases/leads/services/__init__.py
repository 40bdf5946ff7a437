"""Writes of the room."""

from cases.leads.services.leads import (
    LeadRefused,
    Outcome,
    Told,
    change_blocker,
    change_lead,
    list_buttons,
    record_lead,
    take_step,
)

__all__ = [
    "LeadRefused",
    "Outcome",
    "Told",
    "change_blocker",
    "change_lead",
    "list_buttons",
    "record_lead",
    "take_step",
]
