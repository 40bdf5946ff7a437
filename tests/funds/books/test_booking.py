"""What the bank took or gave by itself: which lines are such, in which month they are booked, how they are
put right; and what that means for a statement that is taken back."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from funds.books import services
from funds.books.models import LineBooking, StatementLine
from funds.books.rules import Item, booking_doubt
from funds.books.selectors import list_open_movements
from funds.books.services import BooksRefused
from funds.ledgers import services as ledger
from funds.ledgers.models import Period
from tests.books import assert_books_balance, make_fund, make_line
from tests.funds.books.conftest import csv
from tests.funds.books.test_around_python import refused, sql

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
INTEREST = ("2026-04-21", "3.21", "", "10003.21", "结息", "", "I1")
FEE = ("2026-04-22", "", "5", "9998.21", "手续费", "", "F1")


@pytest.fixture
def account(opened):
    return opened()


@pytest.fixture
def fund(account, cast):
    fund = make_fund(cast.finance, "0.01", source="interest", name="账户利息")
    services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
    return fund


@pytest.fixture
def taken(account, take, fund):
    return take(account, csv(INTEREST, FEE), closing="9998.21")


@pytest.fixture
def ask(cast, fund, line):
    """`ask("fee")`: the fee of the statement is asked for."""

    def make(kind, **more):
        target = {"fund": fund} if kind == "interest" else {"budget_line": line}
        pk = StatementLine.objects.get(
            serial="I1" if kind == "interest" else "F1", statement__state="taken"
        ).pk
        return services.ask_booking(line_id=pk, kind=kind, by=cast.finance, **{**target, **more})

    return make


@pytest.fixture
def book(ask, second):
    def make(kind, **more):
        booking = ask(kind, **more)
        return services.take_booking_step(booking_id=booking.pk, action="book", by=second)

    return make


def reverse(booking, cast, on):
    return ledger.reverse(
        journal_id=booking.journal.pk, reason="记错", by=cast.finance, key=uuid.uuid4(), on=on
    )


LINES = [  # words, party, yuan, reason, whether it may be booked
    ("结息", "", "50000", "", True),
    ("手续费", "", "-1000", "", True),
    ("手续费", "", "-1000.01", "", False),
    ("手续费", "", "-5000", "年度账户管理协议", True),
    ("转账", "", "-200", "", False),
    ("转账", "", "-200", "银行柜面收取", True),
    ("转账", "", "-200.01", "银行柜面收取", False),
    ("转账", "", "200", "活期转存", True),
    ("服务费", "王小梅", "-50", "代理", False),
    ("服务费", "欧阳小梅", "-50", "代理", False),
    ("手续费", "农商行", "-50", "", True),
    ("手续费", "江海农村商业银行", "-50", "", True),
    ("利息", "张三", "3", "", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "party", "yuan", "reason", "may"), LINES)
def test_what_may_be_booked_is_the_same_for_python_and_the_database(words, party, yuan, reason, may):
    item = Item(1, APRIL, Decimal(yuan), f"{words} {party}")
    assert (booking_doubt(item, party=party, reason=reason) == "") == may
    kind = "interest" if item.amount > 0 else "fee"
    with connection.cursor() as cursor:
        asked = (kind, item.words, party, abs(item.amount), reason)
        cursor.execute("SELECT books_is_bookable(%s, %s, %s, %s, %s)", asked)
        assert cursor.fetchone() == (may,)


def test_a_payment_to_a_person_is_no_fee(account, take, line, cast):
    take(account, csv(("2026-04-22", "", "500", "9500", "转账", "王小梅", "P1")), closing="9500")
    paid = StatementLine.objects.get()
    with pytest.raises(BooksRefused, match="对方是个人"):
        services.ask_booking(line_id=paid.pk, kind="fee", budget_line=line, reason="手续费", by=cast.finance)
    raw = LineBooking(union=cast.city, line=paid, kind="fee", line_of=line, reason="手续费")
    assert refused("line_booking_plausible", raw.save)


def test_only_an_open_line_of_its_direction_and_account_is_booked(taken, account, line, fund, cast, book):
    fee = StatementLine.objects.get(serial="F1")
    given = {"union": cast.city, "line": fee, "asked_by": cast.finance}
    elsewhere = make_line(cast.finance, "10", source="dues")
    for wrong in (
        {"kind": "interest", "fund": fund},
        {"kind": "fee", "line_of": elsewhere},
    ):
        assert refused("line_booking_of_an_open_line", LineBooking(**given, **wrong).save)
    booked = book("fee")
    sql("UPDATE books_linebooking SET state = state")()
    reverse(booked, cast, date(2026, 4, 25))
    sql("UPDATE books_linebooking SET state = 'dropped' WHERE id = %s", booked.pk)()
    again = LineBooking(**given, kind="fee", line_of=line)
    assert refused("line_booking_of_an_open_line", again.save)
    with pytest.raises(BooksRefused, match="先撤销对账"):
        services.ask_booking(line_id=fee.pk, kind="fee", budget_line=line, by=cast.finance)


def test_who_books_is_written_with_the_booking_alone(taken, ask, second):
    ask("fee")
    early = sql("UPDATE books_linebooking SET booked_by_id = %s, booked_at = now()", second.pk)
    assert refused("line_booking_way", early)


def close(union, month, by):
    Period.objects.update_or_create(
        union=union,
        month=month,
        defaults={"state": "closed", "closed_at": "2026-05-02T00:00Z", "closed_by": by},
    )


@pytest.mark.requirement("E2")
def test_what_comes_after_the_books_were_closed_is_booked_in_the_open_month(taken, ask, cast, second):
    booking = ask("fee")
    Period.objects.filter(union=cast.city).update(state="open")
    for month in (date(2026, 3, 1), APRIL):
        close(cast.city, month, cast.finance)
    booking = services.take_booking_step(booking_id=booking.pk, action="book", by=second)
    assert (booking.journal.on, booking.journal.memo) == (MAY, "银行2026-04-22 手续费 F1")
    assert booking.line.matched.match.on == MAY
    assert_books_balance()


@pytest.mark.requirement("E2")
def test_a_wrong_fee_of_a_signed_month_is_put_right_in_red(taken, account, line, cast, second, book, ask):
    book("interest")
    wrong = book("fee")
    services.sign_month(account_id=account.pk, month=APRIL, by=second)
    with pytest.raises(BooksRefused, match="冲销原凭证"):
        ask("fee")
    other = make_line(cast.finance, "10", source="dues")
    red = reverse(wrong, cast, date(2026, 5, 3))
    with pytest.raises(BooksRefused, match="存放在本户"):
        ask("fee", budget_line=other)
    right = book("fee")
    match = right.journal.matched.get().match
    assert {row.journal_id for row in match.journals.all()} == {red.pk, right.journal.pk}
    assert (match.on, match.lines.count(), right.journal.on) == (date(2026, 5, 3), 0, MAY)
    assert list_open_movements(account) == []
    assert wrong.line.matched.match.on == date(2026, 4, 22)
    assert_books_balance()


def test_a_statement_goes_when_its_booking_was_refused_and_comes_again(taken, account, ask, take, second):
    booking = ask("fee")
    withdraw = {"statement_id": taken.pk, "why": "截止日期填错", "by": second}
    with pytest.raises(BooksRefused, match="没有补记"):
        services.withdraw_statement(**withdraw)
    services.take_booking_step(booking_id=booking.pk, action="refuse", by=second, comment="不是手续费")
    services.withdraw_statement(**withdraw)
    booking.refresh_from_db()
    assert (booking.line.serial, StatementLine.objects.count()) == ("F1", 1)
    with pytest.raises(BooksRefused, match="已经退回"):
        services.ask_booking(line_id=booking.line_id, kind="fee", by=booking.asked_by)
    take(account, csv(INTEREST, FEE), closing="9998.21")
    assert StatementLine.objects.count() == 3
    ask("fee")


def test_a_statement_stays_while_something_booked_came_out_of_it(taken, account, book, cast, second):
    booked = book("fee")
    services.unmatch(match_id=booked.line.matched.match_id, by=cast.finance)
    withdraw = {"statement_id": taken.pk, "why": "截止日期填错", "by": second}
    with pytest.raises(BooksRefused, match="没有补记"):
        services.withdraw_statement(**withdraw)
    raw = """UPDATE books_statement SET state = 'dropped', why = 'x', withdrawn_at = now(),
             withdrawn_by_id = %s WHERE id = %s"""
    assert refused("statement_withdrawn_unused", sql(raw, second.pk, taken.pk))
    reverse(booked, cast, date(2026, 4, 25))
    services.withdraw_statement(**withdraw)
    booked.refresh_from_db()
    assert booked.state == "dropped"


def test_a_line_of_a_statement_that_was_taken_back_stays(taken, ask, second):
    booking = ask("fee")
    services.take_booking_step(booking_id=booking.pk, action="refuse", by=second, comment="不是手续费")
    services.withdraw_statement(statement_id=taken.pk, why="截止日期填错", by=second)
    assert refused("statement_line_stays", sql("UPDATE books_statementline SET amount = 1"))
