"""Reads of the room."""

from cases.plans.selectors.plans import (
    list_due_measures,
    list_household_plans,
    list_measures,
    list_plans,
    list_responsible,
    with_measures,
)

__all__ = [
    "list_due_measures",
    "list_household_plans",
    "list_measures",
    "list_plans",
    "list_responsible",
    "with_measures",
]
