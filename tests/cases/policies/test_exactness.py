"""No figure is lost between the first division and the comparison: held against `fractions.Fraction`."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.policies.rules import Case, assess, parse_policy
from cases.policies.rules.case import Aid, Expense, Income, Standard, Supporter

ON = date(2024, 3, 15)
POLICY = """
code: tried
title: 试验
source: 试验
window: {window}
quantities:
  income: {{label: 收入, plus: [{{incomes: all}}]}}
  rigid: {{label: 支出, plus: [{{expenses: all}}]}}
  net: {{label: 净收入, plus: [income], minus: [rigid]}}
judged_on: net
categories:
  - {{category: deep, label: 低于, when: {{quantity: net, is: "<", than: "{than}"}}}}
  - {{category: relative, label: 等于, when: {{quantity: net, is: "<=", than: "{than}"}}}}
"""
cents = st.integers(1, 9_999_999).map(lambda number: Decimal(number) / 100)
persons, windows = st.integers(1, 12), st.sampled_from((6, 12))
spans = st.tuples(cents, st.integers(-18, -1), st.integers(1, 12))  # an amount, its first month, how many


def month(place):
    """The first day of a month counted from that of judgement."""
    year, number = divmod(ON.year * 12 + ON.month - 1 + place, 12)
    return date(year, number + 1, 1)


def spread(made, kind, span):
    amount, begin, length = span
    return made(kind, amount, from_on=month(begin), to_on=month(begin + length - 1), is_total=True)


def inside(span, window):
    """What of it lies in the window, exactly."""
    amount, begin, length = span
    months = max(0, min(begin + length, 0) - max(begin, -window))
    return Fraction(amount) * months / length


def judge(window, than, size, incomes, expenses, once=Decimal(0)):
    single = Income("pension", once, from_on=month(-1), to_on=month(-1), is_once=True)
    case = Case(
        on=ON,
        persons=size,
        incomes=(*(spread(Income, "wage", span) for span in incomes), single),
        expenses=tuple(spread(Expense, "medical", span) for span in expenses),
    )
    return assess(parse_policy(POLICY.format(window=window, than=than)), case)


@pytest.mark.requirement("A6")
@given(cents, persons, windows, st.lists(spans, min_size=1, max_size=5))
def test_what_is_earned_and_spent_alike_cancels_and_a_threshold_is_hit_exactly(than, size, window, spans_):
    """Income and costs of the same months and amounts leave nothing but the single sum, which is the line."""
    line = than * size * window
    outcomes = [
        judge(window, than, size, spans_, spans_[::-1], once=line + change)
        for change in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))
    ]
    assert [one.category for one in outcomes] == ["deep", "relative", ""]
    assert outcomes[1].figures["net"].total == line
    assert outcomes[1].figures["net"].monthly == than


@given(cents, persons, windows, st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_sums_are_compared_and_shown_as_fractions_would_be(than, size, window, incomes, expenses):
    outcome = judge(window, than, size, incomes, expenses)
    net = sum((inside(span, window) for span in incomes), Fraction(0))
    net -= sum((inside(span, window) for span in expenses), Fraction(0))
    line = Fraction(than) * size * window
    assert outcome.category == ("deep" if net < line else "relative" if net == line else "")
    assert outcome.figures["net"].monthly == half_up(net / size / window)


def half_up(value):
    """To the cent; half a cent away from nothing, as the engine rounds."""
    doubled = abs(value) * 200
    cents_ = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(cents_ if value >= 0 else -cents_) / 100


def test_seven_months_of_which_three_lie_inside():
    """820.00 a head exactly, where division to 28 figures made it 819.99…"""
    spans_ = [(Decimal("1000.01"), -15, 7)]
    outcome = judge(12, 820, 3, spans_, spans_, once=Decimal(820 * 3 * 12))
    assert outcome.category == "relative"
    assert outcome.sentence.startswith("净人均月收入 820.00 元")


def test_support_that_is_owed_is_divided_once():
    """A yuan among three, half of it owed to three of a hundred: half a cent, which is a cent."""
    support = "plus: [{imputed_support: 50%, above: {standard: minimum_wage}}]"
    text = POLICY.format(window=12, than=1).replace("plus: [{incomes: all}]", support)
    standard = Standard("minimum_wage", "320600", Decimal("0.01"), date(2020, 1, 1))
    one = Supporter(Decimal("1.36"), 3, supported=100, here=3)  # 0.36 is the line of a year
    case = Case(on=ON, persons=1, supporters=(one,), expenses=(), standards=(standard,), region_code="320600")
    assert assess(parse_policy(text), case).figures["income"].total == Decimal("0.01")


STACKED = """
code: stacked
title: 试验
source: 试验
window: 12
quantities:
  income: {label: 收入, plus: [{incomes: all}]}
  net: {label: 净收入, plus: [income], window: 6}
judged_on: net
stacking: {rule: still_in_need, income: income}
categories:
  - {category: deep, label: 深度困难, when: {quantity: net, is: "<", than: 1000}}
programmes:
  living: {label: 生活救助, for: [deep], amount: 500}
"""


@pytest.mark.parametrize(("had", "amount"), [(0, 500), (2000, 500), (5999, 500), (6000, 0)])
def test_earlier_aid_counts_as_income_in_a_window_of_six_months_too(had, amount):
    aid = (Aid(programme="other", on=date(2024, 2, 1), amount=Decimal(had)),) if had else ()
    case = replace(Case(on=ON, persons=1, incomes=(), expenses=()), earlier_aid=aid)
    assert assess(parse_policy(STACKED), case).amounts["living"].amount == amount
