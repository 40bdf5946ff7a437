"""制单、复核、放行: three people, one live payment, what was made is what is sent."""

import uuid
from contextlib import nullcontext, suppress

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from funds.ledgers import services as ledger
from funds.ledgers.models import Commitment
from funds.payments import selectors, services
from funds.payments.models import Payment, PaymentBatch
from funds.payments.services import batches
from funds.payments.states import TRANSITIONS, BatchState, PaymentState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UnionFactory, UserFactory
from tests.funds.payments.conftest import application_of, carry
from tests.threads import at_once

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
    assert (
        payments[0].bank_card.reveal()
        == application_of(payments[0].payable).household.head.bank_card.reveal()
    )
    assert str(payments[0].bank_card).startswith("****")
    assert AuditRecord.objects.filter(action="batch.make", target_id=str(batch.pk)).exists()


def test_three_people_carry_a_batch_to_the_bank(cast, batch_of):
    batch = batch_of(2, "sent")
    assert (batch.made_by, batch.checked_by, batch.released_by) == (
        cast.finance,
        cast.city_reviewer,
        cast.approver,
    )
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}
    held = Commitment.objects.filter(payable__payments__batch=batch)
    assert all((row.committed, row.in_transit) == (0, row.amount) for row in held)
    assert_books_balance()


def test_nobody_takes_two_of_the_three_steps(cast, gift_batch):
    both = UserFactory(union=cast.city, roles=[Role.REVIEWER, Role.APPROVER])
    batch = gift_batch(1)
    services.take_step(batch_id=batch.pk, action="check", by=both)
    with pytest.raises(Refused, match="三个人"):
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


def test_a_payable_never_has_two_live_payments(cast, gift_batch):
    batch = gift_batch(1)
    payment = batch.payments.get()
    with pytest.raises(Refused, match="已编入其他批次"):
        services.make_batch(payable_ids=[payment.payable_id], title="", by=cast.finance)
    twin = Payment.objects.get(pk=payment.pk)
    twin.pk, twin.line, twin.uid = None, 2, uuid.uuid4()
    twin.bank_card = NEW_CARD
    with pytest.raises(IntegrityError, match="payment_live_once"), transaction.atomic():
        Payment.objects.bulk_create([twin])


def behind_the_back(statement):
    """Runs a statement with every guard of the database off, so that Python's stands alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.parametrize(("state", "action", "who"), [
    ("made", "check", "city_reviewer"), ("checked", "release", "approver"),
])  # fmt: skip
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_payment SET amount = amount + 1 WHERE line = 1",
        "UPDATE payments_payment SET amount = amount + 3 - 2 * line",  # the sum is the same
        "UPDATE payments_paymentbatch SET total = total - 1",
        "UPDATE payments_paymentbatch SET count = count + 1",
        "DELETE FROM payments_payment WHERE line = 2",
    ],
)
def test_a_batch_that_is_not_the_sum_of_its_lines_goes_no_further(
    cast, gift_batch, statement, state, action, who
):
    batch = gift_batch(2, state)
    behind_the_back(statement)
    with pytest.raises(Refused, match="控制总数不符"):
        services.take_step(batch_id=batch.pk, action=action, by=getattr(cast, who))
    batch.refresh_from_db()
    assert batch.state == state
    assert not Commitment.objects.filter(in_transit__gt=0).exists()


def test_the_database_refuses_a_second_live_payment_when_python_does_not_look(cast, gift, monkeypatch):
    rows = [gift(), gift()]
    carry(rows[:1], cast)
    monkeypatch.setattr(batches, "LIVE_STATES", ())
    monkeypatch.setattr(batches, "refresh_payees", lambda rows: None)
    with pytest.raises(Refused, match="刚被编入另一批次"):
        services.make_batch(payable_ids=[row.pk for row in rows], title="", by=cast.finance)
    assert Payment.objects.count() == 1
    assert PaymentBatch.objects.count() == 1


def test_a_payable_asked_for_twice_is_one_line_and_one_that_is_not_there_refuses_all(cast, gift):
    row = gift()
    for ids in ([], [0], [row.pk, 0]):
        with pytest.raises(Refused, match="请选择要发放的款项"):
            services.make_batch(payable_ids=ids, title="", by=cast.finance)
    assert services.make_batch(payable_ids=[row.pk, row.pk], title=" ", by=cast.finance).count == 1


def test_lines_stand_by_union_and_a_batch_without_a_title_is_called_by_its_number(cast, gift):
    other = UnionFactory(parent=cast.county)
    rows = [gift(union=other), gift(), gift(union=other), gift()]
    batch = services.make_batch(payable_ids=[row.pk for row in rows], title="", by=cast.finance)
    assert batch.title == batch.number
    lines = batch.payments.select_related("union", "payable").order_by("line")
    order = [(line.union.path, line.payable_id) for line in lines]
    assert order == sorted(order)
    assert [line.union for line in lines] == [line.payable.union for line in lines]


@pytest.mark.parametrize("action", ["check", "release", "settle", "cancel"])
def test_another_unions_batch_is_not_moved_even_from_above(cast, gift_batch, action):
    batch = gift_batch(1)
    role = {"check": Role.REVIEWER, "release": Role.APPROVER}.get(action, Role.FINANCE)
    above = UserFactory(union=cast.province, role=role)
    with pytest.raises(Refused, match="只能办理本工会的"):
        services.take_step(batch_id=batch.pk, action=action, by=above, comment="理由")
    stranger = UserFactory(union=cast.elsewhere.city, roles=[Role.REVIEWER])
    with pytest.raises(PaymentBatch.DoesNotExist):
        services.take_step(batch_id=batch.pk, action=action, by=stranger, comment="理由")


def test_each_step_is_stamped_and_on_record(cast, gift_batch):
    batch = gift_batch(1, "sent")
    stamps = [batch.made_at, batch.checked_at, batch.released_at]
    assert stamps == sorted(stamps)
    assert (batch.settled_at, batch.cancelled_at) == (None, None)
    actions = AuditRecord.objects.filter(target_type="payments.paymentbatch").order_by("pk")
    assert list(actions.values_list("action", "by__username")) == [
        ("batch.make", cast.finance.username),
        ("batch.check", cast.city_reviewer.username),
        ("batch.release", cast.approver.username),
        ("batch.send", cast.finance.username),
    ]


class Undo(Exception):
    """Takes one attempt back."""


@pytest.mark.parametrize("state", ["made", "checked", "released", "sent"])
def test_a_batch_does_what_the_table_says_and_nothing_else(cast, gift_batch, state):
    batch = gift_batch(1, state)
    actors = {role: UserFactory(union=cast.city, role=role) for role in Role.values}
    for action in ACTIONS:
        for role, actor in actors.items():
            row = LEGAL.get((action, state, role))
            # Settling waits for the bank's results, sending says when and how.
            legal = row is not None and action not in ("settle", "send")
            with suppress(Undo), transaction.atomic():
                with nullcontext() if legal else pytest.raises(Refused):
                    services.take_step(batch_id=batch.pk, action=action, by=actor, comment="理由")
                batch.refresh_from_db()
                assert batch.state == (row.target if legal else state), (action, role)
                raise Undo


def test_a_cancelled_batch_gives_its_payables_back(cast, gift_batch):
    batch = gift_batch(2)
    with pytest.raises(Refused, match="必须填写"):
        services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance)
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="收款人有误")
    ids = list(batch.payments.values_list("payable_id", flat=True))
    again = services.make_batch(payable_ids=ids, title="", by=cast.finance)
    assert again.count == 2
    assert_books_balance()


def test_only_the_own_unions_finance_makes_batches(cast, gift):
    ids = [gift().pk]
    stranger = UserFactory(union=cast.elsewhere.city, role=Role.FINANCE)
    with pytest.raises(Refused):
        services.make_batch(payable_ids=ids, title="", by=stranger)
    with pytest.raises(Refused, match="财务"):
        services.make_batch(payable_ids=ids, title="", by=cast.approver)
    above = UserFactory(union=cast.province, role=Role.FINANCE)
    with pytest.raises(Refused, match="不由本工会占用"):
        services.make_batch(payable_ids=ids, title="", by=above)


@pytest.mark.django_db(transaction=True)
def test_two_people_batching_the_same_payables_make_one_batch(cast, gift):
    ids = [gift().pk, gift().pk]
    results = at_once(
        lambda n: services.make_batch(payable_ids=ids[:: (-1) ** n], title="", by=cast.finance), range(6)
    )
    assert sorted(type(result).__name__ for result in results) == ["PaymentBatch", *["PaymentRefused"] * 5]
    assert PaymentBatch.objects.get().state == BatchState.MADE
    assert Payment.objects.count() == 2


def test_the_database_alone_refuses_one_person_at_two_steps(cast, gift_batch, monkeypatch):
    both = UserFactory(union=cast.city, roles=[Role.REVIEWER, Role.APPROVER])
    batch = gift_batch(1)
    services.take_step(batch_id=batch.pk, action="check", by=both)
    monkeypatch.setattr(batches, "step_blocker", lambda *_step: "")
    with pytest.raises(IntegrityError, match="batch_three_people"), transaction.atomic():
        services.take_step(batch_id=batch.pk, action="release", by=both)
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_money_that_the_ledger_holds_no_longer_is_not_batched(cast, gift):
    """The commitment was released under a payable that is still open."""
    row = gift()
    ledger.release(
        commitment_id=row.commitment_id,
        by=cast.approver,
        key=uuid.uuid4(),
        on=timezone.localdate(),
        reason="撤回",
    )
    assert selectors.list_choices(user=cast.finance) == []
    with pytest.raises(Refused, match="不由本工会占用"):
        services.make_batch(payable_ids=[row.pk], title="", by=cast.finance)
    assert not PaymentBatch.objects.exists()
