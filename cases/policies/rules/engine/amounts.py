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
    EachMember,
    EachStudent,
    Fixed,
    Greatest,
    Least,
    Part,
    PerMonth,
    PerPerson,
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
from cases.policies.rules.engine.asking import NOTHING, Asking, TotalOf
from cases.policies.rules.engine.bases import compiled_base
from cases.policies.rules.engine.conditions import PERSONS, Conditions
from cases.policies.rules.engine.dated import YEAR
from cases.policies.rules.engine.each import (
    chosen,
    each_member,
    for_each,
    multiplied,
    share_of,
    within,
)
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

    def part(self, amount: Part, key: str) -> WorthOf:
        if not isinstance(amount.of, str):
            return share_of(amount.share, self.worth(amount.of, dotted(key, "of")))
        base_of, label = compiled_base(self.document, self.totals, amount.of)
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

    def steps(self, amount: Steps, key: str) -> WorthOf:
        base_of, label = compiled_base(self.document, self.totals, amount.of)
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
        base_of, label = compiled_base(self.document, self.totals, amount.of)
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
        code_of, label, codes = chosen(amount.by)

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
            people = [asking.joined(student.key, student) for student in asking.case.students]
            return for_each(asking, people, inside)

        return worth

    def each_member(self, amount: EachMember, key: str) -> WorthOf:
        return each_member(amount, self.worth(amount.each_member, dotted(key, "each_member")))

    def per_person(self, amount: PerPerson, key: str) -> WorthOf:
        inside = self.worth(amount.per_person, dotted(key, "per_person"))
        return multiplied(inside, lambda asking: asking.persons, PERSONS, _("%(amount)s 元 × %(count)s 人"))

    def per_month(self, amount: PerMonth, key: str) -> WorthOf:
        inside, label = self.worth(amount.per_month, dotted(key, "per_month")), str(FACTS["months"].label)
        text = _("%(amount)s 元 × %(count)s 个月")
        return multiplied(inside, lambda asking: asking.case.need.get("months"), label, text)

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

    def between(self, amount: Between, key: str) -> WorthOf:
        low = self._bound(amount.at_least, dotted(key, "at_least"))
        return within(low, self._bound(amount.at_most, dotted(key, "at_most")))

    def _bound(self, amount: Amount | Decimal, key: str) -> WorthOf:
        """A fixed bound needs no words of its own."""
        if not isinstance(amount, Decimal):
            return self.worth(amount, key)
        worth = exactly(amount)
        return lambda asking: worth

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


KINDS: dict[type, Callable[[Amounts, Any, str], WorthOf]] = {
    Fixed: Amounts.fixed,
    StandardAmount: Amounts.standard,
    Part: Amounts.part,
    Steps: Amounts.steps,
    Bands: Amounts.bands,
    Choose: Amounts.choose,
    When: Amounts.when,
    EachStudent: Amounts.each_student,
    EachMember: Amounts.each_member,
    PerPerson: Amounts.per_person,
    PerMonth: Amounts.per_month,
    Least: Amounts.least,
    Greatest: Amounts.greatest,
    Sum: Amounts.sum,
    Between: Amounts.between,
    TopUp: Amounts.top_up,
}
