"""A month of an account: it comes into use, its statement comes in, is matched, and is signed."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from funds.books import services
from funds.books.models import LineBooking, Reconciliation, StatementLine
from funds.books.selectors import get_sheet, list_open_lines, list_open_movements
from funds.books.services import BooksRefused, RowsRefused
from funds.ledgers import services as ledger
from funds.ledgers.models import Journal
from funds.ledgers.selectors import CHECKS
from hardship.accounts.selectors import UNSETTLED
from tests.books import assert_books_balance, make_fund
from tests.funds.books.conftest import csv, today

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
GIVEN = ("2026-04-02", "5000", "", "15000", "转账", "市财政局", "A1")


@pytest.fixture
def account(opened):
    return opened()


@pytest.fixture
def dues(line, cast):
    """`dues(account, "5000")`: more money of a fund that lies in the account arrives."""

    def make(account, amount="5000", on=date(2026, 4, 2)):
        fund = make_fund(cast.finance, amount, source="administration")
        services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
        return ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=on)

    return make


@pytest.mark.requirement("E2")
def test_a_month_from_the_statement_to_the_signature(account, dues, take, cast, second):
    dues(account)
    take(account, csv(GIVEN), closing="15000")
    assert services.match_certain(account_id=account.pk, by=cast.finance) == 1
    signed = services.sign_month(account_id=account.pk, month=APRIL, by=second)
    assert (signed.bank_balance, signed.book_balance, signed.agreed) == (15000, 15000, 15000)
    assert signed.items == []
    assert_books_balance()


@pytest.mark.requirement("E2")
def test_what_is_in_transit_stands_on_the_sheet_on_both_sides(account, dues, take, second):
    dues(account, on=date(2026, 4, 29))
    take(account, csv(("2026-04-30", "", "12", "9988", "工本费", "", "F1")), closing="9988")
    sheet = get_sheet(account, APRIL)
    assert (sheet.bank_agreed, sheet.book_agreed) == (Decimal(14988), Decimal(14988))
    assert [(item.kind, item.amount, item.days) for item in sheet.items] == [
        ("bank_out", 12, 0),
        ("book_in", 5000, 1),
    ]
    services.sign_month(account_id=account.pk, month=APRIL, by=second)
    kept = get_sheet(account, APRIL)
    assert [item.amount for item in kept.items] == [12, 5000]
    assert kept.digest() == kept.signed.sha256


def test_the_account_begins_as_the_books(enter, second):
    account = enter(opening=Decimal("9999.99"))
    with pytest.raises(BooksRefused, match=r"10,000\.00"):
        services.take_account_step(account_id=account.pk, action="confirm", by=second)


def test_nobody_confirms_their_own_account(enter, cast):
    with pytest.raises(services.accounts.workflow.Refused, match="另一位"):
        services.take_account_step(account_id=enter().pk, action="confirm", by=cast.finance)


def test_an_account_that_was_sent_back_lets_its_funds_go(enter, second, opened):
    services.take_account_step(account_id=enter().pk, action="decline", by=second, comment="账号抄错")
    assert opened().shares.count() == 1


def test_an_account_with_money_is_not_closed_and_keeps_its_union_open(account, second, cast):
    assert UNSETTLED["books.accounts"](cast.city) == "没有销户的银行账户 1 个"
    with pytest.raises(BooksRefused, match="销户"):
        services.take_account_step(account_id=account.pk, action="close", by=second, comment="换开户行")


def test_an_empty_account_is_closed(enter, second):
    account = enter(funds=[], opening=Decimal(0))
    for action, comment in (("confirm", ""), ("close", "换开户行")):
        account = services.take_account_step(account_id=account.pk, action=action, by=second, comment=comment)
    assert account.get_state_display() == "已销户"


def test_a_fund_with_money_from_before_stays_out(account, cast):
    fund = make_fund(cast.finance, "500")
    ledger.receive(
        fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 20)
    )
    with pytest.raises(BooksRefused, match="期初"):
        services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)


def test_a_statement_ends_before_today(account, upload):
    with pytest.raises(BooksRefused, match="今天以前"):
        upload(account, csv(GIVEN), until_on=today(), closing="15000")


def test_the_same_file_twice_is_refused_and_known_rows_are_left_out(account, take, upload):
    take(account, csv(GIVEN), closing="15000")
    with pytest.raises(BooksRefused, match="已由"):
        upload(account, csv(GIVEN), until_on=date(2026, 5, 31), closing="15000")
    both = csv(GIVEN, ("2026-05-03", "", "100", "14900", "代发", "", "B1"))
    take(account, both, until_on=date(2026, 5, 31), closing="14900")
    assert StatementLine.objects.filter(account=account).count() == 2


def test_the_newest_statement_is_taken_back_and_comes_again(account, take, cashier, second):
    until = date(2026, 5, 31)
    first = take(account, csv(GIVEN), closing="15000")
    wrong = take(account, csv(("2026-05-03", "", "1", "14999", "", "", "B")), until_on=until, closing="14999")
    withdraw = {"why": "截止日期填错", "by": second}
    with pytest.raises(BooksRefused, match="最近一份"):
        services.withdraw_statement(statement_id=first.pk, **withdraw)
    with pytest.raises(BooksRefused, match="只有"):
        services.withdraw_statement(statement_id=wrong.pk, why="x", by=cashier)
    services.withdraw_statement(statement_id=wrong.pk, **withdraw)
    take(
        account,
        csv(("2026-05-03", "", "1", "14999", "", "", "B")),
        until_on=date(2026, 5, 20),
        closing="14999",
    )
    assert StatementLine.objects.count() == 2


def test_a_row_of_days_that_are_covered_is_refused_by_name(account, take, cashier, upload):
    take(account, csv(GIVEN), closing="15000")
    late = csv(("2026-04-28", "1", "", "15001", "", "", "X"), ("2026-05-03", "1", "", "15002", "", "", "Y"))
    waiting = upload(account, late, until_on=date(2026, 5, 31), closing="15002")
    with pytest.raises(RowsRefused) as refused:
        services.take_statement(statement_id=waiting.pk, by=cashier)
    assert [row for row, _why in refused.value.problems] == [2]
    assert StatementLine.objects.filter(account=account).count() == 1


def test_a_statement_that_does_not_add_up_brings_nothing_in(account, upload, cashier):
    waiting = upload(account, csv(GIVEN), closing="14000")
    with pytest.raises(RowsRefused):
        services.take_statement(statement_id=waiting.pk, by=cashier)
    assert not StatementLine.objects.exists()


def test_unequal_sums_are_not_matched(account, dues, take, cast):
    journal = dues(account, "4999")
    take(account, csv(GIVEN), closing="15000")
    line = StatementLine.objects.get()
    with pytest.raises(BooksRefused, match=r"相差 1\.00 元"):
        services.match_by_hand(account_id=account.pk, lines=[line.pk], journals=[journal.pk], by=cast.finance)


def test_one_line_is_several_movements_and_apart_again(account, dues, take, cast):
    journals = [dues(account, amount) for amount in ("2000", "3000")]
    take(account, csv(GIVEN), closing="15000")
    line = StatementLine.objects.get()
    match = services.match_by_hand(
        account_id=account.pk, lines=[line.pk], journals=[row.pk for row in journals], by=cast.finance
    )
    assert not list_open_movements(account)
    services.unmatch(match_id=match.pk, by=cast.finance)
    assert (list_open_lines(account).count(), len(list_open_movements(account))) == (1, 2)


def test_a_receipt_and_its_reversal_cancel_out_without_the_bank(account, dues, take, cast):
    journal = dues(account)
    ledger.reverse(
        journal_id=journal.pk, reason="记错", by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 5)
    )
    assert services.match_certain(account_id=account.pk, by=cast.finance) == 1
    assert list_open_movements(account) == []


def test_nothing_of_a_special_account_is_set_aside(account, take, cast):
    take(account, csv(GIVEN), closing="15000")
    with pytest.raises(BooksRefused, match="专户"):
        services.set_aside(
            account_id=account.pk, lines=[StatementLine.objects.get().pk], reason="工资", by=cast.finance
        )


def test_other_money_of_a_basic_account_is_set_aside_with_a_reason(opened, take, cast, second):
    account = opened(kind="basic", opening=Decimal(90000))
    take(account, csv(("2026-04-02", "", "7000", "83000", "工资", "", "S1")), closing="83000")
    services.set_aside(
        account_id=account.pk, lines=[StatementLine.objects.get().pk], reason="机关工资", by=cast.finance
    )
    with pytest.raises(BooksRefused, match="没有凭证就对上或放在一边"):
        services.sign_month(account_id=account.pk, month=APRIL, by=cast.finance)
    signed = services.sign_month(account_id=account.pk, month=APRIL, by=second)
    assert (signed.book_balance, signed.agreed) == (83000, 83000)


def test_lines_that_cancel_out_without_a_journal_are_explained(account, take, cast):
    gone = ("2026-04-02", "", "9", "9991", "代发", "", "O")
    take(account, csv(gone, ("2026-04-03", "9", "", "10000", "退回", "", "I")))
    lines = list(StatementLine.objects.values_list("pk", flat=True))
    with pytest.raises(BooksRefused, match="请写明理由"):
        services.match_by_hand(account_id=account.pk, lines=lines, journals=[], by=cast.finance, reason=" ")
    services.match_by_hand(account_id=account.pk, lines=lines, journals=[], by=cast.finance, reason="退汇")
    assert not list_open_lines(account)


class TestASignature:
    def test_is_not_of_whoever_imported(self, account, take, second):
        take(account, csv(GIVEN), closing="15000", by=second)
        with pytest.raises(BooksRefused, match="您导入"):
            services.sign_month(account_id=account.pk, month=APRIL, by=second)

    def test_waits_for_the_month_before(self, account, take, second):
        take(account, csv(GIVEN), closing="15000", until_on=date(2026, 5, 31))
        with pytest.raises(BooksRefused, match="2026-04"):
            services.sign_month(account_id=account.pk, month=MAY, by=second)

    def test_waits_for_the_statement(self, account, take, second):
        take(account, csv(GIVEN), closing="15000", until_on=date(2026, 4, 29))
        with pytest.raises(BooksRefused, match="2026-04-29"):
            services.sign_month(account_id=account.pk, month=APRIL, by=second)

    def test_waits_for_what_one_press_would_match(self, account, dues, take, second):
        dues(account)
        take(account, csv(GIVEN), closing="15000")
        with pytest.raises(BooksRefused, match="能按规则对上"):
            services.sign_month(account_id=account.pk, month=APRIL, by=second)

    def test_waits_for_what_is_in_transit_too_long(self, account, take, second):
        take(account, csv(GIVEN), closing="15000", until_on=date(2026, 5, 31))
        services.sign_month(account_id=account.pk, month=APRIL, by=second)
        with pytest.raises(BooksRefused, match="30 天"):
            services.sign_month(account_id=account.pk, month=MAY, by=second)

    def test_keeps_what_was_matched_and_what_was_posted(self, account, dues, take, cast, second):
        dues(account)
        take(account, csv(GIVEN), closing="15000")
        services.match_certain(account_id=account.pk, by=cast.finance)
        services.sign_month(account_id=account.pk, month=APRIL, by=second)
        match = account.matches.get()
        with pytest.raises(BooksRefused, match="已经签字"):
            services.unmatch(match_id=match.pk, by=cast.finance)
        assert Reconciliation.objects.count() == 1


def test_the_check_finds_a_signed_month_whose_books_changed(account, take, second):
    take(account, csv(("2026-04-30", "", "12", "9988", "工本费", "", "F1")), closing="9988")
    services.sign_month(account_id=account.pk, month=APRIL, by=second)
    assert list(CHECKS["bank_months"].run([account.union_id])) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE books_statementline DISABLE TRIGGER USER")
        cursor.execute("UPDATE books_statementline SET amount = 13")
    assert len(list(CHECKS["bank_months"].run(None))) == 1


class TestInterestAndFees:
    INTEREST = ("2026-04-21", "3.21", "", "10003.21", "结息", "", "I1")
    FEE = ("2026-04-22", "", "5", "9998.21", "手续费", "", "F1")

    @pytest.fixture
    def taken(self, account, take, cast):
        fund = make_fund(cast.finance, "0.01", source="interest", name="账户利息")
        services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
        take(account, csv(self.INTEREST, self.FEE), closing="9998.21")
        return fund

    def ask(self, kind, by, **more):
        line = StatementLine.objects.get(serial="I1" if kind == "interest" else "F1")
        return services.ask_booking(line_id=line.pk, kind=kind, by=by, **more)

    @pytest.mark.requirement("E2")
    def test_are_booked_by_two_people_and_matched(self, taken, line, account, cast, second):
        for booking in (
            self.ask("interest", cast.finance, fund=taken),
            self.ask("fee", cast.finance, budget_line=line),
        ):
            services.take_booking_step(booking_id=booking.pk, action="book", by=second)
        assert set(Journal.objects.order_by("-number").values_list("event", flat=True)[:2]) == {
            "receive",
            "charge",
        }
        signed = services.sign_month(account_id=account.pk, month=APRIL, by=second)
        assert signed.agreed == Decimal("9998.21")
        assert_books_balance()

    def test_are_not_booked_by_whoever_asked(self, taken, cast):
        booking = self.ask("interest", cast.finance, fund=taken)
        with pytest.raises(services.accounts.workflow.Refused, match="另一位"):
            services.take_booking_step(booking_id=booking.pk, action="book", by=cast.finance)

    def test_may_be_sent_back_and_asked_again(self, taken, cast, second):
        booking = self.ask("interest", cast.finance, fund=taken)
        services.take_booking_step(booking_id=booking.pk, action="refuse", by=second, comment="不是利息")
        self.ask("interest", cast.finance, fund=taken)
        assert LineBooking.objects.count() == 2

    def test_of_a_signed_month_are_booked_after_it(self, taken, line, account, cast, second):
        booking = self.ask("fee", cast.finance, budget_line=line)
        services.sign_month(account_id=account.pk, month=APRIL, by=second)
        booking = services.take_booking_step(booking_id=booking.pk, action="book", by=second)
        assert booking.journal.on == MAY
        assert booking.line.matched.match.on == MAY

    def test_are_asked_for_anew_when_their_journal_was_reversed(self, taken, line, account, cast, second):
        booking = self.ask("fee", cast.finance, budget_line=line)
        booking = services.take_booking_step(booking_id=booking.pk, action="book", by=second)
        ledger.reverse(
            journal_id=booking.journal.pk,
            reason="记错",
            by=cast.finance,
            key=uuid.uuid4(),
            on=date(2026, 4, 25),
        )
        services.unmatch(match_id=booking.line.matched.match_id, by=cast.finance)
        again = self.ask("fee", cast.finance, budget_line=line)
        services.take_booking_step(booking_id=again.pk, action="book", by=second)
        booking.refresh_from_db()
        assert (booking.state, booking.why) == ("dropped", "凭证已冲销，重新补记。")

    def test_are_no_matter_of_special_money_of_the_treasury(self, cast):
        fund = make_fund(cast.finance, "100", uses=("living",), source="central")
        line = ledger.open_line(fund_id=fund.pk, use="living", year=2026, by=cast.finance)
        with pytest.raises(ledger.UseNotPermitted, match="手续费"):
            ledger.charge(
                line_id=line.pk, amount=Decimal(5), by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 1)
            )
