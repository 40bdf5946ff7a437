"""The exit test and the dates of re-verification, as rules."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.archives.rules.exits import MonthFacts, exit_test, last_months
from cases.archives.rules.relief import relief_test
from cases.archives.rules.reviews import next_review, review_kind
from cases.archives.states import REVIEW_PERIODS, ReviewKind

TODAY = date(2026, 11, 23)
STANDARD = Decimal(820)


def month(place, net, *, standard=STANDARD, persons=1):
    return MonthFacts(last_months(TODAY)[place], Decimal(net) * persons, Decimal(0), persons, standard)


def judge(*months, cause=True):
    return exit_test(months, cause_removed=cause, on=TODAY)


@pytest.mark.requirement("A8")
def test_r62_six_months_a_little_above_the_standard_pass():
    test = judge(*(month(place, STANDARD * Decimal("1.0001")) for place in range(6)))
    assert (test.passed, test.run, test.income_met) == (True, 6, True)


@pytest.mark.requirement("A8")
@pytest.mark.parametrize("place", range(6))
def test_r62_one_month_at_the_standard_does_not(place):
    above = STANDARD * Decimal("1.0001")
    test = judge(*(month(n, STANDARD if n == place else above) for n in range(6)))
    assert (test.passed, test.run, test.months[place].met) == (False, place, False)
    assert "等于" in test.months[place].text


@pytest.mark.requirement("A8")
def test_the_cause_must_be_gone_too():
    test = judge(*(month(place, 900) for place in range(6)), cause=False)
    assert (test.passed, test.income_met, test.cause_met) == (False, True, False)
    assert "致困原因" in test.sentence


def test_a_missing_month_breaks_the_run_and_is_named():
    test = judge(*(month(place, 900) for place in (0, 1, 3, 4, 5, 6, 7, 8)))
    assert (test.passed, test.run) == (False, 2)
    assert (test.months[2].met, test.months[2].text) == (None, "还没有登记")
    assert "还差 4 个月" in test.sentence


def test_months_long_ago_do_not_count():
    test = judge(*(month(place, 900) for place in range(6, 12)))
    assert (test.passed, test.run) == (False, 0)


def test_without_a_standard_it_cannot_be_told():
    test = judge(*(month(place, 900, standard=None if place == 1 else STANDARD) for place in range(6)))
    assert (test.passed, test.run, test.months[1].met) == (False, 1, None)


def test_the_months_are_the_twelve_before_this_one():
    months = last_months(date(2026, 3, 31))
    assert (months[0], months[1], months[-1], len(months)) == (
        date(2026, 2, 1), date(2026, 1, 1), date(2025, 3, 1), 12,
    )  # fmt: skip


@given(
    income=st.decimals(0, 100_000, places=2),
    expense=st.decimals(0, 100_000, places=2),
    persons=st.integers(1, 12),
    standard=st.decimals(1, 3000, places=2),
)
def test_a_month_is_above_exactly_when_the_fraction_is(income, expense, persons, standard):
    from fractions import Fraction

    facts = MonthFacts(TODAY, income, expense, persons, standard)
    assert facts.is_above == (Fraction(income - expense) / persons > Fraction(standard))


class Person:
    def __init__(self, status="retired", health="good", born=date(1980, 1, 1)):
        self.status, self.health, self.birth_on = status, health, born


@pytest.mark.parametrize(
    ("kind", "category", "cause", "self_help", "people"),
    [
        ("stable", "deep", "illness", False, [Person()]),
        ("accident", "accident", "accident", True, [Person("unemployed")]),
        ("unstable", "deep", "illness", True, [Person()]),
        ("unstable", "deep", "unemployed", None, [Person()]),
        ("unstable", "relative", "illness", None, [Person("unemployed")]),
        ("stable", "relative", "illness", None, [Person("unemployed", "renal")]),
        ("stable", "relative", "illness", None, [Person("unemployed", born=date(1960, 1, 1))]),
        ("stable", "relative", "illness", None, [Person("unemployed", born=None)]),
    ],
)
def test_how_steady_a_need_is(kind, category, cause, self_help, people):
    assert review_kind(
        category=category, main_cause=cause, has_self_help=self_help, people=people, on=TODAY
    ) == ReviewKind(kind)


def test_periods_are_twelve_six_and_three_months_each_with_its_source():
    assert {row.kind: row.months for row in REVIEW_PERIODS} == {"stable": 12, "unstable": 6, "accident": 3}
    assert all(str(row.source) for row in REVIEW_PERIODS)
    assert next_review(after=date(2026, 11, 30), months=3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("net", "relief", "aid", "can_leave", "passed", "words"),
    [
        ("820.00", 0, 0, False, True, "符合解困条件"),  # at the standard is enough
        ("819.99", 0, 0, False, False, "共差 0.06 元"),  # a cent in each of six months
        ("819.99", "0.02", "0.04", False, True, "820.00 元，达到"),
        (
            "819.99",
            "0.02",
            "0.03",
            False,
            False,
            "每月 819.99 元，低于低保标准 820.00 元，六个月全家共差 0.01 元",
        ),
        ("900", 0, 0, True, False, "请办理脱困"),
    ],
)
@pytest.mark.requirement("A8")
def test_relieved_is_who_reaches_the_standard_by_help_alone(net, relief, aid, can_leave, passed, words):
    test = relief_test(
        [month(place, net) for place in range(8)],  # the older two decide nothing
        relief=Decimal(relief), aid=Decimal(aid), can_leave=can_leave, on=TODAY,
    )  # fmt: skip
    assert (test.passed, words in test.sentence) == (passed, True), test.sentence


@pytest.mark.parametrize("standard", [None, STANDARD])
def test_relief_is_not_judged_without_all_six_months(standard):
    months = [month(place, 5000) for place in range(5)]
    months += [month(5, 5000, standard=None)] if standard is None else []
    test = relief_test(months, relief=Decimal(0), aid=Decimal(9), can_leave=False, on=TODAY)
    assert (test.passed, test.missing) == (False, (date(2026, 5, 1),))
    assert "2026-05 没有登记" in test.sentence


@given(
    st.lists(st.tuples(st.integers(0, 400000), st.integers(1, 12)), min_size=6, max_size=6), st.integers(0, 9)
)
def test_relief_compares_sums_and_divides_nothing(rows, aid):
    facts = [
        MonthFacts(last_months(TODAY)[place], Decimal(cents) / 100, Decimal(0), persons, STANDARD)
        for place, (cents, persons) in enumerate(rows)
    ]
    test = relief_test(facts, relief=Decimal(0), aid=Decimal(aid), can_leave=False, on=TODAY)
    cents, persons = sum(row[0] for row in rows) + aid * 100, sum(row[1] for row in rows)
    assert test.passed == (cents >= 82000 * persons)
    assert (test.level >= test.standard) == test.passed
