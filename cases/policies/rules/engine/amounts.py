"""Amounts compiled into closures: bounds in yuan (equal unless the approver decides), and the steps."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document.amounts import (
    Amount,
    Bands,
    Between,
    Choose,
    EachStudent,
    Fixed,
    Greatest,
    Least,
    Part,
    StandardAmount,
    Steps,
    Sum,
    TopUp,
    When,
)
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import StandardMultiple
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.asking import NOTHING, Asking, TotalOf, fact_reader
from cases.policies.rules.engine.conditions import PERSONS, Conditions
from cases.policies.rules.engine.dated import YEAR
from cases.policies.rules.engine.exact import as_decimal, minus, to_cent
from cases.policies.rules.engine.outcome import shown
from cases.policies.rules.engine.quantities import multiple_of
from cases.policies.rules.engine.wording import multiple_words
from cases.policies.rules.engine.worth import (
    ZERO,
    Worth,
    WorthOf,
    exactly,
    lacking,
    marginal,
    together,
    whole,
)
from cases.policies.rules.vocabulary import FACTS, label_of

BaseOf = Callable[[Asking], tuple[Decimal | None, tuple[str, ...]]]


@dataclass(frozen=True)
class Amounts:
    """Compiles the amounts of one document."""

    document: PolicyDocument
    totals: dict[str, TotalOf]
    conditions: Conditions

    def worth(self, amount: Amount | Decimal, key: str) -> WorthOf:
        """The closure of an amount that stands at a dotted key."""
        if isinstance(amount, Decimal):
            amount = Fixed(amount)
        return KINDS[type(amount)](self, amount, key)

    def _maybe(self, amount: Amount | None, key: str) -> WorthOf | None:
        return None if amount is None else self.worth(amount, key)

    def fixed(self, amount: Fixed, _key: str) -> WorthOf:
        worth, step = exactly(amount.fixed), _("定额 %(amount)s 元") % {"amount": shown(amount.fixed)}
        return _saying(lambda asking: worth, step)

    def standard(self, amount: StandardAmount, _key: str) -> WorthOf:
        multiple = StandardMultiple(amount.standard, amount.times, amount.lag, amount.area)
        name = multiple_words(StandardMultiple(amount.standard, Decimal(1), amount.lag, amount.area))
        text, times = _("%(name)s %(one)s 元 × %(times)s"), plain(amount.times)

        def worth(asking: Asking) -> Worth:
            value, missing = multiple_of(asking, multiple)
            if value is None:
                return lacking(*missing)
            row = asking.standard(amount.standard, amount.area, amount.lag)
            said = {"name": name, "one": shown(row.value if row else NOTHING), "times": times}
            asking.steps.append(text % said + f" = {shown(value)} 元")
            return exactly(value)

        return worth

    def part(self, amount: Part, _key: str) -> WorthOf:
        base_of, label = self._base(amount.of)
        share, text = plain(amount.share * 100), _("%(label)s %(base)s 元 × %(share)s%% = %(value)s 元")

        def worth(asking: Asking) -> Worth:
            base, missing = base_of(asking)
            if base is None:
                return lacking(*missing)
            value = max(NOTHING, base * amount.share)
            said = {"label": label, "base": shown(base), "share": share, "value": shown(value)}
            asking.steps.append(text % said)
            return exactly(value)

        return worth

    def _base(self, name: str) -> tuple[BaseOf, str]:
        """A quantity over its window or a fact, in yuan, and its label."""
        if name in self.totals:
            total = self.totals[name]

            def of_quantity(asking: Asking) -> tuple[Decimal | None, tuple[str, ...]]:
                value, missing = total(asking)
                return (None, missing) if value is None else (as_decimal(value, YEAR), ())

            return of_quantity, self.document.quantities[name].label
        read, label = fact_reader(name), str(FACTS[name].label)

        def of_fact(asking: Asking) -> tuple[Decimal | None, tuple[str, ...]]:
            value = read(asking.case)
            return (None, (label,)) if value is None else (value, ())

        return of_fact, label

    def steps(self, amount: Steps, key: str) -> WorthOf:
        base_of, label = self._base(amount.of)
        places = [
            (step.from_, step.above, self.worth(step.amount, dotted(dotted(key, "steps"), number)))
            for number, step in enumerate(amount.steps, start=1)
        ]

        def worth(asking: Asking) -> Worth:
            base, missing = base_of(asking)
            if base is None:
                return lacking(*missing)
            for from_, above, inside in reversed(places):
                if (from_ is not None and base >= from_) or (above is not None and base > above):
                    bound = _("%(sum)s 元及以上") if from_ is not None else _("超过 %(sum)s 元")
                    place = bound % {"sum": shown(from_ if from_ is not None else above or NOTHING)}
                    asking.steps.append(f"{label} {shown(base)} 元，{place}")
                    return inside(asking)
            return Worth(NOTHING, NOTHING, (), _("%(label)s未达到起付标准") % {"label": label})

        return worth

    def bands(self, amount: Bands, _key: str) -> WorthOf:
        base_of, label = self._base(amount.of)
        rated = whole if amount.mode == "whole" else marginal

        def worth(asking: Asking) -> Worth:
            base, missing = base_of(asking)
            if base is None:
                return lacking(*missing)
            value, words = rated(base, amount)
            asking.steps.append(f"{label} {shown(base)} 元：{words} = {shown(value)} 元")
            return exactly(value)

        return worth

    def choose(self, amount: Choose, key: str) -> WorthOf:
        inside = {
            code: self.worth(one, dotted(dotted(key, "amounts"), code))
            for code, one in amount.amounts.items()
        }
        otherwise = self._maybe(amount.otherwise, dotted(key, "otherwise"))
        code_of, label, codes = _chosen(amount.by)

        def worth(asking: Asking) -> Worth:
            code = code_of(asking)
            if code is None:
                return lacking(label)
            chosen = inside.get(code, otherwise)
            if chosen is None:
                named = label_of(codes, code) if codes else code
                return Worth(NOTHING, NOTHING, (), _("没有为“%(code)s”规定金额") % {"code": named})
            if codes:
                asking.steps.append(f"{label}：{label_of(codes, code)}")
            return chosen(asking)

        return worth

    def when(self, amount: When, key: str) -> WorthOf:
        judge = self.conditions.judge(amount.when, dotted(key, "when"))
        then = self.worth(amount.then, dotted(key, "then"))
        otherwise = self._maybe(amount.otherwise, dotted(key, "otherwise"))

        def worth(asking: Asking) -> Worth:
            start = len(asking.verdicts)
            met = judge(asking)
            if met is None:
                return lacking(*(one for row in asking.verdicts[start:] for one in row.missing))
            chosen = then if met else otherwise
            return ZERO if chosen is None else chosen(asking)

        return worth

    def each_student(self, amount: EachStudent, key: str) -> WorthOf:
        inside = self.worth(amount.each_student, dotted(key, "each_student"))
        nobody = lacking(_("在读学生"))

        def worth(asking: Asking) -> Worth:
            if not asking.case.students:
                return nobody
            found = []
            for student in asking.case.students:
                asking.student = student
                found.append(inside(asking))
            asking.student = None
            return together(found, lambda values: sum(values, NOTHING))

        return worth

    def least(self, amount: Least, key: str) -> WorthOf:
        return self._together(amount.least, dotted(key, "least"), min, _("取较低者"))

    def greatest(self, amount: Greatest, key: str) -> WorthOf:
        return self._together(amount.greatest, dotted(key, "greatest"), max, _("取较高者"))

    def sum(self, amount: Sum, key: str) -> WorthOf:
        return self._together(amount.sum, dotted(key, "sum"), lambda values: sum(values, NOTHING), _("合计"))

    def _together(
        self, parts: tuple[Amount, ...], key: str, join: Callable[[list[Decimal]], Decimal], words: str
    ) -> WorthOf:
        inside = [self.worth(part, dotted(key, number)) for number, part in enumerate(parts, start=1)]

        def worth(asking: Asking) -> Worth:
            found = together([one(asking) for one in inside], join)
            if found.high is not None and len(inside) > 1:
                asking.steps.append(f"{words} {shown(found.high)} 元")
            return found

        return worth

    def between(self, amount: Between, _key: str) -> WorthOf:
        worth = Worth(amount.at_least, amount.at_most)
        said = {"low": shown(amount.at_least), "high": shown(amount.at_most)}
        return _saying(lambda asking: worth, _("%(low)s 至 %(high)s 元之间，由审批人确定") % said)

    def top_up(self, amount: TopUp, key: str) -> WorthOf:
        """Line × persons − the month's total: one division at the very end, never through a per-capita."""
        line_of = self.worth(amount.top_up_to, dotted(key, "top_up_to"))
        total_of = self.totals[amount.quantity]
        quantity = self.document.quantities[amount.quantity]
        months = quantity.window or self.document.window

        def worth(asking: Asking) -> Worth:
            total, missing = total_of(asking)
            line = line_of(asking)
            missing += line.missing + (() if asking.persons else (PERSONS,))
            if total is None or line.high is None or asking.persons is None:
                return lacking(*missing)
            wanted = line.high * asking.persons * YEAR * months
            gap = as_decimal(minus(wanted, total), YEAR * months)
            month = shown(to_cent(total, YEAR * months))
            less = f"{quantity.label}每月 {month} 元"
            asking.steps.append(f"{shown(line.high)} 元 × {asking.persons} 人 − {less} = {shown(gap)} 元")
            return exactly(max(NOTHING, gap))

        return worth


def _saying(worth_of: WorthOf, step: str) -> WorthOf:
    def worth(asking: Asking) -> Worth:
        asking.steps.append(step)
        return worth_of(asking)

    return worth


def _chosen(by: str) -> tuple[Callable[[Asking], str | None], str, str]:
    """The code that decides, its label, and the list of its codes ('' for a category)."""
    if by == "category":
        return (lambda asking: None if asking.undecided else asking.category), _("困难类别"), ""
    if by == "stage":
        return (lambda asking: asking.student and asking.student.stage), _("在读阶段"), "stages"
    if by == "school_kind":
        return (lambda asking: asking.student and asking.student.school_kind), _("学校类别"), "school_kinds"
    read, fact = fact_reader(by), FACTS[by]
    return (lambda asking: read(asking.case)), str(fact.label), fact.codes


KINDS: dict[type, Callable[[Amounts, Any, str], WorthOf]] = {
    Fixed: Amounts.fixed,
    StandardAmount: Amounts.standard,
    Part: Amounts.part,
    Steps: Amounts.steps,
    Bands: Amounts.bands,
    Choose: Amounts.choose,
    When: Amounts.when,
    EachStudent: Amounts.each_student,
    Least: Amounts.least,
    Greatest: Amounts.greatest,
    Sum: Amounts.sum,
    Between: Amounts.between,
    TopUp: Amounts.top_up,
}
