"""Months of income on record and whether the cause is removed: what the exit test rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import CauseFinding, Household, MonthlyRecord
from cases.archives.rules.exits import last_months
from cases.archives.services.edits import record_edit, require_fresh
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.refusals import FileRefused
from cases.archives.states import CAUSE, EDITABLE_STATES, IN_FORCE_STATES, MONTHS
from cases.policies.selectors import get_living_standard
from hardship.accounts.models import User
from hardship.audit import services as audit

RECORDED_STATES = (*EDITABLE_STATES, *IN_FORCE_STATES)


@dataclass(frozen=True)
class MonthEntry:
    """One month as a clerk typed it, yuan for the whole household."""

    income: Decimal
    rigid_expense: Decimal
    persons: int


@transaction.atomic
def save_months(
    *, household_id: int, entries: Mapping[date, MonthEntry], version: int, by: User
) -> list[date]:
    """Write the months that differ from the record, each with the living standard of its first day; returns
    them. A month on record is corrected, never taken out.

    A policy may ask for several months in a row before a file is filed (R66), so a draft has months too.

    Raises StaleFile when somebody saved months since `version`, FileRefused for a month that is not one of
    the twelve before this one or a file that is neither being entered nor in force.
    """
    household = lock_for_entry(household_id=household_id, by=by, states=RECORDED_STATES)
    require_fresh(household, MONTHS, version)
    allowed = set(last_months(timezone.localdate()))
    if not set(entries) <= allowed:
        raise FileRefused(_("只能登记本月以前的十二个月，请刷新页面。"))
    known = {row.month: row for row in household.months.filter(month__in=entries)}
    changed = [
        month for month, entry in entries.items() if _write(household, known.get(month), month, entry, by)
    ]
    if changed:
        _log(household, MONTHS, by, months=[f"{month:%Y-%m}" for month in sorted(changed)])
    return changed


@transaction.atomic
def record_cause(*, household_id: int, is_removed: bool, found_on: date, note: str, by: User) -> CauseFinding:
    """Whether the cause of the hardship is removed, and how that was found out; the last word counts."""
    household = lock_for_entry(household_id=household_id, by=by, states=IN_FORCE_STATES)
    if not note.strip():
        raise FileRefused(_("请写明怎样查明。"))
    if found_on > timezone.localdate():
        raise FileRefused(_("查明日期不能晚于今天。"))
    finding = CauseFinding.objects.create(
        household=household, is_removed=is_removed, found_on=found_on, note=note.strip(), recorded_by=by
    )
    _log(household, CAUSE, by, on=found_on.isoformat())
    return finding


def _write(household: Household, row: MonthlyRecord | None, month: date, entry: MonthEntry, by: User) -> bool:
    values = {"income": entry.income, "rigid_expense": entry.rigid_expense, "persons": entry.persons}
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return False
    standard = get_living_standard(region_code=household.union.region_code, on=month)
    MonthlyRecord.objects.update_or_create(
        household=household,
        month=month,
        defaults={
            **values,
            "standard": standard,
            "standard_monthly": standard.monthly if standard else None,
            "recorded_at": timezone.now(),
            "recorded_by": by,
        },
    )
    return True


def _log(household: Household, section: str, by: User, **more: Any) -> None:
    record_edit(household=household, sections={section}, by=by)
    audit.record(
        f"household.{section}", target=household, by=by, section=section, version=household.version, **more
    )
