"""Which deed for the family fulfils a measure (cases.giving.selectors.deeds)."""

from datetime import date

from cases.giving.selectors.deeds import address_of, find_deed, list_deeds
from cases.plans.models import Measure

__all__ = ["deed_address", "get_deed", "list_deeds"]


def get_deed(measure: Measure, name: str) -> tuple[str, str, str] | None:
    """Kind, key and title of what fulfils a measure by the name that a form gave; None for what was not done
    for this family, or before its plan's year."""
    return find_deed(measure.plan.household, date(measure.plan.year, 1, 1), name)


def deed_address(measure: Measure) -> str:
    """Where the deed that fulfilled a measure is shown, or ''."""
    return address_of(measure.deed_kind, measure.deed_key, measure.plan.household_id)
