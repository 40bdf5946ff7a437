"""What the engine does at the edges: windows, dated standards, three answers, exemptions, rounding."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.policies.rules import Case, PolicyInvalid, assess, parse_policy, read_case
from cases.policies.rules.case import Aid, Expense, Income, Member, Standard
from cases.policies.rules.engine.dated import months_of

FRAME = """
code: tried
title: 试验
source: 试验
quantities:
  income: {label: 收入, plus: [{incomes: all}]}
  rigid: {label: 支出, plus: [{expenses: all}]}
  net: {label: 净收入, plus: [income], minus: [rigid]}
"""
ON = date(2024, 3, 15)
LIVING = Standard("living", "320600", Decimal(820), date(2023, 9, 1))
CASE = Case(on=ON, region_code="320602", persons=1, incomes=(), expenses=(), standards=(LIVING,))


def policy(text):
    return parse_policy(FRAME + text)


def category(when, case=CASE):
    """The outcome of a policy with one category: yes, no or None."""
    outcome = assess(policy(f"categories: [{{category: yes_, label: 是, when: {when}}}]"), case)
    return None if outcome.undecided else outcome.category == "yes_"


def amount(programme, case=CASE):
    return assess(policy(f"programmes: {{aid: {{label: 帮扶, {programme}}}}}"), case).amounts["aid"]


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("begin", "end", "year", "half"),
    [
        (None, None, 12, 6),
        (date(2023, 3, 1), None, 12, 6),
        (date(2023, 6, 1), date(2023, 11, 30), 6, 3),
        (date(2024, 3, 1), None, 0, 0),
        (None, date(2023, 2, 28), 0, 0),
        (None, date(2024, 1, 31), 11, 5),
    ],
)
def test_an_item_counts_for_the_whole_months_before_the_month_of_judgement(begin, end, year, half):
    item = Income("wage", Decimal(1), from_on=begin, to_on=end)
    assert (months_of(item, ON, 12), months_of(item, ON, 6)) == (year, half)


@pytest.mark.parametrize(
    ("day", "twelfths"),
    [(date(2023, 3, 1), 12), (date(2023, 2, 28), 0), (ON, 12), (ON + timedelta(days=1), 0)],
)
def test_a_single_sum_counts_in_full_or_not_at_all(day, twelfths):
    assert months_of(Expense("medical", Decimal(1), from_on=day, is_once=True), ON, 12) == twelfths


@pytest.mark.requirement("A2")
def test_the_nearest_region_with_a_figure_is_used():
    county = Standard("living", "320602", Decimal(900), date(2023, 9, 1))
    province = Standard("living", "320000", Decimal(700), date(2023, 9, 1))
    below = "categories: [{category: a, label: A, when: {quantity: net, is: <, than: {standard: living}}}]"
    for rows, expected in (((LIVING, county, province), "900.00"), ((LIVING, province), "820.00")):
        outcome = assess(policy(below), replace(CASE, standards=rows))
        assert outcome.conditions[0].threshold == expected


def test_last_years_standard_is_the_one_at_its_end():
    rows = (
        Standard("living", "320600", Decimal(800), date(2022, 7, 1), date(2023, 8, 31)),
        Standard("living", "320600", Decimal(820), date(2023, 9, 1), date(2023, 12, 31)),
        Standard("living", "320600", Decimal(850), date(2024, 1, 1)),
    )
    case = replace(CASE, standards=rows)
    assert amount("amount: {standard: living, lag: previous_year}", case).amount == 820
    assert amount("amount: {standard: living}", case).amount == 850


FLAG = "{fact: is_union_member}"
OTHER = "{fact: local_hukou}"


@pytest.mark.requirement("A2")
@pytest.mark.parametrize("one", [True, False, None])
@pytest.mark.parametrize("two", [True, False, None])
def test_three_answers_join_as_a_person_would(one, two):
    case = replace(CASE, traits={"is_union_member": one, "local_hukou": two})
    both = False if False in (one, two) else None if None in (one, two) else True
    either = True if True in (one, two) else None if None in (one, two) else False
    assert category(f"{{all: [{FLAG}, {OTHER}]}}", case) is both
    assert category(f"{{any: [{FLAG}, {OTHER}]}}", case) is either
    assert category(f"{{not: {FLAG}}}", case) is (None if one is None else not one)


def test_every_condition_leaves_a_verdict_also_behind_one_that_decides():
    when = f"{{any: [{{quantity: net, is: <, than: 100}}, {FLAG}, {OTHER}]}}"
    outcome = assess(policy(f"categories: [{{category: a, label: 甲, when: {when}}}]"), CASE)
    assert [row.met for row in outcome.conditions] == [True, None, None]
    assert outcome.category == "a"
    assert [row.key for row in outcome.conditions] == [f"categories.a.when.any.{n}" for n in (1, 2, 3)]


EXCLUDED = """
categories: [{category: a, label: 甲, when: {quantity: net, is: <, than: 100}}]
exclusions:
  - key: car
    text: 有车
    when: {fact: vehicles, is: '>=', than: 1}
    unless: {fact: is_vehicle_functional}
    unless_text: 残疾人用车
"""


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("cars", "functional", "found"),
    [
        (0, None, "a"), (1, True, "a"), (1, False, ""),
        (1, None, None), (None, True, "a"), (None, False, None),
    ],
)  # fmt: skip
def test_an_exclusion_with_an_exemption(cars, functional, found):
    assets = {"vehicles": cars and Decimal(cars), "is_vehicle_functional": functional}
    if cars == 0:
        assets["vehicles"] = Decimal(0)
    outcome = assess(policy(EXCLUDED), replace(CASE, assets=assets))
    assert (None if outcome.undecided else outcome.category) == found
    exempted = [row.exempted for row in outcome.conditions if row.exempted]
    assert exempted == (["残疾人用车"] if (cars, functional) == (1, True) else [])


def test_a_gap_in_the_months_is_no_streak():
    months = [{"month": f"2024-0{n}", "net": 100} for n in (1, 2, 4)]
    case = read_case({"on": "2024-06-01", "persons": 1, "months": months})
    assert category("{months: 3, is: <, than: 480}", case) is None
    assert category("{months: 1, is: <, than: 480}", case) is True


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(("mode", "found"), [("half_up", 1235), ("down", 1234), ("up", 1235)])
def test_rounding_is_as_stated(mode, found):
    case = replace(CASE, need={"self_paid": Decimal("1234.50")})
    given = f"amount: {{share: 100%, of: self_paid}}, round: {{to: 1, mode: {mode}}}"
    assert amount(given, case).amount == found


@pytest.mark.requirement("B5")
def test_shares_and_caps_of_outlays_by_household_member_and_item():
    items = (
        Expense("schooling", Decimal(8000), member="a"),
        Expense("schooling", Decimal(8000), member="a"),
        Expense("schooling", Decimal(4000), member="b"),
    )
    for per, total in (("household", 5000), ("member", 9000), ("item", 14000)):
        text = FRAME.replace("{expenses: all}", f"{{expenses: schooling, cap: 5000, cap_per: {per}}}")
        figures = assess(parse_policy(text), replace(CASE, expenses=items)).figures
        assert figures["rigid"].total == total


def test_an_unknown_need_is_asked_for_and_never_guessed():
    found = amount("amount: {share: 50%, of: self_paid}")
    assert (found.amount, found.missing) == (None, ("医疗自付费用",))


@pytest.mark.parametrize("text", ["all: []", "any: []", "members: {}, is: '=='"])
def test_an_empty_rule_is_refused(text):
    with pytest.raises(PolicyInvalid):
        category(f"{{{text}}}")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("persons", 0),
        ("supporters", [{"income": 1, "persons": 0}]),
        ("months", [{"month": "2024-13", "net": 1}]),
        ("assets", {"homes": "many"}),
        ("assets", {"castles": 1}),
        ("traits", {"main_cause": "fate"}),
        ("incomes", [{"kind": "wage", "amount": 0.1}]),
        ("incomes", [{"kind": "wage", "amount": "NaN"}]),
        ("on", "2024-02-30"),
    ],
)
def test_a_case_that_does_not_fit_is_refused(key, value):
    with pytest.raises(PolicyInvalid) as caught:
        read_case({"on": "2024-03-05", key: value})
    assert caught.value.errors[0].key.startswith(key)


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("birth_on", "counted"),
    [
        (date(2008, 3, 15), 1), (date(2008, 3, 16), 0), (date(1964, 3, 16), 1), (date(1964, 3, 15), 0),
        (None, None),
    ],
)  # fmt: skip
def test_a_wage_is_imputed_from_sixteen_to_fifty_nine(birth_on, counted):
    """Full years on the day of judgement: on the sixteenth birthday yes, on the sixtieth no more."""
    text = FRAME.replace(
        "plus: [{incomes: all}]",
        "plus: [{imputed_wage: {standard: minimum_wage},"
        " members: {age_from: 16, age_to: 59, is_able: true}}]",
    )
    wage = Standard("minimum_wage", "320000", Decimal(2490), date(2024, 1, 1))
    one = Member("a", birth_on=birth_on, is_able=True)
    figure = assess(parse_policy(text), replace(CASE, members=(one,), standards=(wage,))).figures["income"]
    assert figure.total == (None if counted is None else counted * 12 * 2490)


SHARE = "amount: {share: 50%, of: self_paid}, floor: 500"


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("more", "paid", "expected"),
    [("", 0, 0), ("", 1, 500), ("", 4000, 2000), (", floor_at_zero: true", 0, 500)],
)
def test_a_floor_makes_no_money_out_of_nothing_unless_the_policy_says_so(more, paid, expected):
    case = replace(CASE, need={"self_paid": Decimal(paid)})
    assert amount(SHARE + more, case).amount == expected


@pytest.mark.requirement("B6")
def test_once_a_year_binds_programmes_that_are_open_to_all():
    text = "programmes: {aid: {label: 慰问, amount: 500}}\nstacking: {rule: one_only}"
    for day, is_refused in ((date(2024, 1, 5), True), (date(2023, 12, 31), False)):
        case = replace(CASE, earlier_aid=(Aid("other", Decimal(300), day),))
        assert bool(assess(policy(text), case).amounts["aid"].refused) is is_refused


def test_the_first_edition_reads_as_it_did():
    old = replace(CASE, edition=1, need={"self_paid": Decimal(0)}, earlier_aid=(Aid("a", Decimal(1), ON),))
    text = f"programmes: {{aid: {{label: 帮扶, {SHARE}}}}}\nstacking: {{rule: one_only}}"
    told = assess(policy(text), old).amounts["aid"]
    assert (told.amount, told.refused) == (500, "")
