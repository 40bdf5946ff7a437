"""送银行: who took the released list to the bank, when and how; a mistaken mark is taken off by another."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from funds.payments import services
from funds.payments.models import Payment, PaymentBatch
from funds.payments.services import PaymentRefused
from funds.payments.states import BatchState
from hardship.accounts.states import Role
from hardship.desk.selectors import count_each
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.funds.payments.conftest import paid
from tests.funds.payments.test_stood_in import acting_for, substitute  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


@pytest.fixture
def cashier(cast):
    return UserFactory(union=cast.city, role=Role.CASHIER)


def send(batch, by, on=None, way="counter"):
    return services.send_batch(batch_id=batch.pk, way=way, on=on or timezone.localdate(), by=by)


def unsend(batch, by, comment="弄错了批次"):
    return services.take_step(batch_id=batch.pk, action="unsend", by=by, comment=comment)


def test_a_released_list_goes_to_the_bank_and_only_then_the_bank_answers(gift_batch, cast, cashier):
    batch = gift_batch(1, "released")
    places = {duty.label: count for duty, count in count_each(cashier)}
    assert places["已放行，待送银行"] == 1
    with pytest.raises(PaymentRefused, match="还没有登记送银行"):
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cashier)
    batch = send(batch, cashier)
    assert (batch.state, batch.sent_by, batch.sent_way) == (BatchState.SENT, cashier, "counter")
    places = {duty.label: count for duty, count in count_each(cashier)}
    assert (places["待登记银行结果"], places.get("已放行，待送银行", 0)) == (1, 0)
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cashier)
    assert_books_balance()


@pytest.mark.parametrize("days", [-1, 1])
def test_it_went_neither_before_its_release_nor_tomorrow(gift_batch, cashier, days):
    batch = gift_batch(1, "released")
    with pytest.raises(PaymentRefused, match="放行那天和今天之间"):
        send(batch, cashier, timezone.localdate() + timedelta(days=days))
    with pytest.raises(PaymentRefused, match="怎么送的"):
        send(batch, cashier, way="carrier pigeon")


def test_a_batch_that_was_not_released_goes_nowhere(gift_batch, cast, cashier):
    batch = gift_batch(1, "checked")
    for person in (cashier, cast.finance, cast.approver):
        with pytest.raises(Refused):
            send(batch, person)
    other = UserFactory(union=cast.county, role=Role.CASHIER)
    with pytest.raises((Refused, PaymentBatch.DoesNotExist)):
        send(batch, other)


def test_a_mistaken_mark_is_taken_off_by_another_with_the_reason(gift_batch, cast, cashier, substitute):  # noqa: F811
    batch = gift_batch(1, "released")
    send(batch, acting_for(cast.finance, substitute))
    with pytest.raises(Refused, match="请另一位财务或出纳撤回"):
        unsend(batch, cast.finance)
    with pytest.raises(Refused, match="必须填写意见"):
        unsend(batch, cashier, " ")
    batch = unsend(batch, cashier)
    assert (batch.state, batch.sent_on, batch.sent_by, batch.sent_for) == ("released", None, None, None)
    assert (batch.unsent_by, batch.unsent_why) == (cashier, "弄错了批次")
    assert send(batch, cashier).state == "sent"


def test_what_the_bank_answered_went_there(gift_batch, cast, cashier):
    batch = gift_batch(2, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    with pytest.raises(Refused, match="已有银行结果"):
        unsend(batch, cashier)


UNSENT = {
    "state": "released", "sent_on": None, "sent_at": None, "sent_by": None, "sent_way": "", "unsent_why": "x",
}  # fmt: skip


def test_around_python_only_what_was_released_goes_and_says_who(gift_batch, cast):
    rows = PaymentBatch.objects.filter(pk=gift_batch(1, "checked").pk)
    now = timezone.now()
    told = {
        "state": "sent",
        "sent_on": now.date(),
        "sent_at": now,
        "sent_by": cast.finance,
        "sent_way": "online",
    }
    refused("when it was released", lambda: rows.update(**told))
    released = PaymentBatch.objects.filter(pk=gift_batch(1, "released").pk)
    refused("batch_sent_by_somebody", lambda: released.update(state="sent"))
    refused("batch_sent_by_somebody", lambda: released.update(**told | {"sent_way": "x"}))
    refused("without being asked to", lambda: released.update(**told, sent_for=cast.approver))
    lines = Payment.objects.filter(batch__in=released)
    answered = {"state": "paid", "paid_on": now.date()}
    refused("answers what went to it", lambda: lines.update(**answered))


def test_around_python_the_mark_is_taken_off_by_another_before_the_answer(gift_batch, cast, cashier):
    batch = gift_batch(2, "sent")
    rows, now = PaymentBatch.objects.filter(pk=batch.pk), timezone.now()
    for by in (None, cast.finance):
        at = now if by else None
        refused(
            "another person takes off", lambda by=by, at=at: rows.update(**UNSENT, unsent_by=by, unsent_at=at)
        )
    told = {**UNSENT, "unsent_by": cashier, "unsent_at": now}
    refused("another person takes off", lambda: rows.update(**told | {"unsent_why": ""}))
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    refused("another person takes off", lambda: rows.update(**told))


def refused(words, write):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        write()
