"""制单、复核、放行: three people, one live payment, what was made is what is sent."""

import threading
import uuid
from contextlib import nullcontext, suppress

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from funds.ledgers.models import Commitment
from funds.payments import services
from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules import commitment_source
from funds.payments.services import PaymentRefused
from funds.payments.states import TRANSITIONS, BatchState, PaymentState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E2", "E4")]
LEGAL = {(row.action, state, row.role): row for row in TRANSITIONS for state in row.source}
NEW_CARD = "6228480402564890018"
ACTIONS = sorted({row.action for row in TRANSITIONS})


def test_a_batch_freezes_payee_account_and_amount(cast, batch_of):
    batch = batch_of(3)
    payments = list(batch.payments.order_by("line"))
    assert [payment.line for payment in payments] == [1, 2, 3]
    assert batch.total == sum(payment.amount for payment in payments)
    assert batch.number.endswith("-001")
    assert payments[0].bank_card.reveal() == payments[0].application.household.head.bank_card.reveal()
    assert str(payments[0].bank_card).startswith("****")
    assert AuditRecord.objects.filter(action="batch.make", target_id=str(batch.pk)).exists()


def test_three_people_carry_a_batch_to_the_bank(cast, batch_of):
    batch = batch_of(2, "released")
    assert (batch.made_by, batch.checked_by, batch.released_by) == (
        cast.finance,
        cast.city_reviewer,
        cast.approver,
    )
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}
    sources = [commitment_source(payment.application_id) for payment in batch.payments.all()]
    held = Commitment.objects.filter(source__in=sources)
    assert all((row.committed, row.in_transit) == (0, row.amount) for row in held)
    assert_books_balance()


def test_nobody_takes_two_of_the_three_steps(cast, batch_of):
    both = UserFactory(union=cast.city, roles=[Role.REVIEWER, Role.APPROVER])
    batch = batch_of(1)
    services.take_step(batch_id=batch.pk, action="check", by=both)
    with pytest.raises(PaymentRefused, match="三个人"):
        services.take_step(batch_id=batch.pk, action="release", by=both)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE payments_paymentbatch SET checked_by_id = made_by_id", "batch_three_people"),
        ("UPDATE payments_paymentbatch SET released_by_id = checked_by_id", "batch_three_people"),
        (
            "UPDATE payments_paymentbatch SET checked_by_id = NULL, released_by_id = {other}",
            "batch_released_after_check",
        ),
        ("UPDATE payments_paymentbatch SET total = total + 1", "frozen"),
        ("UPDATE payments_payment SET amount = amount + 1", "frozen"),
        ("UPDATE payments_payment SET payee = 'x'", "frozen"),
        ("DELETE FROM payments_payment", "frozen"),
        ("DELETE FROM payments_paymentbatch", "frozen"),
        ("UPDATE payments_payment SET state = 'failed'", "payment_failed_has_reason"),
        ("UPDATE payments_payment SET state = 'paid'", "payment_paid_has_date"),
    ],
)
def test_the_database_refuses_what_python_would(cast, batch_of, statement, name):
    batch_of(1, "checked")
    sql = statement.format(other=cast.auditor.pk)
    with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_application_never_has_two_live_payments(cast, batch_of):
    batch = batch_of(1)
    payment = batch.payments.get()
    with pytest.raises(PaymentRefused, match="已编入其他批次"):
        services.make_batch(application_ids=[payment.application_id], title="", by=cast.finance)
    twin = Payment.objects.get(pk=payment.pk)
    twin.pk, twin.line, twin.uid = None, 2, uuid.uuid4()
    twin.bank_card = NEW_CARD
    with pytest.raises(IntegrityError, match="payment_live_once"), transaction.atomic():
        Payment.objects.bulk_create([twin])


class Undo(Exception):
    """Takes one attempt back."""


@pytest.mark.parametrize("state", ["made", "checked", "released"])
def test_a_batch_does_what_the_table_says_and_nothing_else(cast, batch_of, state):
    batch = batch_of(1, state)
    actors = {role: UserFactory(union=cast.city, role=role) for role in Role.values}
    for action in ACTIONS:
        for role, actor in actors.items():
            row = LEGAL.get((action, state, role))
            legal = row is not None and action != "settle"  # settling waits for the bank's results
            with suppress(Undo), transaction.atomic():
                with nullcontext() if legal else pytest.raises(Refused):
                    services.take_step(batch_id=batch.pk, action=action, by=actor, comment="理由")
                batch.refresh_from_db()
                assert batch.state == (row.target if legal else state), (action, role)
                raise Undo


def test_a_cancelled_batch_gives_its_applications_back(cast, batch_of):
    batch = batch_of(2)
    with pytest.raises(PaymentRefused, match="必须填写"):
        services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance)
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="收款人有误")
    ids = list(batch.payments.values_list("application_id", flat=True))
    again = services.make_batch(application_ids=ids, title="", by=cast.finance)
    assert again.count == 2
    assert_books_balance()


def test_only_the_own_unions_finance_makes_batches(cast, approved):
    ids = [row.pk for row in approved(1)]
    stranger = UserFactory(union=cast.elsewhere.city, role=Role.FINANCE)
    with pytest.raises(PaymentRefused):
        services.make_batch(application_ids=ids, title="", by=stranger)
    with pytest.raises(PaymentRefused, match="财务"):
        services.make_batch(application_ids=ids, title="", by=cast.approver)
    above = UserFactory(union=cast.province, role=Role.FINANCE)
    with pytest.raises(PaymentRefused, match="不由本工会占用"):
        services.make_batch(application_ids=ids, title="", by=above)


@pytest.mark.django_db(transaction=True)
def test_two_people_batching_the_same_applications_make_one_batch(cast, approved):
    ids = [row.pk for row in approved(2)]
    outcomes = []
    barrier = threading.Barrier(6)

    def work():
        try:
            barrier.wait()
            services.make_batch(application_ids=ids, title="", by=cast.finance)
            outcomes.append("made")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", *["refused"] * 5]
    assert PaymentBatch.objects.get().state == BatchState.MADE
    assert Payment.objects.count() == 2
