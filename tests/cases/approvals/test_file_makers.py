"""Who wrote in the household's file decides on no aid that rests on it, until another looked it through."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors.consulting import list_consultants
from cases.approvals.selectors.file_makers import on_file_of, wrote_file
from cases.approvals.selectors.handing import list_colleagues
from cases.approvals.selectors.hints import list_flags
from cases.archives.models import FileEdit, FileStep
from hardship.accounts.states import Role
from hardship.kernel.together import together
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
LATE = timedelta(hours=1)


@pytest.fixture
def writer(cast):
    """A colleague of the reviewer, who reviews at the county as well."""
    return UserFactory(union=cast.county, role=Role.REVIEWER)


@pytest.fixture
def household(cast, reference):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)


def wrote(household, by, *, section="evidence", holder=None, at=None):
    """One save of the file; without a day just now."""
    last = household.edits.order_by("-version").first()
    return FileEdit.objects.create(
        household=household, version=last.version + 1, sections=[section], by=by, stood_in_for=holder,
        at=at or timezone.now(),
    )  # fmt: skip


def looked(household, by, *, action="verify", at=None, **more):
    """A step with the file in force; without a day just now."""
    return FileStep.objects.create(
        household=household, action=action, source="filed", target="filed", content_hash="0" * 64, by=by,
        at=at or timezone.now(), **more,
    )  # fmt: skip


def asked(application, *people):
    """The answer of the three places that know the rule; they never differ."""
    keys = [person.pk for person in people]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s::bigint"] * len(keys))
        cursor.execute(
            f"SELECT approvals_wrote_file(row, {marks}) FROM applications_application row WHERE id = %s",
            [*keys, application.pk],
        )
        (kept,) = cursor.fetchone()
    listed = Application.objects.filter(on_file_of(keys), pk=application.pk).exists()
    found = {kept, listed, wrote_file(application, set(keys))}
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize("section", ["worker", "members", "money", "evidence", "consent"])
def test_whatever_part_of_the_file_it_was(section, cast, make, household, writer):
    wrote(household, writer, section=section)
    application = make(State.REVIEW, household=household)
    assert (asked(application, writer), asked(application, cast.reviewer)) == (True, False)
    assert asked(application, cast.clerk)  # who entered it: that it was filed is not enough


def test_also_for_whom_somebody_wrote_and_for_both_names_of_a_stand_in(cast, make, household, writer):
    wrote(household, cast.clerk, holder=writer)
    application = make(State.REVIEW, household=household)
    assert asked(application, writer)
    assert asked(application, cast.reviewer, writer)


def test_what_was_written_after_it_was_submitted_is_not_what_is_decided_on(make, household, writer):
    application = make(State.REVIEW, household=household)
    wrote(household, writer, at=application.submitted_at + LATE)
    assert not asked(application, writer)


def test_a_draft_rests_on_nothing_yet(make, household, writer):
    wrote(household, writer)
    assert not asked(make(household=household), writer)


class TestLookedThrough:
    """By somebody else, whole, after it was written and before the application was submitted."""

    @pytest.mark.parametrize("action", ["verify", "reassess"])
    def test_by_another(self, action, cast, make, household, writer):
        wrote(household, writer)
        looked(household, cast.reviewer, action=action, is_decision=action == "reassess")
        assert not asked(make(State.REVIEW, household=household), writer)

    def test_what_was_written_since_counts_again(self, cast, make, household, writer):
        looked(household, cast.clerk)
        wrote(household, writer)
        assert asked(make(State.REVIEW, household=household), writer)

    def test_by_themselves_or_in_their_name_it_counts_for_nothing(
        self, cast, make, household, writer, acting
    ):
        wrote(household, writer)
        looked(household, writer)
        looked(household, acting(writer), stood_in_for=writer)
        assert asked(make(State.REVIEW, household=household), writer)

    def test_nor_by_whom_they_stand_in_for(self, cast, make, household, writer):
        wrote(household, writer)
        looked(household, cast.reviewer)
        application = make(State.REVIEW, household=household)
        assert (asked(application, writer), asked(application, writer, cast.reviewer)) == (False, True)

    def test_nor_by_the_clock_or_by_another_step(self, cast, make, household, writer):
        wrote(household, writer)
        looked(household, None)
        looked(household, cast.clerk, action="fall_due")
        assert asked(make(State.REVIEW, household=household), writer)

    def test_nor_when_it_was_taken_back(self, cast, make, household, writer):
        wrote(household, writer)
        step = looked(household, cast.clerk)
        looked(household, cast.clerk, action="unverify", takes_back=step)
        assert asked(make(State.REVIEW, household=household), writer)

    def test_nor_after_it_was_submitted(self, cast, make, household, writer):
        wrote(household, writer)
        application = make(State.REVIEW, household=household)
        looked(household, cast.clerk, at=application.submitted_at + LATE)
        assert asked(application, writer)


def test_nobody_hands_it_to_them_or_asks_them(cast, make, household, writer):
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    wrote(household, writer)
    application = make(State.REVIEW, household=household)
    for people in (list_colleagues(application, cast.reviewer), list_consultants(application, cast.reviewer)):
        assert other in people
        assert writer not in people


def test_the_list_says_so_and_leaves_it_out_of_a_bulk_decision(cast, make, household, writer):
    wrote(household, writer)
    mine, other = make(State.REVIEW, household=household), make(State.REVIEW)
    flags = list_flags([mine, other], writer)
    assert (flags[mine.pk], flags[other.pk]) == (("本人填写过这户档案",), ())


def test_many_are_asked_about_in_one_query(make, household, writer, django_assert_num_queries):
    wrote(household, writer)
    rows = together([make(State.REVIEW, household=household), make(State.REVIEW), make(State.REVIEW)])
    reviewer = UserFactory(union=writer.union, role=Role.REVIEWER)
    with django_assert_num_queries(1):
        assert not any(wrote_file(row, {reviewer.pk}) for row in rows)
    with django_assert_num_queries(1):
        assert [wrote_file(row, {writer.pk}) for row in rows] == [True, False, False]


def test_the_next_round_is_decided_by_whoever_was_free_then(cast, make, household, writer):
    """Writing between two rounds is writing before the second."""
    application = make(State.RETURNED, household=household)
    wrote(household, writer)
    assert not asked(application, writer)
    assert asked(take(application, "submit", by=cast.clerk), writer)
