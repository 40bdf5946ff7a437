"""Changes of unions: planned, confirmed by somebody else above, done on their day, taken back until then."""

from hardship.trees.services.carrying import carry_out_due
from hardship.trees.services.planning import CONFIRMED, HELD_UP, PLANNED, ChangeRefused, Plan, plan
from hardship.trees.services.steps import decision_blocker, list_buttons, take_step

__all__ = [
    "CONFIRMED",
    "HELD_UP",
    "PLANNED",
    "ChangeRefused",
    "Plan",
    "carry_out_due",
    "decision_blocker",
    "list_buttons",
    "plan",
    "take_step",
]
