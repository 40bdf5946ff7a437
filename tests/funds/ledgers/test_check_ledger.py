"""`check_ledger` names what somebody with every right over the database changed."""

import json
import subprocess
import sys
import uuid
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from funds.ledgers import services
from funds.ledgers.models import Commitment, Journal
from funds.ledgers.selectors import Difference, checking, ledger_check, run_checks
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from tests.books import ON, assert_books_balance, make_line
from tests.factories import UserFactory
from tests.funds.ledgers.beans import assert_bean_agrees
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def books(line, cast, finance):
    """Books in which everything happened once; gives the line."""
    cap = services.CapClaim("household:1", "living", 2026, Decimal("5000"))
    held = [
        services.commit(
            line_id=line.pk,
            use="living",
            amount=Decimal("150"),
            source=f"applications.application:{n}",
            by=finance,
            key=uuid.uuid4(),
            on=ON,
            caps=[cap],
        ).pk
        for n in range(4)
    ]
    services.send(commitment_ids=held[:3], source="payments.batch:1", by=finance, key=uuid.uuid4(), on=ON)
    services.settle(commitment_ids=held[:1], source="payments.batch:1", by=finance, key=uuid.uuid4(), on=ON)
    services.fail(commitment_ids=held[1:2], source="payments.batch:1", by=finance, key=uuid.uuid4(), on=ON)
    services.release(commitment_id=held[3], by=finance, key=uuid.uuid4(), on=ON, reason="撤回")
    given = {"document_no": "通工〔2026〕3号", "document_on": ON, "by": finance, "on": ON}
    made, other = (
        services.allocate(
            line_id=line.pk, union_id=union.pk, amount=Decimal("500"), key=uuid.uuid4(), **given
        )
        for union in (cast.county, cast.union)
    )
    below = UserFactory(union=cast.county, role=Role.FINANCE)
    back = services.give_back(
        line_id=made.lower_line_id, amount=Decimal("100"), reason="结余", key=uuid.uuid4(),
        **{**given, "by": below},
    )  # fmt: skip
    services.confirm_arrival(allocation_id=back.pk, on=ON, by=finance)
    services.return_outside(
        line_id=line.pk, amount=Decimal("20"), reason="结余", key=uuid.uuid4(), **given
    )  # fmt: skip
    services.freeze(line_id=line.pk, amount=Decimal("10"), reason="审计", by=finance, key=uuid.uuid4(), on=ON)
    services.reverse(journal_id=other.given.pk, reason="有误", by=finance, key=uuid.uuid4(), on=ON)
    return line


def test_books_in_which_everything_happened_balance(books):
    assert_books_balance()


def tamper(*statements):
    """As the owner of the database, triggers and foreign keys out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def broken():
    return {result.code for result in run_checks() if result.differences}


POSTING = "(SELECT max(id) FROM ledgers_posting)"
TAMPERINGS = [
    ("UPDATE ledgers_balance SET credit = credit + 0.01 WHERE bucket = 'available'", {"balances"}),
    ("UPDATE ledgers_balance SET credit = credit + 0.01 WHERE bucket = 'paid'", {"balances", "holdings"}),
    ("DELETE FROM ledgers_balance WHERE bucket = 'frozen'", {"balances"}),
    (
        f"UPDATE ledgers_posting SET amount = amount + 0.01 WHERE id = {POSTING}",
        {"balances", "journals", "hashes", "reversals"},
    ),
    (
        f"UPDATE ledgers_posting SET side = translate(side, 'DC', 'CD') WHERE id = {POSTING}",
        {"balances", "journals", "events", "hashes", "reversals"},
    ),
    (f"DELETE FROM ledgers_posting WHERE id = {POSTING}", {"balances", "journals", "hashes", "reversals"}),
    (
        "DELETE FROM ledgers_posting p USING ledgers_journal j"
        " WHERE j.id = p.journal_id AND j.event = 'assign';"
        "DELETE FROM ledgers_journal WHERE event = 'assign'",
        {"balances", "numbers"},
    ),
    ("UPDATE ledgers_journal SET number = 99 WHERE event = 'assign'", {"numbers", "hashes"}),
    ("UPDATE ledgers_journalcounter SET last = last + 1", {"numbers"}),
    ("DELETE FROM ledgers_journalcounter", {"numbers"}),
    ("UPDATE ledgers_journal SET memo = '改' WHERE event = 'assign'", {"hashes"}),
    ("UPDATE ledgers_journal SET made_by_id = (SELECT min(id) FROM accounts_user)", {"hashes"}),
    ("UPDATE ledgers_journal SET made_at = made_at + interval '1 microsecond'", {"hashes"}),
    ("UPDATE ledgers_journal SET source = 'x' WHERE event = 'send'", {"hashes"}),
    ("UPDATE ledgers_journal SET canonical = canonical || 'x' WHERE event = 'send'", {"hashes"}),
    ("UPDATE ledgers_journal SET sha256 = sha256('x') WHERE event = 'send'", {"hashes"}),
    ("UPDATE ledgers_journal SET \"on\" = '2026-02-01' WHERE event = 'send'", {"hashes", "periods"}),
    ("UPDATE ledgers_journal SET event = 'fail' WHERE event = 'send'", {"hashes", "events"}),
    ("UPDATE ledgers_commitment SET paid = 0, committed = 150 WHERE paid > 0", {"commitments", "holdings"}),
    ("DELETE FROM ledgers_commitment WHERE committed > 0", {"holdings", "caps"}),
    (
        "UPDATE ledgers_commitment SET part_of_id = (SELECT id FROM ledgers_commitment WHERE paid > 0)"
        " WHERE committed > 0",
        {"parts"},
    ),
    ("UPDATE ledgers_capusage SET used = used - 1", {"caps"}),
    (
        "ALTER TABLE ledgers_capusage DROP CONSTRAINT cap_not_exceeded; UPDATE ledgers_capusage SET cap = 1",
        {"caps", "constraints"},
    ),
    (
        "UPDATE ledgers_allocation SET amount = amount + 1 WHERE direction = 'down'",
        {"allocated", "allocations"},
    ),
    (
        "UPDATE ledgers_allocation SET amount = 1 WHERE direction = 'up'",
        {"allocated", "allocations", "returned"},
    ),
    ("DELETE FROM ledgers_arrival; DELETE FROM ledgers_allocation", {"allocated", "returned"}),
    ("UPDATE ledgers_fund SET total = 1 WHERE origin_id IS NULL", {"grants"}),
    ("UPDATE ledgers_fund SET total = total + 1 WHERE origin_id IS NOT NULL", {"grants"}),
    ("ALTER TABLE ledgers_posting DISABLE TRIGGER ledgers_posting_3_balances", {"triggers"}),
    ("ALTER TABLE ledgers_journal DISABLE TRIGGER USER", {"triggers"}),
    ("DROP TRIGGER ledgers_journal_append_only ON ledgers_journal", {"triggers"}),
    ("ALTER TABLE ledgers_posting ENABLE REPLICA TRIGGER ledgers_posting_append_only", {"triggers"}),
    ("ALTER TABLE ledgers_balance DROP CONSTRAINT balance_not_overdrawn", {"constraints"}),
    ("ALTER TABLE ledgers_budgetline DROP CONSTRAINT budget_line_use_permitted", {"constraints"}),
    ("DROP INDEX commitment_live_once", {"constraints"}),
    (
        "CREATE OR REPLACE FUNCTION ledgers_posting_balances() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        {"functions"},
    ),
    (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$",
        {"functions"},
    ),
]


@pytest.mark.parametrize(("statement", "codes"), TAMPERINGS, ids=[case[0][:70] for case in TAMPERINGS])
def test_each_tampering_is_named_by_its_checks(books, statement, codes):
    tamper(statement)
    assert broken() == codes
    with pytest.raises(CommandError) as error:
        call_command("check_ledger", stdout=StringIO())
    assert error.value.returncode == 1


def test_every_check_has_a_tampering_that_only_it_or_few_others_see():
    assert set().union(*(codes for _statement, codes in TAMPERINGS)) == set(dict(checking.CHECKS.items()))


def test_books_in_order_are_said_to_be(books):
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert out.getvalue().splitlines()[-1] == f"{len(checking.CHECKS)} 项全部相符。"


def test_the_report_says_where_what_and_how_much(books):
    tamper(
        "UPDATE ledgers_balance b SET credit = credit + 1 FROM ledgers_account a"
        f" WHERE a.id = b.account_id AND a.bucket = 'available' AND a.line_id = {books.pk}"
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 处差异"):
        call_command("check_ledger", stdout=out)
    assert (
        f"指标 {books.pk} 账户“可用”：应为 借 1630.00 贷 10750.00，实为 借 1630.00 贷 10751.00"
        in out.getvalue()
    )


def test_json_says_the_same(books):
    tamper("UPDATE ledgers_capusage SET used = used - 1")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_ledger", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["ok"] is False
    assert [check["code"] for check in report["checks"] if check["differences"]] == ["caps"]


def test_a_union_is_checked_with_those_below_it(books, cast):
    tamper("UPDATE ledgers_journal SET memo = '改' WHERE event = 'assign'")  # the city's
    call_command("check_ledger", "--union", cast.county.code, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("check_ledger", "--union", cast.city.code, stdout=StringIO())
    with pytest.raises(CommandError, match="没有编码为 NONE 的工会"):
        call_command("check_ledger", "--union", "NONE", stdout=StringIO())


def test_rooms_above_add_checks_of_their_own(books):
    @ledger_check("payments", "发放与台账相符")
    def check_payments(unions):
        paid = sum(row.paid for row in Commitment.objects.all())
        yield Difference("发放", "0", str(paid))

    assert broken() == {"payments"}


def bean_check(path):
    tool = Path(sys.executable).with_name("bean-check")
    return subprocess.run([tool, "--no-cache", path], capture_output=True, text=True, check=False)


def export(path, *options):
    call_command("export_beancount", *options, str(path), stdout=StringIO())
    return path.read_text()


def test_bean_check_accepts_the_books(books, tmp_path):
    text = export(tmp_path / "all.beancount")
    result = bean_check(tmp_path / "all.beancount")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert text.count(" ^V") == Journal.objects.count() == 20
    assert (
        f":L{books.pk}-2026-生活救助:Available-可用  9120.00 ~ 0.00 CNY" not in text
    )  # a credit is below zero
    assert f":L{books.pk}-2026-生活救助:Available-可用  -9120.00 ~ 0.00 CNY" in text


def test_plain_sql_counts_the_same_as_the_export(books):
    assert_bean_agrees(Union.objects.all())


def test_bean_check_refuses_books_that_are_one_fen_wrong(books, tmp_path):
    tamper(
        "UPDATE ledgers_balance b SET credit = credit + 0.01 FROM ledgers_account a"
        f" WHERE a.id = b.account_id AND a.bucket = 'available' AND a.line_id = {books.pk}"
    )
    export(tmp_path / "wrong.beancount")
    result = bean_check(tmp_path / "wrong.beancount")
    assert result.returncode != 0
    assert "Balance failed" in result.stdout + result.stderr


def test_bean_check_refuses_a_posting_that_is_one_fen_wrong(books, tmp_path):
    tamper(f"UPDATE ledgers_posting SET amount = amount + 0.01 WHERE id = {POSTING}")
    export(tmp_path / "wrong.beancount")
    result = bean_check(tmp_path / "wrong.beancount")
    assert "Transaction does not balance" in result.stdout + result.stderr


def test_a_year_stands_alone_with_what_was_carried_into_it(finance, tmp_path):
    line = make_line(finance)
    for year, name in ((2025, "x"), (2026, "y")):
        services.commit(
            line_id=line.pk,
            use="living",
            amount=Decimal("10"),
            source=name,
            by=finance,
            key=uuid.uuid4(),
            on=ON.replace(year=year),
            memo='带"引号"的\\摘要',
        )
    for year, journals in ((2025, 1), (2026, 3)):
        path = tmp_path / f"{year}.beancount"
        assert export(path, "--year", str(year), "--union", finance.union.code).count(" ^V") == journals
        result = bean_check(path)
        assert (result.returncode, result.stdout + result.stderr) == (0, "")
    assert "上年结转" in (tmp_path / "2026.beancount").read_text()
