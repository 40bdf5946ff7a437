"""Reads of a file's life: its months and the exit test, what changed since the last approval, its kin."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from cases.archives.models import CauseFinding, FileSnapshot, FileStep, Household
from cases.archives.rules.differences import Delta, compare
from cases.archives.rules.exits import ExitTest, MonthFacts, exit_test
from cases.archives.rules.relief import ReliefTest, deciding_months, relief_test
from cases.archives.selectors import stock
from cases.archives.selectors.aid import list_records
from cases.archives.selectors.filed import list_approvals
from cases.archives.selectors.files import get_content
from cases.archives.states import State
from hardship.accounts.models import User


def get_cause_finding(household: Household) -> CauseFinding | None:
    """The last word on whether the cause of the hardship is removed."""
    return household.cause_findings.select_related("recorded_by").order_by("-pk").first()


def get_exit_test(household: Household, *, on: date | None = None) -> ExitTest:
    """The exit test (脱困) of the months on record, as of today or another day."""
    finding = get_cause_finding(household)
    removed = finding is not None and finding.is_removed
    return exit_test(_months(household), cause_removed=removed, on=on or timezone.localdate())


def get_relief_test(household: Household, *, on: date | None = None) -> ReliefTest:
    """The test of relief (解困): the months on record, and what is on record as given in them."""
    on = on or timezone.localdate()
    first, end = deciding_months(on)[-1], on.replace(day=1)
    given = [row for row in list_records(household) if first <= row.on < end]
    return relief_test(
        _months(household),
        relief=sum((row.value for row in given if row.is_relief), Decimal(0)),
        aid=sum((row.value for row in given if row.is_of_unions), Decimal(0)),
        can_leave=get_exit_test(household, on=on).passed,
        on=on,
    )


def list_reliefs(household: Household) -> list[FileStep]:
    """The decisions of 解困 on this file with the figures of their day, the newest first."""
    return list(household.steps.filter(action="relieve").select_related("by").order_by("-pk"))


def _months(household: Household) -> list[MonthFacts]:
    return [
        MonthFacts(row.month, row.income, row.rigid_expense, row.persons, row.standard_monthly)
        for row in household.months.all()
    ]


def list_kin(
    household: Household, *, user: User, has_followers: bool = True
) -> tuple[Household | None, Household | None]:
    """The file that the family had before this one and the one that it has after, where this person may see
    them."""
    if not household.previous_id and not has_followers:
        return None, None
    rows = Household.objects.visible_to(user).select_related("union")
    before = rows.filter(pk=household.previous_id).first() if household.previous_id else None
    after = rows.filter(previous=household).exclude(state=State.DISCARDED)
    return before, after.first() if has_followers else None


def list_differences(household: Household) -> tuple[FileSnapshot | None, list[Delta]]:
    """The file when it was last approved, and what it says otherwise now; nothing for files of before."""
    snapshot = list_approvals(household).select_related("by").order_by("-pk").first()
    return snapshot, compare(snapshot.content, get_content(household)) if snapshot else []


def due_for_review(files: QuerySet[Household]) -> QuerySet[Household]:
    """Those whose re-verification is due: marked, or past their day; the list 待核查."""
    return files.filter(stock.to_verify())
