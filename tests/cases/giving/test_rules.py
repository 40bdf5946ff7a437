"""How a sum is divided, and on which days its parts fall due."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.giving.rules import divide, spread
from cases.policies.rules import PolicyInvalid, instalments_words, parse_policy
from cases.policies.rules.document.handling import Instalments, InstalmentsUntil
from tests.cases.policies.texts import SIMPLE

pytestmark = pytest.mark.requirement("B1")
DAYS = [date(2026, month, 1) for month in range(1, 13)]


def test_lines_are_used_up_in_their_order():
    yuan = [Decimal(300)] * 4
    assert spread(yuan, [(1, Decimal(500)), (2, Decimal(700))]) == [
        [(1, 300)],
        [(1, 200), (2, 100)],
        [(2, 300)],
        [(2, 300)],
    ]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5), st.integers(1, 12))
def test_every_fen_of_every_line_is_in_some_instalment(lines, times):
    draws = [(key, Decimal(fen) / 100) for key, fen in enumerate(lines)]
    parts = divide(sum(yuan for _key, yuan in draws), DAYS[:times])
    found = spread([amount for _day, amount in parts], draws)
    assert [sum(yuan for _key, yuan in one) for one in found] == [amount for _day, amount in parts]
    flat = [pair for one in found for pair in one]
    assert [sum(yuan for key, yuan in flat if key == line) for line, _yuan in draws] == [y for _k, y in draws]
    assert [key for key, _yuan in flat] == sorted(key for key, _yuan in flat)


@pytest.mark.parametrize(
    ("amount", "times", "parts"),
    [
        ("100.00", 3, ["33.33", "33.33", "33.34"]),
        ("100.00", 1, ["100.00"]),
        ("0.07", 3, ["0.02", "0.02", "0.03"]),
        ("0.02", 3, ["0.01", "0.01"]),
        ("0.01", 12, ["0.01"]),
        ("9840.00", 12, ["820.00"] * 12),
        ("9999.99", 4, ["2499.99", "2499.99", "2499.99", "2500.02"]),
    ],
)
def test_the_odd_fen_are_with_the_last(amount, times, parts):
    divided = divide(Decimal(amount), DAYS[:times])
    assert [str(part) for _day, part in divided] == parts
    assert [day for day, _part in divided] == DAYS[: len(parts)]


@given(st.integers(1, 10**10), st.integers(1, 12))
def test_the_parts_add_up_to_the_fen(fen, times):
    amount = Decimal(fen) / 100
    parts = [part for _day, part in divide(amount, DAYS[:times])]
    assert sum(parts) == amount
    assert min(parts) >= Decimal("0.01")
    assert max(parts) - min(parts) < Decimal("0.01") * max(2, times)


@pytest.mark.parametrize(
    ("rule", "first", "days"),
    [
        (Instalments(3), date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Instalments(3), date(2028, 1, 31), ["2028-01-31", "2028-02-29", "2028-03-31"]),
        (Instalments(2, "year"), date(2028, 2, 29), ["2028-02-29", "2029-02-28"]),
        (Instalments(3, "quarter"), date(2026, 11, 30), ["2026-11-30", "2027-02-28", "2027-05-30"]),
        (InstalmentsUntil("12-31"), date(2026, 10, 31), ["2026-10-31", "2026-11-30", "2026-12-31"]),
        (InstalmentsUntil("12-30"), date(2026, 10, 31), ["2026-10-31", "2026-11-30"]),
        (InstalmentsUntil("12-31"), date(2026, 12, 31), ["2026-12-31"]),
        (InstalmentsUntil("01-31"), date(2026, 12, 31), ["2026-12-31", "2027-01-31"]),
        (InstalmentsUntil("02-29"), date(2027, 1, 28), ["2027-01-28", "2027-02-28"]),
    ],
)
def test_each_falls_due_on_the_same_day_of_its_month(rule, first, days):
    assert [day.isoformat() for day in rule.days_from(first)] == days


def read(said):
    text = SIMPLE.replace("  living:\n", f"  living:\n    uses: living\n    instalments: {said}\n")
    return parse_policy(text).programmes["living"]


def test_a_policy_says_how_often_or_until_when():
    assert read("{times: 3, every: quarter}").instalments == Instalments(3, "quarter")
    until = read("{until: '12-31'}")
    assert until.instalments == InstalmentsUntil("12-31")
    assert until.is_open, "instalments can be applied for"
    assert instalments_words(until.instalments) == "每月等额发放一次，发到 12 月 31 日"


@pytest.mark.parametrize(
    "said",
    ["{every: month}", "{times: 3, until: '12-31'}", "{times: 1}", "{times: 37}", "{until: '02-30'}", "[]"],
)
def test_whatever_else_is_refused(said):
    with pytest.raises(PolicyInvalid):
        read(said)
