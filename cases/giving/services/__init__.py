"""Writes of instalments: the plan with the decision, each part looked at again, the end."""

from cases.giving.services.looking import Outcome, confirm_many, take_step
from cases.giving.services.plans import make_plan, revoke_plan
from cases.giving.services.refusals import InstalmentRefused

__all__ = ["InstalmentRefused", "Outcome", "confirm_many", "make_plan", "revoke_plan", "take_step"]
