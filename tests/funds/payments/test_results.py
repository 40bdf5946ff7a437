"""What the bank said: settled, failed, corrected, sent again; never half of a file."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from funds.ledgers.models import Commitment
from funds.payments import services
from funds.payments.models import PaymentBatch
from funds.payments.rules import BankRow, Sent, match
from funds.payments.services import PaymentRefused
from funds.payments.states import BatchState, PaymentState, Result
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.funds.payments.conftest import failed, paid

NEW_CARD = "6228480402564890018"


def held(payment):
    return Commitment.objects.get(payable=payment.payable_id)


@pytest.mark.django_db
@pytest.mark.requirement("E4")
def test_paid_lines_are_an_expense_and_failed_ones_are_held_again(cast, gift_batch):
    batch = gift_batch(3, "sent")
    batch = services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2), paid(3)], by=cast.finance)
    states = list(batch.payments.order_by("line").values_list("state", flat=True))
    assert states == [PaymentState.PAID, PaymentState.FAILED, PaymentState.PAID]
    assert batch.state == BatchState.SETTLED
    assert batch.settled_by == AuditRecord.objects.about(batch).get(action="batch.settle").by == cast.finance
    one, two = batch.payments.order_by("line")[:2]
    assert held(one).paid == one.amount
    assert held(two).committed == two.amount
    assert_books_balance()


@pytest.mark.django_db
def test_lines_without_an_answer_wait_on(cast, gift_batch):
    batch = gift_batch(2, "sent")
    batch = services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert batch.state == BatchState.SENT
    with pytest.raises(Refused, match="还有 1 笔"):
        services.take_step(batch_id=batch.pk, action="settle", by=cast.finance)


@pytest.mark.django_db
def test_one_wrong_row_and_nothing_is_recorded(cast, gift_batch):
    batch = gift_batch(2, "sent")
    with pytest.raises(Refused) as refused:
        services.record_results(batch_id=batch.pk, rows=[paid(1), paid(9)], by=cast.finance)
    assert refused.value.problems[0][0] == 14
    assert "不在本批次" in refused.value.problems[0][1]
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}


@pytest.mark.django_db
def test_results_are_recorded_by_the_finance_of_the_paying_union(cast, gift_batch):
    batch = gift_batch(1, "sent")
    above = UserFactory(union=cast.province, role=Role.FINANCE)
    for person in (cast.approver, cast.city_reviewer, above):
        with pytest.raises(Refused, match="只有本工会的财务人员"):
            services.record_results(batch_id=batch.pk, rows=[paid(1)], by=person)
    stranger = UserFactory(union=cast.elsewhere.city, role=Role.FINANCE)
    with pytest.raises(PaymentBatch.DoesNotExist):
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=stranger)
    assert batch.payments.get().state == PaymentState.SENT


@pytest.mark.django_db
def test_a_cashier_enters_what_the_bank_answers_and_keeps_no_books(cast, gift, gift_batch, as_user):
    cashier, batch = UserFactory(union=cast.city, role=Role.CASHIER), gift_batch(2, "sent")
    client = as_user(cashier)
    assert "登记结果" in client.get(reverse("payments:detail", args=[batch.pk])).content.decode()
    assert client.get(reverse("payments:bank_list", args=[batch.pk])).status_code == 200
    services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cashier)
    for name, args in (
        ("payments:new", []),
        ("ledgers:lines", []),
        ("payments:account", [batch.payments.get(line=2).pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
    with pytest.raises(Refused, match="只有财务人员"):
        services.make_batch(payable_ids=[gift().pk], title="", by=cashier)
    with pytest.raises(Refused, match="财务人员可以更正账号"):
        services.correct_account(
            payment_id=batch.payments.get(line=2).pk, bank_name="工商银行", bank_card="6222021001116245702",
            by=cashier,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["made", "checked"])
def test_a_batch_that_the_bank_has_not_seen_has_no_results(cast, gift_batch, state):
    batch = gift_batch(1, state)
    with pytest.raises(Refused, match="不能登记银行结果"):
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)


@pytest.mark.django_db
def test_a_line_that_has_its_result_takes_no_other(cast, gift_batch):
    batch = gift_batch(2, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    for row in (paid(1), failed(1)):
        with pytest.raises(Refused) as refused:
            services.record_results(batch_id=batch.pk, rows=[row], by=cast.finance)
        assert "已经登记过结果" in refused.value.problems[0][1]
    assert held(batch.payments.get(line=1)).paid == 100


@pytest.mark.django_db
def test_a_failed_line_is_corrected_and_sent_again(cast, gift_batch):
    batch = gift_batch(1, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
    payment = batch.payments.get()
    with pytest.raises(Refused):
        services.correct_account(payment_id=payment.pk, bank_name="x", bank_card=NEW_CARD, by=cast.approver)
    services.correct_account(
        payment_id=payment.pk, bank_name="中国农业银行", bank_card=NEW_CARD, by=cast.finance
    )
    again = services.make_batch(payable_ids=[payment.payable_id], title="", by=cast.finance)
    assert again.payments.get().bank_card.reveal() == NEW_CARD
    with pytest.raises(Refused, match="重新编入"):
        services.correct_account(payment_id=payment.pk, bank_name="x", bank_card=NEW_CARD, by=cast.finance)
    services.take_step(batch_id=again.pk, action="check", by=cast.city_reviewer)
    services.take_step(batch_id=again.pk, action="release", by=cast.approver)
    with pytest.raises(PaymentRefused, match="还没有登记送银行"):
        services.record_results(batch_id=again.pk, rows=[paid(1)], by=cast.finance)
    services.send_batch(batch_id=again.pk, way="counter", on=timezone.localdate(), by=cast.finance)
    services.record_results(batch_id=again.pk, rows=[paid(1)], by=cast.finance)
    assert held(payment).paid == payment.amount
    assert_books_balance()


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 1])
def test_money_arrives_neither_before_it_left_nor_tomorrow(cast, gift_batch, days):
    batch, day = gift_batch(1, "sent"), timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        services.record_results(batch_id=batch.pk, rows=[paid(1, paid_on=day)], by=cast.finance)
    assert "入账日期" in refused.value.problems[0][1]


SENT = {1: Sent(1, "0018", Decimal("100.00")), 2: Sent(2, "4242", Decimal("250.50"))}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (BankRow(9, None, Result.PAID), "序号"),
        (BankRow(9, 3, Result.PAID), "不在本批次"),
        (BankRow(9, 7, Result.PAID), "已经登记"),
        (BankRow(9, 1, Result.PAID, amount=Decimal("100.01")), "不符"),
        (BankRow(9, 1, Result.PAID, amount=Decimal("99.99")), "不符"),
        (BankRow(9, 1, Result.PAID, card_tail="0019"), "后四位"),
        (BankRow(9, 1, "unknown"), "成功"),
        (BankRow(9, 1, Result.FAILED), "原因"),
        (BankRow(9, 1, Result.FAILED, failure=" "), "原因"),
    ],
)
def test_each_wrong_row_is_named(row, word):
    matched = match(SENT, [7], [row])
    assert matched.rows == {}
    assert matched.problems[0][0] == 9
    assert word in matched.problems[0][1]


def test_a_line_that_comes_twice_is_a_problem():
    matched = match(SENT, [], [BankRow(5, 1, Result.PAID), BankRow(6, 1, Result.PAID)])
    assert [row for row, _why in matched.problems] == [6]


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([*Result.values, "x"])), max_size=12))
def test_every_row_is_either_taken_or_named(rows):
    given_rows = [
        BankRow(place, line, result, failure="户名不符") for place, (line, result) in enumerate(rows, 1)
    ]
    matched = match(SENT, [], given_rows)
    assert len(matched.rows) + len(matched.problems) == len(rows)
    assert set(matched.rows) <= set(SENT)
