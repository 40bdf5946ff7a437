"""Statements as banks print them, and what is refused of them. No database."""

from datetime import date
from decimal import Decimal

import pytest

from funds.books.rules import read_statement
from hardship.kernel.sheets import SheetError
from tests.funds.books.conftest import csv

APRIL = (
    ("2026-04-02", "5000.00", "", "15000.00", "转账", "省总工会", "A1"),
    ("2026-04-20", "", "3000.00", "12000.00", "代发", "", "A2"),
)


def problems(reading, opening="10000", closing="12000"):
    return reading.against(opening=Decimal(opening), closing=Decimal(closing)).problems


def test_income_and_expense_in_columns_of_their_own_add_up():
    reading = read_statement(csv(*APRIL))
    assert [(line.on, line.signed) for line in reading.lines] == [
        (date(2026, 4, 2), Decimal(5000)),
        (date(2026, 4, 20), Decimal(-3000)),
    ]
    assert problems(reading) == []


def test_the_newest_first_is_turned_round_and_totals_are_no_movements():
    total = ("合计", "5000.00", "3000.00", "", "", "", "")
    carried = ("2026-03-31", "", "", "10000.00", "期初余额", "", "")
    assert problems(read_statement(csv(APRIL[1], APRIL[0], carried, total))) == []


def test_credit_and_debit_are_the_banks_own():
    titles = "记账日期|借贷标志|发生额|账户余额|摘要"
    rows = "20260402|贷|5000|15000|转账\n2026/4/20 10:31:07|借|3,000.00|12000|代发"
    reading = read_statement(f"{titles}\n{rows}".encode("utf-8-sig"))
    assert [line.way for line in reading.lines] == ["in", "out"]


def test_a_bank_of_other_headings_is_read_by_its_own():
    content = csv(*APRIL, titles="发生日,进账,出账,结存,说明,户头,编号")
    with pytest.raises(SheetError, match="没有找到标题行"):
        read_statement(content)
    own = {"on": "发生日", "paid_in": "进账", "paid_out": "出账", "balance": "结存"}
    assert len(read_statement(content, own=own).lines) == 2


def test_every_row_that_says_nothing_is_named():
    bad = (
        ("2026-04-31", "1", "", "", "", "", ""),
        ("2026-04-03", "1", "2", "", "", "", ""),
        ("2026-04-04", "一百", "", "", "", "", ""),
        ("2026-04-05", "", "-5", "", "", "", ""),
    )
    reading = read_statement(csv(*APRIL, *bad))
    assert [row for row, _why in reading.problems] == [4, 5, 6, 7]


def test_a_row_that_was_cut_out_shows_in_the_running_balance():
    assert [row for row, _why in problems(read_statement(csv(APRIL[1])))] == [2]


def test_without_balances_the_sum_must_come_to_the_closing_one():
    reading = read_statement(csv(*((*row[:3], "", *row[4:]) for row in APRIL)))
    assert problems(reading) == []
    assert [row for row, _why in problems(reading, closing="12000.01")] == [0]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "交易日期,收入,支出\n".encode()])
def test_nothing_is_refused_with_a_sentence(content):
    with pytest.raises(SheetError):
        read_statement(content)


def test_two_that_look_the_same_are_two():
    row = ("2026-04-02", "", "100", "", "代发", "", "")
    marks = read_statement(csv(row, row)).fingerprints()
    assert len(set(marks)) == 2
