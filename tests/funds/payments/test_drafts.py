"""A batch while it is a draft, how it is locked, taken back and closed; money that came back later (退汇)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from funds.ledgers.models import Commitment
from funds.payments import selectors, services
from funds.payments.models import DroppedLine, Payable, Payment
from funds.payments.services import PaymentRefused
from funds.payments.states import BatchState, PayableState, PaymentState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import NEW_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


@pytest.fixture
def draft(gift, cast):
    """A draft of three gifts of 100 yuan."""
    ids = [gift().pk for _n in range(3)]
    return services.make_batch(payable_ids=ids, title="草稿", by=cast.finance, is_draft=True)


@pytest.fixture
def ended(gift_batch, cast):
    """A batch of two that both arrived."""
    batch = gift_batch(2, "sent")
    return services.record_results(batch_id=batch.pk, rows=[paid(1), paid(2)], by=cast.finance)


def step(batch, action, by, comment="看错了"):
    return services.take_step(batch_id=batch.pk, action=action, by=by, comment=comment)


def drop(batch, line, by, reason="本人要求缓发"):
    payment = batch.payments.get(line=line)
    return services.drop_line(payment_id=payment.pk, reason=reason, by=by)


def test_a_line_leaves_a_draft_with_its_reason_and_waits_again(draft, cast):
    payable = draft.payments.get(line=2).payable
    dropped = drop(draft, 2, cast.finance)
    draft.refresh_from_db()
    assert (draft.count, draft.total) == (2, Decimal(200))
    assert (dropped.reason, dropped.by, dropped.payee) == ("本人要求缓发", cast.finance, payable.payee)
    assert [row.payable for row in selectors.list_choices(user=cast.finance)] == [payable]
    assert AuditRecord.objects.get(action="batch.drop_line").data["line"] == 2
    assert_books_balance()


def test_another_one_comes_in_under_a_number_of_its_own(draft, cast, gift):
    drop(draft, 3, cast.finance)
    services.add_lines(batch_id=draft.pk, payable_ids=[gift("88.80").pk], by=cast.finance)
    draft.refresh_from_db()
    assert (draft.count, draft.total) == (3, Decimal("288.80"))
    assert list(draft.payments.order_by("line").values_list("line", flat=True)) == [1, 2, 4]


def test_what_was_dropped_may_come_in_again(draft, cast):
    payable = draft.payments.get(line=1).payable
    drop(draft, 1, cast.finance)
    services.add_lines(batch_id=draft.pk, payable_ids=[payable.pk], by=cast.finance)
    assert draft.payments.filter(payable=payable).count() == 1


def test_the_last_line_is_not_dropped_and_no_line_without_a_reason(draft, cast):
    with pytest.raises(PaymentRefused, match="为什么移出"):
        drop(draft, 1, cast.finance, reason=" ")
    drop(draft, 1, cast.finance)
    drop(draft, 2, cast.finance)
    with pytest.raises(PaymentRefused, match="只剩这一笔"):
        drop(draft, 3, cast.finance)


def test_a_draft_is_its_makers_until_it_is_locked(draft, cast):
    other = UserFactory(union=cast.city, role=Role.FINANCE)
    for refused in (lambda: drop(draft, 1, other), lambda: step(draft, "lock", other)):
        with pytest.raises(Refused, match="制单人"):
            refused()
    with pytest.raises(Refused):
        step(draft, "check", cast.city_reviewer)
    assert step(draft, "lock", cast.finance).state == BatchState.MADE
    with pytest.raises(PaymentRefused, match="已锁定"):
        drop(draft, 1, cast.finance)


@pytest.mark.parametrize(("state", "who"), [
    ("made", "finance"), ("made", "city_reviewer"), ("checked", "finance"), ("checked", "approver"),
])  # fmt: skip
def test_a_batch_is_taken_back_and_checked_again(gift_batch, cast, state, who):
    batch = step(gift_batch(2, state), "reopen", getattr(cast, who))
    assert (batch.state, batch.checked_by, batch.checked_at) == (BatchState.DRAFT, None, None)
    drop(batch, 1, cast.finance)
    step(batch, "lock", cast.finance)
    step(batch, "check", cast.city_reviewer)
    batch = step(batch, "release", cast.approver)
    assert (batch.state, batch.count) == (BatchState.RELEASED, 1)
    assert_books_balance()


def test_a_batch_at_the_bank_is_not_taken_back(gift_batch, cast):
    batch = gift_batch(1, "sent")
    with pytest.raises(Refused):
        step(batch, "reopen", cast.finance)


def refusal_of(*statements):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as refusal:
        return str(refusal)
    return ""


DROPPED = """INSERT INTO payments_droppedline (batch_id, line, payable_id, payee, amount, reason, at)
    SELECT batch_id, line, payable_id, payee, amount, 'x', now() FROM payments_payment WHERE line = 1"""
LEAVES = "DELETE FROM payments_payment WHERE line = 1"
LESS = "UPDATE payments_paymentbatch SET count = 2, total = 200"


def test_the_database_lets_a_line_go_as_a_whole_or_not_at_all(draft, cast):
    assert "frozen" in refusal_of(LEAVES, LESS), "nothing says why"
    assert "do not add up" in refusal_of(DROPPED, LEAVES), "the totals stay"
    assert "do not add up" in refusal_of(LESS), "the line stays"
    assert "dropped_line_has_reason" in refusal_of(DROPPED.replace("'x'", "''"))
    step(draft, "lock", cast.finance)
    assert "line is frozen" in refusal_of(DROPPED, LEAVES, LESS), "it is locked"
    assert "frozen" in refusal_of(LESS)
    assert "batch_draft_unchecked" in refusal_of(
        f"UPDATE payments_paymentbatch SET state = 'draft', checked_by_id = {cast.city_reviewer.pk}"
    )
    assert refusal_of("UPDATE payments_paymentbatch SET state = 'draft'", DROPPED, LEAVES, LESS) == ""
    assert DroppedLine.objects.count() == 1


def test_a_batch_is_closed_when_it_agrees_with_the_books(ended, cast):
    assert ended.state == BatchState.SETTLED
    batch = step(ended, "close", cast.finance)
    assert (batch.state, batch.closed_by) == (BatchState.CLOSED, cast.finance)
    assert "batch_closed_by_somebody" in refusal_of("UPDATE payments_paymentbatch SET closed_by_id = NULL")


def test_a_batch_that_differs_from_the_books_is_not_closed(ended, cast):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledgers_commitment SET paid = paid - 1")
        cursor.execute("SET session_replication_role = DEFAULT")
    with pytest.raises(PaymentRefused, match="2 笔与台账不符"):
        step(ended, "close", cast.finance)


def bounce(batch, by, on=None, reason="账户已销户"):
    payment = batch.payments.get(line=1)
    return services.bounce(payment_id=payment.pk, on=on or timezone.localdate(), reason=reason, by=by)


@pytest.mark.parametrize("closes", [False, True])
def test_money_that_comes_back_later_is_paid_again_once(ended, cast, closes, gifts):
    if closes:
        step(ended, "close", cast.finance)
    payment = bounce(ended, cast.finance)
    payable = Payable.objects.get(pk=payment.payable_id)
    held = Commitment.objects.get(payable=payable)
    assert (payment.state, payable.state) == (PaymentState.BOUNCED, PayableState.OPEN)
    assert (held.committed, held.paid) == (payable.amount, 0)
    assert ("failed", payable.source_key, cast.finance.username) in gifts.results
    assert selectors.paid_to(payable.subject).count() == 0, "it is no aid any more"
    assert_books_balance()
    services.correct_account(payment_id=payment.pk, bank_name="农行", bank_card=NEW_CARD, by=cast.finance)
    again = carry([payable], cast, "sent")
    assert again.payments.get().bank_card == NEW_CARD
    with pytest.raises(PaymentRefused):
        bounce(ended, cast.finance)
    services.record_results(batch_id=again.pk, rows=[paid(1)], by=cast.finance)
    assert Payable.objects.get(pk=payable.pk).state == PayableState.PAID
    assert_books_balance()


def test_what_did_not_arrive_or_was_not_there_yet_does_not_come_back(ended, gift_batch, cast):
    tomorrow, before = (timezone.localdate() + timedelta(days=days) for days in (1, -1))
    for day in (tomorrow, before):
        with pytest.raises(PaymentRefused, match="退汇日期"):
            bounce(ended, cast.finance, on=day)
    with pytest.raises(PaymentRefused, match="退汇原因"):
        bounce(ended, cast.finance, reason=" ")
    sent = gift_batch(1, "sent")
    with pytest.raises(PaymentRefused, match="只有已到账"):
        bounce(sent, cast.finance)
    with pytest.raises(PaymentRefused, match="只有本工会"):
        bounce(ended, cast.city_reviewer)


def test_the_database_keeps_what_came_back(ended, cast):
    line = Payment.objects.get(line=1)
    assert "payment_bounced_by_somebody" in refusal_of(
        f"UPDATE payments_payment SET state = 'bounced', failure = 'x' WHERE id = {line.pk}"
    )
    bounce(ended, cast.finance)
    assert "stays ended" in refusal_of(f"""UPDATE payments_payment SET state = 'paid', bounced_on = NULL,
        bounced_at = NULL, bounced_by_id = NULL WHERE id = {line.pk}""")
    assert "payment_failed_has_reason" in refusal_of(
        f"UPDATE payments_payment SET failure = '' WHERE id = {line.pk}"
    )


def test_the_pages_of_a_draft(cast, gift, as_user):
    rows, client = [gift() for _n in range(3)], as_user(cast.finance)
    told = {"title": "春节", "is_draft": "on", "pk": [row.pk for row in rows[:2]]}
    url = client.post(reverse("payments:new"), told).headers["Location"]
    page = client.get(url).content.decode()
    drops = [reverse("payments:drop", args=[line.pk]) for line in Payment.objects.all()]
    assert [page.count(f'href="{drop}"') for drop in drops] == [1, 1]
    batch = Payment.objects.first().batch
    added = client.post(reverse("payments:add", args=[batch.pk]), {"pk": [rows[2].pk]})
    assert added.status_code == 302
    line = batch.payments.get(line=1)
    assert client.post(reverse("payments:drop", args=[line.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("payments:drop", args=[line.pk]), {"reason": "缓发"}).status_code == 302
    page = client.get(url)
    assert [(row.line, row.reason) for row in page.context["dropped"]] == [(1, "缓发")]
    assert "贰佰元整</dd>" in page.content.decode()
    assert client.post(f"{url}step/", {"action": "lock"}).status_code == 302
    other = batch.payments.first()
    assert client.post(reverse("payments:drop", args=[other.pk]), {"reason": "缓发"}).status_code == 409


def test_the_page_of_what_came_back(ended, cast, as_user):
    line, client = ended.payments.get(line=1), as_user(cast.finance)
    url = reverse("payments:bounce", args=[line.pk])
    yesterday = str(timezone.localdate() - timedelta(days=1))
    assert client.post(url, {"on": "2999-01-01", "reason": "销户"}).status_code == 422
    assert client.post(url, {"on": yesterday, "reason": "销户"}).status_code == 409
    answer = client.post(url, {"on": str(timezone.localdate()), "reason": "账户已销户"})
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    line.refresh_from_db()
    assert (line.state, line.failure) == ("bounced", "账户已销户")
    assert f'href="{reverse("payments:account", args=[line.pk])}"' in page
    assert f'href="{url}"' not in page
    stranger = UserFactory(union=cast.elsewhere, role=Role.FINANCE)
    assert as_user(stranger).get(url).status_code == 404


def test_a_failed_line_does_not_hinder_closing(gift_batch, cast):
    batch = gift_batch(2, "sent")
    batch = services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cast.finance)
    assert step(batch, "close", cast.finance).state == BatchState.CLOSED
