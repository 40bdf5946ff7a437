"""What the database refuses of aid off file: going around Python."""

from datetime import date

import pytest

from cases.policies.services import load_policy
from tests.cases.giving.test_guards import refused_by
from tests.cases.policies.texts import SERVICES
from tests.factories import begin_off_file

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]


@pytest.fixture
def begun(cast, reference):
    load_policy(union=cast.county, text=SERVICES, in_force_from=date(2020, 1, 1))
    return begin_off_file(cast.clerk)


def test_that_there_was_no_file_stays_said(begun):
    sql = "UPDATE applications_application SET off_file = false WHERE id = %s"
    assert refused_by("application_stays_off_file", sql, begun.pk)


def test_the_draft_is_not_discarded_under_it(begun):
    sql = "UPDATE archives_household SET state = 'discarded' WHERE id = %s"
    assert refused_by("household_needed_off_file", sql, begun.household_id)


def test_no_reason_is_given_before_it_is_approved(cast, begun):
    sql = """INSERT INTO applications_unfiledanswer (application_id, reason, at, by_id)
             VALUES (%s, 'x', now(), %s)"""
    assert refused_by("unfiled_answer_of_approved", sql, begun.pk, cast.clerk.pk)
