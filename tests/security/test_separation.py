"""Who wrote on a case does not decide on it, however many roles they hold and whoever began it."""

import pytest

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors import list_options
from cases.approvals.selectors.permits import barred_for
from cases.archives.models import FileEdit
from cases.archives.services import steps
from cases.archives.services.entry import drafts
from cases.archives.states import Section
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, take, written_on

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


@pytest.mark.parametrize("section", ["worker", "money", "evidence", "consent"])
@pytest.mark.parametrize("is_for_them", [False, True])
def test_who_wrote_in_the_file_does_not_review_the_aid(section, is_for_them, cast, reference, both):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    by, holder = (cast.clerk, both) if is_for_them else (both, None)
    FileEdit.objects.create(
        household=household, version=household.version + 1, sections=[section], by=by, stood_in_for=holder
    )
    submitted = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, household=household, state=State.REVIEW
    )
    for action in ("pass", "return", "reject"):
        with pytest.raises(Refused, match="您填写、导入过这户的档案"):
            take(submitted, action, by=both)
    found = list_options(submitted, both)
    assert not any(row.part for row in found.buttons)
    assert "请由其他人员办理" in found.why
    assert submitted not in Application.objects.exclude(barred_for(both))
    assert submitted in Application.objects.exclude(barred_for(cast.reviewer))
    assert take(submitted, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


def test_a_check_of_the_whole_file_by_another_ends_that(cast, reference, both):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    with written_on(household, "evidence", by=both):
        pass
    steps.take_step(household_id=household.pk, action="verify", by=cast.clerk)
    submitted = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, household=household, state=State.REVIEW
    )
    assert take(submitted, "pass", by=both).state == State.PUBLIC_NOTICE


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
