"""Numbers of a union and year: one after the other, whoever asks at once, and none is lost."""

import time

import pytest
from django.db import transaction

from funds.payments.models import BatchCounter
from hardship.kernel.numbers import next_number
from tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_at_once_gets_a_number_of_their_own(cast):
    """Each holds its transaction open for a moment: without the lock all of them would have read the same."""

    def take(_turn):
        with transaction.atomic():
            number = next_number(BatchCounter, union_id=cast.city.pk, year=2026)
            time.sleep(0.05)
            return number

    assert sorted(at_once(take, range(6))) == [1, 2, 3, 4, 5, 6]
    assert BatchCounter.objects.get().last == 6


@pytest.mark.django_db
def test_each_union_and_year_counts_by_itself_and_gives_back_what_was_not_used(cast):
    def number(union, year):
        return next_number(BatchCounter, union_id=union.pk, year=year)

    assert [number(cast.city, 2026), number(cast.city, 2026), number(cast.city, 2027)] == [1, 2, 1]
    assert number(cast.county, 2026) == 1
    with transaction.atomic():
        assert number(cast.city, 2026) == 3
        transaction.set_rollback(True)
    assert number(cast.city, 2026) == 3
