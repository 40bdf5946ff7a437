"""Who wrote on a case does not decide on it, however many roles they hold and whoever began it."""

import pytest

from cases.applications import services as applications
from cases.applications.states import State
from cases.approvals.selectors import list_options
from cases.archives.services import steps
from cases.archives.services.entry import drafts
from cases.archives.states import Section
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


@pytest.fixture
def both(cast):
    """A clerk of the county who reviews too."""
    return UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])


def test_a_colleague_who_filled_in_the_application_does_not_review_it(cast, reference, both):
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    household = HouseholdFactory(filed=True, union=cast.union)
    application = ApplicationFactory(union=cast.union, clerk=maker, household=household)
    applications.save(
        application_id=application.pk, version=application.version, by=both, reason="由同事改写"
    )
    application = take(application, "submit", by=maker)
    for action in ("pass", "return", "reject"):
        with pytest.raises(Refused, match="自己建立、填写或提交"):
            take(application, action, by=both)
    assert not any(row.part for row in list_options(application, both).buttons)
    assert take(application, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


def test_a_colleague_who_filled_in_the_file_does_not_file_it(cast, both):
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    household = HouseholdFactory(complete=True, union=cast.county, clerk=maker)
    drafts.save_section(
        household_id=household.pk, section=Section.HOUSING, data={"address": "新址1号"},
        version=household.version, by=both,
    )  # fmt: skip
    steps.take_step(household_id=household.pk, action="submit", by=maker)
    with pytest.raises(Refused, match="自己建立、填写或提交"):
        steps.take_step(household_id=household.pk, action="file", by=both)
    steps.take_step(household_id=household.pk, action="file", by=cast.reviewer, skips_unseen=True)
