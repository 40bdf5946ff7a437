"""What is owed is paid by the same batches whatever it is owed for: a source that knows nothing of cases."""

from decimal import Decimal

import pytest
from django.urls import reverse

from funds.ledgers.models import Commitment
from funds.payments import selectors, services
from funds.payments.models import SOURCES, Payable, Payee
from funds.payments.services import PaymentRefused
from funds.payments.states import PayableState, PaymentState
from hardship.audit.models import AuditRecord
from hardship.kernel.fields import blind_index
from tests.books import assert_books_balance
from tests.factories import UserFactory, payable_of, take
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import CARD, KIND, NEW_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E2", "E4")]


def make(rows, by):
    return services.make_batch(payable_ids=[row.pk for row in rows], title="", by=by)


def test_a_payable_says_what_is_owed_to_whom(gift, cast):
    row = Payable.objects.get(pk=gift("88.80").pk)
    assert (row.amount, row.state, row.created_by) == (Decimal("88.80"), PayableState.OPEN, cast.approver)
    assert (row.source_kind, row.source_key, row.subject) == (KIND, "1", "household:1")
    assert row.id_number_index == blind_index(row.id_number, "id_number")
    assert row.bank_card_index == blind_index(CARD, "bank_card")
    assert CARD not in f"{row.bank_card} {row.bank_card!r}"
    assert row.link == reverse("payments:detail", args=["1"])
    assert row.city == cast.city  # scoped as everything else
    record = AuditRecord.objects.get(action="payable.create")
    assert record.data == {"amount": "88.80", "source": f"{KIND}:1"}
    assert_books_balance()


def test_a_source_that_no_room_registered_is_not_paid(gift, cast, monkeypatch):
    row = gift()
    monkeypatch.delitem(SOURCES._values, KIND)
    assert row.link == ""
    assert selectors.list_choices(user=cast.finance) == []
    with pytest.raises(PaymentRefused, match="没有登记"):
        make([row], cast.finance)


def test_one_batch_pays_what_different_rooms_owe(gift, owed, cast, gifts):
    application, present = owed(1)[0], gift("200.00")
    batch = carry([present, application], cast, "sent")
    assert batch.total == application.amount + 200
    lines = batch.payments.select_related("payable").order_by("line")
    assert [row.payable.purpose for row in lines] == [application.purpose, "节日慰问"]
    services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cast.finance)
    assert gifts.results == [("failed", "1", cast.finance.username)]
    assert Payable.objects.get(pk=application.pk).state == PayableState.PAID
    assert Payable.objects.get(pk=present.pk).state == PayableState.OPEN
    assert_books_balance()


def test_the_source_is_notified_of_each_result_once(gift, cast, gifts):
    batch = carry([gift(), gift(), gift()], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1), failed(3)], by=cast.finance)
    services.record_results(batch_id=batch.pk, rows=[paid(2)], by=cast.finance)
    name = cast.finance.username
    assert gifts.results == [("paid", "1", name), ("failed", "3", name), ("paid", "2", name)]


def test_what_the_source_refuses_when_it_was_paid_undoes_the_whole_answer(gift, cast, gifts, monkeypatch):
    batch = carry([gift(), gift()], cast, "sent")

    def full(result, payments, by):
        raise PaymentRefused("礼品已满")

    monkeypatch.setattr(gifts, "note", full)
    with pytest.raises(PaymentRefused, match="已满"):
        services.record_results(batch_id=batch.pk, rows=[failed(1), paid(2)], by=cast.finance)
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}
    assert not Commitment.objects.filter(paid__gt=0).exists()
    assert_books_balance()


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [("", "make", "finance"), ("made", "check", "city_reviewer"), ("checked", "release", "approver")],
)
def test_the_source_is_asked_at_every_step_before_the_money_leaves(gift, cast, gifts, state, action, who):
    rows, person = [gift(), gift()], getattr(cast, who)
    batch = carry(rows, cast, state) if state else None

    def step():
        if batch is None:
            return make(rows, person)
        return services.take_step(batch_id=batch.pk, action=action, by=person)

    gifts.blockers["2"], gifts.locked = "收礼人已故", []
    with pytest.raises(PaymentRefused, match=r"收礼人已故：收礼人2。$"):
        step()
    assert gifts.locked == ["1", "2"]
    del gifts.blockers["2"]
    assert step().count == 2


def test_what_is_blocked_or_held_elsewhere_is_not_offered(gift, cast, gifts):
    free, _blocked, in_batch = gift(), gift(), gift()
    gifts.blockers["2"] = "收礼人已故"
    carry([in_batch], cast)
    assert [row.payable for row in selectors.list_choices(user=cast.finance)] == [free]
    assert selectors.list_unpaid(user=cast.finance).count() == 2
    above = UserFactory(union=cast.province, role="finance")
    assert selectors.list_unpaid(user=above).count() == 2
    assert selectors.list_own_unpaid(user=cast.finance).count() == 2
    assert not selectors.list_own_unpaid(user=above).exists(), "it is another union's work"
    assert selectors.list_choices(user=above) == []
    with pytest.raises(PaymentRefused, match=r"不由本工会占用.*收礼人1"):
        make([free], above)


def test_a_batch_takes_the_payee_as_the_source_has_it_on_that_day(gift, cast, gifts):
    row = gift()
    gifts.payees["1"] = Payee("收礼人一", "", "中国农业银行", "城东支行", NEW_CARD)
    shown = selectors.list_choices(user=cast.finance)[0].payee
    assert (shown.name, shown.bank_card) == ("收礼人一", NEW_CARD)
    line = make([row], cast.finance).payments.get()
    assert (line.payee, line.bank_name, line.bank_branch) == ("收礼人一", "中国农业银行", "城东支行")
    assert line.bank_card == NEW_CARD
    row = Payable.objects.get(pk=row.pk)
    assert (row.payee, row.id_number.reveal(), row.id_number_index) == ("收礼人一", "", None)
    assert row.bank_card_index == blind_index(NEW_CARD, "bank_card")


def test_the_payee_of_a_batch_stands_still_while_the_record_changes(gift, cast, gifts):
    batch = carry([gift()], cast)
    gifts.payees["1"] = Payee("别人", "", "别的银行", "", NEW_CARD)
    services.take_step(batch_id=batch.pk, action="check", by=cast.city_reviewer)
    services.take_step(batch_id=batch.pk, action="release", by=cast.approver)
    line = batch.payments.select_related("payable").get()
    assert (line.payee, line.bank_card, line.payable.payee) == ("收礼人1", CARD, "收礼人1")


def test_nobody_is_paid_without_a_card(gift, cast):
    rows = [gift(), gift(bank_card="")]
    with pytest.raises(PaymentRefused, match="收礼人2没有登记银行卡号"):
        make(rows, cast.finance)
    assert Payable.objects.filter(payments__isnull=False).count() == 0


def test_a_void_payable_is_not_paid(gift, cast):
    rows = [gift(), gift()]
    (void,) = services.void_payables(source=rows[1].source, by=cast.approver)
    assert (void.state, void.voided_by) == (PayableState.VOID, cast.approver)
    assert AuditRecord.objects.filter(action="payable.void", target_id=str(void.pk)).count() == 1
    with pytest.raises(PaymentRefused, match="已取消或已发放：收礼人2"):
        make(rows, cast.finance)
    assert services.void_payables(source=rows[1].source, by=cast.approver) == []


@pytest.mark.parametrize(("state", "action", "who"), [
    ("made", "check", "city_reviewer"), ("checked", "release", "approver"),
])  # fmt: skip
def test_a_batch_with_a_void_payable_cannot_go_on(gift, cast, state, action, who):
    rows = [gift(), gift()]
    batch = carry(rows, cast, state)
    services.void_payables(source=rows[0].source, by=cast.approver)
    with pytest.raises(PaymentRefused, match="已取消或已发放：收礼人1"):
        services.take_step(batch_id=batch.pk, action=action, by=getattr(cast, who))
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="已取消")
    assert make(rows[1:], cast.finance).count == 1


def test_what_is_at_the_bank_is_not_voided(gift, cast):
    rows = [gift(), gift()]
    batch = carry(rows, cast, "sent")
    with pytest.raises(PaymentRefused, match="已经送银行"):
        services.void_payables(source=rows[0].source, by=cast.approver)
    services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cast.finance)
    assert services.void_payables(source=rows[0].source, by=cast.approver) == []  # paid: nothing is open
    assert [row.pk for row in services.void_payables(source=rows[1].source, by=cast.approver)] == [rows[1].pk]


@pytest.mark.requirement("C4")
def test_an_approved_application_is_owed_its_amount_and_a_revoked_one_nothing(approved, cast):
    application = approved(1)[0]
    row = payable_of(application)
    head = application.household.head
    assert (row.amount, row.number, row.purpose) == (
        application.amount, application.number, application.programme.name,
    )  # fmt: skip
    assert (row.payee, row.id_number, row.bank_card) == (head.name, head.id_number, head.bank_card)
    assert (row.category, row.union) == (application.get_category_display(), application.union)
    assert row.link == reverse("applications:detail", args=[application.pk])
    take(application, "revoke", by=cast.approver, comment="重复帮扶")
    assert payable_of(application).state == PayableState.VOID
    assert_books_balance()
