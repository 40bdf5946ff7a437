"""What the database keeps of accounts, statements and matches, whoever writes."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from funds.books import services
from funds.books.models import LineMatch, MatchedLine, Reconciliation, StatementLine
from funds.ledgers import services as ledger
from hardship.kernel.checks import broken
from tests.books import make_fund
from tests.funds.books.conftest import csv

APRIL = date(2026, 4, 1)
GIVEN = ("2026-04-02", "5000", "", "15000", "转账", "", "A1")


def refused(name, act):
    """Whether the database refuses this under that name, at once or when the transaction would end."""

    def whole():
        with transaction.atomic():
            act()
            sql("SET CONSTRAINTS ALL IMMEDIATE")()

    with pytest.raises(IntegrityError) as error:
        whole()
    return broken(error.value) == name


def sql(text, *parameters):
    def act():
        with connection.cursor() as cursor:
            cursor.execute(text, parameters)

    return act


@pytest.fixture
def account(opened, cast):
    """An account with 5,000 yuan that arrived in April and are in the books."""
    account = opened()
    fund = make_fund(cast.finance, "5000", source="administration")
    services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
    ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 2))
    return account


@pytest.fixture
def taken(account, take):
    take(account, csv(GIVEN), closing="15000")
    return account


@pytest.fixture
def signed(taken, cast, second):
    services.match_certain(account_id=taken.pk, by=cast.finance)
    services.sign_month(account_id=taken.pk, month=APRIL, by=second)
    return taken


def test_an_account_begins_as_entered_and_goes_its_way(account, enter):
    assert refused("bank_account_way", sql("UPDATE books_bankaccount SET state = 'entered'"))
    assert refused("bank_account_stays", sql("UPDATE books_bankaccount SET opening = 1"))


def test_an_account_is_confirmed_by_another(enter):
    account = enter()
    own = "UPDATE books_bankaccount SET state = 'open', confirmed_by_id = entered_by_id, confirmed_at = now()"
    assert refused("bank_account_by_another", sql(f"{own} WHERE id = %s", account.pk))


def test_a_special_account_begins_as_the_books(enter, second):
    account = enter(opening=Decimal(9999))
    step = "UPDATE books_bankaccount SET state = 'open', confirmed_by_id = %s, confirmed_at = now()"
    assert refused("bank_account_begins_as_the_books", sql(f"{step} WHERE id = %s", second.pk, account.pk))


def test_a_fund_lies_in_its_account_for_good(account, line):
    assert refused("fund_stays_in_its_account", sql("DELETE FROM books_accountfund"))


def test_a_fund_that_moved_in_a_signed_month_stays_out(signed, cast):
    fund = make_fund(cast.finance, "7", source="administration")
    given = ledger.receive(
        fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 3)
    )
    ledger.reverse(
        journal_id=given.pk, reason="记错", by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 28)
    )
    add = "INSERT INTO books_accountfund (account_id, fund_id, added_at) VALUES (%s, %s, now())"
    assert refused("fund_comes_empty", sql(add, signed.pk, fund.pk))


def test_no_fund_comes_into_an_account_that_is_not_in_use(enter, second, cast):
    account = enter(funds=[], opening=Decimal(0))
    services.take_account_step(account_id=account.pk, action="decline", by=second, comment="账号抄错")
    fund = make_fund(cast.finance, "7", source="administration")
    add = "INSERT INTO books_accountfund (account_id, fund_id, added_at) VALUES (%s, %s, now())"
    assert refused("fund_into_account_in_use", sql(add, account.pk, fund.pk))
    with pytest.raises(services.BooksRefused, match="不能归入资金"):
        services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)


def test_a_statement_stays_as_the_bank_gave_it(taken):
    assert refused("statement_stays", sql("UPDATE books_statement SET closing = 1"))
    assert refused("statement_stays", sql("UPDATE books_statement SET state = 'dropped'"))


WITHDRAW = """
    UPDATE books_statement SET state = 'dropped', why = 'x', withdrawn_at = now(), withdrawn_by_id = %s
    WHERE id = %s
"""


def test_a_statement_is_taken_back_by_another(taken, cashier):
    statement = taken.statements.get()
    assert refused("statement_withdrawn_by_another", sql(WITHDRAW, cashier.pk, statement.pk))
    assert refused("statement_line_stays", StatementLine.objects.all().delete)
    assert refused("statement_line_stays", sql("UPDATE books_statementline SET amount = 1"))


def test_a_statement_of_which_something_is_used_is_not_taken_back(taken, cast, second):
    services.match_certain(account_id=taken.pk, by=cast.finance)
    withdraw = sql(WITHDRAW, second.pk, taken.statements.get().pk)
    assert refused("statement_withdrawn_unused", withdraw)
    services.unmatch(match_id=taken.matches.get().pk, by=cast.finance)
    withdraw()
    assert not StatementLine.objects.exists()


def test_a_fund_that_never_moved_money_leaves_its_account(account, cast):
    fund = make_fund(cast.finance, "7", source="administration")
    share = services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
    sql("DELETE FROM books_accountfund WHERE id = %s", share.pk)()
    assert account.shares.count() == 2


def test_no_line_comes_after_its_statement(taken):
    line = StatementLine.objects.get()
    line.pk, line.fingerprint = None, "another"
    assert refused("statement_line_of_its_statement", line.save)


def test_a_statement_adds_up(account, upload):
    upload(account, csv(GIVEN), closing="15000")
    take = "UPDATE books_statement SET state = 'taken', ended_at = now(), ended_by_id = taken_by_id"
    assert refused("statement_adds_up", sql(take))


def test_both_sides_of_a_match_come_to_the_same(taken, cast):
    def alone():
        match = LineMatch.objects.create(
            account=taken, kind="hand", on=date(2026, 4, 2), made_by=cast.finance
        )
        MatchedLine.objects.create(match=match, line=StatementLine.objects.get())

    assert refused("match_comes_to_the_same", alone)


def test_nothing_of_a_special_account_is_set_aside(taken, cast):
    def aside():
        match = LineMatch.objects.create(
            account=taken, kind="aside", reason="x", on=date(2026, 4, 2), made_by=cast.finance
        )
        MatchedLine.objects.create(match=match, line=StatementLine.objects.get())

    assert refused("match_comes_to_the_same", aside)


def test_an_item_that_is_taken_out_leaves_nothing_unequal(taken, cast):
    services.match_certain(account_id=taken.pk, by=cast.finance)
    assert refused("match_comes_to_the_same", sql("DELETE FROM books_matchedline"))


def test_a_signed_month_keeps_its_matches(signed):
    for table in ("books_matchedline", "books_matchedjournal", "books_linematch"):
        assert refused("match_of_a_signed_month", sql(f"DELETE FROM {table}"))


def test_no_journal_comes_into_a_signed_month(signed, cast):
    fund = make_fund(cast.finance, "7", source="administration")
    services.add_fund(account_id=signed.pk, fund_id=fund.pk, by=cast.finance)

    def late():
        ledger.receive(
            fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 30)
        )

    with pytest.raises(ledger.PeriodClosed, match="已经签字"):
        late()
    ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 5, 1))


def sign(account, by, **more):
    told = {"bank_balance": 15000, "book_balance": 15000, "agreed": 15000, "month": APRIL, **more}
    sums = dict.fromkeys(("bank_in", "bank_out", "book_in", "book_out"), 0)
    return lambda: Reconciliation.objects.create(
        union=account.union,
        account=account,
        until_on=date(2026, 4, 30),
        sha256="x",
        signed_by=by,
        **{**sums, **told},
    )


def test_whoever_imported_signs_nothing(taken, cashier):
    assert refused("reconciliation_by_another", sign(taken, cashier))


@pytest.fixture
def unexplained(account, take, cast):
    """`unexplained(reason)`: makes a match of two lines that cancel out, for which no journal stands."""
    taken = csv(
        GIVEN, ("2026-04-03", "", "9", "14991", "", "", "O"), ("2026-04-04", "9", "", "15000", "", "", "I")
    )
    take(account, taken, closing="15000")
    services.match_certain(account_id=account.pk, by=cast.finance)
    lines = StatementLine.objects.filter(serial__in="OI")

    def make(reason, **more):
        match = LineMatch.objects.create(
            account=account, kind="hand", on=date(2026, 4, 4), reason=reason, made_by=cast.finance, **more
        )
        for line in lines:
            MatchedLine.objects.create(match=match, line=line)

    return make


def test_a_match_without_a_journal_says_why(unexplained):
    assert refused("match_without_journal_explained", lambda: unexplained(""))


def test_whoever_matched_without_a_journal_signs_nothing(account, unexplained, cast):
    unexplained("退汇")
    assert refused("reconciliation_not_of_own_word", sign(account, cast.finance))


def test_a_sheet_says_what_is_there(taken, second):
    wrong = {"bank_balance": 14999, "book_balance": 14999, "agreed": 14999}
    assert refused("reconciliation_of_what_is_there", sign(taken, second, **wrong))


def test_a_sheet_agrees(taken, second):
    assert refused("reconciliation_agrees", sign(taken, second, agreed=14999))


def test_months_are_signed_in_order(taken, second):
    assert refused("reconciliation_in_order", sign(taken, second, month=date(2026, 5, 1)))


def test_a_booking_goes_its_way(account, take, cast, second):
    taken = account
    take(account, csv(("2026-04-21", "3", "", "10003", "结息", "", "I")), closing="10003")
    line = StatementLine.objects.get()
    fund = make_fund(cast.finance, "1", source="interest")
    services.add_fund(account_id=taken.pk, fund_id=fund.pk, by=cast.finance)
    services.ask_booking(line_id=line.pk, kind="interest", fund=fund, by=cast.finance)
    assert refused("line_booking_way", sql("UPDATE books_linebooking SET kind = 'fee'"))
    own = "UPDATE books_linebooking SET state = 'dropped', booked_by_id = asked_by_id, booked_at = now()"
    assert refused("line_booking_by_another", sql(own))


def test_a_booking_leaves_the_books_with_its_journal_alone(account, take, line, cast, second):
    take(account, csv(GIVEN, ("2026-04-05", "", "5", "14995", "手续费", "", "F")), closing="14995")
    fee = StatementLine.objects.get(serial="F")
    booking = services.ask_booking(line_id=fee.pk, kind="fee", budget_line=line, by=cast.finance)
    booking = services.take_booking_step(booking_id=booking.pk, action="book", by=second)
    drop = sql("UPDATE books_linebooking SET state = 'dropped'")
    assert refused("line_booking_way", drop)
    ledger.reverse(
        journal_id=booking.journal.pk, reason="记错", by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 6)
    )
    drop()
