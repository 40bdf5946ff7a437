"""撤销抵扣: what was set off by mistake is owed again, by the word of two, before it went on."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from funds.books.selectors.movements import Movement, list_set_off
from funds.ledgers import services as ledger
from funds.ledgers.models import Journal
from funds.ledgers.services import InsufficientBalance, LedgerRefused, take_back
from funds.payments import services as payments
from funds.recoveries import services as recoveries
from funds.recoveries.selectors import list_to_decide, list_to_set_off
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available
from tests.funds.payments.conftest import carry, paid
from tests.funds.payments.test_recoveries import arrived, recovery  # noqa: F401 (fixtures)
from tests.funds.payments.test_set_offs import TODAY, again, ask_off, fresh, kept, keys, step  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


def undo(row, cast):
    return step(step(row, "ask_undo", cast.finance, "抵错了人"), "undo", cast.approver)


def journals(row):
    return Journal.objects.filter(source=f"recoveries.setoff:{row.pk}").order_by("number")


def refused_at_commit():
    with pytest.raises(DatabaseError) as error, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)
    return error.value.__cause__.diag.constraint_name


def test_a_part_is_owed_again_and_all_of_it_is_paid(kept, cast):  # noqa: F811
    owed, debt = kept.payable, fresh(kept.recovery).payment.payable.commitment
    before = fresh(kept.recovery)
    waiting = step(kept, "ask_undo", cast.finance, "抵错了人")
    assert "set_off" in keys(owed)
    assert set(list_to_decide(cast.approver)) == {waiting}
    with pytest.raises(Refused):
        carry([owed], cast, "sent")
    step(waiting, "undo", cast.approver)
    row, asked, held = fresh(kept), fresh(kept.recovery), fresh(owed.commitment)
    assert (row.state, row.hand("undo"), row.hand("reviewed")) == (
        "undone",
        cast.finance.name,
        cast.approver.name,
    )
    assert (asked.state, asked.repaid, asked.left) == ("repaying", 0, 60)
    assert (held.set_off, held.paid, held.committed) == (0, 0, 50)
    assert (fresh(debt).paid, fresh(debt).recovered) == (100, 0)
    first, second, third, fourth = journals(row)
    assert [one.event for one in (first, second, third, fourth)] == [
        "set_off",
        "recover",
        "reverse",
        "reverse",
    ]
    assert (third.reverses, fourth.reverses) == (second, first)
    assert before.repaid == 20
    assert_books_balance()
    batch = carry([fresh(owed)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert (batch.total, fresh(owed).state) == (50, "paid")
    assert_books_balance()
    assert AuditRecord.objects.filter(action__in=["recovery.undo_set_off", "recovery.reopen"]).count() == 2


def test_a_whole_is_open_again_and_may_be_set_off_anew(recovery, again, cast):  # noqa: F811
    payable = again("60.00")
    row = undo(step(ask_off(recovery, payable, cast.finance, "60.00"), "approve", cast.approver), cast)
    asked, payable = fresh(recovery), fresh(payable)
    assert (asked.state, asked.left, asked.settled_at, asked.settled_by) == ("repaying", 60, None, None)
    assert (payable.state, payable.set_off_on, payable.left) == ("open", None, 60)
    assert list(list_to_set_off(asked)) == [payable]
    step(ask_off(asked, payable, cast.finance, "60.00"), "approve", cast.approver)
    assert (fresh(recovery).state, fresh(payable).state, fresh(row).state) == ("settled", "paid", "undone")
    assert_books_balance()


def test_two_decide_and_nothing_went_on(kept, cast):  # noqa: F811
    with pytest.raises(Refused, match=r"意见|原因|填写"):
        step(kept, "ask_undo", cast.finance, "")
    with pytest.raises(Refused, match="权限"):
        step(kept, "ask_undo", cast.approver)
    waiting = step(kept, "ask_undo", cast.finance, "抵错了人")
    with pytest.raises(Refused, match="权限"):
        step(waiting, "undo", cast.finance)
    back = step(waiting, "keep", cast.approver, "没有抵错")
    assert (back.state, back.review) == ("approved", "没有抵错")
    carry([fresh(kept.payable)], cast, "sent")
    with pytest.raises(Refused, match="已经编入批次或发放"):
        step(back, "ask_undo", cast.finance, "抵错了人")
    assert_books_balance()


def test_nothing_of_an_earlier_refusal_stays_and_the_recovery_may_be_void(kept, cast):  # noqa: F811
    back = step(step(kept, "ask_undo", cast.finance, "抵错了人"), "keep", cast.approver, "没有抵错")
    assert undo(back, cast).review == ""
    gone = recoveries.void(recovery_id=kept.recovery_id, reason="看错了行", by=cast.finance)
    assert (gone.state, gone.repaid) == ("void", 0)
    assert_books_balance()


def test_the_rest_that_is_given_up_was_set_off_on_the_day_that_stands(kept, cast):  # noqa: F811
    first = TODAY()
    with freeze_time(timezone.now() + timedelta(days=1)):
        more = ask_off(fresh(kept.recovery), fresh(kept.payable), cast.finance, "10.00")
        undo(step(more, "approve", cast.approver), cast)
        [gone] = payments.void_payables(source=kept.payable.source, by=cast.finance, gives_up_rest=True)
    assert gone.set_off_on == first


def test_it_waits_for_money_that_was_used_meanwhile(kept, cast):  # noqa: F811
    waiting = step(kept, "ask_undo", cast.finance, "抵错了人")
    line = fresh(kept.recovery).payment.payable.commitment.line
    ledger.freeze(
        line_id=line.pk, amount=available(line), reason="留用", by=cast.finance, key=uuid.uuid4(), on=TODAY()
    )
    with pytest.raises(InsufficientBalance, match="余额不足"):
        step(waiting, "undo", cast.approver)
    assert (fresh(kept).state, fresh(kept.recovery).repaid) == ("undoing", 20)


def test_in_one_account_the_reversals_of_both_come_to_nothing(kept, cast):  # noqa: F811
    undo(kept, cast)
    rows = [
        Movement(one, (-1) ** n * 20, ()) for n, one in enumerate(journals(kept).select_related("reverses"))
    ]
    pairs = list_set_off(rows)
    assert [{one.journal, other.journal} for one, other in pairs] == [
        {rows[0].journal, rows[1].journal}, {rows[2].journal, rows[3].journal}
    ]  # fmt: skip


def test_the_page_leads_through_it(kept, cast, as_user):  # noqa: F811
    where = reverse("recoveries:set_off_step", args=[kept.pk])
    page = reverse("recoveries:set_off", args=[kept.pk])
    assert "申请撤销抵扣" in as_user(cast.finance).get(page).content.decode()
    assert as_user(cast.finance).post(where, {"action": "ask_undo", "comment": "抵错了人"}).status_code == 302
    shown = as_user(cast.approver).get(page).content.decode()
    assert "抵错了人" in shown
    assert "同意撤销抵扣" in shown
    assert as_user(cast.approver).post(where, {"action": "undo"}).status_code == 302
    shown = as_user(cast.finance).get(page).content.decode()
    assert "冲销：收回的款" in shown
    listed = as_user(cast.finance).get(reverse("recoveries:recovery", args=[kept.recovery_id]))
    assert "已撤销" in listed.content.decode()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'undone', undo_at = now(), undo_by_id = asked_by_id, undo_why = 'x', reviewed_at = now(), "
         "reviewed_by_id = decided_by_id", "set_off_frozen"),
        ("state = 'undoing'", "set_off_undone_by_two"),
        ("state = 'undoing', undo_at = now(), undo_by_id = asked_by_id", "set_off_undone_by_two"),
        ("state = 'undoing', {asked}, undo_why = 'x', amount = 1", "set_off_frozen"),
        ("state = 'undoing', {asked}, undo_why = 'x', undo_for_id = decided_by_id",
         "set_off_by_who_stands_in"),
    ],
)  # fmt: skip
def test_around_python_it_is_asked_for(change, constraint, kept):  # noqa: F811
    change = change.replace("{asked}", "undo_at = now(), undo_by_id = asked_by_id")
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recoveries_setoff SET {change}")
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_around_python_it_is_decided_by_another_and_in_the_books(kept, cast, again):  # noqa: F811
    waiting = step(kept, "ask_undo", cast.finance, "抵错了人")
    assert_books_balance()  # and nothing is deferred any more
    decide = "UPDATE recoveries_setoff SET state = 'undone', reviewed_at = now(), reviewed_by_id = %s"
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(decide, [cast.finance.pk])
    assert caught.value.__cause__.diag.constraint_name == "set_off_undone_by_another"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(decide, [cast.approver.pk])
        assert refused_at_commit() == "set_off_taken_back"
    for journal in journals(waiting):
        with transaction.atomic():
            take_back(journal_id=journal.pk, reason="x", by=cast.finance, key=uuid.uuid4(), on=TODAY())
            assert refused_at_commit() == "set_off_reversed_as_undone"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE recoveries_recovery SET state = 'opened', repaid = 0")
    with pytest.raises(LedgerRefused, match="只有抵扣"):
        take_back(
            journal_id=Journal.objects.filter(event="settle").first().pk, reason="x", by=cast.finance,
            key=uuid.uuid4(), on=TODAY(),
        )  # fmt: skip
