"""Conditions on a known fact: what holds of its value, and how value and threshold read."""

import operator
from collections.abc import Callable
from typing import Any as Anything

from django.utils.translation import gettext as _

from cases.policies.rules.document.conditions import Check
from cases.policies.rules.document.handling import months_after
from cases.policies.rules.document.words import FACT_WORDS, plain
from cases.policies.rules.engine.asking import Asking, Judge, fact_reader
from cases.policies.rules.engine.outcome import Verdict, shown
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS

COMPARE: dict[Anything, Callable[[Anything, Anything], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.eq,
    "is_not": operator.ne,
}
FLAGS = {True: _("是"), False: _("否"), None: "—"}
UNKNOWN = "—"


def fact_judge(rule: Check, key: str, words: str) -> Judge:
    fact, read = FACTS[rule.fact], fact_reader(rule.fact)
    if rule.within_months is not None:
        return _recent_judge(rule, key, words, rule.within_months)
    holds, threshold, show = _test(rule)
    comparator = "in" if rule.in_ else "is" if fact.kind == "flag" else str(rule.is_)
    missing = (str(fact.label),)

    def judge(asking: Asking) -> bool | None:
        value = read(asking.case)
        met = None if value is None else holds(value)
        text = UNKNOWN if value is None else show(value)
        lacking = missing if value is None else ()
        asking.verdicts.append(
            Verdict(key, words, text, comparator, threshold, "", "", rule.paragraph, met, lacking)
        )
        return met

    return judge


def _recent_judge(rule: Check, key: str, words: str, months: int) -> Judge:
    """A date that has come, and no longer ago than so many months on the day of judgement."""
    read, missing = fact_reader(rule.fact), (str(FACTS[rule.fact].label),)

    def judge(asking: Asking) -> bool | None:
        value, on = read(asking.case), asking.case.on
        first = months_after(on, -months)
        met = None if value is None else first <= value <= on
        text, lacking = (UNKNOWN, missing) if value is None else (str(value), ())
        asking.verdicts.append(
            Verdict(key, words, text, ">=", str(first), "", "", rule.paragraph, met, lacking)
        )
        return met

    return judge


def _test(
    rule: Check,
) -> tuple[Callable[[Anything], bool], str, Callable[[Anything], str]]:
    """What holds of a known value, how the threshold reads and how the value reads."""
    fact = FACTS[rule.fact]
    if fact.kind == "flag":
        return (lambda value: value is rule.is_), str(FLAGS[rule.is_]), lambda value: str(FLAGS[value])
    if fact.kind in ("code", "codes"):
        wanted = frozenset(rule.in_)
        named = {code: str(label) for code, label in CODE_LISTS[fact.codes].items()}
        line = "、".join(named[code] for code in rule.in_)
        if fact.kind == "code":
            return (lambda value: value in wanted), line, lambda value: named.get(value, value)
        many = "、".join
        return (
            lambda value: not wanted.isdisjoint(value),
            line,
            lambda value: many(named.get(one, one) for one in value) or UNKNOWN,
        )
    than, does = FACT_WORDS[fact.kind].read(rule.than), COMPARE[rule.is_]
    show = {"money": shown, "number": plain}.get(fact.kind, str)
    return (lambda value: does(value, than)), show(than), show
