"""Amounts and conditions of single persons, several aids at a time, lines and bounds that are formulas."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cases.policies.rules import (
    PolicyInvalid,
    assess,
    case_as_json,
    describe_policy,
    dump_policy,
    parse_policy,
    read_case,
)
from cases.policies.rules.vocabulary import STAGES

FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
pytestmark = pytest.mark.requirement("B5")
LIVING = {"kind": "living", "region_code": "320600", "value": 820, "from_on": "2023-09-01"}
HALF_OF_OWN = {"share": "50%", "of": "own"}
FRESHMAN = {
    "when": {"beneficiary": {"stage": ["undergraduate"]}, "is_freshman": True},
    "then": 5000,
    "otherwise": {"by": "stage", "amounts": {"undergraduate": 3000, "senior": 2000}, "otherwise": 0},
}


def policy(*, quantities=None, stacking=None, **programmes):
    """A policy in which everybody below 820 a head is deep, with these programmes."""
    net = {"label": "净收入", "plus": [{"incomes": ["all"]}]}
    plain = {
        "code": "x",
        "title": "x",
        "source": "x",
        "quantities": {"net": net, "income": net, **(quantities or {})},
        "categories": [
            {"category": "deep", "label": "深度困难", "when": {"quantity": "net", "is": "<", "than": 820}}
        ],
        "programmes": {
            name: {"label": name, **(one if "amount" in one else {"amount": one})}
            for name, one in programmes.items()
        },
        "stacking": stacking or {},
    }
    document = parse_policy(json.dumps(plain))
    assert parse_policy(dump_policy(document)) == document
    assert describe_policy(document)
    return document


def case(**more):
    return read_case(
        {
            "on": "2024-03-05",
            "region_code": "320602",
            "persons": 3,
            "incomes": [],
            "expenses": [],
            "standards": [LIVING],
            **more,
        }
    )


def amount(document, **more):
    return assess(document, case(**more)).amounts["aid"]


def errors_of(**more):
    with pytest.raises(PolicyInvalid) as caught:
        policy(**more)
    return [(error.key, error.message) for error in caught.value.errors]


class TestEachPerson:
    def test_a_first_year_student_and_one_in_a_later_year_of_one_household(self):
        document = policy(aid={"each_student": FRESHMAN})
        first, later = {"stage": "undergraduate", "is_freshman": True}, {"stage": "undergraduate"}
        assert amount(document, students=[first, later]).amount == 8000
        assert amount(document, students=[first, later, {"stage": "senior"}]).amount == 10000
        assert amount(document, students=None).missing == ("在读学生",)

    @given(
        students=st.lists(
            st.builds(
                lambda stage, fresh: {"stage": stage, "is_freshman": fresh},
                st.sampled_from(list(STAGES)),
                st.booleans(),
            ),
            min_size=1,
            max_size=6,
        )
    )
    def test_several_are_the_sum_of_each_alone(self, students):
        document = policy(aid={"each_student": FRESHMAN})
        alone = [amount(document, students=[one]).amount for one in students]
        expected = {("undergraduate", True): 5000, ("undergraduate", False): 3000}
        assert alone == [
            expected.get((one["stage"], one["is_freshman"]), 2000 if one["stage"] == "senior" else 0)
            for one in students
        ]
        assert amount(document, students=students).amount == sum(alone)

    def test_each_member_who_fits_by_what_is_true_of_that_member(self):
        ill = {"when": {"beneficiary": {"health": ["cancer"]}}, "then": 3000, "otherwise": 500}
        document = policy(aid={"each_member": ill, "members": {"age_from": 60}})
        members = [
            {"key": "a", "birth_on": "1950-01-01", "health": "cancer"},
            {"key": "b", "birth_on": "1951-01-01", "health": "good"},
            {"key": "c", "birth_on": "2001-01-01", "health": "cancer"},
        ]
        assert amount(document, members=members).amount == 3500
        assert amount(document, members=members[2:]).refused == "没有符合条件的家庭成员"
        assert amount(document, members=[*members, {"key": "d"}]).missing == ("家庭成员的情况",)
        assert amount(document, members=[{"key": "a", "birth_on": "1950-01-01"}]).missing == ("受助人的情况",)
        assert amount(document, members=None).missing == ("家庭成员",)

    def test_costs_of_each_alone_are_capped_alone(self):
        """Two patients with 30,000 and 1,000: of each four fifths, at most 10,000 each."""
        own = {"label": "本人医疗自付", "plus": [{"expenses": ["medical"]}], "whose": "beneficiary"}
        each = {"least": [{"share": "80%", "of": "own"}, 10000]}
        document = policy(quantities={"own": own}, aid={"each_member": each})
        spent = [
            {"kind": "medical", "amount": 30000, "member": "a"},
            {"kind": "medical", "amount": 1000, "member": "b"},
            {"kind": "schooling", "amount": 9000, "member": "b"},
        ]
        members = [{"key": "a"}, {"key": "b"}, {"key": "c"}]
        assert amount(document, members=members, expenses=spent).amount == 10800
        assert amount(document, members=members, expenses=None).missing == ("刚性支出",)

    def test_the_person_whom_the_application_names(self):
        own = {"label": "本人医疗自付", "plus": [{"expenses": ["medical"]}], "whose": "beneficiary"}
        child = {"beneficiary": {"relation": ["son", "daughter"]}, "text": "受助人为子女"}
        document = policy(
            quantities={"own": own}, aid={"amount": {"share": "50%", "of": "own"}, "when": child}
        )
        members = [{"key": "a", "relation": "head"}, {"key": "b", "relation": "son"}]
        spent = [{"kind": "medical", "amount": n, "member": key} for key, n in (("a", 100), ("b", 7000))]
        found = {
            key: amount(document, members=members, expenses=spent, need={"person": key}) for key in ("a", "b")
        }
        assert (found["b"].amount, found["a"].refused) == (3500, "不符合条件：受助人为子女")
        assert amount(document, members=members, expenses=spent).missing == ("受助人的情况",)

    def test_a_sum_of_one_person_is_compared_with_a_line_for_one_person(self):
        own = {"label": "本人收入", "plus": [{"incomes": ["wage"]}], "whose": "beneficiary"}
        low = {"quantity": "own", "is": "<=", "than": 820}
        document = policy(quantities={"own": own}, aid={"amount": 1000, "when": low})
        for yearly, due in ((9840, 1000), ("9840.12", 0)):
            wages = [{"kind": "wage", "amount": yearly, "member": "a"}, {"kind": "wage", "amount": 60000}]
            found = assess(document, case(incomes=wages, need={"person": "a"}))
            assert found.amounts["aid"].amount == due
            assert found.figures["own"].monthly == Decimal(820 if due else "820.01")

    def test_sums_of_one_and_of_all_do_not_mix(self):
        own = {"label": "本人", "plus": ["net"], "whose": "beneficiary"}
        said = "受助人本人的数量和全家的数量不能互相加减。"
        assert errors_of(quantities={"own": own}) == [("quantities.own.plus.1", said)]
        own = {"label": "本人", "plus": [{"fact": "deposits"}], "whose": "beneficiary"}
        said = "受助人本人的数量只能由收入和支出组成。"
        assert errors_of(quantities={"own": own}) == [("quantities.own.plus.1", said)]
        own = {"label": "本人", "plus": [{"incomes": ["all"]}], "whose": "beneficiary"}
        said = "认定依据的数量应当是全家的，不能是受助人本人的。"
        assert errors_of(quantities={"net": own, "income": own}) == [("judged_on", said)]

    def test_by_a_fact_of_the_person(self):
        document = policy(aid={"each_member": {"by": "sex", "amounts": {"female": 300}, "otherwise": 100}})
        members = [{"key": "a", "sex": "female"}, {"key": "b", "sex": "male"}]
        assert amount(document, members=members).amount == 400
        assert amount(document, members=[{"key": "a"}]).missing == ("性别",)


class TestFormulas:
    def test_times_persons_and_times_months(self):
        document = policy(aid={"per_person": {"per_month": {"standard": "living", "times": "0.5"}}})
        assert amount(document, need={"months": 6}).amount == 820 * 3 * 3
        assert amount(document).missing == ("救助月数",)
        assert amount(document, persons=None, need={"months": 6}).missing == ("家庭人口",)

    def test_a_share_of_another_amount(self):
        document = policy(aid={"share": "30%", "of": {"sum": [1000, {"standard": "living"}]}})
        assert amount(document).amount == Decimal("546.00")
        assert amount(document).steps[-1] == "1,820.00 元 × 30% = 546.00 元"

    def test_bounds_may_be_formulas(self):
        document = policy(
            aid={"at_least": {"standard": "living"}, "at_most": {"standard": "living", "times": 6}}
        )
        found = amount(document)
        assert (found.at_least, found.amount) == (820, 4920)
        assert amount(document, standards=[]).missing == ("当地低保标准",)

    @pytest.mark.parametrize(("requested", "approver"), [(4920, "county"), ("4920.01", "city")])
    def test_a_line_of_approval_may_be_a_standard_per_head(self, requested, approver):
        rows = [
            {"above": 0, "by": "county"},
            {"above": {"per_person": {"standard": "living", "times": 2}}, "by": "city"},
        ]
        document = policy(aid={"amount": {"share": "100%", "of": "requested"}, "approval": rows})
        found = amount(document, need={"requested": requested})
        assert (found.approver, len(found.steps)) == (approver, 1)

    def test_who_approves_cannot_be_told_without_the_line(self):
        rows = [{"above": {"standard": "living"}, "by": "leading_group"}]
        found = amount(policy(aid={"amount": 1000, "approval": rows}), standards=[])
        assert (found.amount, found.approver, found.missing) == (1000, "", ("当地低保标准",))
        found = amount(policy(aid={"amount": 1000, "approval": rows}))
        assert found.approver == "leading_group"

    def test_fixed_lines_still_rise(self):
        rows = [{"above": 10, "by": "city"}, {"above": 10, "by": "county"}]
        said = "各档请由低到高排列，不能重叠。"
        assert errors_of(aid={"amount": 1, "approval": rows}) == [("programmes.aid.approval", said)]


def several(which, **programmes):
    return policy(stacking={"rule": "one_only", "which": which}, **programmes)


def due(document, **more):
    return {
        name: None if one.amount is None else int(one.amount)
        for name, one in assess(document, case(**more)).amounts.items()
    }


COST = {"share": "100%", "of": "self_paid"}


class TestOnlyOne:
    @pytest.mark.parametrize(
        ("which", "expected"),
        [
            ("clerk", {"a": 1000, "b": 3000, "c": 0}),
            ("highest", {"a": 0, "b": 3000, "c": 0}),
            ("first", {"a": 1000, "b": 0, "c": 0}),
        ],
    )
    def test_of_two_that_are_due_at_the_same_time(self, which, expected):
        assert due(build(which)) == expected

    def test_the_other_says_which_one_is_given(self):
        found = assess(build("highest"), case()).amounts
        assert found["a"].refused == "同一年度只享受一项帮扶，取金额最高的“b”"
        found = assess(build("first"), case()).amounts
        assert found["b"].refused == "同一年度只享受一项帮扶，取排在前面的“a”"

    def test_of_equal_ones_the_first_named(self):
        document = several("highest", a={"amount": 500}, b={"amount": 500})
        assert due(document) == {"a": 500, "b": 0}

    def test_what_is_not_known_may_be_the_highest(self):
        document = several("highest", a={"amount": 500}, b={"amount": COST})
        found = assess(document, case()).amounts["a"]
        assert (found.amount, found.missing) == (None, ("医疗自付费用",))
        assert due(document, need={"self_paid": 501}) == {"a": 0, "b": 501}

    def test_the_first_named_does_not_wait_for_later_ones(self):
        assert due(several("first", a={"amount": 500}, b={"amount": COST})) == {"a": 500, "b": 0}
        assert due(several("first", a={"amount": COST}, b={"amount": 500})) == {"a": None, "b": None}

    def test_where_several_may_be_had_nothing_changes(self):
        document = build("highest", rule="several")
        assert due(document) == {"a": 1000, "b": 3000, "c": 0}

    def test_the_first_edition_knew_no_bond_of_what_is_open_to_all(self):
        early = replace(case(), edition=1)
        assert [int(one.amount) for one in assess(build("first"), early).amounts.values()] == [1000, 3000, 0]

    @given(
        sums=st.lists(st.integers(0, 5), min_size=1, max_size=5), which=st.sampled_from(["highest", "first"])
    )
    def test_exactly_one_is_left_and_it_is_the_right_one(self, sums, which):
        document = several(which, **{f"p{n}": {"amount": one} for n, one in enumerate(sums)})
        left = [one for one in due(document).values() if one]
        positive = [one for one in sums if one]
        assert left == ([max(positive) if which == "highest" else positive[0]] if positive else [])


def build(which, rule="one_only"):
    amounts = {"a": {"amount": 1000}, "b": {"amount": 3000}, "c": {"amount": 0}}
    return policy(stacking={"rule": rule, "which": which}, **amounts)


WITH_EXCEPTION = {
    "code": "x",
    "title": "x",
    "source": "x",
    "requirements": [
        {"key": "member", "text": "工会会员", "when": {"fact": "is_union_member"}, "except_by": "county"},
    ],
    "exclusions": [
        {
            "key": "homes", "text": "两套住房", "when": {"fact": "homes", "is": ">=", "than": 2},
            "except_by": "leading_group",
        },
        {"key": "lies", "text": "提供虚假材料", "when": {"fact": "hides_facts"}},
    ],
    "quantities": {"net": {"label": "净收入", "plus": [{"incomes": ["all"]}]}},
    "categories": [{"category": "deep", "label": "深度困难", "when": {"fact": "is_on_dibao"}}],
}  # fmt: skip


class TestExceptions:
    def category(self, *granted, **traits):
        known = {"is_union_member": True, "is_on_dibao": True, "hides_facts": False, **traits}
        given = case(
            traits=known,
            assets={"homes": 2 if "two" in granted else 1},
            exceptions=[one for one in granted if one != "two"],
        )
        assert read_case(case_as_json(given)) == given
        return assess(parse_policy(json.dumps(WITH_EXCEPTION)), given)

    def test_a_granted_exception_lets_through_and_says_who_and_why(self):
        assert self.category("two").category == ""
        why = {"rule": "homes", "by": "leading_group", "why": "其中一套为危房"}
        found = self.category("two", why)
        assert found.category == "deep"
        assert "帮扶工作领导小组同意例外：其中一套为危房" in {row.exempted for row in found.conditions}

    @pytest.mark.parametrize(
        ("by", "category"),
        [("grassroots", ""), ("county", "deep"), ("city", "deep"), ("government", "")],
    )
    def test_only_whoever_may_grant_it_or_a_higher_union(self, by, category):
        granted = {"rule": "member", "by": by, "why": "入会手续办理中"}
        assert self.category(granted, is_union_member=False).category == category

    @pytest.mark.parametrize(
        ("granted", "traits"),
        [
            ({"rule": "member", "by": "county", "why": " "}, {"is_union_member": False}),
            ({"rule": "lies", "by": "national", "why": "情有可原"}, {"hides_facts": True}),
        ],
    )
    def test_without_reason_or_where_the_policy_knows_none_it_does_not_count(self, granted, traits):
        assert self.category(granted, **traits).category == ""

    def test_the_readable_policy_says_who_may_grant_it(self):
        chapters = describe_policy(parse_policy(json.dumps(WITH_EXCEPTION)))
        words = [paragraph.text for chapter in chapters for paragraph in chapter.paragraphs]
        assert sum("有特殊情况的，经帮扶工作领导小组同意可以例外。" in text for text in words) == 1


class TestStillInNeed:
    def again(self, quantities, judged, aid):
        document = policy(
            quantities=quantities,
            stacking={"rule": "still_in_need", "income": "income"},
            aid={"amount": 1000, "for": ["deep"]},
        )
        when = replace(document.categories[0].when, quantity=judged)
        document = replace(document, categories=(replace(document.categories[0], when=when),))
        had = [{"programme": "aid", "amount": aid, "on": "2024-02-01"}]
        wages = [{"kind": "wage", "amount": 20000}]
        return assess(document, case(incomes=wages, earlier_aid=had)).amounts["aid"]

    @pytest.mark.parametrize(("aid", "due"), [("9519.99", 1000), (9520, 0)])
    def test_aid_is_not_counted_twice_where_the_judged_sum_holds_it(self, aid, due):
        """820 × 3 × 12 = 29,520: with 20,000 of wages 9,520 of aid reach the line, once."""
        net = {"label": "净收入", "plus": ["income", {"earlier_aid": "this_year"}]}
        income = {"label": "收入", "plus": [{"incomes": ["all"]}]}
        assert self.again({"net": net, "income": income}, "net", aid).amount == due
        plain = {"net": {"label": "净收入", "plus": ["income"]}, "income": income}
        assert self.again(plain, "net", aid).amount == due
