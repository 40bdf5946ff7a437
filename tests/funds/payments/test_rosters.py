"""A month is not closed while a roster, with what the bank confirmed, is not what the books hold."""

import pytest
from django.db import connection
from django.utils import timezone

from funds.books.selectors.rosters import list_roster_gaps
from funds.ledgers.selectors.closing import CLOSING
from funds.payments import services
from tests.funds.payments.conftest import failed, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E6")]


def gaps(cast):
    return list(list_roster_gaps(cast.city, timezone.localdate().replace(day=1)))


@pytest.fixture
def done(cast, batch_of):
    batch = batch_of(3, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1), paid(2), failed(3)], by=cast.finance)
    return batch


def behind_the_back(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payments_payment DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def test_a_roster_that_is_what_the_books_hold_is_no_obstacle(done, cast):
    assert gaps(cast) == []


@pytest.mark.parametrize(
    ("change", "persons", "lines"),
    [
        ("UPDATE payments_payment SET amount = amount + 1 WHERE batch_id = %s AND line = 2", (2, 2), [2]),
        (
            "UPDATE payments_payment SET state = 'failed', failure = 'x', paid_on = NULL"
            " WHERE batch_id = %s AND line = 1",
            (1, 2),
            [0],
        ),
        ("UPDATE payments_payment SET state = 'paid', paid_on = now() WHERE batch_id = %s AND line = 3",
         (3, 2), [3]),
    ],
)  # fmt: skip
def test_the_lines_that_differ_are_named(done, cast, change, persons, lines):
    behind_the_back(change, done.pk)
    [gap] = gaps(cast)
    assert (gap.persons, gap.booked_persons) == persons
    assert (gap.households, gap.booked_households) == persons
    assert gap.lines == lines
    [said] = CLOSING["books.rosters"].run(cast.city, timezone.localdate().replace(day=1))
    assert f"批次 {done.number}：名册和银行结果 {persons[0]} 人" in said.text
    assert str(done.pk) in said.url


def test_what_bounced_later_was_settled_before(done, cast):
    behind_the_back(
        "UPDATE payments_payment SET state = 'bounced', bounced_on = now(), bounced_at = now(),"
        " bounced_by_id = resolved_by_id, failure = 'x' WHERE batch_id = %s AND line = 1",
        done.pk,
    )
    assert gaps(cast) == []
