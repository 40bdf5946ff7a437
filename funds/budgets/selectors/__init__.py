"""Reads of plans of use: lists, what waits, who is missing, and plans beside what was done."""

from funds.budgets.selectors.actuals import AID_KINDS, AidKinds, list_actuals, offered_kinds
from funds.budgets.selectors.ceilings import find_warnings
from funds.budgets.selectors.comparing import compare_plans, suggest_rows
from funds.budgets.selectors.distributions import (
    HOUSEHOLDS,
    list_distributions,
    list_givable_lines,
    list_shares,
    list_to_decide,
    list_to_fill,
    list_to_send,
    suggest_shares,
    sum_up,
    weigh,
)
from funds.budgets.selectors.reading import (
    get_edition,
    get_rows,
    list_budgets,
    list_missing,
    list_own_missing,
    list_to_approve,
    list_to_check,
)

__all__ = [
    "AID_KINDS",
    "HOUSEHOLDS",
    "AidKinds",
    "compare_plans",
    "find_warnings",
    "get_edition",
    "get_rows",
    "list_actuals",
    "list_budgets",
    "list_distributions",
    "list_givable_lines",
    "list_missing",
    "list_own_missing",
    "list_shares",
    "list_to_approve",
    "list_to_check",
    "list_to_decide",
    "list_to_fill",
    "list_to_send",
    "offered_kinds",
    "suggest_rows",
    "suggest_shares",
    "sum_up",
    "weigh",
]
