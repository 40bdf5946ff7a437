"""What varies by place or by year, and the policies that say who is in hardship."""

from cases.policies.models.dated import CalendarDay, GiftCap, LivingStandard, MinimumWage, RegionalIncome
from cases.policies.models.halting import Halt, HaltStep
from cases.policies.models.policy import Policy, PolicyStep
from cases.policies.models.programme import Programme

__all__ = [
    "CalendarDay",
    "GiftCap",
    "Halt",
    "HaltStep",
    "LivingStandard",
    "MinimumWage",
    "Policy",
    "PolicyStep",
    "Programme",
    "RegionalIncome",
]
