"""Goods in kind in the language of policies: which items, counted in what, at most how many."""

from decimal import Decimal

import pytest

from cases.policies.rules import PolicyInvalid, describe_programme, dump_policy, parse_policy
from cases.policies.rules.describing import programme_words
from cases.policies.rules.document.handling import Goods

pytestmark = pytest.mark.requirement("B1")
ITEMS = """    goods:
      - {name: 大米, unit: 公斤, at_most: 10}
      - {name: 食用油, unit: 升, at_most: "2.5"}
"""
TEXT = """code: supplies_aid
title: 送温暖物资办法
source: 区总工会
document_no: 区工发〔2026〕3号
programmes:
  supplies:
    label: 送温暖物资
    kind: goods
    form: goods
    caps: [{times: 1, per: [household, year]}]
"""
EXAMPLES = """examples:
  - name: 物资不发钱
    given: {on: "2026-03-05", region_code: "320600", persons: 3}
    expect: {amounts: {supplies: 0}}
"""


def read(items=ITEMS, text=TEXT):
    return parse_policy(text + items + EXAMPLES)


def complaints(items, text=TEXT):
    with pytest.raises(PolicyInvalid) as refused:
        read(items, text)
    return {error.key: error.message for error in refused.value.errors}


def item(name="大米", unit="公斤", at_most="10"):
    return f"    goods: [{{name: {name}, unit: {unit}, at_most: {at_most}}}]\n"


def test_items_are_read_and_written_back_without_a_loss():
    document = read()
    assert document.programmes["supplies"].goods == (
        Goods("大米", "公斤", Decimal(10)),
        Goods("食用油", "升", Decimal("2.5")),
    )
    assert parse_policy(dump_policy(document)) == document


def test_the_policy_and_the_guide_say_the_items():
    document = read()
    words = "大米最多 10 公斤、食用油最多 2.5 升"
    assert f"不发钱，按件发实物：{words}" in programme_words(document, document.programmes["supplies"])
    assert ("物品", f"每次申请{words}") in describe_programme(document, "supplies")


def test_the_guide_says_that_a_notice_shows_the_goods():
    assert dict(describe_programme(read(), "supplies"))["公示内容"].endswith("，单位、帮扶项目、物资")
    assert dict(describe_programme(read(""), "supplies"))["公示内容"].endswith("，单位、帮扶项目、金额")


def test_a_programme_without_items_says_what_it_said():
    document = read("")
    assert "按件发实物；" in programme_words(document, document.programmes["supplies"])
    assert "物品" not in dict(describe_programme(document, "supplies"))


@pytest.mark.parametrize(
    ("items", "place", "sentence"),
    [
        (item(at_most="0"), "goods.1.at_most", "数量应当大于 0，不超过 100000。"),
        (item(at_most="-3"), "goods.1.at_most", "数量应当大于 0，不超过 100000。"),
        (item(at_most="100001"), "goods.1.at_most", "数量应当大于 0，不超过 100000。"),
        (item(at_most="1.005"), "goods.1.at_most", "数量最多两位小数。"),
        (item(at_most="许多"), "goods.1.at_most", "“许多”不是数字。"),
        (item(at_most="true"), "goods.1.at_most", "这里应当是数字。"),
        (item(name='" "'), "goods.1.name", "这里不能空着。"),
        (item(name="长" * 21), "goods.1.name", "最多 20 个字。"),
        (item(unit='""'), "goods.1.unit", "这里不能空着。"),
        (item(unit="公" * 7), "goods.1.unit", "最多 6 个字。"),
        (ITEMS.replace("食用油", "大米"), "goods", "同一种物品写了两次。"),
        (
            "    goods:\n" + "".join(f"      - {{name: 物{n}, unit: 件, at_most: 1}}\n" for n in range(13)),
            "goods",
            "一个项目最多列 12 种物品。",
        ),
    ],
)
def test_items_that_do_not_fit_are_told_at_their_place(items, place, sentence):
    assert complaints(items)[f"programmes.supplies.{place}"] == sentence


@pytest.mark.parametrize(
    "manner", ["    form: service\n", "    form: goods\n    amount: 100\n", "    amount: 100\n"]
)
def test_only_goods_by_the_piece_have_items(manner):
    text = TEXT.replace("    form: goods\n", manner)
    assert complaints(ITEMS, text)["programmes.supplies.goods"] == (
        "只有按件发的实物（form: goods，不写 amount）才写物品清单。"
    )
