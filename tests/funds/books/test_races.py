"""Whoever signs a month and whoever posts into it, or matches in it, take turns."""

import uuid
from datetime import date

import pytest
from django.db import transaction

from funds.books import services
from funds.ledgers import services as ledger
from tests.books import assert_books_balance, make_fund
from tests.funds.books.conftest import csv
from tests.threads import at_once, impatient

pytestmark = pytest.mark.django_db(transaction=True)
APRIL = date(2026, 4, 1)


def test_a_posting_waits_for_whoever_signs_its_month(opened, take, cast, second):
    account = opened()
    fund = make_fund(cast.finance, "7", source="administration")
    services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
    take(account, csv(("2026-04-30", "", "12", "9988", "工本费", "", "F1")), closing="9988")

    def receive(_n=0):
        return ledger.receive(
            fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 30)
        )

    with transaction.atomic():
        services.sign_month(account_id=account.pk, month=APRIL, by=second)
        assert impatient(receive) == "waits"
    assert type(at_once(receive, [1])[0]) is ledger.PeriodClosed
    assert_books_balance()


def test_two_who_draw_vouchers_up_give_no_number_twice(line, cast):
    def draw(_n):
        return services.draw_vouchers(union=cast.city, month=date(2026, 3, 1), by=cast.finance)

    made = at_once(draw, range(4))
    drawn = [result for result in made if isinstance(result, list)]
    assert [[row.number for row in rows] for rows in drawn] == [[1]]
