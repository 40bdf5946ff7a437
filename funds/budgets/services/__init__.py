"""Writes of plans of use. All are called by keyword, run in one transaction, leave an audit row, and raise
BudgetRefused with a sentence for the user."""

from funds.budgets.services.plans import adjust, draft, put_row, save
from funds.budgets.services.refusals import BudgetRefused
from funds.budgets.services.steps import needs_union_above, step_blocker, take_step

__all__ = [
    "BudgetRefused",
    "adjust",
    "draft",
    "needs_union_above",
    "put_row",
    "save",
    "step_blocker",
    "take_step",
]
