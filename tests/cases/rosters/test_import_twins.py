"""A roster whose phones and cards stand in other households: a remark, never a refusal."""

import pytest

from cases.rosters import services as imports
from cases.rosters.models import RosterImport
from hardship.jobs.services import run_pending
from tests.cases.rosters.roster_files import person, roster
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A10")]


def test_a_phone_of_another_household_is_a_warning(cast):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    made = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="花名册.xlsx",
        content=roster(person(1, phone=home.head.phone.reveal()), person(2)),
    )  # fmt: skip
    imports.ask_for_check(roster_id=made.pk, fields=None, by=cast.clerk)
    run_pending()
    made = RosterImport.objects.get(pk=made.pk)
    shared = [issue for issue in made.issues if issue["code"] == "shared"]
    assert [issue["level"] for issue in shared] == ["warning"]
    assert home.union.name in shared[0]["why"]
    assert home.head.phone.reveal() not in str(made.issues)
    assert made.rows_importable == 2
