"""The database keeps payables, payments and batches when the code is gone around. Each refusal is shown to be
the work of one guard: with that guard taken away the same statements pass."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from funds.payments import services
from funds.payments.models import Payable
from tests.books import assert_books_balance
from tests.funds.payments.conftest import carry, failed, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E2", "E4")]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def run_to_commit(sql):
    """The statements and what waits for the commit, undone afterwards."""
    with transaction.atomic():
        run(sql)
        run("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def take_away(guard):
    """`guard`: "trigger TABLE NAME", "constraint TABLE NAME" or "index NAME"."""
    kind, *names = guard.split()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    if kind == "index":
        run(f"DROP INDEX {names[0]}")
    elif kind == "trigger":
        run(f"ALTER TABLE {names[0]} DISABLE TRIGGER {names[1]}")
    else:
        run(f"ALTER TABLE {names[0]} DROP CONSTRAINT {names[1]}")
    run("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def ids(cast, gift):
    """Names for statements: a payable in each situation, the batches they are in, people, unions."""
    names = ("open", "second", "void", "made", "voided_in_batch", "sent", "paid", "failed", "cancelled")
    rows = {name: gift() for name in names}
    batches = {
        "made_batch": carry([rows["made"]], cast, "checked"),
        "stopped_batch": carry([rows["voided_in_batch"]], cast, "checked"),
        "sent_batch": carry([rows["sent"]], cast, "sent"),
        "done_batch": carry([rows["paid"], rows["failed"]], cast, "sent"),
        "cancelled_batch": carry([rows["cancelled"]], cast, "checked"),
    }
    services.take_step(
        batch_id=batches["cancelled_batch"].pk, action="cancel", by=cast.finance, comment="收款人有误"
    )
    services.record_results(batch_id=batches["done_batch"].pk, rows=[paid(1), failed(2)], by=cast.finance)
    for name in ("void", "voided_in_batch"):
        services.void_payables(source=rows[name].source, by=cast.approver)
    return {
        **{name: row.pk for name, row in (rows | batches).items()},
        "union": cast.union.pk,
        "city": cast.city.pk,
        "maker": cast.finance.pk,
        "other": cast.auditor.pk,
    }


NEW_BATCH = """
    INSERT INTO payments_paymentbatch (id, uid, union_id, number, title, state, method, year, seq, count,
        total, made_at, made_by_id, cancel_reason, sent_way, unsent_why)
    VALUES (999, gen_random_uuid(), {city}, 'X-FF2026-999', 'x', 'made', 'bank', 2026, 999, %s, %s, now(),
        {maker}, '', '', '');
"""
NEW_LINE = """
    INSERT INTO payments_payment (uid, union_id, batch_id, line, payable_id, state, payee, bank_name,
        bank_branch, bank_card, bank_card_index, amount, codes, bank_serial, failure, corrected_bank_name)
    SELECT gen_random_uuid(), %s, %s, 9, owed.id, 'ready', owed.payee, '', '', '\\x00', '\\x00', told.amount,
        '{{}}', '', '', ''
    FROM (VALUES (%s, %s)) told (id, amount) JOIN payments_payable owed ON owed.id = told.id;
"""
VOID = """UPDATE payments_payable SET state = 'void', voided_at = now(), voided_by_id = created_by_id
    WHERE id = %s"""
UNVOID = "UPDATE payments_payable SET state = 'open', voided_at = NULL, voided_by_id = NULL WHERE id = {void}"
PAYABLE = "trigger payments_payable payments_payable_guard"
FROZEN = "trigger payments_payment payment_frozen"
BEGINS = "trigger payments_payment payments_payment_begins"
BATCH = "trigger payments_paymentbatch batch_frozen"
PEOPLE = "constraint payments_paymentbatch batch_three_people"


def set_payable(column, name="open", value="'x'"):
    return f"UPDATE payments_payable SET {column} = {value} WHERE id = {{{name}}}"


def set_line(what, name="made"):
    return f"UPDATE payments_payment SET {what} WHERE payable_id = {{{name}}}"


REFUSED = [
    # a payable is what it was made
    (set_payable("amount", value="amount + 1"), "is frozen", PAYABLE),
    (set_payable("source"), "is frozen", PAYABLE),
    (set_payable("subject"), "is frozen", PAYABLE),
    (set_payable("number"), "is frozen", PAYABLE),
    (set_payable("purpose"), "is frozen", PAYABLE),
    (set_payable("category"), "is frozen", PAYABLE),
    (set_payable("due_on", value="current_date + 90"), "is frozen", PAYABLE),
    (set_payable("union_id", value="{city}"), "is frozen", PAYABLE),
    ("DELETE FROM payments_payable WHERE id = {open}", "is frozen", PAYABLE),
    # its payee stands still while a payment is live
    *(
        (set_payable(column, name, "'x'"), "payee of a live payment is frozen", PAYABLE)
        for name in ("made", "sent", "paid")
        for column in ("payee", "bank_name", "bank_branch")
    ),
    (set_payable("bank_card", "made", "'\\x00'"), "payee of a live payment is frozen", PAYABLE),
    (set_payable("id_number", "sent", "'\\x00'"), "payee of a live payment is frozen", PAYABLE),
    # its state is one of three, and each is reached in one way
    (VOID % "{sent}", "has left", PAYABLE),
    (VOID % "{paid}", "has left", PAYABLE),
    (UNVOID, "stays void", PAYABLE),
    (set_payable("state", "open", "'paid'"), "by its payment alone", PAYABLE),
    (set_payable("state", "paid", "'open'"), "by its payment alone", PAYABLE),
    (
        set_payable("state", value="'void', voided_by_id = created_by_id"),  # but when
        "payable_voided_by_somebody",
        "constraint payments_payable payable_voided_by_somebody",
    ),
    # a line is its payable's, once, and stays as it was sent
    (set_line("amount = amount + 1"), "line is frozen", FROZEN),
    (set_line("payee = 'x'"), "line is frozen", FROZEN),
    (set_line("bank_card = '\\x00'"), "line is frozen", FROZEN),
    (set_line("payable_id = {open}"), "line is frozen", FROZEN),
    # and the totals, which do not follow (test_drafts.py)
    ("DELETE FROM payments_payment WHERE payable_id = {made}", "line is frozen", ""),
    (set_line("state = 'ready'", "failed"), "stays ended", FROZEN),
    (set_line("state = 'failed', failure = 'x'", "paid"), "stays ended", FROZEN),
    (set_line("state = 'sent'", "cancelled"), "stays ended", FROZEN),
    (set_line("state = 'ready'", "cancelled"), "stays ended", FROZEN),
    (
        set_line("state = 'failed'"),
        "payment_failed_has_reason",
        "constraint payments_payment payment_failed_has_reason",
    ),
    (
        set_line("state = 'paid'", "sent"),
        "payment_paid_has_date",
        "constraint payments_payment payment_paid_has_date",
    ),
    (
        NEW_BATCH % (1, 100) + NEW_LINE % ("{union}", 999, "{made}", 100),
        "payment_live_once",
        "index payment_live_once",
    ),
    (NEW_BATCH % (1, 50) + NEW_LINE % ("{union}", 999, "{open}", 50), "differs from its payable", BEGINS),
    (NEW_BATCH % (1, 100) + NEW_LINE % ("{city}", 999, "{open}", 100), "differs from its payable", BEGINS),
    (NEW_BATCH % (1, 100) + NEW_LINE % ("{union}", 999, "{void}", 100), "not open is not paid", BEGINS),
    (
        set_line("state = 'sent'", "voided_in_batch"),
        "not open is not paid",
        "trigger payments_payment payments_payment_leaves",
    ),
    # a batch is the sum of its lines
    (
        NEW_LINE % ("{union}", "{made_batch}", "{open}", 100),
        "exceed its total",
        "trigger payments_payment payments_payment_within_total",
    ),
    *(  # a second line that passes the sum alone, or the count alone
        (
            f"{NEW_BATCH % totals + NEW_LINE % ('{union}', 999, '{open}', 100)}"
            f"{NEW_LINE.replace(', 9, ', ', 10, ') % ('{union}', 999, '{second}', 100)}",
            "exceed its total",
            "",
        )
        for totals in ((2, 100), (1, 200))
    ),
    *(
        (
            NEW_BATCH % totals + NEW_LINE % ("{union}", 999, "{open}", 100),
            "do not add up",
            "trigger payments_paymentbatch payments_paymentbatch_adds_up",
        )
        for totals in ((2, 100), (1, 200), (2, 200))
    ),
    (NEW_BATCH % (1, 100), "do not add up", "trigger payments_paymentbatch payments_paymentbatch_adds_up"),
    ("UPDATE payments_paymentbatch SET total = total + 1", "batch is frozen", ""),
    ("UPDATE payments_paymentbatch SET count = count + 1", "batch is frozen", ""),
    ("DELETE FROM payments_bankresultfile; DELETE FROM payments_paymentbatch", "batch is frozen", ""),
    # three people carry it
    ("UPDATE payments_paymentbatch SET checked_by_id = made_by_id", "batch_three_people", PEOPLE),
    ("UPDATE payments_paymentbatch SET released_by_id = made_by_id", "batch_three_people", PEOPLE),
    ("UPDATE payments_paymentbatch SET released_by_id = checked_by_id", "batch_three_people", PEOPLE),
    (
        "UPDATE payments_paymentbatch SET checked_by_id = NULL, released_by_id = {other}",
        "batch_released_after_check",
        "constraint payments_paymentbatch batch_released_after_check",
    ),
]


def refusal_of(sql, without=""):
    """What the database says to the statements; '' when they pass. `without` is a guard to take away."""
    try:
        with transaction.atomic():
            if without:
                take_away(without)
            run_to_commit(sql)
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


def test_the_database_refuses_and_one_guard_is_why(ids):
    """One test for all rows: what they start from takes longer to make than they take."""
    for statement, words, guard in REFUSED:
        sql = statement.format(**ids)
        assert words in refusal_of(sql), sql
        if guard:
            assert refusal_of(sql, without=guard) == "", f"refused by something else than {guard}: {sql}"


def test_the_payee_may_be_put_right_while_nothing_is_under_way(ids):
    for name in ("open", "failed"):
        run_to_commit(set_payable("payee", name).format(**ids))


def test_a_payable_is_paid_with_its_payment_whoever_writes_it(ids):
    run(set_line("state = 'paid', paid_on = now()", "sent").format(**ids))
    assert Payable.objects.get(pk=ids["sent"]).state == "paid"
    assert Payable.objects.get(pk=ids["failed"]).state == "open"


@pytest.mark.parametrize(("field", "value"), [("amount", 99), ("source", "gifts.gift:other")])
def test_a_payable_is_what_its_commitment_says(gift, field, value):
    row = gift()
    take_away(PAYABLE)
    Payable.objects.filter(pk=row.pk).delete()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE payments_payable ENABLE TRIGGER payments_payable_guard")
    row.pk = None
    good = getattr(row, field)
    setattr(row, field, value)
    with pytest.raises(DatabaseError, match="differs from its commitment"), transaction.atomic():
        row.save(force_insert=True)
    setattr(row, field, good)
    row.save(force_insert=True)
    assert_books_balance()


def test_one_commitment_is_owed_once(gift):
    row = gift()
    row.pk, row.uid = None, uuid.uuid4()
    with pytest.raises(DatabaseError, match="commitment_id"), transaction.atomic():
        row.save(force_insert=True)


def test_a_payable_begins_open(gift):
    row = gift()
    row.pk, row.uid, row.state = None, uuid.uuid4(), "paid"
    with pytest.raises(DatabaseError, match="begins open"), transaction.atomic():
        row.save(force_insert=True)
