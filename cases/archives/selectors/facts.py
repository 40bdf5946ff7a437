"""What the fields of a file say of the facts that a policy asks for."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.archives.models import Household, Member
from cases.archives.selectors.rows import HouseholdRow, MemberRow
from cases.archives.states import IN_FORCE_STATES, Label, Status, WorkerType

MONTHS = 12
STATUSES = frozenset(Status.values)  # of workers; the list is built anew each time it is asked for


def assets_of(household: Household | HouseholdRow) -> dict[str, Any]:
    """The form asks for deposits and securities together, securities of them, and what all vehicles cost."""
    deposits, securities = household.deposits, household.securities
    if deposits is not None and securities is not None:
        deposits = max(Decimal(0), deposits - securities)
    one_vehicle = household.vehicles is not None and household.vehicles <= 1
    no_vehicle = Decimal(0) if household.vehicles == 0 else household.vehicle_value
    return {
        "homes": household.homes,
        "floor_area": household.floor_area,
        "vehicles": household.vehicles,
        "vehicle_value": no_vehicle if one_vehicle else None,
        "has_business": household.has_business,
        "deposits": deposits,
        "securities": securities,
    }


def traits_of(
    household: Household | HouseholdRow, head: Member | MemberRow | None, day: date
) -> dict[str, Any]:
    migrant = household.worker_type == WorkerType.MIGRANT
    since = (head.contract_on if migrant else head.working_since) if head else None
    joined = head.joined_on if head else None
    return {
        "worker_type": household.worker_type,
        "main_cause": household.main_cause,
        "secondary_causes": tuple(household.secondary_causes) or None,
        "filing_level": household.filing_level,
        "is_filed": household.state in IN_FORCE_STATES,
        "is_on_dibao": household.is_on_dibao,
        "is_dibao_marginal": household.is_dibao_marginal,
        "is_single_parent": Label.SINGLE_PARENT in household.labels,
        "is_union_member": head.is_union_member if head else None,
        "status": head.status if head and head.status in STATUSES else None,
        "labour_months": _months_between(since, day) if since else None,
        "service_months": _months_between(joined, day) if joined else None,
    }


def _months_between(start: date, end: date) -> int:
    """Whole months from one day to another, 0 when it lies ahead."""
    return max(0, (end.year - start.year) * MONTHS + end.month - start.month - (end.day < start.day))


def known(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody has said; counts as the numbers that policies compare."""
    found = {name: value for name, value in facts.items() if value not in (None, "")}
    return {
        name: Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in found.items()
    }
