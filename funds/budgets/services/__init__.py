"""Writes of plans of use, tables of allocation, virements and recalls. All are called by keyword, run in one
transaction, leave an audit row, and raise BudgetRefused with a sentence for the user."""

from funds.budgets.services.distributions import (
    Letter,
    distribution_blocker,
    draw_up,
    fill,
    put_share,
    take_distribution_step,
)
from funds.budgets.services.plans import adjust, draft, put_row, save
from funds.budgets.services.recalls import (
    Notice,
    answer_recall,
    draw_up_recall,
    fill_recall,
    recall_blocker,
    take_recall_step,
)
from funds.budgets.services.refusals import BudgetRefused
from funds.budgets.services.steps import needs_union_above, step_blocker, take_step
from funds.budgets.services.virements import Wish, ask_virement, take_virement_step, virement_blocker

__all__ = [
    "BudgetRefused",
    "Letter",
    "Notice",
    "Wish",
    "adjust",
    "answer_recall",
    "ask_virement",
    "distribution_blocker",
    "draft",
    "draw_up",
    "draw_up_recall",
    "fill",
    "fill_recall",
    "needs_union_above",
    "put_row",
    "put_share",
    "recall_blocker",
    "save",
    "step_blocker",
    "take_distribution_step",
    "take_recall_step",
    "take_step",
    "take_virement_step",
    "virement_blocker",
]
