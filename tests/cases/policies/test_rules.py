"""Amounts of aid: the published vectors of domain.md, rules R20, R22 and R39."""

from decimal import Decimal

import pytest

from cases.policies.rules import CannotTell, Facts, describe, entitlement
from cases.policies.services.reference import PROGRAMMES
from cases.policies.states import AmountRule

RULES = {row["code"]: (row["amount_kind"], row["amount_rule"]) for row in PROGRAMMES}


def amount(code, **facts):
    if "standard" in facts:
        facts["standard_monthly"] = Decimal(facts.pop("standard"))
    if "basis" in facts:
        facts["basis"] = Decimal(facts["basis"])
    return entitlement(*RULES[code], Facts(**facts)).amount


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("category", "expected"), [("deep", "11280.00"), ("relative", "9400.00"), ("accident", "9400.00")]
)
def test_living_aid_of_wuhan_is_months_of_its_standard(category, expected):
    assert amount("living", category=category, standard="940") == Decimal(expected)


@pytest.mark.requirement("B1", "B5")
@pytest.mark.parametrize(
    ("category", "basis", "expected"),
    [
        ("relative", "25000", "16000.00"),  # R22: min(20,000; 16,000)
        ("accident", "80000", "10000.00"),  # R22: 12,000, at most 10,000
        ("deep", "8000", "8000.00"),
        ("deep", "20000.01", "20000.00"),
        ("relative", "19999.99", "15999.99"),
        ("relative", "20000", "16000.00"),
        ("relative", "20000.01", "16000.00"),
        ("accident", "33333.33", "5000.00"),
        ("accident", "0.03", "0.00"),
        ("accident", "0.10", "0.02"),  # half a fen goes up
    ],
)
def test_medical_aid_is_a_share_of_what_the_family_paid_up_to_a_cap(category, basis, expected):
    assert amount("medical", category=category, basis=basis) == Decimal(expected)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("kindergarten", 1000),
        ("primary", 2000),
        ("junior", 2000),
        ("senior", 3000),
        ("undergraduate", 5000),
        ("doctor", 5000),
    ],
)
def test_tuition_aid_is_fixed_by_stage(stage, expected):
    assert amount("tuition", category="deep", stage=stage) == expected


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("living", {"category": "deep"}, "缺少当地低保标准"),
        ("medical", {"category": "deep"}, "请填写个人自付费用"),
        ("tuition", {"category": "deep"}, "请选择学生的在读阶段"),
        ("living", {"category": "", "standard": "820"}, "困难类别"),
    ],
)
def test_a_missing_figure_is_named(code, facts, sentence):
    with pytest.raises(CannotTell, match=sentence):
        amount(code, **facts)


def test_every_amount_says_how_it_came_about():
    found = entitlement(*RULES["medical"], Facts(category="relative", basis=Decimal("25000")))
    assert found.steps == ("自付费用 25,000.00 元 × 80% = 20,000.00 元", "超过上限，按上限 16,000.00 元")


@pytest.mark.requirement("F5")
def test_a_rule_reads_in_words_in_the_order_of_the_categories():
    assert describe(*RULES["medical"]) == [
        ("深度困难", "个人自付费用的 100%，最高 20,000.00 元"),
        ("相对困难", "个人自付费用的 80%，最高 16,000.00 元"),
        ("意外致困", "个人自付费用的 15%，最高 10,000.00 元"),
    ]
    assert describe(*RULES["living"])[0] == ("深度困难", "当地低保标准的 12 个月")
    assert [who for who, _text in describe(*RULES["tuition"])][:2] == ["幼儿园", "小学"]
    assert describe(AmountRule.SHARE, {"shares": {"deep": "0.5"}, "cap": "100"}) == [
        ("深度困难", "个人自付费用的 50%，最高 100.00 元")
    ]
