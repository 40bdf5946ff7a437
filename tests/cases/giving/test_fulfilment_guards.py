"""What the database refuses of services, whoever asks: going around Python."""

import pytest

from cases.applications.states import State as ApplicationState
from cases.giving import services
from cases.giving.services import Told
from tests.cases.giving.test_guards import refused_by
from tests.cases.giving.test_services import done
from tests.factories import ApplicationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]

DONE = """UPDATE giving_fulfilment SET state = 'done', doer = 'x', what = 'x', result = 'reached',
          done_on = {day}, signed_at = now(), signed_by_id = %s WHERE id = %s"""


@pytest.mark.parametrize("change", ["amount = 1, entitled = 1", "entitled = 1"])
def test_a_service_has_no_sum(ask, change):
    draft = ask(ApplicationState.DRAFT)
    sql = f"UPDATE applications_application SET {change} WHERE id = %s"
    assert refused_by("service_has_no_sum", sql, draft.pk)


@pytest.fixture
def in_money(cast):
    """A draft for a sum, as most are."""
    return ApplicationFactory(union=cast.union, clerk=cast.clerk)


def test_nothing_else_is_approved_without_one(in_money):
    """Also where nothing else of the way of an application is kept."""
    sql = """SET CONSTRAINTS ALL IMMEDIATE;
             ALTER TABLE applications_application DISABLE TRIGGER applications_application_guard;
             UPDATE applications_application SET amount = NULL, entitled = NULL, state = 'approved'
              WHERE id = %s"""
    assert refused_by("approved_has_a_sum", sql, in_money.pk)


def test_only_a_service_is_to_be_done(in_money):
    sql = """INSERT INTO giving_fulfilment (uid, union_id, application_id, state, due_on, doer, what, result,
                deed_kind, deed_key, deed_title, why)
             SELECT gen_random_uuid(), union_id, id, 'open', current_date, '', '', '', '', '', '', ''
               FROM applications_application WHERE id = %s"""
    assert refused_by("fulfilment_of_a_service", sql, in_money.pk)


@pytest.mark.parametrize("day", ["current_date - 400", "current_date + 2", "NULL"])
def test_it_is_done_since_its_approval_and_by_today(cast, ask, day):
    row = ask().fulfilment
    expected = "fulfilment_done_says_what" if day == "NULL" else "fulfilment_done_since_approved"
    assert refused_by(expected, DONE.format(day=day), cast.clerk.pk, row.pk)


@pytest.mark.parametrize("change", ["what = 'y'", "done_on = done_on - 1", "state = 'open'", "doer = 'y'"])
def test_what_was_written_down_stays(cast, ask, change):
    row = done(ask().fulfilment, cast.clerk)
    sql = f"UPDATE giving_fulfilment SET {change} WHERE id = %s"
    assert refused_by("fulfilment_stays_as_written", sql, row.pk)


def test_what_was_given_up_stays_so(cast, ask):
    row = services.take_fulfilment_step(
        fulfilment_id=ask().fulfilment.pk, action="give_up", by=cast.clerk, told=Told(), comment="已和解"
    )
    sql = "UPDATE giving_fulfilment SET state = 'open', why = '' WHERE id = %s"
    assert refused_by("fulfilment_stays_as_written", sql, row.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM giving_fulfilment WHERE id = %s",
        "UPDATE giving_fulfilment SET application_id = application_id + 1 WHERE id = %s",
    ],
)
def test_none_is_removed_or_moved(ask, sql):
    assert refused_by("fulfilment_stays", sql, ask().fulfilment.pk)


def test_nobody_stands_in_without_being_asked(cast, ask):
    row = ask().fulfilment
    sql = (
        "UPDATE giving_fulfilment SET signed_at = now(), signed_by_id = %s, signed_for_id = %s WHERE id = %s"
    )
    assert refused_by("fulfilment_by_who_stands_in", sql, cast.clerk.pk, cast.reviewer.pk, row.pk)
