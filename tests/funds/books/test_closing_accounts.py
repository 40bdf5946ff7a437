"""An account is closed once all is settled; hands are written by their own steps; what a signed sheet shows
in transit is settled by somebody else."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from funds.books import services
from funds.books.models import LineMatch, MatchedLine, StatementLine
from funds.books.selectors import get_sheet
from funds.books.services import BooksRefused
from funds.ledgers import services as ledger
from tests.books import make_fund
from tests.funds.books.conftest import csv
from tests.funds.books.test_around_python import refused, sql

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
OUT = ("2026-04-29", "", "9", "9991", "代发", "", "O")
IN = ("2026-05-04", "9", "", "10000", "退回", "", "I")


@pytest.fixture
def account(opened):
    return opened()


@pytest.fixture
def empty(opened):
    return opened(funds=[], opening=Decimal(0))


CLOSE = """
    UPDATE books_bankaccount SET state = 'closed', ended_at = now(), ended_by_id = %s, why = 'x' WHERE id = %s
"""


class TestClosing:
    def close(self, account, by):
        return services.take_account_step(account_id=account.pk, action="close", by=by, comment="换开户行")

    def refuses(self, account, by, *reasons):
        with pytest.raises(BooksRefused) as refusal:
            self.close(account, by)
        for reason in reasons:
            assert reason in str(refusal.value)
        return refused("bank_account_closes_settled", sql(CLOSE, by.pk, account.pk))

    def test_waits_for_the_money(self, account, second):
        assert self.refuses(account, second, "余额还有 10,000.00 元")

    def test_waits_for_open_lines_and_for_the_months(self, empty, take, cast, second):
        take(empty, csv(("2026-04-02", "9", "", "9", "", "", "I"), ("2026-04-03", "", "9", "0", "", "", "O")),
             closing="0")  # fmt: skip
        assert self.refuses(empty, second, "2 笔银行流水没有对上", "2026-04 的余额调节表没有签字")
        lines = StatementLine.objects.values_list("pk", flat=True)
        services.match_by_hand(account_id=empty.pk, lines=lines, journals=[], reason="退汇", by=cast.finance)
        assert self.refuses(empty, second, "2026-04 的余额调节表没有签字")
        services.sign_month(account_id=empty.pk, month=APRIL, by=second)
        assert self.close(empty, second).ender == second.name

    def test_waits_for_a_statement_that_waits(self, empty, upload, second):
        upload(empty, csv(("2026-04-02", "9", "", "9", "", "", "I")), closing="9")
        assert self.refuses(empty, second, "对账单等着确认")

    def test_waits_for_what_the_books_moved(self, empty, take, cast, second):
        fund = make_fund(cast.finance, "9", source="administration")
        services.add_fund(account_id=empty.pk, fund_id=fund.pk, by=cast.finance)
        ledger.receive(
            fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 2)
        )
        assert self.refuses(empty, second, "1 笔账上收付没有对上")

    def test_needs_no_sheet_of_a_month_that_no_statement_ends(self, empty, take, cast, second):
        take(empty, csv(("2026-04-02", "9", "", "9", "", "", "I"), ("2026-04-03", "", "9", "0", "", "", "O")),
             closing="0", until_on=date(2026, 4, 20))  # fmt: skip
        lines = StatementLine.objects.values_list("pk", flat=True)
        services.match_by_hand(account_id=empty.pk, lines=lines, journals=[], reason="退汇", by=cast.finance)
        assert self.close(empty, second).is_closed


class TestHands:
    def test_of_an_account_come_with_their_step(self, account, empty_entered, cast):
        early = "UPDATE books_bankaccount SET {0}_at = now(), {0}_by_id = %s WHERE id = %s"
        assert refused(
            "bank_account_stays", sql(early.format("confirmed"), cast.approver.pk, empty_entered.pk)
        )
        for step in ("confirmed", "ended"):
            assert refused("bank_account_stays", sql(early.format(step), cast.approver.pk, account.pk))

    @pytest.fixture
    def empty_entered(self, enter, account):
        return enter(funds=[], opening=Decimal(0), number="32001100420009876501")

    def test_of_a_statement_come_with_their_step(self, account, take, upload, cast):
        take(account, csv(OUT), closing="9991")
        other = "UPDATE books_statement SET ended_by_id = %s"
        assert refused("statement_stays", sql(other, cast.approver.pk))
        withdrawn = "UPDATE books_statement SET withdrawn_by_id = %s, withdrawn_at = now(), why = 'x'"
        assert refused("statement_stays", sql(withdrawn, cast.approver.pk))


@pytest.fixture
def signed(account, take, second):
    """April is signed with a line in transit, whose money the bank gave back in May."""
    take(account, csv(OUT), closing="9991")
    services.sign_month(account_id=account.pk, month=APRIL, by=second)
    take(account, csv(IN), closing="10000", until_on=date(2026, 5, 31))
    return account


@pytest.mark.requirement("E2")
def test_whoever_signed_it_in_transit_does_not_settle_it_without_a_journal(signed, cast, second):
    lines = list(StatementLine.objects.values_list("pk", flat=True))

    def match(by):
        return services.match_by_hand(account_id=signed.pk, lines=lines, journals=[], reason="退汇", by=by)

    with pytest.raises(BooksRefused, match="另一位财务"):
        match(second)

    def raw():
        made = LineMatch.objects.create(
            account=signed, kind="hand", on=date(2026, 5, 4), reason="退汇", made_by=second
        )
        MatchedLine.objects.bulk_create(MatchedLine(match=made, line_id=line) for line in lines)

    assert refused("match_not_of_own_sheet", raw)
    match(cast.finance)
    assert get_sheet(signed, MAY).items == []


def test_nothing_is_matched_back_into_a_signed_month(signed, cast):
    def raw():
        LineMatch.objects.create(
            account=signed, kind="hand", on=date(2026, 4, 29), reason="退汇", made_by=cast.finance
        )

    assert refused("match_of_a_signed_month", raw)


def test_other_money_of_a_signed_month_is_set_aside_in_the_open_one(opened, take, cast, second):
    account = opened(kind="basic", opening=Decimal(90000))
    take(account, csv(("2026-04-29", "", "7000", "83000", "工资", "", "S1")), closing="83000")
    services.sign_month(account_id=account.pk, month=APRIL, by=second)
    [made] = services.set_aside(
        account_id=account.pk, lines=[StatementLine.objects.get().pk], reason="机关工资", by=cast.finance
    )
    assert made.on == MAY
    assert get_sheet(account, MAY).book_balance == 83000
