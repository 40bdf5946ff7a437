"""`check_ledger` also names what does not agree between applications, payments and the books."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from funds.payments import services
from tests.books import assert_books_balance
from tests.funds.payments.conftest import failed, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3", "E4")]


@pytest.fixture
def books(cast, batch_of):
    """One batch that was made, one under way to the bank, one with a paid and a failed line."""
    made, sent, done = batch_of(1), batch_of(2, "sent"), batch_of(2, "sent")
    services.record_results(batch_id=done.pk, rows=[paid(1), failed(2)], by=cast.finance)
    assert_books_balance()
    return {"made": made.pk, "sent": sent.pk, "done": done.pk}


CHANGED = [
    ("UPDATE payments_payment SET amount = amount - 1 WHERE batch_id = {done}", "台账相应余额"),
    (
        "UPDATE payments_payment SET state = 'paid', paid_on = now() WHERE batch_id = {sent}",
        "台账相应余额",
    ),
    ("UPDATE payments_payment SET state = 'cancelled' WHERE batch_id = {sent}", "有发放明细"),
    ("DELETE FROM payments_payment WHERE batch_id = {done} AND line = 1", "有发放明细"),
    ("UPDATE payments_payment SET state = 'failed', failure = 'x' WHERE batch_id = {made}", "发放失败"),
    ("UPDATE payments_paymentbatch SET total = total + 1 WHERE id = {sent}", "2 笔"),
    ("UPDATE payments_paymentbatch SET count = 3 WHERE id = {done}", "应为 3 笔"),
    (
        """UPDATE payments_paymentbatch SET state = 'cancelled', sent_on = NULL, sent_at = NULL,
            sent_by_id = NULL, sent_way = '' WHERE id = {sent}""",
        "已取消",
    ),
    ("UPDATE payments_payable SET amount = amount - 1", "应付金额"),
    (
        "UPDATE payments_payable SET state = 'void', voided_at = now(), voided_by_id = created_by_id",
        "应付 0",
    ),
    ("UPDATE payments_payable SET state = 'paid'", "未到账"),
    ("UPDATE payments_payable SET state = 'open'", "已到账"),
    ("UPDATE payments_payable SET source = 'campaigns.gift:1'", "来源 applications.application"),
    ("UPDATE applications_application SET amount = amount - 1", "应付"),
    ("UPDATE applications_application SET state = 'rejected'", "占用 0，应付 0"),
    ("UPDATE applications_application SET amount = amount + 1, entitled = entitled + 1", "应付"),
]


def test_what_was_changed_behind_the_back_is_named(books):
    for statement, words in CHANGED:
        with transaction.atomic():
            told = check_after(statement.format(**books))
            transaction.set_rollback(True)
        assert words in told, statement
    assert_books_balance()


def check_after(statement):
    """What `check_ledger` says after a statement that no trigger and no constraint looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    out = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("check_ledger", stdout=out)
    assert stopped.value.returncode == 1
    return out.getvalue()


def test_a_union_is_told_of_its_own_books_alone(cast, books):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE payments_payment SET amount = amount - 1")
        cursor.execute("SET session_replication_role = DEFAULT")
    call_command("check_ledger", union=cast.elsewhere.code, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("check_ledger", union=cast.city.code, stdout=StringIO())
