"""Conditions on a date within the last months: the edges, what is not known, what makes no sense."""

from datetime import date

import pytest

from cases.policies.rules import Case, PolicyInvalid, assess, parse_policy
from tests.cases.policies.texts import HANDLED, SIMPLE

pytestmark = pytest.mark.requirement("B5")


def recent(months):
    return f"{{fact: diagnosed_on, within_months: {months}}}"


def policy(when):
    text = SIMPLE.replace("    for: [deep, relative]\n", f"    when: {when}\n")
    return parse_policy(
        text.replace(
            "    amount: {by: category, amounts: {deep: 5000, relative: 3000}}\n", "    amount: 500\n"
        ).split("example_base:")[0]
    )


def amount(when, on, diagnosed_on):
    need = {} if diagnosed_on is None else {"diagnosed_on": diagnosed_on}
    return assess(policy(when), Case(on=on, need=need, persons=1)).amounts["living"].amount


@pytest.mark.parametrize(
    ("months", "on", "diagnosed_on", "given"),
    [
        (12, date(2026, 3, 15), date(2026, 3, 15), True),
        (12, date(2026, 3, 15), date(2025, 3, 15), True),
        (12, date(2026, 3, 15), date(2025, 3, 14), False),
        (12, date(2026, 3, 15), date(2026, 3, 16), False),
        (1, date(2026, 3, 31), date(2026, 2, 28), True),
        (1, date(2026, 3, 31), date(2026, 2, 27), False),
        (1, date(2026, 3, 28), date(2026, 2, 28), True),
        (1, date(2028, 3, 31), date(2028, 2, 29), True),
        (1, date(2028, 3, 31), date(2028, 2, 28), False),
        (12, date(2028, 2, 29), date(2027, 2, 28), True),
        (12, date(2028, 2, 29), date(2027, 2, 27), False),
        (48, date(2028, 2, 29), date(2024, 2, 29), True),
        (48, date(2028, 2, 29), date(2024, 2, 28), False),
        (1, date(2026, 1, 31), date(2025, 12, 31), True),
        (2, date(2026, 1, 31), date(2025, 11, 30), True),
        (2, date(2026, 1, 31), date(2025, 11, 29), False),
        (600, date(2026, 1, 31), date(1976, 1, 31), True),
    ],
)
def test_both_days_count_and_short_months_end_on_their_last(months, on, diagnosed_on, given):
    assert amount(recent(months), on, diagnosed_on) == (500 if given else 0)


def test_a_date_that_nobody_knows_decides_nothing():
    assert amount(recent(12), date(2026, 3, 15), None) is None


def test_it_stands_within_other_conditions():
    on, old = date(2026, 3, 15), date(2024, 1, 1)
    assert amount(f"{{not: {recent(12)}}}", on, old) == 500
    assert amount(f"{{any: [{recent(12)}, {recent(36)}]}}", on, old) == 500
    assert amount(f"{{all: [{recent(12)}, {recent(36)}]}}", on, old) == 0


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("{fact: had_surgery, within_months: 3}", "只有日期"),
        ("{fact: self_paid, within_months: 3}", "只有日期"),
        ("{fact: diagnosed_on, within_months: 3, is: '>', than: 2026-01-01}", "不用再写"),
        ("{fact: diagnosed_on, within_months: 3, is: false}", "用 not"),
        ("{fact: diagnosed_on, within_months: 0}", "这里"),
        ("{fact: diagnosed_on, within_months: 1.5}", "这里"),
        ("{fact: diagnosed_on, within_months: -1}", "这里"),
        ("{fact: diagnosed_on, within_months: 601}", "最多数 600 个月"),
        ("{fact: diagnosed_on, within_months: 99999}", "最多数 600 个月"),
    ],
)
def test_what_makes_no_sense_is_refused(when, words):
    with pytest.raises(PolicyInvalid, match=words):
        policy(when)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("costs: {months: 12}", "costs: {months: 99999}"),
        ("within_months: 12", "within_months: 99999"),
    ],
)
def test_nor_do_costs_and_papers_reach_back_before_the_calendar(before, after):
    assert before in HANDLED
    with pytest.raises(PolicyInvalid, match="最多数 600 个月"):
        parse_policy(HANDLED.replace(before, after))
