"""Every assessment is monotone, independent of order, and equal to a few lines of plain arithmetic."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cases.policies.rules import Outcome, assess, case_as_json, parse_policy, read_case
from cases.policies.rules.case import Case, Expense, Income, Standard
from cases.policies.rules.vocabulary import CAUSES, EXPENSES, INCOMES

FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
DEFAULT, YUYAO, HUZHOU = (
    parse_policy((FOLDER / f"{code}.yaml").read_text()) for code in ("default", "yuyao_2024", "huzhou_2023")
)
ORDER = {"deep": 0, "relative": 1, "accident": 2, "": 3}

money = st.decimals(min_value=0, max_value=200_000, places=2)
incomes = st.lists(st.builds(Income, kind=st.sampled_from(list(INCOMES)), amount=money), max_size=6).map(
    tuple
)
expenses = st.lists(st.builds(Expense, kind=st.sampled_from(list(EXPENSES)), amount=money), max_size=6).map(
    tuple
)


@st.composite
def cases(draw):
    line = Standard(
        "living", "330000", draw(st.decimals(min_value=1, max_value=3000, places=2)), date(2023, 1, 1)
    )
    return Case(
        on=date(2024, 3, 5),
        region_code="330502",
        persons=draw(st.integers(min_value=1, max_value=9)),
        incomes=draw(incomes),
        expenses=draw(expenses),
        traits={"main_cause": draw(st.sampled_from(list(CAUSES)))},
        standards=(line,),
    )


def oracle(case, *, deep, relative, accident, inclusive, fits):
    """The category by exact fractions: annual ÷ persons ÷ months against multiples of the line."""
    rest = sum((Fraction(one.amount) for one in case.incomes), Fraction(0))
    rest -= sum((Fraction(one.amount) for one in case.expenses), Fraction(0))
    net, line = rest / case.persons / 12, Fraction(case.standards[0].value)
    for category, times in (("deep", deep), ("relative", relative), ("accident", accident)):
        below = net <= times * line if inclusive else net < times * line
        if below and (category != "accident" or fits(case.traits["main_cause"])):
            return category
    return ""


EVENTS = ("illness", "disaster", "accident")
ORACLES = {
    "default": (
        DEFAULT,
        {"deep": 1, "relative": 2, "accident": 3, "inclusive": False, "fits": EVENTS.__contains__},
    ),
    "yuyao_2024": (
        YUYAO,
        {
            "deep": 1,
            "relative": Fraction(3, 2),
            "accident": 2,
            "inclusive": True,
            "fits": lambda cause: cause not in ("schooling", "low_income"),
        },
    ),
    "huzhou_2023": (
        HUZHOU,
        {
            "deep": 1,
            "relative": 2,
            "accident": Fraction(5, 2),
            "inclusive": True,
            "fits": EVENTS.__contains__,
        },
    ),
}


@pytest.mark.requirement("A2")
@pytest.mark.parametrize("code", ORACLES)
@given(case=cases())
def test_an_assessment_is_what_plain_fractions_say(code, case):
    document, rules = ORACLES[code]
    assert assess(document, case).category == oracle(case, **rules)


@given(case=cases(), persons=st.integers(1, 9), times=st.sampled_from([1, 2, 3]), cents=st.integers(-1, 1))
def test_exactly_at_the_line_nothing_is_rounded(case, persons, times, cents):
    """A household placed on the line, one cent below or above it: where rounding would show."""
    line = case.standards[0].value
    at = Income("wage", line * times * persons * 12 + Decimal(cents) / 100)
    placed = replace(case, persons=persons, incomes=(at,), expenses=())
    assert assess(DEFAULT, placed).category == oracle(placed, **ORACLES["default"][1])


@pytest.mark.requirement("A2")
@given(case=cases(), more=money)
def test_more_income_never_makes_a_category_worse(case, more):
    richer = replace(case, incomes=(*case.incomes, Income("wage", more)))
    assert ORDER[assess(DEFAULT, richer).category] >= ORDER[assess(DEFAULT, case).category]


@pytest.mark.requirement("A2")
@given(data=st.data(), case=cases())
def test_the_order_of_rows_does_not_matter(data, case):
    shuffled = replace(
        case,
        incomes=tuple(data.draw(st.permutations(case.incomes))),
        expenses=tuple(data.draw(st.permutations(case.expenses))),
    )
    assert assess(DEFAULT, shuffled) == assess(DEFAULT, case)


@given(case=cases())
def test_case_and_outcome_survive_json(case):
    outcome = assess(DEFAULT, case)
    assert read_case(case_as_json(case)) == case
    assert Outcome.from_json(outcome.as_json()) == outcome
