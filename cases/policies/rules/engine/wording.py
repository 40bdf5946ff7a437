"""A rule in words: what pages, prints and verdicts say of it."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.policies.rules.document.conditions import (
    All,
    Any,
    Check,
    Compare,
    Condition,
    Count,
    Gate,
    Not,
    Own,
    QuantityShare,
    Streak,
)
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import Members, StandardMultiple
from cases.policies.rules.document.words import MONEY, plain
from cases.policies.rules.engine.outcome import shown
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, STANDARDS

PER = {
    "household": "",
    "person": lazy("人均"),
    "household_month": lazy("月均"),
    "person_month": lazy("人均每月"),
    "household_year": lazy("每年"),
    "person_year": lazy("人均每年"),
}
# What the glossary calls a quantity a head and month, where its plain label has such a name.
A_HEAD_AND_MONTH = {"净收入": lazy("净人均月收入"), "收入": lazy("人均月收入")}
IS = {
    "<": lazy("低于"),
    "<=": lazy("不高于"),
    ">": lazy("高于"),
    ">=": lazy("不低于"),
    "is": lazy("为"),
    "is_not": lazy("不为"),
}
MEMBER_LISTS = {
    "relation": "relations",
    "status": "statuses",
    "stage": "stages",
    "health": "healths",
    "disability_kind": "disabilities",
    "disability_grade": "grades",
    "sex": "sexes",
}


def measure_words(label: str, per: str) -> str:
    """“净人均月收入”, “家庭财产人均”: a quantity by how it is measured."""
    if per == "person_month" and label in A_HEAD_AND_MONTH:
        return str(A_HEAD_AND_MONTH[label])
    return f"{label}{PER[per]}"


def multiple_words(multiple: StandardMultiple) -> str:
    """“上年度低保标准的 2 倍”."""
    start = _("上年度") if multiple.lag == "previous_year" else ""
    area = str(CODE_LISTS["areas"][multiple.area]) if multiple.area else ""
    level = str(CODE_LISTS["region_levels"][multiple.level]) if multiple.level else ""
    name = f"{start}{level}{area}{STANDARDS[multiple.standard]}"
    return (
        name
        if multiple.times == 1
        else _("%(name)s的 %(times)s 倍") % {"name": name, "times": plain(multiple.times)}
    )


def threshold_words(document: PolicyDocument, than: Decimal | StandardMultiple | QuantityShare) -> str:
    if isinstance(than, StandardMultiple):
        return multiple_words(than)
    if isinstance(than, QuantityShare):
        label = document.quantities[than.quantity].label
        if than.share == 1:
            return label
        return _("%(label)s的 %(share)s%%") % {"label": label, "share": plain(than.share * 100)}
    return _("%(amount)s 元") % {"amount": shown(than)}


def condition_words(document: PolicyDocument, condition: Condition) -> str:
    """One sentence for a condition and everything inside it."""
    if isinstance(condition, All | Any):
        inside = condition.all if isinstance(condition, All) else condition.any
        joint = _("，且") if isinstance(condition, All) else _("，或")
        return joint.join(condition_words(document, one) for one in inside)
    if isinstance(condition, Not):
        return _("不属于：%(words)s") % {"words": condition_words(document, condition.not_)}
    if isinstance(condition, Gate):
        return condition_words(document, document.gates[condition.gate])
    return leaf_words(document, condition)


def leaf_words(document: PolicyDocument, leaf: Compare | Check | Count | Own | Streak) -> str:
    if leaf.text:
        return leaf.text
    if isinstance(leaf, Compare):
        label = document.quantities[leaf.quantity].label
        return f"{measure_words(label, leaf.per)}{IS[leaf.is_]}{threshold_words(document, leaf.than)}"
    if isinstance(leaf, Count):
        people = members_words(leaf.members)
        return _("%(people)s的家庭成员%(is)s %(than)s 人") % {
            "people": people,
            "is": IS[leaf.is_],
            "than": leaf.than,
        }
    if isinstance(leaf, Own):
        return _own_words(leaf)
    if isinstance(leaf, Streak):
        line = threshold_words(document, leaf.than)
        said = {"months": leaf.months, "is": IS[leaf.is_], "line": line}
        return _("连续 %(months)s 个月净人均月收入%(is)s%(line)s") % said
    return _check_words(leaf)


def _own_words(own: Own) -> str:
    people = members_words(own.beneficiary)
    parts = [] if own.beneficiary == Members() else [people]
    if own.school_kind:
        parts.append(_listed("school_kinds", own.school_kind))
    if own.is_freshman is not None:
        parts.append(_("当年入学新生") if own.is_freshman else _("不是当年入学新生"))
    return _("受助人为%(people)s") % {"people": "、".join(parts) or people}


def _check_words(check: Check) -> str:
    fact = FACTS[check.fact]
    label = str(fact.label)
    if check.within_months is not None:
        return _("%(label)s在近 %(months)s 个月内") % {"label": label, "months": check.within_months}
    if fact.kind == "flag":
        return label if check.is_ else _("不是：%(label)s") % {"label": label}
    if check.in_:
        return _("%(label)s为%(codes)s") % {"label": label, "codes": _listed(fact.codes, check.in_)}
    if fact.kind == "money":
        return f"{label}{IS[check.is_]} " + _("%(amount)s 元") % {"amount": shown(MONEY.read(check.than))}
    return f"{label}{IS[check.is_]} {check.than}"


def members_words(members: Members) -> str:
    parts = [
        _listed(codes, getattr(members, name))
        for name, codes in MEMBER_LISTS.items()
        if getattr(members, name)
    ]
    for entry, codes in (("status_not", "statuses"), ("health_not", "healths")):
        if getattr(members, entry):
            parts.append(_("不是%(codes)s") % {"codes": _listed(codes, getattr(members, entry))})
    if members.age_from is not None:
        parts.append(_("满 %(age)s 岁") % {"age": members.age_from})
    if members.age_to is not None:
        parts.append(_("%(age)s 岁及以下") % {"age": members.age_to})
    if members.is_able is not None:
        parts.append(_("有劳动能力") if members.is_able else _("无劳动能力"))
    return "、".join(parts) or _("全部")


def _listed(codes: str, wanted: tuple[str, ...]) -> str:
    return _("或").join(str(CODE_LISTS[codes][code]) for code in wanted)
