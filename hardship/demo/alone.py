"""A company by itself in the demo: its union has none above, judges by its own policy and decides alone."""

from datetime import date

from cases.policies import services
from hardship.accounts.models import User
from hardship.accounts.services import create_union
from hardship.accounts.states import Level
from hardship.demo import clock
from hardship.demo.files import build_files
from hardship.demo.places import COMPANY, COMPANY_ACCOUNTS, make_people

# The figures are this demonstration's, in the manner of company rules of the field (特困, 困难).
POLICY = """code: changjiang
title: 长江精密铸造公司困难职工认定办法（演示）
source: 公司工会委员会
document_no: 长铸工〔2025〕3号
quantities:
  income: {label: 家庭年收入, plus: [{incomes: all}]}
  rigid: {label: 刚性支出, plus: [{expenses: all}]}
  net: {label: 家庭纯收入, plus: [income], minus: [rigid]}
judged_on: net
categories:
  - category: special
    label: 特困职工
    national: deep
    filing_level: grassroots
    paragraph: 第六条
    when: {quantity: net, is: "<", than: {standard: living}}
  - category: ordinary
    label: 本企困难职工
    national: none
    filing_level: grassroots
    paragraph: 第七条
    when: {quantity: net, is: "<", than: {standard: living, times: 2}}
programmes:
  living:
    label: 生活救助
    kind: living
    uses: living
    for: [special, ordinary]
    amount:
      by: category
      amounts: {special: {standard: living, times: 6}, ordinary: {standard: living, times: 3}}
    caps: [{times: 1, per: [household, year]}]
    papers: [{any_of: hardship}, {any_of: income}]
    paragraph: 第九条
  medical:
    label: 医疗救助
    kind: medical
    uses: medical
    beneficiary: member
    for: [special, ordinary]
    amount: {share: 50%, of: self_paid}
    cap: 10000
    caps: [{limit: 10000, per: [household, year]}]
    papers: [{any_of: diagnosis}, {any_of: [fee_list, medical_invoice]}]
    paragraph: 第十条
  tuition:
    label: 子女助学
    kind: schooling
    uses: tuition
    beneficiary: student
    for: [special, ordinary]
    amount:
      by: stage
      amounts: {senior: 1500, vocational: 1500, junior_college: 3000, undergraduate: 3000, master: 3000}
      otherwise: 1000
    caps: [{times: 1, per: [person, year]}]
    papers: [{any_of: [admission, tuition_invoice], of: beneficiary}]
    paragraph: 第十一条
example_base:
  on: "2025-03-05"
  region_code: "320681"
  persons: 3
  standards: [{kind: living, region_code: "320681", value: 820, from_on: "2023-09-01"}]
examples:
  - name: 低于低保标准的是特困
    given: {incomes: [{kind: wage, amount: 29519}], expenses: []}
    expect: {category: special}
  - name: 正好等于低保标准的是本企困难
    given: {incomes: [{kind: wage, amount: 29520}], expenses: []}
    expect: {category: ordinary}
  - name: 两倍以上不认定
    given: {incomes: [{kind: wage, amount: 59040}], expenses: []}
    expect: {category: ""}
"""
IN_FORCE_FROM = date(2025, 1, 1)


def build_company(*, today: date, files: int) -> dict[str, int]:
    """The company, its people, its policy and so many files; returns how many are in which state."""
    union = create_union(
        code=COMPANY, name="长江精密铸造公司工会", short_name="长江铸造", level=Level.GRASSROOTS, parent=None,
        region_code="320681", by=None,
    )  # fmt: skip
    people = make_people(COMPANY_ACCOUNTS, {COMPANY: union})
    _publish(people["gs.admin"])
    clerks, reviewers = {union.pk: people["gs.clerk"]}, {union.pk: people["gs.reviewer"]}
    return dict(build_files(unions=[union], clerks=clerks, reviewers=reviewers, today=today, per_union=files))


def _publish(administrator: User) -> None:
    """As the machine's own people do it when a system begins: one administrator cannot check alone."""
    with clock.at(IN_FORCE_FROM):
        services.load_policy(union=administrator.union, text=POLICY, in_force_from=IN_FORCE_FROM)
