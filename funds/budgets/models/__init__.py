"""Yearly plans of use with their rows."""

from funds.budgets.models.plans import Budget, BudgetRow

__all__ = ["Budget", "BudgetRow"]
