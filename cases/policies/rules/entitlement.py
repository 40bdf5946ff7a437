"""Amounts of aid from a programme's rule: pure, exact, explained. Yuan as Decimal with two places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.states import AmountRule, Category, Stage

CENT = Decimal("0.01")


class CannotTell(ValueError):
    """A figure that the rule needs is missing; the message says which one."""


@dataclass(frozen=True)
class Facts:
    """What an amount may depend on. `basis` is the self-paid cost of a share rule, in yuan."""

    category: str
    label: str = ""  # what the union calls the category
    standard_monthly: Decimal | None = None
    basis: Decimal | None = None
    stage: str | None = None


@dataclass(frozen=True)
class Entitlement:
    """The amount in yuan and one sentence for each step that led to it."""

    amount: Decimal
    steps: tuple[str, ...] = field(default=())


def entitlement(kind: str, rule: Mapping[str, Any], facts: Facts) -> Entitlement:
    """The most that a rule allows for these facts. Raises CannotTell when one of them is missing."""
    compute = {
        AmountRule.STANDARD_MONTHS: _standard_months,
        AmountRule.SHARE: _share,
        AmountRule.STAGE: _stage,
    }[AmountRule(kind)]
    amount, steps = compute(rule, facts)
    cap = rule.get("caps", {}).get(facts.category, rule.get("cap"))
    if cap is not None and amount > Decimal(cap):
        steps.append(_("超过上限，按上限 %(cap)s 元") % {"cap": f"{Decimal(cap):,.2f}"})
        amount = Decimal(cap)
    return Entitlement(amount.quantize(CENT, ROUND_HALF_UP), tuple(steps))


def _standard_months(rule: Mapping[str, Any], facts: Facts) -> tuple[Decimal, list[str]]:
    if facts.standard_monthly is None:
        raise CannotTell(_("缺少当地低保标准，请先在“政策与标准”中录入。"))
    months = _by_category(rule["months"], facts)
    amount = months * facts.standard_monthly
    sentence = _("低保标准 %(standard)s 元 × %(months)s 个月 = %(amount)s 元") % {
        "standard": f"{facts.standard_monthly:,.2f}",
        "months": f"{months.normalize():f}",
        "amount": f"{amount:,.2f}",
    }
    return amount, [sentence]


def _share(rule: Mapping[str, Any], facts: Facts) -> tuple[Decimal, list[str]]:
    share = _by_category(rule["shares"], facts)
    if facts.basis is None:
        raise CannotTell(_("请填写个人自付费用。"))
    amount = facts.basis * share
    sentence = _("自付费用 %(basis)s 元 × %(share)s%% = %(amount)s 元") % {
        "basis": f"{facts.basis:,.2f}",
        "share": f"{(share * 100).normalize():f}",
        "amount": f"{amount.quantize(CENT, ROUND_HALF_UP):,.2f}",
    }
    return amount, [sentence]


def _stage(rule: Mapping[str, Any], facts: Facts) -> tuple[Decimal, list[str]]:
    if not facts.stage:
        raise CannotTell(_("请选择学生的在读阶段。"))
    if facts.stage not in rule["amounts"]:
        raise CannotTell(_("该项目不资助“%(stage)s”阶段。") % {"stage": Stage(facts.stage).label})
    amount = Decimal(rule["amounts"][facts.stage])
    return amount, [
        _("%(stage)s每人 %(amount)s 元") % {"stage": Stage(facts.stage).label, "amount": f"{amount:,.2f}"}
    ]


def _by_category(values: Mapping[str, str], facts: Facts) -> Decimal:
    if not facts.category:
        raise CannotTell(_("请先完成困难类别认定。"))
    if facts.category not in values:
        raise CannotTell(
            _("该项目没有为“%(category)s”规定标准，不能申请。") % {"category": facts.label or facts.category}
        )
    return Decimal(values[facts.category])


def describe(kind: str, rule: Mapping[str, Any]) -> list[tuple[str, str]]:
    """An amount rule in words: for whom, and how much."""
    if kind == AmountRule.STAGE:
        amounts = rule["amounts"]
        return [
            (str(stage.label), _("每人 %(amount)s 元") % {"amount": f"{Decimal(amounts[stage]):,.2f}"})
            for stage in Stage
            if stage in amounts
        ]
    values = rule["months"] if kind == AmountRule.STANDARD_MONTHS else rule["shares"]
    caps = rule.get("caps", {})
    return [
        (str(code.label), _in_words(kind, Decimal(values[code]), caps.get(code, rule.get("cap"))))
        for code in Category
        if code in values
    ]


def _in_words(kind: str, value: Decimal, cap: str | None) -> str:
    if kind == AmountRule.STANDARD_MONTHS:
        text = _("当地低保标准的 %(n)s 个月") % {"n": f"{value.normalize():f}"}
    else:
        text = _("个人自付费用的 %(share)s%%") % {"share": f"{(value * 100).normalize():f}"}
    if cap is None:
        return text
    return _("%(text)s，最高 %(cap)s 元") % {"text": text, "cap": f"{Decimal(cap):,.2f}"}
