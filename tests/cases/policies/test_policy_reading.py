"""A policy that does not fit is refused with line, dotted key and a sentence; all errors at once."""

from pathlib import Path

import pytest
from django.conf import settings

from cases.policies.rules import PolicyInvalid, compare_policies, parse_policy, policy_hash
from tests.cases.policies.texts import SIMPLE

TEXT = Path(settings.BASE_DIR, "cases", "policies", "data", "policies", "provincial.yaml").read_text()


def refuse(old, new, count=1):
    """The errors of the provincial policy with one piece of its text replaced."""
    assert old in TEXT
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(TEXT.replace(old, new, count))
    return caught.value.errors


@pytest.mark.requirement("F5")
@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        ("when: {quantity: net", "whan: {quantity: net", "categories.1.whan", "没有“whan”这一项"),
        ("quantity: net, is: <,", "quantity: nett, is: <,", "categories.1.when", "没有名为“nett”的数量"),
        ("standard: living}}", "standard: dibao}}", "categories.1.when.than.standard", "没有“dibao”这个代码"),
        ("limit: 10000", "limit: 10000.5", "programmes.accident.caps.1.limit", "带小数的金额请加引号"),
        ("share: 80%", "share: 0.8", "programmes.medical.amount.amounts.relative.least.1.share", "百分数"),
        ("above: 50000", "above: 20000", "programmes.medical.approval", "由低到高"),
        ("for: accident", "for: accidental", "programmes.accident.for", "没有名为“accidental”的类别"),
        ("minus: [rigid]", "minus: [net]", "quantities.net", "绕回到了自己"),
        ("    label: 意外救助\n", "", "programmes.accident", "缺少“label”"),
        ("of: outlay", "of: outlays", "programmes.accident.amount.of", "没有名为“outlays”的数量或费用"),
        ("by: city", "by: mayor", "programmes.medical.approval.1.by", "没有“mayor”这个代码"),
        ("persons: 1", "persons: many", "example_base.persons", "整数"),
        ("rule: several", "rule: always", "stacking.rule", "只能写"),
        ("is: <, than", "is: '=', than", "categories.1.when.is", "只能写"),
    ],
)
def test_a_mistake_is_named_where_it_stands(old, new, key, sentence):
    error = next(error for error in refuse(old, new) if error.key == key)
    assert sentence in error.message
    assert error.line > 1


def test_the_line_is_the_line_of_the_file():
    error = refuse("limit: 10000", "limit: 10000.5")[0]
    assert "limit: 10000" in TEXT.splitlines()[error.line - 1]


def test_all_mistakes_come_at_once():
    text = TEXT.replace("limit: 10000", "limit: 1.5").replace("rule: several", "rule: always")
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text)
    assert [error.key for error in caught.value.errors] == [
        "programmes.accident.caps.1.limit",
        "stacking.rule",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "空的"),
        ("a: [1", "括号没有配对"),
        ("a: 1\na: 2", "写了两次"),
        ("a: &x 1\nb: *x", "不支持 & 和 *"),
        ("[" * 100, "层次过深"),
        (
            "a: !!python/object/apply:os.system [ls]",
            "不支持“tag:yaml.org,2002:python/object/apply:os.system”这样的标签",
        ),
        ("code: 2024-99-99", "不能识别"),
        ("- 1", "这里应当是"),
        ("x" * 1_000_001, "文件过大"),
        ("a: \x00", "不能使用的字符"),
    ],
)
def test_what_is_no_policy_is_refused_without_harm(text, sentence):
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "bands",
    [
        "steps: [{from: 100, amount: 1}, {from: 100, amount: 2}], of: outlay",
        "steps: [{from: 100, above: 100, amount: 1}], of: outlay",
        "bands: [{up_to: 100, rate: 1%}, {up_to: 50, rate: 2%}], of: outlay",
        "bands: [{rate: 1%}, {up_to: 50, rate: 2%}], of: outlay",
        "at_least: 5, at_most: 4",
    ],
)
def test_bands_may_not_overlap(bands):
    assert refuse("amount: {share: 15%, of: outlay}", f"amount: {{{bands}}}")


@pytest.mark.requirement("F5")
def test_versions_are_compared_key_by_key():
    old = parse_policy(TEXT)
    new = parse_policy(
        TEXT.replace("deep: {standard: living, times: 10}", "deep: {standard: living, times: 12}", 1)
    )
    (difference,) = compare_policies(old, new)
    assert difference.key == "programmes.living.amount.amounts.deep.times"
    assert (difference.old, difference.new) == ("10", "12")
    assert difference.label.startswith("帮扶项目 › 生活救助 › 金额")
    assert compare_policies(old, old) == ()
    assert policy_hash(old) != policy_hash(new)


def test_the_order_of_keys_is_not_part_of_the_hash():
    head, _sep, rest = TEXT.partition("\n")
    assert policy_hash(parse_policy(f"{rest}\n{head}\n")) == policy_hash(parse_policy(TEXT))


def test_differences_are_told_in_words_not_in_codes():
    changed = SIMPLE.replace("incomes: [all]", "incomes: [wage, pension]").replace(
        "for: [deep, relative]", "for: [deep]"
    )
    told = {
        row.key: (row.old, row.new) for row in compare_policies(parse_policy(SIMPLE), parse_policy(changed))
    }
    assert told["programmes.living.for"] == ("深度困难、相对困难", "深度困难")
    assert ("全部", "工资性收入、养老金、退休金") in told.values()
