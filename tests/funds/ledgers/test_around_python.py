"""The database keeps the rules when the code is gone around: every trigger and constraint, by raw SQL."""

import json
import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from funds.ledgers import services
from funds.ledgers.models import Account, Balance, CapUsage, Commitment, Journal
from funds.ledgers.rules import Line, Request
from funds.ledgers.selectors.structure import expected_triggers
from funds.ledgers.states import Bucket
from tests.books import ON, assert_books_balance, make_fund, make_line

pytestmark = pytest.mark.django_db


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else None


def settle():
    """What waits for the commit happens now, so that tables may be altered and emptied."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


def disable(table, trigger):
    settle()
    run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def refused(constraint, sql, *parameters, at_commit=False):
    """The statement fails (or, `at_commit`, the end of its transaction), and names this constraint."""
    steps = [sql, "SET CONSTRAINTS ALL IMMEDIATE"] if at_commit else [sql]
    with transaction.atomic():
        for step in steps[:-1]:
            run(step, *parameters)
        with pytest.raises(DatabaseError) as error:
            run(steps[-1], *(() if at_commit else parameters))
        transaction.set_rollback(True)
    found = error.value.__cause__.diag
    assert constraint in ((found.constraint_name or ""), found.message_primary), found.message_primary
    return True


def account(line, bucket):
    return Account.objects.get(line=line, bucket=bucket).pk


def request(line, *lines, event="receive", **more):
    """A request of the line's union that moves (bucket, side, amount[, commitment])."""
    made = [
        Line(account(line, bucket), side, Decimal(amount), *rest) for bucket, side, amount, *rest in lines
    ]
    fields = {"id": uuid.uuid4(), "union": line.union_id, "on": ON, "source": "", "memo": "", **more}
    return Request(event=event, maker=line.opened_by_id, lines=made, **fields)


def post(made):
    return run("SELECT ledger_post(%s, %s)", made.text(), timezone.now())


ADD_POSTING = """INSERT INTO ledgers_posting (journal_id, position, account_id, side, amount)
    VALUES (%%s, 9, %%s, 'D', %s)"""
POST = "SELECT ledger_post(%s, now())"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledgers_journal SET memo = 'x'",
        "DELETE FROM ledgers_journal",
        "TRUNCATE ledgers_journal CASCADE",
        "UPDATE ledgers_posting SET amount = amount + 0.01",
        "DELETE FROM ledgers_posting",
        "TRUNCATE ledgers_posting",
        "UPDATE ledgers_budgetline SET year = 2027",
        "DELETE FROM ledgers_budgetline",
        "UPDATE ledgers_account SET bucket = 'paid' WHERE bucket = 'frozen'",
        "DELETE FROM ledgers_funduse",
        "UPDATE ledgers_fund SET document_no = 'x'",
        "DELETE FROM ledgers_fund",
        "TRUNCATE ledgers_fund CASCADE",
        "DELETE FROM ledgers_period",
        "TRUNCATE ledgers_period CASCADE",
        "TRUNCATE ledgers_balance",
        "TRUNCATE ledgers_journalcounter",
        "TRUNCATE ledgers_commitment CASCADE",
        "TRUNCATE ledgers_capusage CASCADE",
        "TRUNCATE ledgers_allocation CASCADE",
        "TRUNCATE ledgers_arrival",
    ],
)
def test_what_is_written_is_neither_changed_nor_removed(line, statement):
    settle()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledgers_balance SET credit = credit + 1",
        "DELETE FROM ledgers_balance",
        "INSERT INTO ledgers_account (line_id, bucket) SELECT id, 'source' FROM ledgers_budgetline",
        "UPDATE ledgers_journalcounter SET last = last + 1",
        "DELETE FROM ledgers_journalcounter",
        "UPDATE ledgers_commitment SET paid = committed, committed = 0",
        "UPDATE ledgers_commitment SET source = 'x'",
        "DELETE FROM ledgers_commitment",
        "UPDATE ledgers_capusage SET used = 0",
        "DELETE FROM ledgers_capusage",
    ],
)
def test_figures_are_written_by_their_triggers_only(line, finance, statement):
    hold(line)
    assert refused("ledger_written_by_hand", statement)


def hold(line, amount="150", source="applications.application:1", **more):
    more = {"caps": [services.CapClaim("household:1", "living", 2026, Decimal("10000"))], **more}
    return services.commit(
        line_id=line.pk,
        use=line.use_id,
        amount=Decimal(amount),
        source=source,
        by=line.opened_by,
        key=uuid.uuid4(),
        on=ON,
        **more,
    )


def test_a_journal_without_postings_fails_at_commit(line):
    made = request(line)
    assert refused("journal_balanced", POST, made.text(), at_commit=True)


def test_a_journal_of_one_posting_fails_at_commit(line):
    made = request(line, ("source", "D", "1"))
    assert refused("journal_balanced", POST, made.text(), at_commit=True)


def test_unequal_sides_fail_at_commit(line):
    made = request(line, ("source", "D", "1.01"), ("available", "C", "1"))
    assert refused("journal_balanced", POST, made.text(), at_commit=True)


def test_each_line_balances_and_not_only_the_journal(line, finance):
    other = make_line(finance)
    made = Request(
        id=uuid.uuid4(),
        union=line.union_id,
        on=ON,
        event="assign",
        source="",
        memo="",
        maker=finance.pk,
        lines=[
            Line(account(line, "available"), "D", Decimal(1)),
            Line(account(other, "available"), "C", Decimal(1)),
        ],
    )
    assert refused("journal_balanced", POST, made.text(), at_commit=True)


@pytest.mark.parametrize("event", ["assign", "carry"])
def test_an_assignment_does_not_cross_funds(line, finance, event):
    other = make_line(finance)
    lines = [
        Line(account(line, "available"), "D", Decimal(1)),
        Line(account(line, "source"), "C", Decimal(1)),
        Line(account(other, "source"), "D", Decimal(1)),
        Line(account(other, "available"), "C", Decimal(1)),
    ]
    made = Request(uuid.uuid4(), line.union_id, ON, event, "", "", finance.pk, lines)
    assert refused("journal_assigns_within_fund", POST, made.text(), at_commit=True)


@pytest.mark.parametrize("bucket", [bucket for bucket in Bucket.values if bucket != "source"])
def test_no_bucket_is_overdrawn(finance, bucket):
    empty = services.open_line(fund_id=make_fund(finance).pk, use="living", year=2026, by=finance)
    held = Commitment.objects.create(
        id=uuid.uuid4(), line=empty, use_id="living", source="x", amount=1, created_by=finance
    ).pk
    made = request(empty, (bucket, "D", "0.01", held), ("source", "C", "0.01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        post(made)


def test_the_check_holds_when_the_trigger_does_not_look(line):
    """The balance's own constraint, with the guard and the conditional update out of the way."""
    disable("ledgers_balance", "ledgers_balance_guard")
    assert refused(
        "balance_not_overdrawn",
        "UPDATE ledgers_balance SET debit = credit + 0.01 WHERE bucket = 'available' AND credit > 0",
    )


def test_the_constraints_of_held_money_hold_by_themselves(line):
    hold(line)
    disable("ledgers_commitment", "ledgers_commitment_guard")
    disable("ledgers_capusage", "ledgers_capusage_guard")
    assert refused("cap_not_exceeded", "UPDATE ledgers_capusage SET used = cap + 0.01")
    assert refused("cap_used_not_negative", "UPDATE ledgers_capusage SET used = -0.01")
    assert refused("commitment_parts_within_amount", "UPDATE ledgers_commitment SET paid = 0.01")
    assert refused("commitment_parts_not_negative", "UPDATE ledgers_commitment SET paid = -0.01")
    assert refused("commitment_use_of_line", "UPDATE ledgers_commitment SET use_id = 'medical'")
    assert refused("commitment_not_from_pool", "UPDATE ledgers_commitment SET use_id = 'pool'")


def test_a_posting_joins_no_journal_of_another_time(line):
    journal = Journal.objects.first()
    disable("ledgers_journal", "ledgers_journal_append_only")
    run("UPDATE ledgers_journal SET xact = '3' WHERE id = %s", journal.pk)  # as if committed long ago
    assert refused(
        "posting_with_its_journal",
        ADD_POSTING % "1",
        journal.pk,
        account(line, "source"),
    )


def test_a_posting_does_not_come_after_its_journal_even_in_one_transaction(line):
    assert refused(
        "posting_with_its_journal",
        ADD_POSTING % "1",
        Journal.objects.first().pk,
        account(line, "source"),
    )


def test_an_empty_journal_of_another_transaction_takes_no_posting(line):
    """The number of the transaction alone: this journal has no postings that could be too many."""
    disable("ledgers_journal", "ledgers_journal_balanced")
    disable("ledgers_journal", "ledgers_journal_append_only")
    empty = uuid.uuid4()
    run(
        """INSERT INTO ledgers_journal
           (id, union_id, "on", event, source, memo, made_at, made_by_id, canonical)
           VALUES (%s, %s, %s, 'receive', '', '', now(), %s, '')""",
        empty, line.union_id, ON, line.opened_by_id,
    )  # fmt: skip
    pair = """INSERT INTO ledgers_posting (journal_id, position, account_id, side, amount)
        VALUES (%s, 1, %s, 'D', 1), (%s, 2, %s, 'C', 1)"""
    into = (empty, account(line, "source"), empty, account(line, "available"))
    with transaction.atomic():
        run(pair, *into)  # its own transaction may
        transaction.set_rollback(True)
    run("UPDATE ledgers_journal SET xact = '3' WHERE id = %s", empty)
    assert refused("posting_with_its_journal", pair, *into)


def test_the_own_transaction_is_known_under_savepoints(line):
    with transaction.atomic():
        made = request(line, ("source", "D", "1"), ("available", "C", "1"))
        with transaction.atomic(), transaction.atomic():
            assert post(made) == [(True,)]


def test_a_journal_posts_only_on_its_own_unions_accounts(line, cast):
    made = request(line, ("source", "D", "1"), ("available", "C", "1"), union=cast.county.pk)
    assert refused("posting_in_its_union", POST, made.text())


def test_money_on_hold_names_a_commitment_of_its_line(line, finance):
    made = request(line, ("available", "D", "1"), ("committed", "C", "1"), event="commit")
    assert refused("posting_names_commitment", POST, made.text())
    held = hold(make_line(finance)).pk
    made = request(line, ("available", "D", "1", held), ("committed", "C", "1", held), event="commit")
    assert refused("posting_names_commitment", POST, made.text())


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1", "1.005", "1e3", "NaN", "1234567890123.00"])
def test_the_function_takes_only_yuan_with_two_places(line, amount):
    made = json.loads(request(line, ("source", "D", "1"), ("available", "C", "1")).text())
    for posting in made["lines"]:
        posting[2] = amount
    assert refused("posting_amount_positive", POST, json.dumps(made))


@pytest.mark.parametrize("amount", ["0", "-1", "NaN"])
def test_the_table_takes_only_amounts_above_zero(line, amount):
    disable("ledgers_posting", "USER")
    assert refused(
        "posting_amount_positive",
        ADD_POSTING % f"'{amount}'",
        Journal.objects.first().pk,
        account(line, "source"),
    )


def test_a_journal_is_reversed_once_and_by_its_mirror(line):
    journal = Journal.objects.get(event="receive")
    pool = journal.postings.first().account.line
    mirror = [("source", "C", "10000"), ("available", "D", "10000")]
    wrong = [("source", "C", "1"), ("available", "D", "1")]
    made = request(pool, *wrong, event="reverse", reverses=journal.pk)
    disable("ledgers_posting", "ledgers_posting_3_balances")
    assert refused("journal_mirrors_original", POST, made.text(), at_commit=True)
    first = request(pool, *mirror, event="reverse", reverses=journal.pk)
    post(first)
    second = request(pool, *mirror, event="reverse", reverses=journal.pk)
    assert refused("ledgers_journal_reverses_id_key", POST, second.text())
    again = request(pool, *mirror[::-1], event="reverse", reverses=first.id)
    assert refused("journal_reverses_original", POST, again.text())


def test_a_reversal_names_a_journal_and_nothing_else_does(line):
    nothing = request(line, ("source", "C", "1"), ("available", "D", "1"), event="reverse")
    assert refused("journal_reversal_names_journal", POST, nothing.text())
    other = request(
        line,
        ("source", "C", "1"),
        ("available", "D", "1"),
        event="receive",
        reverses=Journal.objects.first().pk,
    )
    assert refused("journal_reversal_names_journal", POST, other.text())


def test_a_closed_month_takes_no_journal_however_it_comes(line, finance):
    services.close_period(union=finance.union, month=ON, by=finance)
    made = request(line, ("source", "D", "1"), ("available", "C", "1"))
    assert refused("journal_period_open", POST, made.text())
    earlier = request(line, ("source", "D", "1"), ("available", "C", "1"), on=ON.replace(month=1))
    assert refused("journal_period_open", POST, earlier.text())
    insert = """INSERT INTO ledgers_journal
        (id, union_id, "on", event, source, memo, made_at, made_by_id, canonical)
        VALUES (%s, %s, %s, 'receive', '', '', now(), %s, '')"""
    assert refused("journal_period_open", insert, uuid.uuid4(), line.union_id, ON, finance.pk)


def test_a_closed_month_stays_closed(line, finance):
    services.close_period(union=finance.union, month=ON, by=finance)
    reopen = "UPDATE ledgers_period SET state = 'open', closed_at = NULL, closed_by_id = NULL"
    assert refused("period_stays_closed", reopen)


def test_months_close_in_order_and_none_opens_before_a_closed_one(line, finance):
    add = "INSERT INTO ledgers_period (union_id, month, state) VALUES (%s, %s, 'open')"
    later = ON.replace(month=12, day=1)
    run(add, line.union_id, later)
    close = (
        "UPDATE ledgers_period SET state = 'closed', closed_at = now(), closed_by_id = %s WHERE month = %s"
    )
    assert refused("period_closed_in_order", close, finance.pk, later)
    run(close, finance.pk, ON.replace(day=1))
    assert refused("journal_period_open", add, line.union_id, ON.replace(month=1, day=1))
    run(close, finance.pk, later)


def test_the_number_and_the_bytes_are_the_databases_own(line, finance):
    insert = """INSERT INTO ledgers_journal
        (id, union_id, "on", event, source, memo, made_at, made_by_id, canonical, number, year, sha256, xact)
        VALUES (%s, %s, %s, 'receive', '', '', now(), %s, '', 999, 1999, '', '3')
        RETURNING year, number, xact = pg_current_xact_id(), sha256 = sha256(canonical)"""
    last = Journal.objects.filter(union=line.union).count()
    with transaction.atomic():
        assert run(insert, uuid.uuid4(), line.union_id, ON, finance.pk) == [(2026, last + 1, True, True)]
        transaction.set_rollback(True)


def test_a_line_for_a_use_that_its_fund_does_not_permit_cannot_exist(line, cast, finance):
    insert = """INSERT INTO ledgers_budgetline (union_id, fund_id, use_id, year, opened_at, opened_by_id)
        VALUES (%s, %s, %s, 2026, now(), %s)"""
    assert refused("budget_line_use_permitted", insert, line.union_id, line.fund_id, "medical", finance.pk)
    assert refused("budget_line_fund_union", insert, cast.county.pk, line.fund_id, "living", finance.pk)
    assert refused("budget_line_once", insert, line.union_id, line.fund_id, "living", finance.pk)


def test_a_fund_handed_down_permits_no_more_than_the_one_above(line, cast, finance):
    made = services.allocate(
        line_id=line.pk,
        union_id=cast.county.pk,
        amount=Decimal("1"),
        document_no="通工〔2026〕3号",
        document_on=ON,
        by=finance,
        key=uuid.uuid4(),
        on=ON,
    )
    insert = "INSERT INTO ledgers_funduse (fund_id, use_id) VALUES (%s, 'medical')"
    assert refused("fund_use_within_origin", insert, made.lower_line.fund_id)
    wrong = """INSERT INTO ledgers_allocation
        (direction, union_id, use_id, upper_line_id, lower_line_id, amount, document_no, document_on, reason,
         upper_journal_id, lower_journal_id)
        SELECT direction, union_id, 'medical', upper_line_id, lower_line_id, amount, document_no, document_on,
               reason, lower_journal_id, upper_journal_id
        FROM ledgers_allocation"""
    assert refused("allocation_use_of_upper_line", wrong)


def test_accounts_and_balances_are_made_with_their_line(line):
    made = Account.objects.filter(line=line).order_by("pk")
    assert [row.bucket for row in made] == list(Bucket.values)
    assert Balance.objects.filter(account__line=line).count() == len(Bucket.values)
    bucket = "INSERT INTO ledgers_balance (account_id, bucket, debit, credit) VALUES (%s, 'source', 0, 0)"
    disable("ledgers_balance", "ledgers_balance_guard")
    run("DELETE FROM ledgers_balance WHERE account_id = %s", made[1].pk)
    assert refused("balance_bucket_of_account", bucket, made[1].pk)


def test_commitments_and_caps_start_empty_whatever_is_written(line, finance):
    Commitment.objects.create(
        id=uuid.uuid4(), line=line, use_id="living", source="x", amount=5, paid=5, created_by=finance
    )
    assert Commitment.objects.get().paid == 0
    CapUsage.objects.create(subject="household:9", scope="living", year=2026, cap=5, used=5)
    assert CapUsage.objects.get().used == 0


def test_one_source_holds_money_once_in_the_database_too(line, finance):
    hold(line)
    second = Commitment.objects.create(
        id=uuid.uuid4(),
        line=line,
        use_id="living",
        source="applications.application:1",
        amount=1,
        created_by=finance,
    ).pk
    made = request(
        line, ("available", "D", "1", second), ("committed", "C", "1", second), event="commit", id=second
    )
    assert refused("commitment_live_once", POST, made.text())


def test_one_key_has_one_content(line):
    made = request(line, ("source", "D", "1"), ("available", "C", "1"))
    assert post(made) == [(True,)]
    assert post(made) == [(False,)]
    other = request(line, ("source", "D", "2"), ("available", "C", "2"), id=made.id)
    assert refused("journal_key_reused", POST, other.text())
    assert Journal.objects.filter(pk=made.id).count() == 1


def test_the_rows_move_with_their_union_and_stay_what_they_are(line, cast):
    before = list(Journal.objects.order_by("pk").values_list("pk", "sha256"))
    run("UPDATE accounts_union SET parent_id = parent_id WHERE id = %s", cast.city.pk)
    assert list(Journal.objects.order_by("pk").values_list("pk", "sha256")) == before


def test_the_list_of_triggers_that_the_check_asks_for_is_whole():
    names = run("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'ledgers%%'")
    assert {name for (name,) in names} == expected_triggers()


def test_the_buckets_of_the_database_are_those_of_the_code(line):
    assert_books_balance()
    assert set(Balance.objects.filter(account__line=line).values_list("bucket", flat=True)) == set(
        Bucket.values
    )


def test_a_reversal_is_not_dated_before_what_it_reverses(line):
    journal = Journal.objects.get(event="receive")
    pool = journal.postings.first().account.line
    mirror = [("source", "C", "10000"), ("available", "D", "10000")]
    before = ON.replace(day=ON.day - 1)
    made = request(pool, *mirror, event="reverse", reverses=journal.pk, on=before)
    assert refused("journal_reverses_original", POST, made.text())
