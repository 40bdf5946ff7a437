"""One programme for one application: the category on file, caps line by line, papers that are asked for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.policies.rules import PolicyInvalid, compile_policy, parse_policy, read_case
from cases.policies.rules.describing import programme_words

TEXT = """code: caps
title: 上限
source: 试验
judged_on: income
quantities:
  income: {label: 家庭收入, plus: [{incomes: all}]}
gates:
  costly: {fact: requested, is: '>', than: 2000}
categories:
  - {category: deep, label: 深度困难, when: {quantity: income, is: <, than: 1000}}
  - {category: relative, label: 相对困难, when: {quantity: income, is: <, than: 2000}}
programmes:
  cash:
    label: 慰问金
    amount: {share: 100%, of: requested}
    uses: warmth
    beneficiary: member
    caps:
      - {limit: 2000, per: [person, year], form: cash, programmes: [cash, gift], paragraph: 第三条}
      - {times: 2, per: [household, quarter]}
      - {limit: 5000, per: [household]}
      - {times: 1, per: [disease, month]}
    papers:
      - {any_of: application}
      - {any_of: medical_invoice, when: costly}
      - {any_of: surgery, of: beneficiary, when: {fact: had_surgery}}
  gift:
    label: 慰问品
    form: goods
    amount: 100
    caps: [{limit: 2000, per: [person, year], form: cash, programmes: [cash, gift]}]
  deep_only:
    label: 生活救助
    for: deep
    amount: 3000
  open:
    label: 不限类别
    amount: 700
example_base: {on: 2024-05-20, region_code: '320602', persons: 1}
"""
CASE = {
    "on": "2024-05-20",
    "persons": 1,
    "incomes": [{"kind": "wage", "amount": 9600}],
    "need": {"person": "p1", "disease": "肺炎", "requested": 500, "had_surgery": False},
}


def entitle(code="cash", *, category="deep", aid=(), text=TEXT, **need):
    told = {**CASE["need"], **need}
    told = {name: value for name, value in told.items() if value is not None}
    case = read_case({**CASE, "need": told, "earlier_aid": list(aid)})
    return compile_policy(parse_policy(text)).entitle(case, code, category)


def had(amount=500, on="2024-02-01", programme="cash", **more):
    return {"programme": programme, "amount": amount, "on": on, "person": "p1", "disease": "骨折", **more}


def amount_of(*args, **kwargs):
    return entitle(*args, **kwargs).entitled.amount


@pytest.mark.requirement("B5")
def test_the_category_on_file_decides_and_is_not_found_anew():
    assert amount_of("deep_only") == 3000
    assert amount_of("deep_only", category="relative") == 0
    assert entitle("deep_only", category="relative").entitled.refused == "仅限深度困难"


def test_a_category_that_the_policy_does_not_know_is_none_of_its_own():
    assert amount_of("deep_only", category="special") == 0
    assert amount_of("open", category="special") == 700
    assert amount_of("open", category="") == 700


STILL = TEXT.replace("example_base:", "stacking: {rule: still_in_need, income: income}\nexample_base:")
ONCE = TEXT.replace("example_base:", "stacking: {rule: one_only}\nexample_base:")


@pytest.mark.requirement("B5", "B6")
@pytest.mark.parametrize(
    ("earlier", "amount"),
    [(0, 700), ("2399.99", 700), (2400, 0), (2401, 0)],
    ids=["none", "below", "at", "above"],
)
def test_again_only_while_the_aid_of_the_year_leaves_the_family_in_need(earlier, amount):
    aid = [had(earlier, programme="other")] if earlier else []
    assert amount_of("open", aid=aid, text=STILL) == amount


def test_aid_of_an_earlier_year_does_not_count_as_income():
    assert amount_of("open", aid=[had(9000, on="2023-12-31", programme="other")], text=STILL) == 700


@pytest.mark.requirement("B6")
def test_one_only_in_a_year():
    assert amount_of("open", text=ONCE) == 700
    assert amount_of("open", aid=[had(programme="other")], text=ONCE) == 0
    assert amount_of("open", aid=[had(programme="other", on="2023-12-31")], text=ONCE) == 700


def lines(**kwargs):
    return {line.per: (line.is_times, line.most, line.used, line.left) for line in entitle(**kwargs).caps}


@pytest.mark.requirement("B6")
def test_the_caps_are_told_line_by_line():
    assert lines(aid=[had(500), had(300, on="2024-04-01")]) == {
        ("person", "year"): (False, 2000, 800, 1200),
        ("household", "quarter"): (True, 2, 1, 1),
        ("household",): (False, 5000, 800, 4200),
        ("disease", "month"): (True, 1, 0, 1),
    }
    first = entitle(aid=[had(500)]).caps[0]
    assert (first.programmes, first.form, first.paragraph) == (("cash", "gift"), "cash", "第三条")


def test_goods_and_other_people_do_not_use_up_the_cash_of_one():
    aid = [had(100, programme="gift", form="goods"), had(700, person="p2"), had(200, programme="gift")]
    assert lines(aid=aid)["person", "year"] == (False, 2000, 200, 1800)
    assert lines(aid=aid)["household",] == (False, 5000, 700, 4300)


def test_a_cap_of_a_year_forgets_the_year_before_and_one_for_ever_does_not():
    aid = [had(1900, on="2023-12-31"), had(100, on="2024-01-01")]
    assert lines(aid=aid)["person", "year"][2] == 100
    assert lines(aid=aid)["household",][2] == 2000


@pytest.mark.parametrize(
    ("on", "quarter", "month"),
    [("2024-03-31", 0, 0), ("2024-04-01", 1, 0), ("2024-05-01", 1, 1), ("2023-05-20", 0, 0)],
)
def test_the_quarter_and_the_month_of_the_day_of_application(on, quarter, month):
    found = lines(aid=[had(on=on, disease="肺炎")])
    assert (found["household", "quarter"][2], found["disease", "month"][2]) == (quarter, month)
    assert amount_of(aid=[had(on=on, disease="肺炎")]) == (0 if month else 500)


@pytest.mark.parametrize("missing", ["person", "disease"])
def test_what_cannot_be_counted_has_no_line_and_no_amount(missing):
    grant = entitle(**{missing: None})
    assert not any(missing in line.per for line in grant.caps)
    assert grant.entitled.amount is None
    assert grant.entitled.missing == ({"person": "受助人", "disease": "病种"}[missing],)


def test_nothing_is_left_of_a_cap_that_was_overdrawn():
    assert lines(aid=[had(2500)])["person", "year"] == (False, 2000, 2500, 0)
    assert amount_of(aid=[had(2500)]) == 0


def papers(**need):
    return {paper.any_of[0]: met for paper, met in entitle(**need).papers}


@pytest.mark.requirement("B2")
@pytest.mark.parametrize(
    ("need", "asked"),
    [
        ({}, {"application": True}),
        ({"requested": 2000}, {"application": True}),
        ({"requested": "2000.01"}, {"application": True, "medical_invoice": True}),
        ({"had_surgery": True}, {"application": True, "surgery": True}),
        ({"had_surgery": None}, {"application": True, "surgery": None}),
    ],
)
def test_the_papers_that_are_asked_for(need, asked):
    assert papers(**need) == asked


@pytest.mark.parametrize(("amount", "asked"), [(2000, {}), ("'2000.01'", {"medical_invoice": True})])
def test_the_sum_of_the_programme_stands_for_one_that_nobody_typed(amount, asked):
    lines = f"amount: {amount}\n    uses: living\n    papers: [{{any_of: medical_invoice, when: costly}}]"
    grant = entitle("open", text=TEXT.replace("amount: 700", lines), requested=None)
    assert {paper.any_of[0]: met for paper, met in grant.papers} == asked


SUMS = st.decimals(min_value="0.01", max_value=3000, places=2)
DAYS = st.dates(min_value=date(2023, 6, 1), max_value=date(2024, 5, 20))


@given(st.lists(st.tuples(SUMS, DAYS, st.sampled_from(["p1", "p2"])), max_size=6), SUMS)
def test_a_second_grant_never_gives_more_than_what_the_lines_say_is_left(earlier, asked):
    aid = [had(str(sum_), on=day.isoformat(), person=person) for sum_, day, person in earlier]
    first = entitle(aid=aid, requested=str(asked))
    left = [line.left for line in first.caps if not line.is_times]
    assert first.entitled.amount <= min(left)
    case = read_case({**CASE, "earlier_aid": aid})
    again = replace(case, need={**case.need, "requested": Decimal(9999)})
    given_ = compile_policy(parse_policy(TEXT)).entitle(again, "cash", "deep")
    assert given_.entitled.amount in (0, min(left))
    assert given_.entitled.amount == (0 if any(line.left == 0 for line in given_.caps) else min(left))


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("change", "at", "said"),
    [
        ("programmes: [cash, gift]}]", "", ""),
        ("programmes: [gift]}]", "programmes.cash.caps.1.programmes", "慰问品还没有"),
        ("programmes: [cash]}]", "programmes.gift.caps.1.programmes", "要有这个项目自己（gift）"),
        ("programmes: [cash, gift, open]}]", "programmes.gift.caps.1.programmes", "不限类别还没有"),
    ],
)
def test_programmes_that_share_a_cap_name_each_other(change, at, said):
    text = TEXT.replace("programmes: [cash, gift]}]", change)
    if not at:
        assert parse_policy(text)
        return
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text)
    assert any(error.key == at and said in error.message for error in caught.value.errors)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("5000", "每户累计不超过 5,000.00 元"),
        ("{standard: living, times: 12}", "每户累计不超过低保标准 × 12"),
        (
            "{by: category, amounts: {deep: {standard: living, times: 12}, relative: 3000}}",
            "每户累计不超过以下金额：深度困难 低保标准 × 12，相对困难 3,000.00 元",
        ),
    ],
)
def test_a_cap_reads_as_a_sentence_whatever_its_limit(limit, said):
    text = TEXT.replace("limit: 5000, per: [household]", f"limit: {limit}, per: [household]")
    assert said in programme_words(parse_policy(text), parse_policy(text).programmes["cash"])


POOLS = TEXT.replace(
    "    amount: 700\n",
    "    amount: 700\n    uses: warmth\n"
    "    caps: [{limit: 1400, per: fund}, {times: 3, per: [fund, year]}]\n",
)


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("used", "grants", "amount", "said"),
    [
        (0, 0, 700, ""),
        (700, 2, 700, ""),
        ("700.01", 2, 0, "该项资金已用完：共 1,400.00 元，已用 700.01 元，不够这一笔"),
        (700, 3, 0, "名额已满：共 3 个，已用 3 个"),
        (700, None, None, ""),
        (None, 1, None, ""),
    ],
)
def test_a_pool_gives_all_or_nothing_and_so_many_grants(used, grants, amount, said):
    found = entitle("open", text=POOLS, pool_used=used, pool_grants=grants)
    assert (found.entitled.amount, found.entitled.refused) == (amount, said)
    known = {line.is_times: (line.most, line.used) for line in found.caps if line.is_pool}
    told = {} if used is None else {False: (1400, Decimal(str(used)))}
    assert known == told | ({} if grants is None else {True: (3, grants)})
    assert not found.entitled.steps or "1,400" not in "".join(found.entitled.steps)


@pytest.mark.parametrize(
    ("caps", "at", "said"),
    [
        ("[{times: 3, per: [fund, person]}]", "caps.1.per", "除 fund 外只能再写 year"),
        ("[{times: 3, per: fund, form: cash}]", "caps.1.per", "也不写 form"),
        ("[{times: 3, per: fund}, {times: 4, per: [fund, year]}]", "caps", "总额和名额各写一条"),
    ],
)
def test_a_pool_that_could_not_be_counted_is_refused(caps, at, said):
    text = TEXT.replace("    amount: 700\n", f"    amount: 700\n    uses: warmth\n    caps: {caps}\n")
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text)
    assert [said in error.message for error in caught.value.errors if error.key == f"programmes.open.{at}"]
