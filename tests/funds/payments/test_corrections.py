"""退回重发: a failed payment is tried again, a line for each attempt, at the account corrected last."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funds.payments import selectors, services
from funds.payments.models import Payable, Payee, Payment
from funds.payments.services import PaymentRefused
from funds.payments.states import PayableState, PaymentState
from hardship.audit.models import AuditRecord
from hardship.kernel.documents import DocumentError
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import CARD, NEW_CARD, THIRD_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


@pytest.fixture
def refused(cast):
    """`refused(payable)`: the line of one more attempt, which the bank refuses."""

    def attempt(payable):
        batch = carry([payable], cast, "sent")
        services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
        return batch.payments.get()

    return attempt


def correct(payment, card, by, bank_name="中国农业银行"):
    return services.correct_account(payment_id=payment.pk, bank_name=bank_name, bank_card=card, by=by)


def next_account(payable, cast):
    """Where the next batch would pay, as the page says and as the batch does; the batch is cancelled."""
    shown = selectors.list_choices(user=cast.finance)[0]
    batch = carry([payable], cast)
    card = batch.payments.get().bank_card.reveal()
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="试制")
    assert card == (shown.correction.corrected_bank_card if shown.correction else shown.payee.bank_card)
    return card


def test_the_account_corrected_last_is_paid_whichever_attempt_it_stands_at(gift, cast, refused):
    row = gift()
    first = refused(row)
    assert next_account(row, cast) == CARD
    correct(first, NEW_CARD, cast.finance)
    second = refused(row)
    assert second.bank_card == NEW_CARD
    assert next_account(row, cast) == NEW_CARD  # the second is not corrected yet
    correct(second, THIRD_CARD, cast.finance)
    assert next_account(row, cast) == THIRD_CARD
    correct(first, CARD, cast.finance)
    assert next_account(row, cast) == CARD  # the first was corrected again, and that was last
    Payment.objects.filter(pk=first.pk).update(corrected_at=timezone.now() - timedelta(days=1))
    assert next_account(row, cast) == THIRD_CARD


def test_an_account_put_right_in_the_file_is_paid_without_a_correction(gift, cast, gifts, refused):
    row = gift()
    refused(row)
    gifts.payees["1"] = Payee("收礼人1", "", "中国农业银行", "", NEW_CARD)
    assert next_account(row, cast) == NEW_CARD


def test_the_attempts_stay_as_they_were_sent(gift, cast, refused):
    row = gift()
    first = refused(row)
    correct(first, NEW_CARD, cast.finance)
    batch = carry([row], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    attempts = row.payments.order_by("pk")
    assert [(line.state, line.bank_card.reveal()) for line in attempts] == [
        (PaymentState.FAILED, CARD), (PaymentState.PAID, NEW_CARD),
    ]  # fmt: skip
    assert Payable.objects.get(pk=row.pk).state == PayableState.PAID
    assert selectors.list_choices(user=cast.finance) == []
    assert_books_balance()


def test_a_correction_is_the_finance_of_the_paying_unions(gift, cast, refused):
    payment = refused(gift())
    others = [
        cast.approver, cast.city_reviewer, UserFactory(union=cast.province, role="finance"),
    ]  # fmt: skip
    for person in others:
        with pytest.raises(PaymentRefused, match="财务人员可以更正"):
            correct(payment, NEW_CARD, person)
    with pytest.raises(Payment.DoesNotExist):
        correct(payment, NEW_CARD, UserFactory(union=cast.elsewhere.city, role="finance"))
    with pytest.raises(DocumentError):
        correct(payment, "1234", cast.finance)
    payment.refresh_from_db()
    assert (payment.corrected_at, payment.corrected_by) == (None, None)
    payment = correct(payment, NEW_CARD, cast.finance)
    assert payment.corrected_by == cast.finance
    record = AuditRecord.objects.get(action="payment.correct_account")
    assert NEW_CARD not in str(record.data)


@pytest.mark.parametrize("state", ["made", "checked", "released"])
def test_only_what_failed_and_waits_is_corrected(gift, cast, refused, state):
    batch = carry([gift()], cast, state)
    with pytest.raises(PaymentRefused, match="只有发放失败、退汇的"):
        correct(batch.payments.get(), NEW_CARD, cast.finance)
    row = gift()
    first = refused(row)
    carry([row], cast, state)
    with pytest.raises(PaymentRefused, match="已重新编入"):
        correct(first, NEW_CARD, cast.finance)


def test_the_choice_shows_why_the_last_attempt_failed(gift, cast, refused):
    row = gift()
    refused(row)
    second = refused(row)
    choice = selectors.list_choices(user=cast.finance)[0]
    assert (choice.last_failed, choice.correction) == (second, None)
