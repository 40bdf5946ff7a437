"""Conditions compiled into closures with three answers: yes, no, and None for "cannot tell yet".

Every leaf leaves a verdict, also behind one that has already decided: a reader wants to see them all.
Sums are compared as `left × a` against `threshold × b × persons` in whole numbers of months and persons.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any as Anything

from django.utils.translation import gettext as _

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
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import StandardMultiple
from cases.policies.rules.engine.asking import Asking, Judge, TotalOf
from cases.policies.rules.engine.checks import COMPARE, UNKNOWN, fact_judge
from cases.policies.rules.engine.dated import YEAR
from cases.policies.rules.engine.exact import Exact, holds, times, to_cent
from cases.policies.rules.engine.members import every, fits, some
from cases.policies.rules.engine.outcome import Verdict, shown
from cases.policies.rules.engine.owning import own_judge
from cases.policies.rules.engine.quantities import missing_standard
from cases.policies.rules.engine.wording import leaf_words, multiple_words, threshold_words
from cases.policies.rules.vocabulary import STANDARD_MONTHS

PERSONS = _("家庭人口")


@dataclass(frozen=True)
class Conditions:
    """Compiles the conditions of one document."""

    document: PolicyDocument
    totals: dict[str, TotalOf]

    def judge(self, condition: Condition, key: str) -> Judge:
        """The closure of a condition that stands at a dotted key."""
        return KINDS[type(condition)](self, condition, key)

    def all(self, condition: All, key: str) -> Judge:
        judges = self._each(condition.all, dotted(key, "all"))
        return lambda asking: every([judge(asking) for judge in judges])

    def any(self, condition: Any, key: str) -> Judge:
        judges = self._each(condition.any, dotted(key, "any"))
        return lambda asking: some([judge(asking) for judge in judges])

    def _each(self, inside: tuple[Condition, ...], key: str) -> list[Judge]:
        return [self.judge(one, dotted(key, number)) for number, one in enumerate(inside, start=1)]

    def not_(self, condition: Not, key: str) -> Judge:
        judge = self.judge(condition.not_, dotted(key, "not"))

        def opposite(asking: Asking) -> bool | None:
            met = judge(asking)
            return None if met is None else not met

        return opposite

    def gate(self, condition: Gate, key: str) -> Judge:
        return self.judge(self.document.gates[condition.gate], dotted(key, condition.gate))

    def compare(self, rule: Compare, key: str) -> Judge:
        if isinstance(rule.than, QuantityShare):
            return self._ratio(rule, rule.than, key)
        quantity, words = self.document.quantities[rule.quantity], leaf_words(self.document, rule)
        window, one = quantity.window or self.document.window, quantity.whose != "household"
        return _line(rule, rule.than, key, self.totals[rule.quantity], window, words, is_of_one=one)

    def _ratio(self, rule: Compare, than: QuantityShare, key: str) -> Judge:
        """Two sums over the same window; the persons and months on both sides cancel out."""
        left_of, right_of = self.totals[rule.quantity], self.totals[than.quantity]
        does, words = COMPARE[rule.is_], leaf_words(self.document, rule)
        line = threshold_words(self.document, than)

        def judge(asking: Asking) -> bool | None:
            (left, lacking), (right, also) = left_of(asking), right_of(asking)
            met, value, threshold = None, UNKNOWN, line
            if left is not None and right is not None:
                right = times(right, than.share)
                met, value, threshold = holds(does, left, right), _yuan(left), _yuan(right)
            missing = lacking + also
            asking.verdicts.append(
                Verdict(key, words, value, rule.is_, threshold, "", "", rule.paragraph, met, missing)
            )
            return met

        return judge

    def check(self, rule: Check, key: str) -> Judge:
        return fact_judge(rule, key, leaf_words(self.document, rule))

    def count(self, rule: Count, key: str) -> Judge:
        fitting, does, words = fits(rule.members), COMPARE[rule.is_], leaf_words(self.document, rule)
        missing = (_("家庭成员的情况"),)

        def judge(asking: Asking) -> bool | None:
            found = [fitting(member, asking.case.on) for member in asking.case.members or ()]
            sure, most = found.count(True), found.count(True) + found.count(None)
            answers = {does(number, rule.than) for number in (sure, most)}
            met = answers.pop() if len(answers) == 1 and asking.case.members is not None else None
            lacking = missing if met is None else ()
            asking.verdicts.append(
                Verdict(key, words, str(sure), rule.is_, str(rule.than), "", "", rule.paragraph, met, lacking)
            )
            return met

        return judge

    def own(self, rule: Own, key: str) -> Judge:
        return own_judge(rule, key, leaf_words(self.document, rule))

    def streak(self, rule: Streak, key: str) -> Judge:
        return _streak(rule, key, leaf_words(self.document, rule))


def _scales(per: str, than: Decimal | StandardMultiple, window: int) -> tuple[int, int, Decimal]:
    """`left × a` is compared with `threshold × b`, both whole; `threshold × shown` is what people read.

    `left` is in twelfths of a yuan over the window. A month's standard asked of a year counts twelve times.
    """
    native = STANDARD_MONTHS[than.standard] if isinstance(than, StandardMultiple) else None
    if per in ("household", "person"):
        return 1, YEAR, Decimal(1)
    months = 1 if per.endswith("month") else YEAR
    if native is None:
        return months, YEAR * window, Decimal(1)
    return native, YEAR * window, Decimal(months) / native


def _line(
    rule: Compare,
    than: Decimal | StandardMultiple,
    key: str,
    total: TotalOf,
    window: int,
    words: str,
    *,
    is_of_one: bool,
) -> Judge:
    does, by_person = COMPARE[rule.is_], rule.per.startswith("person") and not is_of_one
    left_by, right_by, display = _scales(rule.per, than, window)
    multiple = than.times if isinstance(than, StandardMultiple) else Decimal(1)
    shown_by = _shown_by(rule.per, window)
    standard = multiple_words(than) if isinstance(than, StandardMultiple) else ""
    read = _reader(than)

    def judge(asking: Asking) -> bool | None:
        left, missing = total(asking)
        line, since, lacking = read(asking)
        missing += lacking
        persons = asking.persons if by_person else 1
        if persons is None:
            missing += (PERSONS,)
        met, value = None, UNKNOWN
        if left is not None and persons is not None:
            value = shown(to_cent(left, persons * shown_by))
            if line is not None:
                met = holds(does, times(left, left_by), line * multiple * right_by * persons)
        threshold = UNKNOWN if line is None else shown(line * multiple * display)
        asking.verdicts.append(
            Verdict(key, words, value, rule.is_, threshold, standard, since, rule.paragraph, met, missing)
        )
        return met

    return judge


def _yuan(twelfths: Exact) -> str:
    return shown(to_cent(twelfths, YEAR))


def _shown_by(per: str, window: int) -> int:
    """By what a sum in twelfths is divided for display."""
    if per in ("household", "person"):
        return YEAR
    return YEAR * window if per.endswith("month") else window


def _reader(
    than: Decimal | StandardMultiple,
) -> Callable[[Asking], tuple[Decimal | None, str, tuple[str, ...]]]:
    """The line before it is multiplied, since when it holds, and what is missing."""
    if not isinstance(than, StandardMultiple):
        return lambda asking: (than, "", ())
    kind, area, lag, level = than.standard, than.area, than.lag, than.level
    missing = (missing_standard(kind, lag),)

    def read(asking: Asking) -> tuple[Decimal | None, str, tuple[str, ...]]:
        row = asking.standard(kind, area, lag, level)
        return (None, "", missing) if row is None else (row.value, row.from_on.isoformat(), ())

    return read


def _streak(rule: Streak, key: str, words: str) -> Judge:
    does, read = COMPARE[rule.is_], _reader(rule.than)
    multiple = rule.than.times if isinstance(rule.than, StandardMultiple) else Decimal(1)
    lacking = (_("连续 %(months)s 个月的收入记录") % {"months": rule.months},)

    def judge(asking: Asking) -> bool | None:
        line, since, missing = read(asking)
        last = _last_months(asking, rule.months)
        if last is None:
            missing += lacking
        met, value = None, UNKNOWN
        if last is not None and line is not None:
            met = all(does(net, line * multiple) for net in last)
        if last is not None:
            value = "、".join(map(shown, last))
        threshold = UNKNOWN if line is None else shown(line * multiple)
        asking.verdicts.append(
            Verdict(key, words, value, rule.is_, threshold, "", since, rule.paragraph, met, missing)
        )
        return met

    return judge


def _last_months(asking: Asking, wanted: int) -> list[Decimal] | None:
    """The nets of the last months on record, if they follow one another without a gap."""
    rows = sorted(asking.case.months or (), key=lambda row: row.month)[-wanted:]
    numbers = [int(row.month[:4]) * YEAR + int(row.month[5:7]) for row in rows]
    if len(rows) < wanted or numbers != list(range(numbers[0], numbers[0] + wanted)):
        return None
    return [row.net for row in rows]


KINDS: dict[type, Callable[[Conditions, Anything, str], Judge]] = {
    All: Conditions.all,
    Any: Conditions.any,
    Not: Conditions.not_,
    Gate: Conditions.gate,
    Compare: Conditions.compare,
    Check: Conditions.check,
    Count: Conditions.count,
    Own: Conditions.own,
    Streak: Conditions.streak,
}
