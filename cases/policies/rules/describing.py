"""A policy as a readable 制度: chapters of numbered paragraphs, made from the document alone."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.policies.rules.document.amounts import Cap, Programme
from cases.policies.rules.document.policy import (
    NOT_REPORTED,
    CategoryRule,
    Exclusion,
    PolicyDocument,
    Requirement,
)
from cases.policies.rules.document.quantities import Quantity
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.wording import condition_words
from cases.policies.rules.handling import goods_words, handling_words
from cases.policies.rules.routing import route_words
from cases.policies.rules.saying import amount_words, term_words
from cases.policies.rules.vocabulary import AID_FORMS, APPROVERS, FILING_LEVELS
from cases.policies.states import Category


class Paragraph(NamedTuple):
    """A numbered paragraph and the paragraph of the source document that it rests on."""

    no: int
    text: str
    source: str


class Chapter(NamedTuple):
    title: str
    paragraphs: tuple[Paragraph, ...]


Row = tuple[str, str]

STACKING = {
    "several": lazy("符合条件的各项帮扶可以叠加"),
    "one_only": lazy("同一年度只享受一项帮扶"),
    "still_in_need": lazy("再次帮扶前，本年度已享受的帮扶计入收入重新认定，仍符合原类别的方可享受"),
}
WHICH = {
    "clerk": lazy("同时符合几项的，由经办人选定一项"),
    "highest": lazy("同时符合几项的，取金额最高的一项"),
    "first": lazy("同时符合几项的，取排在前面的一项"),
}
SCOPES = {
    "year": lazy("每年"),
    "quarter": lazy("每季度"),
    "month": lazy("每月"),
    "household": lazy("每户"),
    "person": lazy("每人"),
    "disease": lazy("同一病种"),
    "event": lazy("同一事件"),
    "fund": lazy("资金总额"),
}
ROUNDING = {"half_up": lazy("四舍五入"), "down": lazy("舍去"), "up": lazy("进位")}


def describe_policy(document: PolicyDocument) -> tuple[Chapter, ...]:
    """The chapters that have something to say; paragraphs are numbered through."""
    number, chapters = 0, []
    for title, rows in (
        (_("总则"), _general(document)),
        (_("收入与支出的计算"), _quantities(document)),
        (_("基本条件"), requirement_rows(document)),
        (_("困难类别"), _categories(document)),
        (_("不予认定的情形"), exclusion_rows(document)),
        (_("帮扶项目与标准"), _programmes(document)),
        (_("叠加与再次帮扶"), _stacking(document)),
        (_("审批流程"), _routes(document)),
    ):
        found = []
        for text, source in rows:
            number += 1
            found.append(Paragraph(number, text, source))
        if found:
            chapters.append(Chapter(title, tuple(found)))
    return tuple(chapters)


def _general(document: PolicyDocument) -> Iterator[Row]:
    said = {"title": document.title, "source": document.source}
    yield _("《%(title)s》，来源：%(source)s。") % said, document.document_no
    if document.note:
        yield document.note, ""
    if document.effective_from:
        yield _("自 %(day)s 起执行。") % {"day": document.effective_from.isoformat()}, ""
    if document.quantities:
        yield _("收入和支出按申请前 %(months)s 个月计算。") % {"months": document.window}, ""
    if document.grace_months:
        yield _("脱困后有 %(months)s 个月渐退期，继续帮扶。") % {"months": document.grace_months}, ""


def _quantities(document: PolicyDocument) -> Iterator[Row]:
    for quantity in document.quantities.values():
        yield quantity_words(document, quantity), quantity.paragraph


def quantity_words(document: PolicyDocument, quantity: Quantity) -> str:
    """“净收入：家庭收入，减去刚性支出。”."""
    text = f"{quantity.label}：" + "，".join(term_words(document, term) for term in quantity.plus)
    if quantity.minus:
        text += _("，减去") + "，减去".join(term_words(document, term) for term in quantity.minus)
    if quantity.window:
        text += _("（按 %(months)s 个月计算）") % {"months": quantity.window}
    if quantity.whose == "beneficiary":
        text += _("（只算受助人本人的）")
    return text + "。"


def requirement_rows(document: PolicyDocument) -> Iterator[Row]:
    """What every family has to meet, with its paragraph."""
    for rule in document.requirements:
        text = f"{rule.text}：{condition_words(document, rule.when)}。"
        yield text + _exception(rule), rule.paragraph


def _exception(rule: Requirement | Exclusion) -> str:
    if rule.except_by is None:
        return ""
    return _("有特殊情况的，经%(by)s同意可以例外。") % {"by": APPROVERS[rule.except_by]}


def ground_rows(document: PolicyDocument) -> Iterator[Row]:
    """What keeps a family out, whatever it asks for."""
    yield from requirement_rows(document)
    yield from exclusion_rows(document)
    yield from _stacking(document)


def _categories(document: PolicyDocument) -> Iterator[Row]:
    for rule in document.categories:
        yield f"{rule.label}：{condition_words(document, rule.when)}。{_reported(rule)}", rule.paragraph


def _reported(rule: CategoryRule) -> str:
    """As what a category of the union's own is reported, and the standard that it meets, where it is said."""
    said = []
    if rule.national == NOT_REPORTED:
        said.append(_("不计入全国口径"))
    elif rule.national:
        said.append(_("全国口径按%(name)s") % {"name": Category(rule.national).label})
    if rule.filing_level:
        said.append(_("建档标准：%(name)s") % {"name": FILING_LEVELS[rule.filing_level]})
    return f"{'，'.join(said)}。" if said else ""


def exclusion_rows(document: PolicyDocument) -> Iterator[Row]:
    """What keeps a family out, with its paragraph."""
    labels = {rule.category: rule.label for rule in document.categories}
    for rule in document.exclusions:
        text = f"{rule.text}：{condition_words(document, rule.when)}。"
        if rule.unless is not None:
            grounds = rule.unless_text or condition_words(document, rule.unless)
            text += _("但%(grounds)s的除外。") % {"grounds": grounds}
        if rule.categories:
            text += _("仅适用于%(names)s。") % {"names": "、".join(labels[name] for name in rule.categories)}
        yield text + _exception(rule), rule.paragraph


def _programmes(document: PolicyDocument) -> Iterator[Row]:
    for programme in document.programmes.values():
        yield programme_words(document, programme), programme.paragraph
        if handled := handling_words(document, programme):
            yield _("%(label)s的办理：%(words)s") % {"label": programme.label, "words": handled}, ""


def programme_words(document: PolicyDocument, programme: Programme) -> str:
    """For whom, on which condition, how much, how often, and who approves."""
    labels = {rule.category: rule.label for rule in document.categories}
    said = [_standard(document, programme)]
    if programme.for_:
        said.append(_("适用于%(names)s") % {"names": "、".join(labels[name] for name in programme.for_)})
    if programme.when is not None:
        said.append(_("条件：%(words)s") % {"words": condition_words(document, programme.when)})
    if programme.floor is not None:
        text = _("最低%(amount)s") % {"amount": amount_words(document, programme.floor)}
        said.append(text + (_("（算得为零的也给）") if programme.floor_at_zero else ""))
    if programme.cap is not None:
        said.append(_("最高%(amount)s") % {"amount": amount_words(document, programme.cap)})
    said += [cap_words(document, cap) for cap in programme.caps]
    for row in programme.approval:
        above = amount_words(document, row.above)
        said.append(_("超过%(above)s的由%(by)s审批") % {"above": above, "by": APPROVERS[row.by]})
    if not programme.is_service:
        unit = {"to": plain(programme.round.to), "mode": ROUNDING[programme.round.mode]}
        said.append(_("金额按 %(to)s 元%(mode)s") % unit)
    form = "" if programme.form == "cash" else f"（{AID_FORMS[programme.form]}）"
    return f"{programme.label}{form}：{'；'.join(said)}。"


def _standard(document: PolicyDocument, programme: Programme) -> str:
    if programme.amount is not None:
        return amount_words(document, programme.amount)
    if programme.form != "goods":
        return _("不发钱物，提供服务")
    given = goods_words(programme.goods)
    return _("不发钱，按件发实物：%(goods)s") % {"goods": given} if given else _("不发钱，按件发实物")


def cap_words(document: PolicyDocument, cap: Cap) -> str:
    """How much or how often, for whom and in which time."""
    scope = "".join(str(SCOPES[name]) for name in cap.per)
    if cap.limit is None:
        if "fund" in cap.per:
            return _("%(when)s名额 %(times)s 个") % {"when": _when(cap), "times": cap.times}
        return _("%(scope)s不超过 %(times)s 次") % {"scope": scope, "times": cap.times}
    said = {"scope": scope, "amount": amount_words(document, cap.limit)}
    if "，" in said["amount"]:  # told in several parts
        return _("%(scope)s累计不超过以下金额：%(amount)s") % said
    if said["amount"][0].isdigit():
        return _("%(scope)s累计不超过 %(amount)s") % said
    return _("%(scope)s累计不超过%(amount)s") % said


def _when(cap: Cap) -> str:
    return str(SCOPES["year"]) if "year" in cap.per else ""


def _routes(document: PolicyDocument) -> Iterator[Row]:
    for route in document.routes.values():
        yield route_words(document, route), route.paragraph


def stacking_words(document: PolicyDocument, category: str) -> str:
    """Whether a family of this category may have several aids in a year."""
    stacking = document.stacking
    return str(STACKING[stacking.by_category.get(category, stacking.rule)])


def _stacking(document: PolicyDocument) -> Iterator[Row]:
    stacking = document.stacking
    if not document.programmes or not document.categories:
        return
    labels = {rule.category: rule.label for rule in document.categories}
    for name, rule in stacking.by_category.items():
        yield f"{labels[name]}：{STACKING[rule]}。", stacking.paragraph
    if len(stacking.by_category) < len(labels):
        yield f"{STACKING[stacking.rule]}。", stacking.paragraph
    if "one_only" in (stacking.rule, *stacking.by_category.values()):
        yield f"{WHICH[stacking.which]}。", stacking.paragraph
