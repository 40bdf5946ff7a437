"""Which dated row holds and which policy: reads for everybody above."""

from cases.policies.selectors.dated import (
    find_standard,
    get_calendar,
    get_living_standard,
    get_minimum_wage,
    list_calendar_years,
    list_case_standards,
    list_days,
    list_living_standards,
    list_programmes,
    list_visible_programmes,
    missing_calendar_year,
    search_standards,
    search_wages,
)
from cases.policies.selectors.policies import (
    get_policy,
    list_drafts,
    list_policies_for,
    list_published_below,
    list_readable,
    list_versions,
    list_writers,
)

__all__ = [
    "find_standard",
    "get_calendar",
    "get_living_standard",
    "get_minimum_wage",
    "get_policy",
    "list_calendar_years",
    "list_case_standards",
    "list_days",
    "list_drafts",
    "list_living_standards",
    "list_policies_for",
    "list_programmes",
    "list_published_below",
    "list_readable",
    "list_versions",
    "list_visible_programmes",
    "list_writers",
    "missing_calendar_year",
    "search_standards",
    "search_wages",
]
