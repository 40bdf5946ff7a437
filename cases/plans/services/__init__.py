"""Writes of the room."""

from cases.plans.services.measures import add_measure, close_measure, edit_measure, note_progress
from cases.plans.services.plans import (
    PlanRefused,
    edit_plan,
    held_up,
    list_buttons,
    list_held_up,
    may_edit,
    may_write,
    start_blocker,
    start_plan,
    take_step,
)
from cases.plans.services.years import may_set_task, plan_exits, set_task

__all__ = [
    "PlanRefused",
    "add_measure",
    "close_measure",
    "edit_measure",
    "edit_plan",
    "held_up",
    "list_buttons",
    "list_held_up",
    "may_edit",
    "may_set_task",
    "may_write",
    "note_progress",
    "plan_exits",
    "set_task",
    "start_blocker",
    "start_plan",
    "take_step",
]
