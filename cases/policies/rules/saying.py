"""Terms of quantities and amounts in words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document import amounts as a
from cases.policies.rules.document import quantities as q
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.outcome import shown
from cases.policies.rules.engine.wording import (
    condition_words,
    members_words,
    multiple_words,
    threshold_words,
)
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, STANDARDS

Sayer = Callable[[PolicyDocument, Any], str]


def term_words(document: PolicyDocument, term: q.Term) -> str:
    """A term of a quantity: what is counted."""
    return TERMS[type(term)](document, term)


def amount_words(document: PolicyDocument, amount: a.Amount | Decimal) -> str:
    """How an amount is found."""
    if isinstance(amount, Decimal):
        return _yuan(amount)
    return AMOUNTS[type(amount)](document, amount)


def _yuan(value: Decimal) -> str:
    return _("%(amount)s 元") % {"amount": shown(value)}


def _percent(share: Decimal) -> str:
    return plain(share * 100) + "%"


def _kinds(listed: str, chosen: tuple[str, ...], without: tuple[str, ...]) -> str:
    text = "、".join(str(CODE_LISTS[listed][code]) for code in chosen)
    if without:
        text += _("（不含%(kinds)s）") % {
            "kinds": "、".join(str(CODE_LISTS[listed][code]) for code in without)
        }
    return text


def _incomes(_document: PolicyDocument, term: q.IncomeTerm) -> str:
    return term.text or _("收入（%(kinds)s）") % {"kinds": _kinds("incomes", term.incomes, term.except_)}


def _expenses(document: PolicyDocument, term: q.ExpenseTerm) -> str:
    text = term.text or _("支出（%(kinds)s）") % {"kinds": _kinds("expenses", term.expenses, term.except_)}
    if term.share != 1:
        text += _("的 %(share)s") % {"share": _percent(term.share)}
    if term.cap is not None:
        per = {"household": _("每户"), "member": _("每人"), "item": _("每项")}[term.cap_per]
        text += _("（%(per)s每年不超过%(cap)s）") % {"per": per, "cap": threshold_words(document, term.cap)}
    return text


def _fact(_document: PolicyDocument, term: q.FactTerm) -> str:
    label = str(FACTS[term.fact].label)
    return (
        label
        if term.share == 1
        else _("%(label)s的 %(share)s") % {"label": label, "share": _percent(term.share)}
    )


def _wage(_document: PolicyDocument, term: q.ImputedWage) -> str:
    said = {"people": members_words(term.members), "line": multiple_words(term.imputed_wage)}
    return _("没有劳动收入的成员（%(people)s）按%(line)s计算收入") % said


def _support(_document: PolicyDocument, term: q.ImputedSupport) -> str:
    said = {"line": multiple_words(term.above), "share": _percent(term.imputed_support)}
    return _("赡养人家庭人均收入超过%(line)s部分的 %(share)s，按被赡养人数平均") % said


def _standard(_document: PolicyDocument, amount: a.StandardAmount) -> str:
    lag = _("上年度") if amount.lag == "previous_year" else ""
    said = {"name": f"{lag}{STANDARDS[amount.standard]}", "times": plain(amount.times)}
    return _("%(name)s × %(times)s") % said


def _label(document: PolicyDocument, name: str) -> str:
    return document.quantities[name].label if name in document.quantities else str(FACTS[name].label)


def _part(document: PolicyDocument, amount: a.Part) -> str:
    return _("%(label)s的 %(share)s") % {
        "label": (
            _label(document, amount.of)
            if isinstance(amount.of, str)
            else f"（{amount_words(document, amount.of)}）"
        ),
        "share": _percent(amount.share),
    }


def _steps(document: PolicyDocument, amount: a.Steps) -> str:
    said = []
    for step in amount.steps:
        bound = _("%(sum)s元及以上") if step.from_ is not None else _("超过 %(sum)s元")
        place = bound % {"sum": shown(step.from_ or step.above or Decimal(0)) + " "}
        said.append(f"{place}：{amount_words(document, step.amount)}")
    return _("按%(label)s分档（%(steps)s）") % {
        "label": _label(document, amount.of),
        "steps": "，".join(said),
    }


def _bands(document: PolicyDocument, amount: a.Bands) -> str:
    said = []
    for band in amount.bands:
        place = _("其余") if band.up_to is None else _("%(sum)s 元及以下") % {"sum": shown(band.up_to)}
        said.append(f"{place} {_percent(band.rate)}")
    how = _("全额按所在档比例") if amount.mode == "whole" else _("分段按比例")
    return f"{_label(document, amount.of)}{how}（{'，'.join(said)}）"


def _choose(document: PolicyDocument, amount: a.Choose) -> str:
    names = {rule.category: rule.label for rule in document.categories}
    listed = a.OF_BENEFICIARY.get(amount.by)
    if listed is None and amount.by != "category":
        listed = FACTS[amount.by].codes
    labels = CODE_LISTS[listed] if listed else names
    said = [f"{labels[code]} {amount_words(document, one)}" for code, one in amount.amounts.items()]
    if amount.otherwise is not None:
        said.append(_("其他 %(amount)s") % {"amount": amount_words(document, amount.otherwise)})
    return "，".join(said)


def _when(document: PolicyDocument, amount: a.When) -> str:
    said = {"when": condition_words(document, amount.when), "then": amount_words(document, amount.then)}
    text = _("%(when)s的，%(then)s") % said
    if amount.otherwise is not None:
        text += _("；否则%(amount)s") % {"amount": amount_words(document, amount.otherwise)}
    return text


def _joined(words: str, field: str) -> Sayer:
    def say(document: PolicyDocument, amount: Any) -> str:
        return f"{words}（{'，'.join(amount_words(document, one) for one in getattr(amount, field))}）"

    return say


def _top_up(document: PolicyDocument, amount: a.TopUp) -> str:
    said = {"label": _label(document, amount.quantity), "line": amount_words(document, amount.top_up_to)}
    return _("每月补足%(label)s与%(line)s × 人数的差额") % said


def _between(document: PolicyDocument, amount: a.Between) -> str:
    low, high = amount.at_least, amount.at_most
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return _("%(low)s 至 %(high)s 元") % {"low": shown(low), "high": shown(high)}
    return _("%(low)s至%(high)s") % {"low": amount_words(document, low), "high": amount_words(document, high)}


def _each_member(document: PolicyDocument, amount: a.EachMember) -> str:
    words, people = amount_words(document, amount.each_member), members_words(amount.members)
    return _("家庭成员（%(people)s）每人：%(words)s") % {"people": people, "words": words}


TERMS: dict[type, Sayer] = {
    q.QuantityTerm: lambda document, term: document.quantities[term.quantity].label,
    q.IncomeTerm: _incomes,
    q.ExpenseTerm: _expenses,
    q.FactTerm: _fact,
    q.ImputedWage: _wage,
    q.ImputedSupport: _support,
    q.AidTerm: lambda document, term: _("本年度已享受的帮扶"),
}
AMOUNTS: dict[type, Sayer] = {
    a.Fixed: lambda document, amount: _yuan(amount.fixed),
    a.StandardAmount: _standard,
    a.Part: _part,
    a.Steps: _steps,
    a.Bands: _bands,
    a.Choose: _choose,
    a.When: _when,
    a.EachStudent: lambda document, amount: (
        _("每名学生：%(words)s") % {"words": amount_words(document, amount.each_student)}
    ),
    a.EachMember: _each_member,
    a.PerPerson: lambda document, amount: (
        _("%(words)s × 家庭人口") % {"words": amount_words(document, amount.per_person)}
    ),
    a.PerMonth: lambda document, amount: (
        _("%(words)s × 救助月数") % {"words": amount_words(document, amount.per_month)}
    ),
    a.Least: _joined("取较低者", "least"),
    a.Greatest: _joined("取较高者", "greatest"),
    a.Sum: _joined("合计", "sum"),
    a.Between: _between,
    a.TopUp: _top_up,
}
