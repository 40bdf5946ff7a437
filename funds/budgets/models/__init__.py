"""Yearly plans of use with their rows; money for many unions as one table, and what is called back from them;
money from one use to another."""

from funds.budgets.models.distributions import Distribution, Share
from funds.budgets.models.plans import Budget, BudgetRow
from funds.budgets.models.recalls import Recall, RecallRow
from funds.budgets.models.virements import Virement

__all__ = ["Budget", "BudgetRow", "Distribution", "Recall", "RecallRow", "Share", "Virement"]
