"""Small policies to work with."""

SIMPLE = """code: chongchuan
title: 崇川区困难职工认定办法
source: 崇川区总工会
document_no: 崇工发〔2026〕1号
quantities:
  income:
    label: 家庭收入
    plus: [{incomes: [all]}]
  rigid:
    label: 刚性支出
    plus:
      - {expenses: [medical, schooling]}
      - {expenses: [housing], cap: 6000}
  net:
    label: 家庭纯收入
    plus: [income]
    minus: [rigid]
exclusions:
  - key: two_homes
    text: 有两套以上住房
    when: {fact: homes, is: ">=", than: 2}
    paragraph: 第五条
categories:
  - category: deep
    label: 深度困难
    when: {quantity: net, is: "<", than: {standard: living}}
    paragraph: 第三条
  - category: relative
    label: 相对困难
    when: {quantity: net, is: "<", than: {standard: living, times: 2}}
programmes:
  living:
    label: 生活救助
    for: [deep, relative]
    amount: {by: category, amounts: {deep: 5000, relative: 3000}}
example_base:
  on: "2026-03-05"
  region_code: "320600"
  persons: 3
  assets: {homes: 1}
  standards:
    - {kind: living, region_code: "320600", value: 820, from_on: "2023-09-01"}
examples:
  - name: 低于标准
    given:
      incomes: [{kind: wage, amount: 29519}]
      expenses: []
    expect: {category: deep, amounts: {living: 5000}}
"""
FAILING = SIMPLE.replace("living: 5000}}\n", "living: 4000}}\n")
BROKEN = SIMPLE.replace("title:", "titel:")
# The same with all that can be said of how its programme is handled.
AMOUNT = "    amount: {by: category, amounts: {deep: 5000, relative: 3000}}\n"
HANDLED = SIMPLE.replace(
    AMOUNT,
    AMOUNT
    + """    summary: 按病人给一次。
    uses: [medical, warmth]
    beneficiary: patient
    asks: [disease, diagnosed_on]
    costs: {months: 12}
    papers:
      - {any_of: [diagnosis, medical_record], of: beneficiary}
      - {any_of: medical_invoice, when: {fact: self_paid, is: ">", than: 2000}, within_months: 12}
    season: {from: "11-01", to: "02-10"}
    notice: {days: 7, kind: days}
    instalments: {times: 2, every: quarter}
    follow_up: [{after_days: 30, what: 电话回访}]
""",
)
# A policy of programmes alone, which is paid in parts.
MONTHLY = """code: monthly_aid
title: 按月生活补助办法
source: 市总工会
document_no: 市工发〔2026〕9号
programmes:
  monthly:
    label: 按月生活补助
    kind: living
    uses: living
    amount: 1000
    instalments: {times: 3, every: month}
examples:
  - name: 每户一千元
    given: {on: "2026-03-05", region_code: "320600", persons: 3}
    expect: {amounts: {monthly: 1000}}
"""
# A programme of goods, for a policy that has others.
PARCELS = """  supplies:
    label: 送温暖物资
    kind: goods
    form: goods
    goods: [{name: 大米, unit: 袋, at_most: 1}]
"""
SERVICES = """code: service_aid
title: 职工服务办法
source: 市总工会
document_no: 市工发〔2026〕10号
programmes:
  legal:
    label: 法律援助
    kind: legal
    form: service
    summary: 为困难职工代写文书、代理劳动争议。
    beneficiary: worker
    caps: [{times: 1, per: [person, year]}]
  temporary:
    label: 临时救助
    kind: emergency
    off_file: true
    amount: {share: 100%, of: requested}
    cap: 3000
    uses: living
    papers: [{any_of: facts}]
    notice: {days: 0, why: 急难救助先发后补，依据第九条}
    caps: [{times: 1, per: [household, year]}]
  certain:
    label: 急难救助
    kind: urgent
    off_file: true
    must_file: true
    amount: 800
    uses: living
    notice: {days: 0, why: 急难救助先发后补，依据第九条}
  employment:
    label: 就业援助
    kind: employment
    form: service
    beneficiary: member
examples:
  - name: 法律援助不发钱
    given: {on: "2026-03-05", region_code: "320600", persons: 3, need: {person: head}}
    expect: {amounts: {legal: 0}}
"""
# A short way for whatever is asked for as urgent; what is not, goes the usual one.
URGENT_ROUTE = """routes:
  urgent:
    label: 急难先行救助
    urgent: {most: 3000, workdays: 10}
    stages:
      - {kind: review, label: 核实, at: reviewing, workdays: 1}
      - {kind: decide, label: 先行审批, at: deciding, role: approver, workdays: 1}
"""
URGENT = f"""code: urgent_aid
title: 急难先行救助办法
source: 市总工会
document_no: 市工发〔2026〕12号
{URGENT_ROUTE}example_base: {{on: 2026-05-01}}
examples:
  - name: 三千元
    given: {{need: {{requested: 3000}}}}
    expect: {{stages: {{urgent: [核实, 先行审批]}}}}
"""
