"""The words a policy may use: code lists and facts, with their Chinese labels.

The codes are those of the file, above this room: a test of the archives holds that each is known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from cases.policies.rules.following import FOLLOW_UP_LISTS
from cases.policies.rules.noticing import NOTICE_LISTS
from cases.policies.rules.stages import COPY_MOMENTS, COPY_ROLES, STAGE_KINDS, STAGE_PLACES, STAGE_ROLES
from cases.policies.states import VISIT_KINDS, AidKind, Category, EvidenceKind, SchoolKind, Stage
from funds.ledgers.states import Source

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ALL: Final = "all"

CAUSES: "Mapping[str, StrOrPromise]" = {
    "no_ability": _("无劳动能力"),
    "unemployed": _("有劳动能力而未就业"),
    "laid_off": _("下岗失业"),
    "not_insured": _("未参加社会保险"),
    "insurance_due": _("社会保险待遇落实不到位"),
    "illness": _("患重特大疾病"),
    "disaster": _("遭受自然灾害"),
    "accident": _("遭受意外事故"),
    "schooling": _("子女上学"),
    "disability": _("残疾"),
    "low_income": _("收入低无法维持基本生活"),
    "other": _("其他"),
}
INCOMES: "Mapping[str, StrOrPromise]" = {
    "wage": _("工资性收入"),
    "business": _("经营净收入"),
    "property": _("财产净收入"),
    "pension": _("养老金、退休金"),
    "basic_pension": _("城乡居民基础养老金"),
    "transfer": _("其他转移净收入"),
    "dibao": _("低保金等政府救助"),
    "union_aid": _("工会帮扶救助"),
    "festival_gift": _("小额节日慰问金"),
    "honour": _("优待抚恤、奖学金、见义勇为奖励"),
    "compensation": _("赔偿补偿、保险理赔"),
    "other": _("其他收入"),
}
EXPENSES: "Mapping[str, StrOrPromise]" = {
    "medical": _("医疗自付"),
    "disability": _("残疾康复"),
    "schooling": _("就学"),
    "compulsory_schooling": _("义务教育"),
    "housing": _("租房"),
    "care": _("长期照料、赡养"),
    "work": _("必要就业成本"),
    "event": _("突发事件、意外损失"),
    "single_parent": _("单亲家庭扣减"),
    "other": _("其他刚性支出"),
}
STATUSES: "Mapping[str, StrOrPromise]" = {
    "on_post": _("在岗"),
    "off_post": _("下（待）岗"),
    "unemployed": _("失（无）业"),
    "retired": _("退休"),
    "cadre_retired": _("离休"),
    "sick_retired": _("病退"),
    "sick_leave": _("病休"),
    "internal_retired": _("内退"),
    "graduate": _("研究生"),
    "college": _("大学生"),
    "vocational": _("中职中技"),
    "senior": _("高中"),
    "junior": _("初中"),
    "primary": _("小学"),
    "preschool": _("学前"),
    "minor": _("未上学"),
}
RELATIONS: "Mapping[str, StrOrPromise]" = {
    "head": _("户主（本人）"),
    "husband": _("丈夫"),
    "wife": _("妻子"),
    "son": _("儿子"),
    "daughter": _("女儿"),
    "father": _("父亲"),
    "mother": _("母亲"),
    "other": _("其他"),
}
SEXES: "Mapping[str, StrOrPromise]" = {"male": _("男"), "female": _("女")}
HEALTHS: "Mapping[str, StrOrPromise]" = {
    "good": _("良好"), "disabled": _("残疾"), "cancer": _("恶性肿瘤"), "cardiovascular": _("心血管病"),
    "cerebrovascular": _("脑血管病"), "renal": _("终末期肾病"), "mental": _("精神病"), "liver": _("肝病"),
    "blood": _("血液病"), "diabetes": _("糖尿病"), "tumour": _("肿瘤病"), "spine": _("腰颈椎病"),
    "hypertension": _("高血压病"), "lung": _("肺病"), "common": _("一般疾病"), "coma": _("深度昏迷"),
    "paralysis": _("永久瘫痪"), "alzheimer": _("严重阿尔茨海默病"), "parkinson": _("严重帕金森病"),
    "motor_neuron": _("严重运动神经元病"),
}  # fmt: skip
DISABILITIES: "Mapping[str, StrOrPromise]" = {
    "sight": _("视力"),
    "speech": _("言语"),
    "hearing": _("听力"),
    "intellect": _("智力"),
    "limb": _("肢体"),
    "mental": _("精神"),
    "multiple": _("多重"),
}
GRADES: "Mapping[str, StrOrPromise]" = {"1": _("一级"), "2": _("二级"), "3": _("三级"), "4": _("四级")}
STAGES: "Mapping[str, StrOrPromise]" = dict(Stage.choices)
SCHOOL_KINDS: "Mapping[str, StrOrPromise]" = dict(SchoolKind.choices)
WORKER_TYPES: "Mapping[str, StrOrPromise]" = {"urban": _("城镇职工"), "migrant": _("农民工")}
FILING_LEVELS: "Mapping[str, StrOrPromise]" = {
    "national": _("全国级"),
    "provincial": _("省级"),
    "city": _("地市级"),
    "county": _("区县级"),
    "grassroots": _("基层"),
}
HONOURS: "Mapping[str, StrOrPromise]" = {
    "national": _("全国劳动模范"),
    "provincial": _("省部级劳动模范"),
    "city": _("市级劳动模范"),
}
AREAS: "Mapping[str, StrOrPromise]" = {"urban": _("城镇"), "rural": _("农村"), "all": _("全体")}
# From which region on a published figure is looked for; without it from the household's own.
REGION_LEVELS: "Mapping[str, StrOrPromise]" = {"city": _("全市"), "province": _("全省")}
STANDARDS: "Mapping[str, StrOrPromise]" = {
    "living": _("低保标准"),
    "minimum_wage": _("最低工资标准"),
    "regional_income": _("居民人均可支配收入"),
}
# How many months one figure of a standard covers: living standards are published by month, incomes by year.
STANDARD_MONTHS = {"living": 1, "minimum_wage": 1, "regional_income": 12}
SERVICE = "service"  # something that is done for the family; no sum
GOODS = "goods"
SUMLESS = (SERVICE, GOODS)  # what can be applied for without a sum: a service, goods by the piece
AID_FORMS: "Mapping[str, StrOrPromise]" = {"cash": _("现金"), GOODS: _("实物"), SERVICE: _("服务")}
AID_KINDS: "Mapping[str, StrOrPromise]" = dict(AidKind.choices)
EVIDENCE_KINDS: "Mapping[str, StrOrPromise]" = {
    kind.value: kind.label for kind in EvidenceKind if kind not in VISIT_KINDS
}
# The uses of money that every ledger starts with (funds.ledgers); a province may have more of its own.
USES: "Mapping[str, StrOrPromise]" = {
    "living": _("生活救助"), "medical": _("医疗救助"), "tuition": _("子女助学"),
    "training": _("职业培训与就业"), "placement": _("职业介绍"), "legal": _("法律援助"),
    "warmth": _("送温暖慰问"), "revolving": _("创业周转金"),
}  # fmt: skip
APPROVERS: "Mapping[str, StrOrPromise]" = {
    "grassroots": _("基层工会"), "county": _("区县总工会"), "city": _("市总工会"),
    "provincial": _("省总工会"), "national": _("全国总工会"),
    # Bodies beside the unions' levels, whom local rules name as well.
    "leading_group": _("帮扶工作领导小组"), "committee": _("工会委员会会议"),
    "workers_congress": _("职工代表大会"), "employer": _("用人单位"), "party_committee": _("党委（党组）"),
    "government": _("人民政府"), "civil_affairs": _("民政部门"), "finance_bureau": _("财政部门"),
}  # fmt: skip

CODE_LISTS: "dict[str, Mapping[str, StrOrPromise]]" = {
    "causes": CAUSES,
    "incomes": {ALL: _("全部"), **INCOMES},
    "expenses": {ALL: _("全部"), **EXPENSES},
    "income_kinds": INCOMES,
    "expense_kinds": EXPENSES,
    "statuses": STATUSES,
    "relations": RELATIONS,
    "sexes": SEXES,
    "healths": HEALTHS,
    "disabilities": DISABILITIES,
    "grades": GRADES,
    "stages": STAGES,
    "school_kinds": SCHOOL_KINDS,
    "worker_types": WORKER_TYPES,
    "filing_levels": FILING_LEVELS,
    "honours": HONOURS,
    "areas": AREAS,
    "region_levels": REGION_LEVELS,
    "standards": STANDARDS,
    "aid_forms": AID_FORMS,
    "aid_kinds": AID_KINDS,
    "evidence_kinds": EVIDENCE_KINDS,
    "uses": USES,
    "approvers": APPROVERS,
    "stage_kinds": STAGE_KINDS,
    "stage_places": STAGE_PLACES,
    "stage_roles": STAGE_ROLES,
    "copy_roles": COPY_ROLES,
    "copy_moments": COPY_MOMENTS,
    **NOTICE_LISTS,
    **FOLLOW_UP_LISTS,
}


@dataclass(frozen=True)
class Fact:
    """Something known of a household. `part` is where a case carries it: assets, traits or need."""

    part: str
    label: "StrOrPromise"
    kind: str  # flag, number, money, text, date, code or codes
    codes: str = ""


def _facts(part: str, *rows: "tuple[str, str, StrOrPromise]") -> dict[str, Fact]:
    """`kind` is written `code:list` where the fact takes a code of a list."""
    found = {}
    for name, kind, label in rows:
        kind, _sep, codes = kind.partition(":")
        found[name] = Fact(part, label, kind, codes)
    return found


FACTS: dict[str, Fact] = {
    **_facts(
        "assets",
        ("homes", "number", _("住房套数")),
        ("commercial_homes", "number", _("商品住房套数")),
        ("floor_area", "number", _("住房建筑面积（平方米）")),
        ("is_above_area", "flag", _("住房超过当地人均面积")),
        ("vehicles", "number", _("机动车辆数")),
        ("uses_vehicle", "flag", _("经常使用机动车辆")),
        ("is_vehicle_functional", "flag", _("残疾人、病人功能性车辆")),
        ("drives_for_hire", "flag", _("受雇驾驶车辆")),
        ("vehicle_value", "money", _("购车价格（最贵的一辆）")),
        ("has_business", "flag", _("拥有经营性实体")),
        ("is_controlling", "flag", _("企业控股股东或实际控制人")),
        ("employs_others", "flag", _("雇佣他人经营")),
        ("deposits", "money", _("储蓄存款")),
        ("securities", "money", _("有价证券、基金")),
        ("investments", "money", _("投资性净资产")),
        ("high_fee_school", "flag", _("子女自费就读高收费学校")),
        ("overseas_study", "flag", _("子女自费出国留学")),
    ),
    **_facts(
        "traits",
        ("worker_type", "code:worker_types", _("职工类型")),
        ("status", "code:statuses", _("职工工作状态")),
        ("main_cause", "code:causes", _("主要致困原因")),
        ("secondary_causes", "codes:causes", _("次要致困原因")),
        ("filing_level", "code:filing_levels", _("建档标准")),
        ("is_filed", "flag", _("已建困难职工档案")),
        ("is_on_dibao", "flag", _("享受低保")),
        ("is_special_support", "flag", _("特困供养")),
        ("is_dibao_marginal", "flag", _("低保边缘家庭")),
        ("local_hukou", "flag", _("本地户籍")),
        ("is_union_member", "flag", _("工会会员")),
        ("is_real_named", "flag", _("实名登记会员")),
        ("pays_dues", "flag", _("按规定缴纳会费")),
        ("service_months", "number", _("本单位工龄（月）")),
        ("labour_months", "number", _("事实劳动关系（月）")),
        ("insured_months", "number", _("参加互助保障（月）")),
        ("is_single_parent", "flag", _("单亲家庭")),
        ("is_sole_earner", "flag", _("家庭主要收入来自本人")),
        ("is_catastrophe_listed", "flag", _("属于重大灾难清单")),
        ("is_aided_elsewhere", "flag", _("已获其他部门同类资助")),
        ("worker_income", "money", _("职工本人年收入")),
        ("spouse_income", "money", _("配偶年收入")),
        ("refuses_check", "flag", _("拒绝入户调查或信息核对")),
        ("hides_facts", "flag", _("隐瞒收入、家庭变化或提供虚假材料")),
        ("refuses_work", "flag", _("有劳动能力无正当理由拒绝就业")),
        ("was_late", "flag", _("有迟到早退等违纪记录")),
        ("is_cause_removed", "flag", _("致困原因已消除")),
        ("is_out_of_hardship", "flag", _("家庭已摆脱困境")),
    ),
    **_facts(
        "need",
        ("self_paid", "money", _("医疗自付费用")),
        ("event_cost", "money", _("突发事件、意外支出")),
        ("outlay", "money", _("困难支出总额")),
        ("medical_total", "money", _("医疗费用总额")),
        ("tuition", "money", _("学费、住宿费")),
        ("ticket_price", "money", _("车票金额")),
        ("goods_value", "money", _("实物价值")),
        ("requested", "money", _("申请金额")),
        ("pool_used", "money", _("该项资金已用金额")),
        ("pool_grants", "number", _("该项资金已用名额")),
        ("had_surgery", "flag", _("住院手术")),
        ("is_freshman", "flag", _("当年入学新生")),
        ("disease", "text", _("病种")),
        ("event", "text", _("事件")),
        ("person", "text", _("受助人")),
        ("occasion", "text", _("慰问事由")),
        ("diagnosed_on", "date", _("确诊日期")),
        ("months", "number", _("救助月数")),
        ("travelled_on", "date", _("乘车日期")),
        ("honour", "code:honours", _("劳模称号")),
        ("deceased", "code:relations", _("去世的人与职工的关系")),
    ),
}


CODE_LISTS["facts"] = {name: fact.label for name, fact in FACTS.items()}
CODE_LISTS["need_facts"] = {name: fact.label for name, fact in FACTS.items() if fact.part == "need"}
CODE_LISTS["national_categories"] = {one.value: one.label for one in Category if one != Category.OWN}
CODE_LISTS["fund_sources"] = {source.value: source.label for source in Source}
CODE_LISTS["money_facts"] = {name: fact.label for name, fact in FACTS.items() if fact.kind == "money"}


def label_of(codes: str, code: str) -> str:
    """The Chinese label of a code of one list; the code itself where the list does not have it."""
    return str(CODE_LISTS[codes].get(code, code))
