"""The demo's policies: the city's own, published by two people, and its next version waiting for a check;
a programme that is to be stopped."""

from collections.abc import Mapping
from datetime import date

from cases.policies import services
from cases.policies.models import Policy, Programme
from cases.policies.services.halts import ask_halt
from cases.policies.services.loading import POLICIES
from hardship.accounts.models import User
from hardship.demo import clock

OF_CITY = "nantong_2024.yaml"
IN_FORCE_FROM = date(2024, 3, 1)
# Not of the paper: so that a family of the demonstration which has left hardship is still aided.
GRACE = "grace_months: 6\n"
# Not of the paper either: aid that is paid in parts.
MONTHLY = """
programmes:
  monthly:
    label: 按月生活补助
    kind: living
    summary: 在档困难职工家庭，每月 300 元，发六个月。
    for: [deep, relative, accident]
    uses: living
    amount: 1800
    papers: [{any_of: hardship}]
    instalments: {times: 6, every: month}
    follow_up:
      - {after_days: 30, what: 电话回访，核对到账, kind: call}
      - {after_days: 70, what: 入户看家庭变化, kind: visit, event: approval}
    caps: [{limit: 1800, per: [household, year]}]
"""
# Nor what is done for workers beside money.
SERVICES = """
  legal:
    label: 法律援助
    kind: legal
    form: service
    summary: 代写文书、代理劳动争议，由总工会法律援助站承办。
    beneficiary: worker
    notice: {days: 0, why: 涉及职工与单位的争议，不宜公开}
    caps: [{times: 2, per: [person, year]}]
  employment:
    label: 就业援助
    kind: employment
    form: service
    summary: 介绍岗位、推荐培训，跟踪三个月。
    beneficiary: member
    caps: [{times: 1, per: [household, year]}]
  supplies:
    label: 送温暖物资
    kind: goods
    form: goods
    summary: 每户大米 10 公斤、食用油 5 升。
    goods:
      - {name: 大米, unit: 公斤, at_most: 10}
      - {name: 食用油, unit: 升, at_most: 5}
    caps: [{times: 1, per: [household, year]}]
  counselling:
    label: 心理关怀
    kind: counselling
    form: service
    summary: 由持证咨询师面谈。
    beneficiary: member
    notice: {days: 0, why: 涉及个人隐私，不公开}
"""
# Nor this: what cannot wait for a file.
TEMPORARY = """
  temporary:
    label: 临时救助
    kind: emergency
    off_file: true
    summary: 突发急难、来不及建档的，一次不超过 3000 元，一年一次。
    amount: {share: 100%, of: requested}
    cap: 3000
    uses: living
    papers: [{any_of: facts}]
    notice: {days: 0, why: 急难救助先发后补}
    caps: [{times: 1, per: [household, year]}]
"""
# Nor this: what is urgent is decided and paid first.
URGENT = """
routes:
  urgent:
    label: 急难先行救助
    urgent: {most: 3000, workdays: 10}
    stages:
      - {kind: review, label: 核实, at: reviewing, workdays: 1}
      - {kind: decide, label: 先行审批, at: deciding, role: approver, workdays: 1}
"""
# What the next version adds: who signs the rest, and for large sums one more; nobody holds every post yet.
ROUTES = """  large:
    label: 大额救助
    when: {fact: requested, is: '>', than: 5000}
    stages:
      - {kind: review, label: 基层初审, at: own, workdays: 3}
      - {kind: review, label: 区县审核, at: county}
      - {kind: notice}
      - {kind: decide, label: 市级审批, at: city, role: approver, deciders: 2}
    copy_to:
      - {at: own, role: department}
  usual:
    label: 县审市批
    stages:
      - {kind: review, label: 区县审核, at: reviewing}
      - {kind: notice}
      - {kind: decide, label: 市级审批, at: deciding, role: approver}
"""
# And amounts, so that a run over the files has something to cost.
AMOUNTS = """
  living:
    label: 生活救助
    for: [deep, relative, accident]
    amount:
      by: category
      amounts:
        deep: {standard: living, times: 12}
        relative: {standard: living, times: 10}
        accident: {standard: living, times: 10}
    cap: 20000
    paragraph: 第十条
"""


def build_policies(people: Mapping[str, User], today: date) -> int:
    """One policy of the first city in force, and a draft that follows it; returns how many there are. Periods
    of the demonstration may end in years whose holidays are not published."""
    services.load_fixed_days(range(today.year - 1, today.year + 2))
    writer, checker = people["nt.admin"], people["nt.reviewer"]
    text = GRACE + (POLICIES / OF_CITY).read_text(encoding="utf-8") + URGENT + MONTHLY + SERVICES + TEMPORARY
    with clock.at(IN_FORCE_FROM):
        made = services.save_draft(text=text, union=writer.union, by=writer)
    with clock.at(IN_FORCE_FROM, 15):
        services.check(policy_id=made.pk, by=checker)
        services.put_in_force(policy_id=made.pk, starts_on=IN_FORCE_FROM, by=writer)
    with clock.at(today, 8):
        following = services.new_version(policy_id=made.pk, by=writer)
        draft = text.replace("（2024）\n", "（2026 年修订稿）\n", 1).replace(URGENT, URGENT + ROUTES)
        services.save_draft(policy_id=following.pk, text=draft + AMOUNTS, by=writer)
        monthly = Programme.objects.get(policy=made, code="monthly")
        ask_halt(programme=monthly, reason="今年的指标已经用完，等省总下达补充资金。", by=writer)
    return Policy.objects.count()
