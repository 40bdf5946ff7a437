"""A month is not closed while a roster, with what the bank confirmed, is not what the books hold."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from funds.books.selectors.rosters import list_roster_gaps
from funds.ledgers import services as ledger
from funds.ledgers.selectors.closing import CLOSING
from funds.payments import services
from funds.payments.models import Payee
from hardship.demo import clock
from hardship.kernel.documents import make_id_number
from tests.books import make_line
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import KIND, NEW_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E6")]


def this_month():
    return timezone.localdate().replace(day=1)


def gaps(cast, month=None):
    return list(list_roster_gaps(cast.city, month or this_month()))


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


def test_what_the_bank_paid_last_month_and_was_recorded_today_is_no_obstacle(cast, batch_of):
    last = this_month() - timedelta(days=1)
    with clock.at(last):
        batch = batch_of(2, "sent")
    rows = [paid(1, paid_on=last), paid(2, paid_on=last)]
    services.record_results(batch_id=batch.pk, rows=rows, by=cast.finance)
    assert gaps(cast, last.replace(day=1)) == gaps(cast) == []
    behind_the_back("UPDATE payments_payment SET amount = amount + 1 WHERE batch_id = %s", batch.pk)
    for month in (last.replace(day=1), this_month()):
        [gap] = gaps(cast, month)
        assert (gap.booked_persons, gap.lines) == (2, [1, 2])


def test_a_payment_on_several_lines_is_one_line_of_the_roster(cast, line, gifts, gift):
    small = make_line(cast.finance, "300", source="dues")
    payable = gift()
    held = ledger.commit_on(
        draws=[ledger.Draw(small.pk, "living", Decimal(300)), ledger.Draw(line.pk, "living", Decimal(500))],
        source=f"{KIND}:2", by=cast.approver, key=uuid.uuid4(), on=timezone.localdate(),
    )  # fmt: skip
    number = make_id_number("320602", date(1980, 1, 1), 2)
    gifts.payees["2"] = Payee("收礼人2", number, bank_name="中国工商银行", bank_card=NEW_CARD)
    owed = services.Owed(
        source=f"{KIND}:2", number="礼-2", purpose="慰问", category="", subject="household:2"
    )
    split = services.create_payable(
        union=cast.union, owed=owed, commitment=held, payee=gifts.payees["2"], by=cast.approver,
        amount=held.whole,
    )  # fmt: skip
    batch = carry([payable, split], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1), paid(2)], by=cast.finance)
    assert gaps(cast) == []
    behind_the_back("UPDATE payments_payment SET amount = amount + 1 WHERE batch_id = %s", batch.pk)
    [gap] = gaps(cast)
    assert (gap.yuan - gap.booked_yuan, gap.booked_yuan, gap.lines) == (2, 900, [1, 2])
