"""How many visits a year asks for, until when, and what its results mean: without a database."""

from datetime import date
from decimal import Decimal

import pytest

from cases.pairings.rules import Terms, earned_reward, is_barred, next_visit, visit_days, visits_wanted
from cases.pairings.states import TRANSITIONS, Effect, State

NOTHING, SOME = Effect.NOTHING, Effect.SOME


@pytest.mark.requirement("D2")
@pytest.mark.parametrize(
    ("year", "begun_on", "wanted"),
    [
        (2026, date(2025, 6, 1), 3),
        (2026, date(2026, 1, 1), 3),
        (2026, date(2026, 5, 2), 2),  # eight months of twelve
        (2026, date(2026, 6, 30), 2),  # seven: 1.75, rounded up
        (2026, date(2026, 12, 31), 1),
        (2025, date(2026, 1, 1), 0),
    ],
)
def test_a_year_asks_for_its_visits_and_the_first_one_for_its_part(year, begun_on, wanted):
    assert visits_wanted(year, begun_on, 3) == wanted


@pytest.mark.requirement("D2")
@pytest.mark.parametrize(
    ("begun_on", "visited", "due_on"),
    [
        (date(2025, 1, 1), [], date(2025, 5, 2)),
        (date(2025, 1, 1), [date(2025, 2, 1)], date(2025, 8, 31)),
        (date(2025, 1, 1), [date(2025, 2, 1), date(2025, 2, 1)], date(2025, 8, 31)),  # one day is one visit
        (date(2025, 1, 1), [date(2025, 2, 1), date(2025, 3, 1)], date(2025, 12, 31)),
        (date(2025, 1, 1), [date(2025, month, 1) for month in (2, 3, 4)], date(2026, 5, 2)),
        (date(2025, 1, 1), [date(2025, 2, 1), date(2026, 1, 9)], date(2026, 8, 31)),  # the year that is over
    ],
)
def test_the_next_visit_is_due_by_what_was_done_this_year(begun_on, visited, due_on):
    assert next_visit(begun_on, 3, visited) == due_on


def test_visits_of_one_day_lie_within_the_year():
    assert visit_days(2026, date(2026, 12, 31), 12) == [date(2026, 12, 31)]
    assert visit_days(2028, date(2026, 1, 1), 1) == [date(2028, 12, 31)]


@pytest.mark.requirement("D2")
@pytest.mark.parametrize(
    ("effects", "barred"),
    [
        ({2025: [NOTHING], 2026: [NOTHING]}, True),
        ({2025: [NOTHING], 2026: [NOTHING, SOME]}, False),  # one of two households got somewhere
        ({2025: [SOME], 2026: [NOTHING]}, False),
        ({2024: [NOTHING], 2026: [NOTHING]}, False),  # not judged in between
        ({}, False),
    ],
)
def test_two_years_without_any_effect_bar_from_praise(effects, barred):
    assert is_barred(effects, 2026, 2) is barred


@pytest.mark.parametrize(
    ("effect", "income", "reward"),
    [
        ("lifted", None, Decimal(1000)),
        ("better", Decimal("10000.01"), Decimal(1000)),
        ("better", Decimal(10000), None),
        ("some", None, None),
    ],
)
def test_a_reward_is_for_who_left_hardship_or_earns_more_than_the_rule_says(effect, income, reward):
    terms = Terms(income=Decimal(10000), reward=Decimal(1000))
    assert earned_reward(terms, effect, income) == reward
    assert earned_reward(Terms(), effect, income) is None


def test_nothing_leads_out_of_a_pairing_that_is_over():
    over = {State.ENDED, State.HANDED_OVER}
    assert not [row for row in TRANSITIONS if over.intersection(row.source)]
    assert {row.target for row in TRANSITIONS} == set(State) - {State.PROPOSED}
