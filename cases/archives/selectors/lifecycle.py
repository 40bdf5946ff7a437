"""Reads of a file's life: its months and the exit test, what changed since the last approval, its kin."""

from datetime import date

from django.utils import timezone

from cases.archives.models import CauseFinding, Household
from cases.archives.rules.exits import ExitTest, MonthFacts, exit_test
from hardship.accounts.models import User


def get_cause_finding(household: Household) -> CauseFinding | None:
    """The last word on whether the cause of the hardship is removed."""
    return household.cause_findings.select_related("recorded_by").order_by("-pk").first()


def get_exit_test(household: Household, *, on: date | None = None) -> ExitTest:
    """The exit test (脱困) of the months on record, as of today or another day."""
    finding = get_cause_finding(household)
    facts = [
        MonthFacts(row.month, row.income, row.rigid_expense, row.persons, row.standard_monthly)
        for row in household.months.all()
    ]
    return exit_test(
        facts, cause_removed=finding is not None and finding.is_removed, on=on or timezone.localdate()
    )


def list_kin(household: Household, *, user: User) -> tuple[Household | None, Household | None]:
    """The file that the family had before this one and the one that it has after, where this person may see
    them."""
    rows = Household.objects.visible_to(user).select_related("union")
    before = rows.filter(pk=household.previous_id).first() if household.previous_id else None
    after = rows.filter(previous=household).exclude(state="discarded").first()
    return before, after
