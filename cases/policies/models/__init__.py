"""What varies by place or by year, and the policies that say who is in hardship."""

from cases.policies.models.dated import CalendarDay, LivingStandard, MinimumWage, Programme, RegionalIncome
from cases.policies.models.policy import Policy, PolicyStep

__all__ = [
    "CalendarDay",
    "LivingStandard",
    "MinimumWage",
    "Policy",
    "PolicyStep",
    "Programme",
    "RegionalIncome",
]
