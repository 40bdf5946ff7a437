"""A whole policy from the answers of a form: the usual rules, as the same document that YAML would give.

`Plan` is what an administrator ticks and fills in; `write_plan` gives the text. What is not usual is written
in the text afterwards: it is the same document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.policies.rules.document.words import plain
from cases.policies.rules.document.writing import Dumper
from cases.policies.rules.guided_aid import AidPlan, Plain, write_aid, yuan
from cases.policies.rules.vocabulary import ALL, EXPENSES, FACTS

EVENTS = ("illness", "disaster", "accident")
LABELS = {"deep": lazy("深度困难职工"), "relative": lazy("相对困难职工"), "accident": lazy("意外致困职工")}


@dataclass(frozen=True)
class Rule:
    """A usual requirement or exclusion: key, words, condition, exemption."""

    key: str
    text: Any
    when: Plain
    unless: Plain | None = None
    unless_text: Any = ""


def _any(*facts: str) -> Plain:
    return {"any": [{"fact": name} for name in facts]}


REQUIREMENTS = (
    Rule("membership", lazy("户主为工会会员"), {"fact": "is_union_member"}),
    Rule("hukou", lazy("本地户籍"), {"fact": "local_hukou"}),
    Rule(
        "migrant", lazy("农民工与单位有一年以上事实劳动关系"),
        {"any": [{"fact": "worker_type", "in": "urban"}, {"fact": "labour_months", "is": ">=", "than": 12}]},
    ),
)  # fmt: skip
TWO_HOMES = {"fact": "homes", "is": ">=", "than": 2}
EXCLUSIONS = (
    Rule("housing", lazy("有两套以上住房"), TWO_HOMES),
    Rule(
        "housing_area", lazy("有两套以上住房且超过当地人均住房面积"),
        {"all": [TWO_HOMES, {"fact": "is_above_area"}]},
    ),
    Rule(
        "vehicle", lazy("拥有或经常使用机动车辆"),
        {"any": [{"fact": "vehicles", "is": ">=", "than": 1}, {"fact": "uses_vehicle"}]},
        {"fact": "is_vehicle_functional"}, lazy("残疾人、病人功能性车辆"),
    ),
    Rule("business", lazy("办有企业或雇工经营"), {"fact": "has_business"}),
    Rule("controlling", lazy("为企业控股股东或实际控制人"), {"fact": "is_controlling"}),
    Rule("schooling", lazy("自费就读高收费学校或自费出国留学"), _any("high_fee_school", "overseas_study")),
    Rule(
        "conduct", lazy("拒绝核查、弄虚作假或无正当理由拒绝就业"),
        _any("refuses_check", "hides_facts", "refuses_work"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class CategoryPlan:
    """The line of one category: `times` the living standard or so many `yuan`; shares are fractions."""

    category: str
    is_: str
    quantity: str = "net"
    times: Decimal | None = None
    yuan: Decimal | None = None
    lag: str = "none"
    gross_times: Decimal | None = None
    event_share: Decimal | None = None
    causes: Sequence[str] = ()
    paragraph: str = ""


@dataclass(frozen=True)
class ExamplePlan:
    """A worked example: yuan a year for all, the living standard of a month, what must come out."""

    name: str
    persons: int
    income: Decimal
    expense: Decimal
    cause: str
    standard: Decimal
    category: str
    event_cost: Decimal | None = None


@dataclass(frozen=True)
class Plan:
    """What the form says of a policy."""

    code: str
    title: str
    source: str
    region_code: str
    on: date
    document_no: str = ""
    note: str = ""
    window: int = 12
    grace_months: int | None = None
    not_counted: Sequence[str] = ()
    deducted: Sequence[str] = (ALL,)
    caps: Mapping[str, Decimal] = field(default_factory=dict)  # of a kind of outlay, yuan a year and member
    imputes_wage: bool = False
    requirements: Sequence[str] = ()
    exclusions: Sequence[str] = ()
    categories: Sequence[CategoryPlan] = ()
    aid: Sequence[AidPlan] = ()
    examples: Sequence[ExamplePlan] = ()


def write_plan(plan: Plan) -> str:
    """The YAML of a plan; whoever saves it parses it as any other."""
    text: str = yaml.dump(
        _document(plan), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110, indent=2
    )
    return text


def _document(plan: Plan) -> Plain:
    found: Plain = {"code": plan.code, "title": plan.title, "source": plan.source}
    found |= {key: value for key, value in (("document_no", plan.document_no), ("note", plan.note)) if value}
    found["window"] = plan.window
    if plan.grace_months is not None:
        found["grace_months"] = plan.grace_months
    found["quantities"] = _quantities(plan)
    found["judged_on"] = "net"
    found["requirements"] = [_rule(one) for one in REQUIREMENTS if one.key in plan.requirements]
    found["exclusions"] = [_rule(one) for one in EXCLUSIONS if one.key in plan.exclusions]
    found["categories"] = [_category(one) for one in plan.categories]
    found["programmes"] = {f"aid_{n}": write_aid(one) for n, one in enumerate(plan.aid, start=1)}
    found["example_base"] = _base(plan)
    found["examples"] = [_example(plan, one) for one in plan.examples]
    return {key: value for key, value in found.items() if value or key == "window"}


def _quantities(plan: Plan) -> Plain:
    counted: Plain = {"incomes": [ALL]}
    if plan.not_counted:
        counted["except"] = list(plan.not_counted)
    plus: list[Plain] = [counted]
    if plan.imputes_wage:
        members = {"age_from": 16, "age_to": 59, "is_able": True, "status": ["unemployed", "off_post"]}
        plus.append({"imputed_wage": {"standard": "minimum_wage"}, "members": members})
    kinds = _deducted(plan)
    capped = [kind for kind in kinds if kind in plan.caps]
    free = [kind for kind in kinds if kind not in plan.caps]
    minus = [{"expenses": [kind], "cap": yuan(plan.caps[kind]), "cap_per": "member"} for kind in capped]
    if free:
        minus.append({"expenses": [ALL] if len(free) == len(EXPENSES) else free})
    found: Plain = {"income": {"label": _("家庭年收入"), "plus": plus}}
    net: Plain = {"label": _("净收入"), "plus": ["income"]}
    if minus:
        found["rigid"] = {"label": _("刚性支出"), "plus": minus}
        net["minus"] = ["rigid"]
    found["net"] = net
    if any(one.event_share is not None for one in plan.categories):
        found["event"] = {"label": _("突发事件、意外支出"), "plus": [{"fact": "event_cost"}]}
    return found


def _deducted(plan: Plan) -> list[str]:
    return [kind for kind in EXPENSES if ALL in plan.deducted or kind in plan.deducted]


def _rule(rule: Rule) -> Plain:
    found: Plain = {"key": rule.key, "text": str(rule.text), "when": rule.when}
    if rule.unless:
        found |= {"unless": rule.unless, "unless_text": str(rule.unless_text)}
    return found


def _category(plan: CategoryPlan) -> Plain:
    conditions = list(_conditions(plan))
    found: Plain = {"category": plan.category, "label": str(LABELS[plan.category])}
    found["when"] = conditions[0] if len(conditions) == 1 else {"all": conditions}
    if plan.paragraph:
        found["paragraph"] = plan.paragraph
    return found


def _conditions(plan: CategoryPlan) -> Iterator[Plain]:
    if plan.causes:
        yield {"fact": "main_cause", "in": list(plan.causes)}
    if plan.times is not None:
        standard: Plain = {"standard": "living", "times": plain(plan.times)}
        if plan.lag != "none":
            standard["lag"] = plan.lag
        yield {"quantity": plan.quantity, "is": plan.is_, "than": standard}
    if plan.yuan is not None:
        yield {"quantity": plan.quantity, "is": plan.is_, "than": yuan(plan.yuan)}
    if plan.gross_times is not None:
        than = {"standard": "living", "times": plain(plan.gross_times)}
        yield {"quantity": "income", "is": "<=", "than": than}
    if plan.event_share is not None:
        share = f"{plain(plan.event_share * 100)}%"
        than = {"quantity": "income", "share": share}
        yield {"quantity": "event", "is": ">", "than": than, "per": "household"}


def _base(plan: Plan) -> Plain:
    """A household without anything that a usual requirement misses or a usual exclusion bars."""
    base: Plain = {"on": plan.on, "region_code": plan.region_code, "members": []}
    facts: dict[str, Plain] = {"assets": {}, "traits": {}}
    for rule in (*REQUIREMENTS, *EXCLUSIONS):
        wanted = plan.requirements if rule in REQUIREMENTS else plan.exclusions
        if rule.key in wanted:
            for name in _facts(rule.when):
                facts[FACTS[name].part][name] = _harmless(name, rule in REQUIREMENTS)
    return base | {part: known for part, known in facts.items() if known}


def _facts(condition: Any) -> Iterator[str]:
    if isinstance(condition, dict):
        if "fact" in condition:
            yield condition["fact"]
        for inside in condition.values():
            yield from _facts(inside)
    elif isinstance(condition, list):
        for inside in condition:
            yield from _facts(inside)


def _harmless(name: str, required: bool) -> Any:
    kind = FACTS[name].kind
    if kind == "code":
        return "urban"
    return required if kind == "flag" else 0


def _example(plan: Plan, one: ExamplePlan) -> Plain:
    kinds = _deducted(plan)
    expense = "medical" if "medical" in kinds or not kinds else kinds[0]
    given: Plain = {
        "persons": one.persons,
        "incomes": [{"kind": "wage", "amount": yuan(one.income)}],
        "expenses": [{"kind": expense, "amount": yuan(one.expense)}] if one.expense else [],
        "traits": {"main_cause": one.cause},
        "standards": [
            {
                "kind": "living", "region_code": plan.region_code, "value": yuan(one.standard),
                "from_on": date(plan.on.year - 2, 1, 1),
            }
        ],
    }  # fmt: skip
    if one.event_cost is not None:
        given["need"] = {"event_cost": yuan(one.event_cost)}
    return {"name": one.name, "given": given, "expect": {"category": one.category}}
