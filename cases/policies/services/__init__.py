"""Writes of dated rules: the reference data of a fresh installation, standards and holidays by hand."""

from cases.policies.services.editing import PolicyRefused, add_standard, remove_day, set_day
from cases.policies.services.reference import load_calendar, load_programmes, load_standards

__all__ = [
    "PolicyRefused",
    "add_standard",
    "load_calendar",
    "load_programmes",
    "load_standards",
    "remove_day",
    "set_day",
]
