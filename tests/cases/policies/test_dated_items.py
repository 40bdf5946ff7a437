"""What a dated income or expense counts in a window of twelve or six months."""

import calendar
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.policies.rules import Case, assess, case_as_json, in_window, itemise, parse_policy, read_case
from cases.policies.rules.case import Expense, Income, Member
from cases.policies.rules.engine.dated import length_of, part_of

ON = date(2024, 3, 15)
FRAME = """
code: tried
title: 试验
source: 试验
window: %s
quantities:
  income: {label: 收入, plus: [{incomes: all}]}
  rigid: {label: 支出, plus: [{expenses: all, share: 80%%, cap: 6000, cap_per: member}]}
  net: {label: 净收入, plus: [income], minus: [rigid]}
judged_on: net
"""
YEAR, HALF = (parse_policy(FRAME % months) for months in (12, 6))
CASE = Case(on=ON, persons=3, incomes=(), expenses=())


def first(month):
    """The first day of a month counted from that of judgement: -1 is the month before."""
    year, place = divmod(ON.year * 12 + ON.month - 1 + month, 12)
    return date(year, place + 1, 1)


def last(month):
    day = first(month)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def total(amount, begin, end, kind="wage", made=Income):
    return made(kind, Decimal(amount), from_on=first(begin), to_on=last(end), is_total=True)


def counted(item, window):
    return in_window([item], ON, window)


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("begin", "end", "year", "half"),
    [
        (-12, -1, 1200, 600),
        (-6, -1, 1200, 1200),
        (-3, -1, 1200, 1200),
        (-1, -1, 1200, 1200),
        (-8, -5, 1200, 600),
        (-7, -7, 1200, 0),
        (-24, -13, 0, 0),
        (-13, -13, 0, 0),
        (-24, -1, 600, 300),
        (0, 0, 0, 0),
        (-1, 0, 600, 600),
    ],
)
def test_a_dated_item_counts_by_its_months_in_the_window(begin, end, year, half):
    item = total(1200, begin, end)
    assert (counted(item, 12), counted(item, 6)) == (year, half)


def test_one_date_alone_is_a_single_month():
    for dates in ({"from_on": date(2024, 1, 9)}, {"to_on": date(2024, 1, 9)}):
        item = Income("wage", Decimal(700), is_total=True, **dates)
        assert (counted(item, 6), length_of(item)) == (700, 1)


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("day", "year"),
    [
        (ON + timedelta(days=1), 0),
        (ON, 1200),
        (first(0), 1200),
        (first(-12), 1200),
        (first(-12) - timedelta(days=1), 0),
    ],
)
def test_a_single_sum_counts_in_full_until_the_day_of_judgement(day, year):
    """What is received after it is not counted, though its month is that of the judgement."""
    sum_ = Income("other", Decimal(1200), from_on=day, is_once=True)
    assert counted(sum_, 12) == year
    outcome = assess(YEAR, replace(CASE, incomes=(sum_,)))
    assert outcome.figures["income"].total == year
    assert [one.counted for one in itemise(YEAR, replace(CASE, incomes=(sum_,))).incomes] == [year]


def test_thirds_add_up_to_a_whole():
    """Nine months of which four, and nine of which five lie inside: together one, to the last digit."""
    items = [total(1, -16, -8), total(1, -17, -9)]
    assert part_of(items[0], ON, 12) == Fraction(12 * 5, 9)
    assert in_window(items, ON, 12) == 1


def test_a_wage_from_before_the_window_is_no_income_now():
    imputed = "plus: [{imputed_wage: {standard: minimum_wage}, members: {status: [unemployed]}}]"
    policy = parse_policy((FRAME % 6).replace("plus: [{incomes: all}]", imputed))
    idle = Member("m1", status="unemployed")
    case = replace(CASE, members=(idle,))
    for begin, is_missing in ((-7, True), (-6, False)):
        wage = replace(total(900, begin, begin), member="m1")
        outcome = assess(policy, replace(case, incomes=(wage,)))
        assert bool(outcome.figures["income"].missing) is is_missing


months = st.integers(-30, 2)
cents = st.integers(0, 10_000_000).map(lambda value: Decimal(value).scaleb(-2))


@st.composite
def split(draw, kind, made):
    """A dated item, and the same month by month."""
    begin, end = sorted((draw(months), draw(months)))
    month = draw(cents)
    whole = total(month * (end - begin + 1), begin, end, kind, made)
    return whole, tuple(total(month, one, one, kind, made) for one in range(begin, end + 1))


@pytest.mark.requirement("A2")
@given(income=split("wage", Income), expense=split("medical", Expense))
def test_to_split_an_item_by_months_changes_nothing(income, expense):
    for policy in (YEAR, HALF):
        whole = assess(policy, replace(CASE, incomes=(income[0],), expenses=(expense[0],)))
        parts = assess(policy, replace(CASE, incomes=income[1], expenses=expense[1]))
        assert whole == parts


@pytest.mark.requirement("A2")
@given(month=cents)
def test_an_undated_item_is_twelve_equal_months(month):
    year = Income("wage", month * 12)
    parts = tuple(total(month, one, one) for one in range(-12, 0))
    for policy in (YEAR, HALF):
        assert assess(policy, replace(CASE, incomes=(year,))) == assess(policy, replace(CASE, incomes=parts))


@given(amount=cents, begin=months, end=months, window=st.sampled_from([12, 6]))
def test_an_item_counts_what_plain_fractions_say(amount, begin, end, window):
    begin, end = sorted((begin, end))
    inside = len([month for month in range(begin, end + 1) if -window <= month <= -1])
    expected = Fraction(amount) * 12 * inside / (end - begin + 1)
    assert part_of(total(amount, begin, end), ON, window) == expected


def test_an_item_of_another_day_is_the_same_in_json():
    case = replace(CASE, incomes=(total(1, -3, -1),))
    assert case_as_json(case)["incomes"][0]["is_total"] is True
    assert read_case(case_as_json(case)) == case


@pytest.mark.requirement("A2")
def test_each_item_says_what_of_it_counts_and_why_not_more():
    case = replace(
        CASE,
        incomes=(total(1200, -20, -13), total(700, -8, -2), total(50, 0, 0), Income("wage", Decimal(60))),
        expenses=tuple(replace(total(5000, -3, -2, "medical", Expense), member=f"m{n}") for n in (1, 1, 2)),
    )
    items = itemise(HALF, case)
    assert [(one.counted, one.reason) for one in items.incomes] == [
        (0, "在统计期（2023.9 至 2024.2）以前"),
        (500, "7 个月中 5 个月在统计期内"),
        (0, "在统计期（2023.9 至 2024.2）以后"),
        (30, "全年的数，计 6 个月"),
    ]
    assert [one.counted for one in items.expenses] == [3000, 0, 3000]
    assert items.expenses[0].reason == "按 80% 计；每人封顶 3,000.00 元"
    assert [one.counted for one in items.adjusted[:3]] == [0, 500, 0]


@given(data=st.data())
def test_the_items_add_up_to_what_the_policy_judges(data):
    incomes = [data.draw(split("wage", Income))[0] for _turn in range(2)]
    expenses = [
        replace(data.draw(split("medical", Expense))[0], member=data.draw(st.sampled_from("ab")))
        for _turn in range(3)
    ]
    case = replace(CASE, incomes=tuple(incomes), expenses=tuple(expenses))
    for policy in (YEAR, HALF):
        items = itemise(policy, case)
        net = sum(one.counted for one in items.incomes) - sum(one.counted for one in items.expenses)
        assert abs(net - assess(policy, case).figures["net"].total) < Decimal("1e-9")


def test_what_the_policy_leaves_out_is_said():
    policy = parse_policy((FRAME % 12).replace("incomes: all", "incomes: [wage]"))
    (item,) = itemise(policy, replace(CASE, incomes=(Income("union_aid", Decimal(60)),))).incomes
    assert (item.counted, item.reason) == (0, "制度规定不计入收入")


def once(day):
    return Income("other", Decimal(1200), from_on=day, is_once=True)


@pytest.mark.requirement("A2")
@pytest.mark.parametrize("window", [6, 12])
def test_a_single_sum_counts_from_the_window_s_first_day_to_that_of_judgement(window):
    """ON is 15 March: what arrived that day counts, what arrives on the 16th is income of nobody yet."""
    begin = first(-window)
    cases = {
        begin: 1200, begin - timedelta(days=1): 0, first(0): 1200, ON: 1200, ON + timedelta(days=1): 0,
        last(0): 0, first(1): 0,
    }  # fmt: skip
    assert {day: counted(once(day), window) for day in cases} == cases


def test_a_single_sum_of_which_only_the_last_day_is_known_counts_by_its_month():
    until = Income("other", Decimal(1200), to_on=last(0), is_once=True)
    assert counted(until, 12) == 1200
