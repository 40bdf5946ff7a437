"""A file that was written with mistakes: the line, and the sentence that says what to do."""

import codecs
import itertools
import json
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from cases.policies.rules import (
    PolicyInvalid,
    assess,
    decode,
    dump_policy,
    example_case,
    parse_policy,
    read_case,
    remark_on,
    run_examples,
)
from cases.policies.rules.document.source import load_yaml
from tests.cases.policies.texts import SIMPLE

FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
pytestmark = pytest.mark.requirement("F5")


def errors_of(text):
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text)
    return [(error.line, error.key, error.message) for error in caught.value.errors]


SOURCE = "source: 崇川区总工会"


def line_of(piece, text=SIMPLE):
    return text[: text.index(piece)].count("\n") + 1


COLON = "冒号是全角的，请改成半角冒号加一个空格，例如“label: 名称”。"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (SOURCE, "source：崇川区总工会", COLON),
        (SOURCE, "source:崇川区总工会", "冒号后面少一个空格，请写成“source: …”。"),
        (SOURCE, "source 崇川区总工会", "这一行少了冒号，应当是“名称: 值”。"),
        (SOURCE, "source: 崇川区: 总工会", "一行里有两个冒号；文字里有冒号的，请整段加引号。"),
        (SOURCE, "source: '崇川区'总工会", "引号后面还有内容；文字里有引号的，外面请用另一种引号。"),
        (SOURCE, 'source: "崇川区总工会', "引号没有配对：从这一行开始的引号没有结束。"),
        (SOURCE, "source: @崇川区", "“@”不能放在开头；是文字的请整段加引号。"),
        (SOURCE, "source: `崇川区", "“`”不能放在开头；是文字的请整段加引号。"),
        (SOURCE, "source: %崇川区", "“%”不能放在开头；是文字的请整段加引号。"),
        (SOURCE, "source: *崇川区", "不支持 & 和 * 引用，请写出全部内容。"),
        (
            SOURCE,
            "source: !!bool x",
            "不支持“tag:yaml.org,2002:bool”这样的标签；以“!”开头的文字请加引号。",
        ),
        (SOURCE, "source: !local x", "不支持“!local”这样的标签；以“!”开头的文字请加引号。"),
        ("    label: 家庭收入", "\tlabel: 家庭收入", "缩进用了制表符（Tab），请改成空格。"),
        ("    label: 家庭收入", "　　label: 家庭收入", "缩进用了全角空格，请改成半角空格。"),
        ("    label: 家庭收入", "    label：家庭收入", COLON),
        ("    plus: [income]", "   plus: [income]", "这一行的缩进与上面同级的各项不一致，请左边对齐。"),
        ("    minus: [rigid]", "      minus: [rigid]", "这一行的缩进与上面同级的各项不一致，请左边对齐。"),
        ('is: ">=", than: 2', "is: >=, than: 2", "“>=”要加引号，请写成 '>='。"),
        ('is: ">=", than: 2', "is: >, than: 2", "“>”要加引号，请写成 '>'。"),
        (
            '{quantity: net, is: "<", than: {standard: living}}',
            "{quantity: net，is: '<'}",
            "花括号或方括号里的逗号是全角的“，”，请改成半角逗号加一个空格。",
        ),
        ("  - category: deep", "  -category: deep", "列表的“-”后面少一个空格。"),
        (
            "[medical, schooling]",
            "[medical, schooling}",
            "括号没有配对，或各项之间少了逗号；文字里有括号的，请整段加引号。",
        ),
        ("examples:\n", "---\nexamples:\n", "一个文件只能写一份政策，请删去“---”以后的内容。"),
    ],
)
def test_a_mistake_of_yaml_is_told_at_its_line(old, new, sentence):
    found = errors_of(SIMPLE.replace(old, new, 1))
    assert (found[0][0], found[0][2]) == (line_of(old), sentence)


def test_what_yaml_accepts_and_nobody_meant_is_told_as_well():
    text = SIMPLE.replace("{fact: homes,", "{fact：homes,").replace(
        'quantity: net, is: "<"', 'quantity:net, is: "<"', 1
    )
    assert (
        line_of("when: {fact"),
        "exclusions.1.when",
        "这里应当有其中一项：all、any、not、gate、quantity、fact、members、months。",
    ) in [(line, key, said.replace("beneficiary、", "")) for line, key, said in errors_of(text)]
    swallowed = SIMPLE.replace(
        '    when: {quantity: net, is: "<", than: {standard: living}}\n',
        "    when:\n      quantity: net\n      is: >\n      than: 5\n",
    )
    assert errors_of(swallowed) == [
        (line_of("is: >\n", swallowed), "categories.1.when.is", "“>”要加引号，请写成 '>'。")
    ]
    assert errors_of(SIMPLE.replace("    label: 生活救助\n", "    -label: 生活救助\n"))[-1][2] == (
        "列表的“-”后面少一个空格。"
    )


NUMBERS = {
    "05000": "“05000”请写成 5000；是编号或文字的请加引号。",
    "0x1F": "“0x1F”不能当作数字；请只用数字和小数点，是时间或文字的请加引号。",
    "0b11": "“0b11”不能当作数字；请只用数字和小数点，是时间或文字的请加引号。",
    "1:30:00": "“1:30:00”不能当作数字；请只用数字和小数点，是时间或文字的请加引号。",
    "1_000": "“1_000”请写成 1000；是编号或文字的请加引号。",
    "+5000": "“+5000”请写成 5000；是编号或文字的请加引号。",
    ".5": "“.5”请写成 0.5；是编号或文字的请加引号。",
    "5.": "“5.”请写成 5；是编号或文字的请加引号。",
    ".inf": "“.inf”不能当作数字；请只用数字和小数点，是时间或文字的请加引号。",
    "2024-03-01T08:00:00": "“2024-03-01T08:00:00”不能当作数字；请只用数字和小数点，是时间或文字的请加引号。",
    "2024-02-30": "不能识别“2024-02-30”：没有这一天。",
    "yes": "“yes”请写成 true；是文字的请加引号。",
    "off": "“off”请写成 false；是文字的请加引号。",
    "'05000'": "“05000”请写成 5000。",
    "'5,000'": "“5,000”请写成 5000。",
    "08": "“08”请写成 8。",
    "1e3": "“1e3”请写成 1000。",
    "５０００": "“５０００”请写成 5000。",
    "五千": "“五千”不是数字。",
    "1e999999999": "“1e999999999”不是数字。",
}


@pytest.mark.parametrize("spelling", NUMBERS)
def test_a_number_has_one_spelling(spelling):
    text = SIMPLE.replace("amounts: {deep: 5000,", f"amounts: {{deep: {spelling},")
    assert errors_of(text) == [
        (line_of("amount: {by"), "programmes.living.amount.amounts.deep", NUMBERS[spelling])
    ]


@given(number=st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_whatever_is_read_as_a_number_is_that_number(number):
    """Both ways of writing a sum, and no third that would come to something else."""
    for text in {f"{number:.2f}", f"{number:f}", str(int(number))}:
        value = load_yaml(f"a: {text}").value["a"]
        if not hasattr(value, "advice"):
            assert Decimal(value) == Decimal(text)


def test_misspelt_numbers_of_an_example_are_told_where_they_stand():
    text = SIMPLE.replace("amount: 29519", "amount: 029519").replace("homes: 1}", "homes: 01}")
    said = "“%s”请写成 %s；是编号或文字的请加引号。"
    assert errors_of(text) == [
        (line_of("  assets:"), "example_base.assets", "homes：" + said % ("01", "1")),
        (line_of("incomes: [{kind"), "examples.1.given.incomes.1.amount", "“029519”请写成 29519。"),
    ]


def test_an_error_of_the_base_is_told_once_at_its_own_line():
    one = SIMPLE[SIMPLE.index("  - name: 低于标准") :]
    found = errors_of(SIMPLE.replace("persons: 3", "persons: drei") + one * 20)
    assert found == [(line_of("persons: 3"), "example_base.persons", "这里应当是整数。")]


@pytest.mark.parametrize(
    "content",
    [
        SIMPLE.encode(),
        codecs.BOM_UTF8 + SIMPLE.encode(),
        SIMPLE.encode("gbk"),
        SIMPLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SIMPLE.encode("utf-16-be"),
        SIMPLE.encode("utf-16-le"),
        SIMPLE.encode("utf-16-be"),
        SIMPLE.replace("\n", "\r\n").encode("gb18030"),
    ],
)
def test_a_file_is_read_in_the_encodings_of_windows(content):
    assert decode(content) == SIMPLE


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04\x14\x00\x06\x00", b"\xff\xfe\x00"]
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(PolicyInvalid) as caught:
        decode(content)
    assert str(caught.value) == (
        "文件不是文字，或编码不能识别；请用记事本打开，另存为“UTF-8”编码的文本文件。"
    )


def test_megabytes_of_examples_are_read_in_seconds():
    head, _sep, one = SIMPLE.partition("  - name: 低于标准")
    text = head + ("  - name: 低于标准" + one) * 6300
    assert len(text) > 900_000
    started = process_time()
    assert all(result.ok for result in run_examples(parse_policy(text)))
    assert process_time() - started < 6


def told(text):
    return [(row.line, row.key, row.message) for row in remark_on(parse_policy(text), text)]


def test_a_policy_without_examples_is_told():
    text = SIMPLE[: SIMPLE.index("examples:")]
    said = "没有算例：不能核对政策写得对不对，也不能公布执行。请至少写一个算例。"
    assert told(text) == [(1, "examples", said)]


def test_a_category_behind_one_that_takes_everybody_is_told():
    text = SIMPLE.replace("than: {standard: living}}", "than: {standard: living, times: 3}}", 1)
    said = "没有家庭能归入“相对困难”：符合条件的都先归入前面的类别（深度困难）。请把更困难的类别写在前面。"
    assert told(text) == [(line_of("- category: relative"), "categories.2", said)]


@pytest.mark.parametrize(
    "condition",
    [
        '{all: [{quantity: net, is: "<", than: 500}, {quantity: net, is: ">=", than: 500}]}',
        "{all: [{fact: is_filed}, {not: {fact: is_filed}}]}",
        "{all: [{fact: is_filed}, {fact: is_filed, is: false}]}",
        "{all: [{fact: main_cause, in: [illness]}, {fact: main_cause, in: [disaster]}]}",
        '{all: [{fact: homes, is: ">=", than: 2}, {fact: local_hukou}]}',
        '{all: [{members: {is_able: true}, than: 2}, {members: {is_able: true}, is: "<", than: 1}]}',
    ],
)
def test_a_category_that_contradicts_itself_or_an_exclusion_is_told(condition):
    text = SIMPLE.replace('{quantity: net, is: "<", than: {standard: living}}', condition, 1)
    said = "没有家庭能归入“深度困难”：条件自相矛盾，或与基本条件、排除情形矛盾。"
    assert [row for row in told(text) if row[1] == "categories.1"] == [
        (line_of("- category: deep"), "categories.1", said)
    ]


LEAVES = [
    *({"quantity": "net", "is": is_, "than": than} for is_ in ("<", "<=", ">", ">=") for than in (1, 2)),
    {"fact": "is_filed"}, {"fact": "is_filed", "is": False}, {"fact": "main_cause", "in": ["illness"]},
]  # fmt: skip
rules = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(lambda one: {"not": one}, inner),
        st.builds(lambda some: {"all": some}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda some: {"any": some}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=4,
)
EVERYBODY = [
    {
        "on": "2026-03-05",
        "persons": 1,
        "incomes": [{"kind": "wage", "amount": 6 * halves}],
        "traits": {"is_filed": filed, "main_cause": cause},
    }
    for halves, filed, cause in itertools.product(range(1, 6), (True, False), ("illness", "disaster"))
]


@given(wanted=st.lists(rules, min_size=1, max_size=3))
def test_out_of_reach_is_what_no_household_reaches(wanted):
    """Every kind of household is tried: what is told is unreachable, and what is unreachable is told."""
    names = ("first", "second", "third")
    plain = {
        "code": "x",
        "title": "x",
        "source": "x",
        "quantities": {"net": {"label": "x", "plus": [{"incomes": ["all"]}]}},
        "categories": [
            {"category": name, "label": name, "national": "none", "when": rule}
            for name, rule in zip(names, wanted, strict=False)
        ],
    }
    document = parse_policy(json.dumps(plain))
    reached = {assess(document, read_case(case)).category for case in EVERYBODY}
    silent = {
        rule.category
        for number, rule in enumerate(document.categories, start=1)
        if f"categories.{number}" not in {row.key for row in remark_on(document)}
    }
    assert silent == reached - {""}


def test_still_in_need_is_refused_where_earlier_aid_cannot_be_seen():
    text = SIMPLE.replace(
        "programmes:\n", "stacking: {rule: still_in_need, income: own}\nprogrammes:\n", 1
    ).replace("  net:\n", "  own:\n    label: 本人收入\n    plus: [{incomes: [wage]}]\n  net:\n", 1)
    said = "“%s”比较的家庭纯收入里没有“本人收入”，此前帮扶计不进去；请写其中包含的数量。"
    assert [row[1:] for row in errors_of(text)] == [
        ("stacking.income", said % "深度困难"),
        ("stacking.income", said % "相对困难"),
    ]


def test_a_last_band_says_what_comes_after_it():
    text = SIMPLE.replace(
        "amount: {by: category, amounts: {deep: 5000, relative: 3000}}",
        "amount: {bands: [{up_to: 100, rate: 50%}, {up_to: 20000, rate: 60%}], of: self_paid}",
    )
    said = "最后一档不要写 up_to：超过 20000 元的怎样计没有规定；不再计的，再加一档 {rate: 0%}。"
    assert errors_of(text) == [(line_of("amount: {by"), "programmes.living.amount.bands.2", said)]


def test_an_example_may_state_a_range():
    text = SIMPLE.replace("deep: 5000, relative", "deep: {at_least: 3000, at_most: 5000}, relative")
    ranged = "living: {at_least: 3000, at_most: 5000}}}"
    right = parse_policy(text.replace("living: 5000}}", ranged))
    assert run_examples(right)[0].ok
    assert parse_policy(dump_policy(right)) == right
    wrong = parse_policy(text.replace("living: 5000}}", ranged.replace("3000", "2000")))
    assert run_examples(wrong)[0].differences == ("生活救助：应为 2,000.00—5,000.00，算得 3,000.00—5,000.00",)
    assert errors_of(text.replace("living: 5000}}", ranged.replace("3000", "6000")))[0][1:] == (
        "examples.1.expect.amounts.living",
        "at_most 不能小于 at_least。",
    )


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            '"incomes": [{"kind": "wage", "amount": -1}]',
            "第 1 户：\nincomes.1.amount：工资性收入不能是负数。",
        ),
        (
            '"expenses": [{"kind": "medical", "amount": "-0.01"}]',
            "第 1 户：\nexpenses.1.amount：医疗自付不能是负数。",
        ),
        (
            '"incomes": [{"kind": "wage", "amount": 1, "from_on": "2024-03-01", "to_on": "2024-02-01"}]',
            "第 1 户：\nincomes.1.to_on：截止日期早于开始日期。",
        ),
        ('"persons": 0', "第 1 户：\npersons：这里至少是 1。"),
        ('"need": ' + "[" * 100_000 + "]" * 100_000, "输入文件的括号套得太深，请检查。"),
        ('"need": {', "输入文件第 1 行第 53 个字符处不是正确的 JSON，请检查括号、逗号和引号。"),
    ],
)
def test_assess_answers_impossible_input_with_a_sentence(tmp_path, case, sentence):
    file = tmp_path / "cases.json"
    file.write_text('{"cases": [{"case": {"on": "2024-03-05", ' + case + "}}]}")
    with pytest.raises(CommandError) as caught:
        call_command("assess", policy=FOLDER / "default.yaml", input=file, json=tmp_path / "out.json")
    assert str(caught.value) == sentence


def test_a_loss_of_a_business_is_no_mistake(tmp_path):
    file = tmp_path / "cases.json"
    case = {"on": "2024-03-05", "incomes": [{"kind": "business", "amount": "-500.00"}]}
    file.write_text(json.dumps({"cases": [{"case": case}]}))
    call_command("assess", policy=FOLDER / "default.yaml", input=file, json=tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text())["outcomes"][0]["outcome"]["undecided"]


def test_the_commands_say_in_chinese_that_there_is_no_file(tmp_path, capsys):
    with pytest.raises(CommandError):
        call_command("check_policy", str(tmp_path / "none.yaml"))
    assert capsys.readouterr().err.endswith("none.yaml：没有这个文件，请检查文件名和所在的文件夹。\n")
    with pytest.raises(CommandError, match="这是文件夹，请写出其中的文件名。"):
        call_command("assess", policy=tmp_path, input=tmp_path, json=tmp_path)


def test_check_policy_reads_gbk_and_gives_its_remarks(tmp_path, capsys):
    file = tmp_path / "old.yaml"
    file.write_bytes(
        SIMPLE.replace("than: {standard: living}}", "than: {standard: living, times: 3}}", 1).encode("gbk")
    )
    call_command("check_policy", str(file))
    assert (
        f"{file}:{line_of('- category: relative')}: categories.2：提醒：没有家庭能归入“相对困难”"
        in capsys.readouterr().out
    )


def test_an_example_is_the_base_with_its_own_facts():
    document = parse_policy(SIMPLE)
    case = example_case(document, document.examples[0])
    assert (case.persons, case.assets["homes"], case.incomes[0].amount) == (3, Decimal(1), Decimal(29519))


@pytest.mark.parametrize(
    ("gates", "gate", "sentence"),
    [
        ("", "ghost", "没有名为“ghost”的条件"),
        ("gates:\n  one: {gate: two}\n  two: {gate: one}\n", "one", "“one”绕回到了自己。"),
    ],
)
def test_still_in_need_with_a_gate_that_leads_nowhere_is_told(gates, gate, sentence):
    text = SIMPLE.replace(
        "programmes:\n", f"{gates}stacking: {{rule: still_in_need, income: income}}\nprogrammes:\n", 1
    ).replace('{quantity: net, is: "<", than: {standard: living}}', f"{{gate: {gate}}}", 1)
    assert any(sentence in row[2] for row in errors_of(text)), errors_of(text)


@pytest.mark.parametrize("digits", [101, 5000])
def test_a_number_without_end_is_told(digits):
    text = SIMPLE.replace("cap: 6000", f"cap: {'9' * digits}", 1)
    assert "数字过长，请核对；是编号或文字的请加引号。" in [row[2] for row in errors_of(text)]


def many(categories):
    """A policy of these conditions, one category each."""
    return {
        "code": "x", "title": "x", "source": "x",
        "quantities": {"net": {"label": "x", "plus": [{"incomes": ["all"]}]}},
        "categories": [
            {"category": f"c{number}", "label": "x", "national": "none", "when": rule}
            for number, rule in enumerate(categories)
        ],
    }  # fmt: skip


def less(than):
    return {"quantity": "net", "is": "<", "than": than}


@pytest.mark.parametrize(
    "categories",
    [
        [{"all": [less(than) for than in range(1, 1101)]}],
        [less(than) for than in range(1, 251)],
        [{"any": [less(than), {"fact": "is_filed"}]} for than in range(1, 121)],
    ],
    ids=["a long list", "many categories", "many alternatives"],
)
def test_what_is_too_deep_counts_as_possible_and_takes_no_time(categories):
    document = parse_policy(json.dumps(many(categories)))
    started = process_time()
    assert [row.key for row in remark_on(document)] == ["examples"]
    assert process_time() - started < 5
