"""How a programme is handled: read aloud, compared, checked."""

from datetime import date

import pytest

from cases.policies.rules import PolicyInvalid, compare_policies, describe_policy, parse_policy, remark_on
from cases.policies.rules.document.handling import CostsBetween, Instalments, Notice, RecentCosts, Season
from cases.policies.rules.handling import (
    costs_words,
    instalments_words,
    notice_words,
    read_season,
    season_text,
    season_words,
)
from cases.policies.rules.labels import label_of_key, label_of_value
from cases.policies.rules.vocabulary import USES
from funds.ledgers.models import Use
from tests.cases.policies.texts import AMOUNT, HANDLED, SIMPLE


def read(text):
    return parse_policy(text)


def paragraphs(document):
    return [row.text for chapter in describe_policy(document) for row in chapter.paragraphs]


@pytest.mark.requirement("F5", "B2")
def test_everything_that_is_said_of_the_handling_is_read_aloud():
    (text,) = [one for one in paragraphs(read(HANDLED)) if one.startswith("生活救助的办理")]
    assert text == (
        "生活救助的办理：按病人给一次。按病人逐人申请；每年 11 月 1 日至次年 2 月 10 日受理；"
        "只算申请前 12 个月内的费用；申请时写明病种、确诊日期；材料：受助人的诊断证明或出院小结（病历）、"
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


@pytest.mark.parametrize(
    ("typed", "season"),
    [
        ("07-01 至 09-30", Season("07-01", "09-30")),
        ("7月1日至9月30日", Season("07-01", "09-30")),
        ("每年 7 月 1 号到 9 月 30 号", Season("07-01", "09-30")),
        ("11.1-次年2.10", Season("11-01", "02-10")),
        (" 12/1～2/29 ", Season("12-01", "02-29")),
        ("", None),
        ("  ", None),
    ],
)
def test_a_season_is_taken_as_people_write_it(typed, season):
    assert read_season(typed) == season
    assert read_season(season_text(season)) == season


@pytest.mark.parametrize(
    "typed", ["07-01", "七月到九月", "13-01 至 09-30", "02-30 至 09-30", "7月1日至", "0-0至1-1"]
)
def test_what_is_no_season_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - datetime's own for a day that is none
        read_season(typed)


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
    ("costs", "inside", "outside"),
    [
        (RecentCosts(12), [date(2023, 3, 5), date(2024, 3, 5)], [date(2023, 3, 4), date(2024, 3, 6)]),
        (
            CostsBetween(date(2016, 1, 1), date(2017, 9, 30)),
            [date(2016, 1, 1), date(2017, 9, 30)], [date(2015, 12, 31), date(2017, 10, 1)],
        ),
    ],
)  # fmt: skip
def test_costs_count_by_their_day(costs, inside, outside):
    assert all(costs.counts(day, date(2024, 3, 5)) for day in inside)
    assert not any(costs.counts(day, date(2024, 3, 5)) for day in outside)


def test_months_before_the_last_of_a_month_begin_with_the_last_of_a_shorter_one():
    costs = RecentCosts(1)
    assert costs.counts(date(2024, 2, 29), date(2024, 3, 31))
    assert not costs.counts(date(2024, 2, 28), date(2024, 3, 31))
    assert RecentCosts(24).counts(date(2022, 2, 28), date(2024, 2, 29))


def test_the_days_of_costs_are_read_aloud():
    costs = CostsBetween(date(2016, 1, 1), date(2017, 9, 30))
    assert costs_words(costs) == "只算 2016-01-01 至 2017-09-30 的费用"


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
        (
            "costs: {months: 12}", "costs: {months: 6}",
            {("帮扶项目 › 生活救助 › 哪些日期的费用 › 申请前几个月", "12", "6")},
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


def complaints(text):
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text)
    return {error.key: error.message for error in caught.value.errors}


def with_programme(text):
    """The usual policy with more lines in its programme."""
    return SIMPLE.replace(AMOUNT, AMOUNT + text)


NOT_BY_FILE = "没有建档的职工也可以申请的，不能看%s：没有档案，算不出来。"
IDLE = "没有写资金用途（uses）的项目不能申请，这一项用不上；请写 uses。"


@pytest.mark.requirement("F5")
@pytest.mark.parametrize(
    ("lines", "key", "sentence"),
    [
        ("    notice: {days: 0}\n", "notice.why", "不公示的，请写明理由和依据。"),
        ("    notice: {columns: [unit, unit]}\n", "notice.columns", "同一栏写了两次。"),
        (
            "    notice: {columns: []}\n", "notice.columns",
            "除了姓名，至少再公示一栏，否则看的人不知道公示什么。",
        ),
        ('    notice: {days: 0, why: " "}\n', "notice.why", "不公示的，请写明理由和依据。"),
        ("    uses: [living, living]\n", "uses", "同一用途写了两次。"),
        ("    uses: pool\n", "uses", "pool 是还没有定用途的钱，不能直接支出；请写具体的用途。"),
        ("    instalments: {times: 2}\n", "instalments", IDLE),
        ('    season: {from: "07-01", to: "09-30"}\n', "season", IDLE),
        ("    off_file: true\n", "off_file", IDLE),
        ("    asks: disease\n", "asks", IDLE),
        ("    papers: [{any_of: income}]\n", "papers", IDLE),
        ("    follow_up: [{after_days: 1, what: 回访}]\n", "follow_up", IDLE),
        ("    pay_by: end_of_next_month\n", "pay_by", IDLE),
        ("    collect_within: {days: 60}\n", "collect_within", IDLE),
        ("    uses: living\n    collect_within: {days: 0}\n", "collect_within.days", "至少是 1"),
        (
            "    uses: living\n    instalments: {times: 2}\n    collect_within: {days: 60}\n",
            "collect_within", "分期发放的，各期按自己的日期发，不写 collect_within。",
        ),
        (
            "    uses: living\n    instalments: {times: 2}\n    pay_by: end_of_next_month\n",
            "pay_by", "分期发放的，各期按自己的日期发，不写 pay_by。",
        ),
        ("    uses: living\n    pay_by: soon\n", "pay_by", "没有“soon”这个代码"),
        (
            "    uses: living\n    papers: [{any_of: [income, income]}]\n",
            "papers.1.any_of", "同一种材料写了两次。",
        ),
        (
            "    uses: living\n    papers:\n      - {any_of: [income, facts]}\n"
            "      - {any_of: [facts, income], waived_by: deciding}\n",
            "papers.2.any_of", "可以免交的材料，同样的种类不能另写一条。",
        ),
        (
            "    uses: living\n    papers: [{any_of: income, of: beneficiary}]\n",
            "papers.1.of", "要受助人本人的材料，请写 beneficiary。",
        ),
        (
            "    uses: living\n    caps: [{times: 1, per: [person, year]}]\n",
            "caps.1.per", "每人的限制要知道给谁：请写 beneficiary。",
        ),
        ("    uses: living\n    papers: [{any_of: nothing}]\n", "papers.1.any_of.1", "没有“nothing”这个代码"),
        (
            "    uses: living\n    papers: [{any_of: income, when: {fact: had_surgery, is: '>'}}]\n",
            "papers.1.when.is", "这一项只有 true（是）和 false（否）。",
        ),
        ('    uses: living\n    season: {from: "02-30", to: "09-30"}\n', "season.from", "每年的日期请写成"),
        ('    uses: living\n    season: {from: 7 月, to: "09-30"}\n', "season.from", "每年的日期请写成"),
        ("    uses: living\n    notice: {days: 61}\n", "notice.days", "只能写"),
        ("    uses: living\n    instalments: {times: 1}\n", "instalments.times", "只能写"),
        (
            "    uses: living\n    follow_up: [{after_days: 0, what: 回访}]\n",
            "follow_up.1.after_days", "至少是 1",
        ),
        (
            "    uses: living\n    costs: {from: 2017-09-30, to: 2016-01-01}\n",
            "costs.to", "截止日期早于开始日期。",
        ),
        ("    uses: living\n    costs: {to: 2016-01-01}\n", "costs", "这里应当有其中一项：months、from。"),
        ("    uses: living\n    costs: {months: 0}\n", "costs.months", "至少是 1"),
        ("    costs: {months: 12}\n", "costs", IDLE),
        (f"    uses: living\n    summary: {'长' * 301}\n", "summary", "最多 300 个字。"),
        ("    uses: living\n    asks: homes\n", "asks.1", "没有“homes”这个代码"),
        (
            "    uses: living\n    off_file: true\n", "for",
            "没有建档的职工也可以申请的，不能限定困难类别：没有档案，没有类别。",
        ),
        ("    uses: living\n    off_file: true\n", "amount", NOT_BY_FILE % "困难类别"),
        (
            "    uses: living\n    off_file: true\n    when: {quantity: net, is: <, than: 2000}\n",
            "when", NOT_BY_FILE % "“家庭纯收入”",
        ),
        (
            "    uses: living\n    off_file: true\n    when: {members: {sex: male}}\n",
            "when", NOT_BY_FILE % "家庭人口和月份",
        ),
        (
            "    uses: living\n    off_file: true\n    cap: {share: 10%, of: income}\n",
            "cap", NOT_BY_FILE % "“家庭收入”",
        ),
        (
            "    uses: living\n    off_file: true\n    papers: [{any_of: facts, when: poor}]\n"
            "gates: {poor: {quantity: net, is: <, than: 1}}\n",
            "papers.1.when", NOT_BY_FILE % "“家庭纯收入”",
        ),
    ],
)  # fmt: skip
def test_a_handling_that_does_not_fit_is_told_at_its_place(lines, key, sentence):
    found = complaints(with_programme(lines))
    assert sentence in found[f"programmes.living.{key}"]


def test_what_a_named_condition_looks_at_counts_for_a_programme_off_file():
    text = SIMPLE.replace(
        "    for: [deep, relative]\n" + AMOUNT,
        "    amount: 500\n    uses: living\n    off_file: true\n    when: poor\n",
    )
    text = text.replace(
        "categories:\n", "gates:\n  poor: {all: [{quantity: net, is: <, than: 2000}]}\ncategories:\n", 1
    )
    assert complaints(text) == {"programmes.living.when": NOT_BY_FILE % "“家庭纯收入”"}


def test_a_programme_off_file_may_look_at_what_the_application_states():
    stated = "    amount: {share: 50%, of: cost}\n    uses: living\n    off_file: true\n"
    stated += "    when: {fact: is_union_member}\n"
    text = SIMPLE.replace("    for: [deep, relative]\n" + AMOUNT, stated)
    text = text.replace("quantities:\n", "quantities:\n  cost: {label: 费用, plus: [{fact: outlay}]}\n", 1)
    assert parse_policy(text.replace(", amounts: {living: 5000}", "")).programmes["living"].off_file


@pytest.mark.parametrize("amount", ["each_student: 1000", "sum: [{each_member: 100}, 5]"])
def test_whoever_applies_for_one_person_is_not_paid_for_all(amount):
    text = SIMPLE.replace(AMOUNT, f"    amount: {{{amount}}}\n    uses: tuition\n    beneficiary: student\n")
    (said,) = complaints(text).values()
    assert said == "逐人申请的项目，金额不能再按每个人相加，否则每份申请都给一遍全家的钱。"


def test_an_amount_that_never_looks_at_the_student_may_be_for_students():
    assert parse_policy(with_programme("    uses: tuition\n    beneficiary: student\n"))


def test_a_use_that_no_ledger_starts_with_is_remarked_on():
    text = with_programme("    uses: [living, housing]\n")
    (remark,) = remark_on(parse_policy(text), text)
    assert (remark.key, remark.line) == (
        "programmes.living.uses",
        text[: text.index("uses:")].count("\n") + 1,
    )
    assert "没有“housing”这个用途" in remark.message
