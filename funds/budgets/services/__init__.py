"""Writes of plans of use and of tables of allocation. All are called by keyword, run in one transaction,
leave an audit row, and raise BudgetRefused with a sentence for the user."""

from funds.budgets.services.distributions import (
    Letter,
    distribution_blocker,
    draw_up,
    fill,
    put_share,
    take_distribution_step,
)
from funds.budgets.services.plans import adjust, draft, put_row, save
from funds.budgets.services.refusals import BudgetRefused
from funds.budgets.services.steps import needs_union_above, step_blocker, take_step
from funds.budgets.services.virements import Wish, ask_virement, take_virement_step, virement_blocker

__all__ = [
    "BudgetRefused",
    "Letter",
    "Wish",
    "adjust",
    "ask_virement",
    "distribution_blocker",
    "draft",
    "draw_up",
    "fill",
    "needs_union_above",
    "put_row",
    "put_share",
    "save",
    "step_blocker",
    "take_distribution_step",
    "take_step",
    "take_virement_step",
    "virement_blocker",
]
