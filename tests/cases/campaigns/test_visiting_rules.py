"""Pure rules of teams and visits: who goes where, what of a visit does not fit."""

from dataclasses import replace
from datetime import date

import pytest

from cases.campaigns.rules.teams import digest_of, level, spread_rows, spread_unions
from cases.campaigns.rules.visits import Heard, Span, Told, find_visit_faults

pytestmark = pytest.mark.requirement("C3")
DAY = date(2026, 1, 20)
SPAN = Span(date(2026, 1, 10), date(2026, 2, 10))
TOLD = Told(DAY, "home", ("陆主席",), "self", "issued")


@pytest.mark.parametrize(
    ("loads", "more", "each"),
    [
        ([0, 0, 0], 7, [3, 2, 2]),
        ([4, 0, 0], 2, [0, 1, 1]),
        ([5, 1], 2, [0, 2]),
        ([0], 0, [0]),
    ],
)
def test_who_has_least_gets_most(loads, more, each):
    assert level(loads, more) == each


def test_neighbours_stay_together_and_counts_differ_by_one():
    spread = spread_rows([11, 12, 13, 14, 15], {1: 0, 2: 0})
    assert spread == {11: 1, 12: 1, 13: 1, 14: 2, 15: 2}
    assert digest_of(spread) == digest_of(dict(reversed(list(spread.items()))))
    assert digest_of(spread) != digest_of(spread | {15: 1})


def test_a_union_is_not_split():
    rows = [(1, 7), (2, 7), (3, 8), (4, 9), (5, 9), (6, 9)]
    spread = spread_unions(rows, {1: 0, 2: 0})
    assert spread == {4: 1, 5: 1, 6: 1, 1: 2, 2: 2, 3: 2}
    assert spread_unions([(1, 7)], {1: 3, 2: 1}) == {1: 2}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"visited_on": date(2026, 1, 9)}, "visited_on"),
        ({"visited_on": date(2026, 2, 11)}, "visited_on"),
        ({"visitors": ()}, "visitors"),
        ({"met": "nobody"}, "handed"),
        ({"met": "proxy"}, "proxy"),
        ({"met": "proxy", "proxy": "季邻居"}, "proxy"),
        ({"relation": "邻居"}, "proxy"),
        ({"wishes": (Heard("找工作", 1, date(2026, 1, 19)),)}, "due_on"),
        ({}, None),
        ({"met": "proxy", "proxy": "季邻居", "relation": "邻居"}, None),
        ({"met": "nobody", "handed": "not_reached"}, None),
        ({"handed": "refused"}, None),
    ],
)
def test_what_of_a_visit_does_not_fit(change, field):
    found = [name for name, _sentence in find_visit_faults(replace(TOLD, **change), SPAN)]
    assert found == ([field] if field else [])
