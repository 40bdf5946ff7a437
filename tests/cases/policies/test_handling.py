"""How a programme is handled: read aloud, compared, checked."""

import pytest

from cases.policies.rules import compare_policies, describe_policy, parse_policy
from cases.policies.rules.document.handling import Instalments, Notice, Season
from cases.policies.rules.handling import instalments_words, notice_words, season_words
from cases.policies.rules.labels import label_of_key, label_of_value
from cases.policies.rules.vocabulary import USES
from funds.ledgers.models import Use
from tests.cases.policies.texts import SIMPLE

AMOUNT = "    amount: {by: category, amounts: {deep: 5000, relative: 3000}}\n"
HANDLED = SIMPLE.replace(
    AMOUNT,
    AMOUNT
    + """    summary: 按病人给一次。
    uses: [medical, warmth]
    beneficiary: patient
    asks: [disease, diagnosed_on]
    papers:
      - {any_of: [diagnosis, medical_record], of: beneficiary}
      - {any_of: medical_invoice, when: {fact: self_paid, is: ">", than: 2000}, within_months: 12}
    season: {from: "11-01", to: "02-10"}
    notice: {days: 7, kind: days}
    instalments: {times: 2, every: quarter}
    follow_up: [{after_days: 30, what: 电话回访}]
""",
)


def read(text):
    return parse_policy(text)


def paragraphs(document):
    return [row.text for chapter in describe_policy(document) for row in chapter.paragraphs]


@pytest.mark.requirement("F5", "B2")
def test_everything_that_is_said_of_the_handling_is_read_aloud():
    (text,) = [one for one in paragraphs(read(HANDLED)) if one.startswith("生活救助的办理")]
    assert text == (
        "生活救助的办理：按病人给一次。按病人逐人申请；每年 11 月 1 日至次年 2 月 10 日受理；"
        "申请时写明病种、确诊日期；材料：受助人的诊断证明或出院小结（病历）、"
        "医疗费票据（医疗自付费用高于 2,000.00 元的，近 12 个月内）；公示 7 天；"
        "资金用途：医疗救助，其次送温暖慰问；分 2 次等额发放，每季度一次；发放 30 天后电话回访。"
    )


def test_a_mere_standard_says_nothing_of_its_handling():
    assert not any("的办理" in one for one in paragraphs(read(SIMPLE)))


def test_no_notice_says_why():
    text = HANDLED.replace("{days: 7, kind: days}", "{days: 0, why: 依据第九条}")
    assert any("；不公示（依据第九条）；" in one for one in paragraphs(read(text)))
    assert notice_words(Notice()) == "公示 5 个工作日"


@pytest.mark.parametrize(
    ("season", "words"),
    [
        (Season("07-01", "09-30"), "每年 7 月 1 日至 9 月 30 日受理"),
        (Season("12-01", "02-29"), "每年 12 月 1 日至次年 2 月 29 日受理"),
    ],
)
def test_the_days_of_a_season(season, words):
    assert season_words(season) == words


def test_the_times_of_a_payment():
    assert instalments_words(Instalments(12)) == "分 12 次等额发放，每月一次"


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        (Season("07-01", "09-30"), ["07-01", "08-15", "09-30"], ["06-30", "10-01", "01-01"]),
        (Season("11-01", "02-10"), ["11-01", "12-31", "01-01", "02-10"], ["10-31", "02-11", "07-01"]),
        (Season("02-29", "02-29"), ["02-29"], ["02-28", "03-01"]),
    ],
)
def test_a_season_runs_over_the_turn_of_the_year(season, inside, outside):
    assert all(map(season.holds, inside))
    assert not any(map(season.holds, outside))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "{days: 7, kind: days}", "{days: 5}",
            {
                ("帮扶项目 › 生活救助 › 公示 › 天数", "7", ""),
                ("帮扶项目 › 生活救助 › 公示 › 怎样算天数", "自然日", ""),
            },
        ),
        (
            "uses: [medical, warmth]", "uses: medical",
            {("帮扶项目 › 生活救助 › 资金用途", "医疗救助、送温暖慰问", "医疗救助")},
        ),
        (
            "within_months: 12", "within_months: 6",
            {("帮扶项目 › 生活救助 › 材料 › 医疗费票据 › 不早于（月）", "12", "6")},
        ),
        (
            "    papers:\n", "    papers:\n      - {any_of: consent}\n",
            {("帮扶项目 › 生活救助 › 材料 › 核对授权书 › 任选其一", "", "核对授权书")},
        ),
        (
            "medical_record], of: beneficiary}", "medical_record]}",
            {("帮扶项目 › 生活救助 › 材料 › 诊断证明、出院小结（病历） › 谁的", "受助人本人的", "")},
        ),
        (
            "beneficiary: patient", "beneficiary: member",
            {("帮扶项目 › 生活救助 › 受助人", "病人", "全家或其中一人")},
        ),
        ("every: quarter", "every: year", {("帮扶项目 › 生活救助 › 分次发放 › 多久一次", "每季度", "每年")}),
        ('to: "02-10"', 'to: "02-20"', {("帮扶项目 › 生活救助 › 受理时间 › 截止日", "02-10", "02-20")}),
    ],
)  # fmt: skip
def test_a_changed_handling_is_told_in_words(old, new, told):
    found = compare_policies(read(HANDLED), read(HANDLED.replace(old, new)))
    assert {(row.label, row.old, row.new) for row in found} == told


def test_two_papers_of_one_kind_are_compared_both():
    first, second = "      - {any_of: consent}\n", "      - {any_of: consent, of: beneficiary}\n"
    twice = HANDLED.replace("    papers:\n", f"    papers:\n{first}{second}")
    changed = twice.replace(second, "      - {any_of: consent, text: 签字}\n")
    found = compare_policies(read(twice), read(changed))
    assert {(row.label, row.old, row.new) for row in found} == {
        ("帮扶项目 › 生活救助 › 材料 › 2 › 谁的", "受助人本人的", ""),
        ("帮扶项目 › 生活救助 › 材料 › 2 › 文字", "", "签字"),
    }


def test_labels_below_other_keys_stay_what_they_were():
    document = read(HANDLED)
    assert label_of_key("categories.1.when.of", document).endswith("基数")
    assert label_of_value("programmes.living.amount.of", "self_paid", document) == "医疗自付费用"
    assert label_of_value("examples.1.given.incomes.1.kind", "wage", document) == "工资性收入"
    assert label_of_value("programmes.living.kind", "other", document) == "其他"


@pytest.mark.django_db
def test_the_uses_of_money_are_those_of_the_ledger():
    known = dict(Use.objects.exclude(code="pool").values_list("code", "name"))
    assert {code: str(label) for code, label in USES.items()} == known
