"""Reads of plans of use: lists, what waits, who is missing, and plans beside what was done."""

from funds.budgets.selectors.actuals import AID_KINDS, AidKinds, list_actuals, offered_kinds
from funds.budgets.selectors.ceilings import find_blocked, find_warnings
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
from funds.budgets.selectors.virements import (
    HANDS,
    is_taken_back,
    list_shiftable_lines,
    list_uses_of,
    list_virements,
    list_virements_to_approve,
    list_virements_to_book,
    list_virements_to_check,
    say_of_plan,
)

__all__ = [
    "AID_KINDS",
    "HANDS",
    "HOUSEHOLDS",
    "AidKinds",
    "compare_plans",
    "find_blocked",
    "find_warnings",
    "get_edition",
    "get_rows",
    "is_taken_back",
    "list_actuals",
    "list_budgets",
    "list_distributions",
    "list_givable_lines",
    "list_missing",
    "list_own_missing",
    "list_shares",
    "list_shiftable_lines",
    "list_to_approve",
    "list_to_check",
    "list_to_decide",
    "list_to_fill",
    "list_to_send",
    "list_uses_of",
    "list_virements",
    "list_virements_to_approve",
    "list_virements_to_book",
    "list_virements_to_check",
    "offered_kinds",
    "say_of_plan",
    "suggest_rows",
    "suggest_shares",
    "sum_up",
    "weigh",
]
