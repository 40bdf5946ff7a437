"""Categories that no household can reach: impossible by themselves, or behind others that take everybody.

Conditions are taken apart into what must hold at the same time; alternatives are tried one after another.
What cannot be compared counts as possible: nothing is said to be out of reach that is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any as Anything

from cases.policies.rules.document.conditions import (
    All,
    Any,
    Check,
    Compare,
    Condition,
    Count,
    Gate,
    Not,
    QuantityShare,
)
from cases.policies.rules.document.policy import CategoryRule, Exclusion, PolicyDocument
from cases.policies.rules.document.quantities import StandardMultiple
from cases.policies.rules.document.words import FACT_WORDS
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# More alternatives than this are not tried; the largest shipped policy needs 40.
MOST_TRIED = 20_000
# Nor deeper than this, or Python's stack ends: a level is three calls.
MOST_DEEP = 200
Known = dict[Anything, Anything]


@dataclass(frozen=True)
class Unreachable:
    """A category by its number, from 1; the labels of those that take its households, none if it is
    impossible by itself."""

    number: int
    rule: CategoryRule
    taken_by: tuple[str, ...]


def unreachable(document: PolicyDocument) -> Iterator[Unreachable]:
    """The categories that no household can have."""
    for number, rule in enumerate(document.categories, start=1):
        own = [rule.when, *_bars(document, rule)]
        if not _Search(document).can_hold(own):
            yield Unreachable(number, rule, ())
            continue
        before = document.categories[: number - 1]
        if not _Search(document).can_hold([*own, *(_missed(document, one, rule) for one in before)]):
            yield Unreachable(number, rule, tuple(one.label for one in before))


def _applies(exclusion: Exclusion, category: str) -> bool:
    return not exclusion.categories or category in exclusion.categories


def _bars(document: PolicyDocument, rule: CategoryRule) -> Iterator[Condition]:
    """What else must hold for a category; what may be exempted from need not."""
    yield from (row.when for row in document.requirements if row.except_by is None)
    for row in document.exclusions:
        if _applies(row, rule.category) and row.unless is None and row.except_by is None:
            yield Not(row.when)


def _missed(document: PolicyDocument, earlier: CategoryRule, rule: CategoryRule) -> Condition:
    """How a household comes past an earlier category: its condition fails, or only it is excluded."""
    only = [
        row.when
        for row in document.exclusions
        if _applies(row, earlier.category) and not _applies(row, rule.category)
    ]
    return Any((Not(earlier.when), *only))


class _Search:
    """Looks for one way in which conditions hold together."""

    def __init__(self, document: PolicyDocument) -> None:
        self.document, self.tried, self.depth = document, 0, 0

    def can_hold(self, conditions: list[Condition]) -> bool:
        return self._holds([(one, True) for one in conditions], {})

    def _holds(self, todo: list[tuple[Condition, bool]], known: Known) -> bool:
        """`todo` holds conditions with whether they must be met; `known` what is settled so far. Beyond the
        bounds nothing is known to be out of reach."""
        self.tried += 1
        if not todo or self.tried > MOST_TRIED or self.depth > MOST_DEEP:
            return True
        self.depth += 1
        found = self._next_holds(todo, known)
        self.depth -= 1
        return found

    def _next_holds(self, todo: list[tuple[Condition, bool]], known: Known) -> bool:
        (condition, met), rest = todo[0], todo[1:]
        if isinstance(condition, Not):
            return self._holds([(condition.not_, not met), *rest], known)
        if isinstance(condition, Gate):
            return self._holds([(self.document.gates[condition.gate], met), *rest], known)
        if isinstance(condition, All | Any):
            inside = condition.all if isinstance(condition, All) else condition.any
            if isinstance(condition, All) is met:
                return self._holds([*((one, met) for one in inside), *rest], known)
            # Alternatives come last: what is certain rules most of them out.
            if any(not isinstance(one, Any | All | Not | Gate) for one, _met in rest):
                rest.sort(key=lambda one: isinstance(one[0], Any | All | Not | Gate))
                return self._holds([*rest, (condition, met)], known)
            return any(self._holds([(one, met), *rest], known) for one in inside)
        settled = _settle(condition, met, known)
        return settled is not None and self._holds(rest, settled)


def _settle(leaf: Anything, met: bool, known: Known) -> Known | None:
    """What is known when this is as well; None where both cannot be."""
    if isinstance(leaf, Check) and FACTS[leaf.fact].kind == "code":
        codes = known.get(leaf.fact, frozenset(CODE_LISTS[FACTS[leaf.fact].codes]))
        codes = codes & frozenset(leaf.in_) if met else codes - frozenset(leaf.in_)
        return {**known, leaf.fact: codes} if codes else None
    line = _line(leaf)
    if line is None:
        plain = replace(leaf, text="", paragraph="")
        if isinstance(leaf, Check) and FACTS[leaf.fact].kind == "flag":
            plain, met = replace(plain, is_=True), met is leaf.is_
        return None if known.get(plain, met) is not met else {**known, plain: met}
    axis, comparator, value = line
    return _narrow(known, axis, comparator if met else OPPOSITE[comparator], value)


def _narrow(known: Known, axis: Anything, comparator: str, value: Anything) -> Known | None:
    """Bounds are (value, 0 or 1): of the lower one 0 is included, of the upper one 1."""
    low, high = known.get(axis, (None, None))
    if comparator in ("<", "<="):
        bound = (value, int(comparator == "<="))
        high = bound if high is None else min(high, bound)
    else:
        bound = (value, int(comparator == ">"))
        low = bound if low is None else max(low, bound)
    if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1], high[1]) != (0, 1))):
        return None
    return {**known, axis: (low, high)}


def _line(leaf: Anything) -> tuple[Anything, str, Anything] | None:
    """The axis on which a comparison draws its line, the comparator and where; None for anything else."""
    if isinstance(leaf, Compare):
        than, axis = leaf.than, (leaf.quantity, leaf.per)
        if isinstance(than, StandardMultiple):
            return (*axis, replace(than, times=Decimal(1))), leaf.is_, than.times
        # A share of a sum that may be negative says nothing of another share of it.
        return (axis, leaf.is_, than) if isinstance(than, Decimal) else ((*axis, than), leaf.is_, 1)
    if isinstance(leaf, Count):
        return leaf.members, leaf.is_, leaf.than
    if isinstance(leaf, Check) and leaf.within_months:
        return None  # it moves with the day of judgement
    if isinstance(leaf, Check) and FACTS[leaf.fact].kind in ("number", "money", "date"):
        return leaf.fact, leaf.is_, FACT_WORDS[FACTS[leaf.fact].kind].read(leaf.than)
    return None


def compared(document: PolicyDocument, condition: Condition) -> Iterator[str]:
    """The quantities that a condition looks at, also by way of gates; gates that do not exist, and circles of
    them, are told elsewhere and left out."""
    todo, seen = [condition], set()
    while todo:
        one = todo.pop()
        if isinstance(one, All | Any):
            todo += reversed(one.all if isinstance(one, All) else one.any)
        elif isinstance(one, Not):
            todo.append(one.not_)
        elif isinstance(one, Gate) and one.gate not in seen:
            seen.add(one.gate)
            todo += [document.gates[one.gate]] if one.gate in document.gates else []
        elif isinstance(one, Compare):
            yield one.quantity
            if isinstance(one.than, QuantityShare):
                yield one.than.quantity
