"""Yearly plans of use with their rows; money for many unions as one table."""

from funds.budgets.models.distributions import Distribution, Share
from funds.budgets.models.plans import Budget, BudgetRow

__all__ = ["Budget", "BudgetRow", "Distribution", "Share"]
