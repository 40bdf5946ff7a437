"""The programmes that an installation begins with: the vectors of domain.md, rules R20, R22 and R39."""

from datetime import date
from decimal import Decimal

import pytest

from cases.policies.rules import compile_policy, describe_programme, parse_policy
from cases.policies.rules.case import Case, Standard, Student
from cases.policies.services import default_text

DOCUMENT = parse_policy(default_text())


def amount(code, category="deep", standard="940", **case):
    standards = (Standard("living", "420100", Decimal(standard), date(2023, 4, 1)),) if standard else ()
    given = {"on": date(2024, 3, 5), "region_code": "420100", "persons": 3, "standards": standards, **case}
    return compile_policy(DOCUMENT).entitle(Case(**given), code, category).entitled


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("category", "expected"), [("deep", "11280.00"), ("relative", "9400.00"), ("accident", "9400.00")]
)
def test_living_aid_of_wuhan_is_months_of_its_standard(category, expected):
    assert amount("living", category).amount == Decimal(expected)


@pytest.mark.requirement("B1", "B5")
@pytest.mark.parametrize(
    ("category", "paid", "expected"),
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
def test_medical_aid_is_a_share_of_what_the_family_paid_up_to_a_cap(category, paid, expected):
    assert amount("medical", category, need={"self_paid": Decimal(paid)}).amount == Decimal(expected)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("kindergarten", 1000), ("primary", 2000), ("junior", 2000), ("senior", 3000),
        ("undergraduate", 5000), ("doctor", 5000),
    ],
)  # fmt: skip
def test_tuition_aid_is_fixed_by_stage(stage, expected):
    student = {"students": (Student(stage, "m3"),), "need": {"person": "m3"}}
    assert amount("tuition", **student).amount == expected


@pytest.mark.parametrize(
    ("code", "more", "missing"),
    [
        ("living", {"standard": ""}, "当地低保标准"),
        ("medical", {}, "医疗自付费用"),
        ("tuition", {}, "在读"),
    ],
)
def test_a_missing_figure_is_named(code, more, missing):
    found = amount(code, **more)
    assert (found.amount, missing in "".join(found.missing)) == (None, True)


@pytest.mark.requirement("F5")
def test_a_rule_reads_in_words_in_the_order_of_the_categories():
    rows = describe_programme(DOCUMENT, "medical")
    assert [who for who, _text in rows[:3]] == ["深度困难", "相对困难", "意外致困"]
    assert "80%" in rows[1][1]
    assert rows[-3:] == [
        ("公示", "5 个工作日"),
        ("公示内容", "姓名隐去中间（王*梅），单位、帮扶项目、金额"),
        ("限额", "每户每年累计不超过 20,000.00 元"),
    ]
    assert [who for who, _text in describe_programme(DOCUMENT, "tuition")][:2] == ["幼儿园", "小学"]
