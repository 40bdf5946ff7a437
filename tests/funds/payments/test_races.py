"""Several people at once: beside each lock of the payments stands a test with real threads."""

import uuid
from collections import Counter

import pytest
from django.db import transaction

from funds.ledgers.models import Commitment, Journal
from funds.payments import services
from funds.payments.models import Payable, Payment, PaymentBatch
from funds.payments.states import BatchState, PaymentState
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import CARD, NEW_CARD
from tests.threads import at_once, impatient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("E2", "E4")]
PEOPLE = 6


def outcomes(results):
    return Counter(type(result).__name__ for result in results)


def test_overlapping_batches_made_at_once_take_each_payable_once(gift, cast):
    ids = [gift().pk for _n in range(4)]
    choices = [ids, ids[::-1], ids[:2], ids[1:3], ids[2:], ids[3:] + ids[:1]]
    results = at_once(
        lambda chosen: services.make_batch(payable_ids=chosen, title="", by=cast.finance), choices
    )
    assert set(outcomes(results)) <= {"PaymentBatch", "PaymentRefused"}
    lines = list(Payment.objects.values_list("payable_id", flat=True))
    assert len(lines) == len(set(lines)) >= 2
    for batch in PaymentBatch.objects.all():
        assert batch.payments.count() == batch.count
    numbers = sorted(PaymentBatch.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))  # a refused batch leaves no gap
    assert_books_balance()


def test_one_of_several_approvers_releases_a_batch(gift, cast):
    batch = carry([gift(), gift()], cast, "checked")
    people = [UserFactory(union=cast.city, role=Role.APPROVER) for _n in range(PEOPLE)]
    results = at_once(
        lambda person: services.take_step(batch_id=batch.pk, action="release", by=person), people
    )
    assert Counter(isinstance(result, PaymentBatch) for result in results) == {True: 1, False: PEOPLE - 1}
    assert Journal.objects.filter(event="send").count() == 1
    assert_books_balance()


def test_a_batch_is_released_or_cancelled_and_never_both(gift, cast):
    rows = [gift(), gift()]
    batch = carry(rows, cast, "checked")
    work = [(cast.approver, "release"), (cast.finance, "cancel")] * 3
    at_once(lambda one: services.take_step(batch_id=batch.pk, action=one[1], by=one[0], comment="x"), work)
    batch.refresh_from_db()
    states = set(batch.payments.values_list("state", flat=True))
    held = Commitment.objects.filter(in_transit__gt=0).count()
    assert (batch.state, states, held) in [
        (BatchState.RELEASED, {PaymentState.SENT}, 2),
        (BatchState.CANCELLED, {PaymentState.CANCELLED}, 0),
    ]
    assert_books_balance()


@pytest.mark.parametrize("round_", range(3))
def test_what_is_voided_while_its_batch_is_released_either_left_or_stopped_it(gift, cast, round_):
    rows = [gift(), gift()]
    batch = carry(rows, cast, "checked")
    work = [
        lambda: services.take_step(batch_id=batch.pk, action="release", by=cast.approver),
        lambda: services.void_payables(source=rows[1].source, by=cast.approver),
    ]
    results = at_once(lambda do: do(), work[:: (-1) ** round_])
    assert sum(isinstance(result, Refused) for result in results) == 1
    void = Payable.objects.get(pk=rows[1].pk).state == "void"
    assert batch.payments.filter(state=PaymentState.SENT).count() == (0 if void else 2)


def test_the_same_answer_of_the_bank_at_once_counts_once(gift, cast, gifts):
    batch = carry([gift(), gift()], cast, "sent")
    answer = [paid(1), failed(2)]
    results = at_once(
        lambda _n: services.record_results(batch_id=batch.pk, rows=answer, by=cast.finance), range(PEOPLE)
    )
    assert outcomes(results)["PaymentBatch"] == 1
    assert sorted(result for result, _key, _by in gifts.results) == ["failed", "paid"]
    assert Journal.objects.filter(event__in=["settle", "fail"]).count() == 2
    assert_books_balance()


def test_two_halves_of_an_answer_at_once_are_both_recorded(gift, cast):
    batch = carry([gift() for _n in range(6)], cast, "sent")
    halves = [[paid(1), failed(3), paid(5)], [failed(2), paid(4), paid(6)]]
    results = at_once(
        lambda rows: services.record_results(batch_id=batch.pk, rows=rows, by=cast.finance), halves
    )
    assert outcomes(results) == {"PaymentBatch": 2}
    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED
    assert Payable.objects.filter(state="paid").count() == 4
    assert_books_balance()


def test_a_correction_is_in_the_next_batch_or_is_refused(gift, cast):
    row = gift()
    batch = carry([row], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
    payment = batch.payments.get()
    work = [
        lambda: services.make_batch(payable_ids=[row.pk], title="", by=cast.finance),
        lambda: services.correct_account(
            payment_id=payment.pk, bank_name="中国农业银行", bank_card=NEW_CARD, by=cast.finance
        ),
    ]
    made, corrected = at_once(lambda do: do(), work)
    expected = CARD if isinstance(corrected, Refused) else NEW_CARD
    assert made.payments.get().bank_card == expected


def test_batches_with_the_same_sources_do_not_wait_in_a_circle(gift, cast):
    """Release of one batch, answers to another, cancelling a third: all end, and the books agree."""
    sent = [carry([gift(), gift()], cast, "sent") for _n in range(3)]
    checked = [carry([gift(), gift()], cast, "checked") for _n in range(3)]
    work = [
        *(
            lambda batch=batch: services.record_results(
                batch_id=batch.pk, rows=[failed(1), paid(2)], by=cast.finance
            )
            for batch in sent
        ),
        *(
            lambda batch=batch: services.take_step(batch_id=batch.pk, action="release", by=cast.approver)
            for batch in checked
        ),
    ]
    results = at_once(lambda do: do(), work[::2] + work[1::2])
    assert outcomes(results) == {"PaymentBatch": 6}
    assert Payment.objects.filter(state=PaymentState.SENT).count() == 6
    assert_books_balance()


def test_a_correction_waits_for_the_batch_that_is_being_made(gift, cast):
    """Without the lock on the payable it would be written beside a line that goes to the old account."""
    row = gift()
    batch = carry([row], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
    payment = batch.payments.get()

    def correct():
        return services.correct_account(
            payment_id=payment.pk, bank_name="中国农业银行", bank_card=NEW_CARD, by=cast.finance
        )

    with transaction.atomic():
        services.make_batch(payable_ids=[row.pk], title="", by=cast.finance)
        assert impatient(correct) == "waits"
    assert "已重新编入" in str(impatient(correct))


def test_a_line_waits_for_whoever_voids_its_payable(gift, cast):
    """Python's own lock is out of the way: the statement of the line alone waits in the database."""
    row = gift()
    carry([gift()], cast)
    line = Payment.objects.get()
    line.pk, line.uid, line.line, line.payable = None, uuid.uuid4(), 2, row
    line.bank_card = CARD
    with transaction.atomic():
        services.void_payables(source=row.source, by=cast.approver)
        assert impatient(lambda: Payment.objects.bulk_create([line])) == "waits"
