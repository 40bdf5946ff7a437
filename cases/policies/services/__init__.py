"""Writes of dated rules: policies and their steps, reference data, standards and holidays by hand."""

from cases.policies.services.drafts import StalePolicy, attach_source, new_version, save_draft
from cases.policies.services.editing import (
    PolicyRefused,
    add_minimum_wage,
    add_regional_income,
    add_standard,
    is_policy_maker,
    remove_day,
    set_day,
)
from cases.policies.services.gifts import add_gift_cap
from cases.policies.services.loading import default_text, load_default_policy, load_policy
from cases.policies.services.reference import (
    load_calendar,
    load_fixed_days,
    load_minimum_wages,
    load_regional_incomes,
    load_standards,
)
from cases.policies.services.routes import save_routes
from cases.policies.services.steps import blocker, check, list_buttons, put_in_force, take_step

__all__ = [
    "PolicyRefused",
    "StalePolicy",
    "add_gift_cap",
    "add_minimum_wage",
    "add_regional_income",
    "add_standard",
    "attach_source",
    "blocker",
    "check",
    "default_text",
    "is_policy_maker",
    "list_buttons",
    "load_calendar",
    "load_default_policy",
    "load_fixed_days",
    "load_minimum_wages",
    "load_policy",
    "load_regional_incomes",
    "load_standards",
    "new_version",
    "put_in_force",
    "remove_day",
    "save_draft",
    "save_routes",
    "set_day",
    "take_step",
]
