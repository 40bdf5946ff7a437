"""Quantities compiled into closures: sums over the last whole months before the month of judgement.

How an item counts is said in engine.dated. Sums are kept in twelfths of a yuan: a year's figure times months,
so that nothing is divided before it is compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from operator import lt
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.case import Expense, Member
from cases.policies.rules.document.naming import sums_in
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import (
    AidTerm,
    ExpenseTerm,
    FactTerm,
    ImputedSupport,
    ImputedWage,
    IncomeTerm,
    Quantity,
    QuantityTerm,
    StandardMultiple,
    Term,
)
from cases.policies.rules.engine.asking import NOTHING, Asking, Total, TotalOf, fact_reader
from cases.policies.rules.engine.dated import YEAR, is_total_before, part_of
from cases.policies.rules.engine.exact import Exact, add_up, holds, least, minus, plus, times, to_cent
from cases.policies.rules.engine.members import fits
from cases.policies.rules.vocabulary import ALL, EXPENSES, FACTS, INCOMES, STANDARDS

NONE: tuple[str, ...] = ()
EARNED = ("wage", "business")


def compile_quantities(document: PolicyDocument) -> dict[str, TotalOf]:
    """The total of each quantity of a document, worked out once for each case."""
    return {name: _remembered(document, name, value) for name, value in document.quantities.items()}


def _remembered(document: PolicyDocument, name: str, quantity: Quantity, *, key: str = "") -> TotalOf:
    """`key` is what a quantity is remembered by that is asked for in the window of another one."""
    key = key or name
    window = quantity.window or document.window
    own = quantity.whose == "beneficiary"
    added = [_term(document, term, window, own) for term in quantity.plus]
    taken = [_term(document, term, window, own) for term in quantity.minus]
    takes_extra = name == document.stacking.income

    def total(asking: Asking) -> Total:
        known = asking.totals.get(key)
        if known is None:
            known = _add_up(asking, added, taken, asking.extra if takes_extra else NOTHING)
            if quantity.at_least_zero and known[0] is not None and holds(lt, known[0], NOTHING):
                known = NOTHING, ()
            asking.totals[key] = known
        return known

    def of_one(asking: Asking) -> Total:
        """Nothing is remembered: the next amount may be for somebody else."""
        if asking.person is None:
            return None, (str(FACTS["person"].label),)
        asking.totals.pop(key, None)
        found = total(asking)
        asking.totals.pop(key, None)
        return found

    return of_one if own else total


def _add_up(asking: Asking, added: Iterable[TotalOf], taken: Iterable[TotalOf], start: Exact) -> Total:
    value, missing = start, NONE
    for join, terms in ((plus, added), (minus, taken)):
        for term in terms:
            part, lacking = term(asking)
            if part is None:
                missing += lacking
            else:
                value = join(value, part)
    return (None, tuple(dict.fromkeys(missing))) if missing else (value, ())


def _term(document: PolicyDocument, term: Term, window: int, own: bool) -> TotalOf:
    if own and isinstance(term, IncomeTerm | ExpenseTerm):
        return _owned(TERMS[type(term)](document, term, window))
    return TERMS[type(term)](document, term, window)


def _owned(total_of: TotalOf) -> TotalOf:
    """The same sum of the items of one person alone."""

    def total(asking: Asking) -> Total:
        case, person = asking.case, asking.person
        try:
            asking.case = replace(
                case, incomes=_of(case.incomes, person), expenses=_of(case.expenses, person)
            )
            return total_of(asking)
        finally:
            asking.case = case

    return total


def _of(items: tuple[Any, ...] | None, person: str | None) -> tuple[Any, ...] | None:
    return None if items is None else tuple(item for item in items if item.member == person)


def _other_quantity(document: PolicyDocument, term: QuantityTerm, window: int) -> TotalOf:
    """Compiled for the window of the quantity that uses it."""
    named = replace(document.quantities[term.quantity], window=window)
    own = document.quantities[term.quantity].window or document.window
    return _remembered(
        document, term.quantity, named, key="" if own == window else f"{term.quantity}/{window}"
    )


def kinds_of(chosen: tuple[str, ...], without: tuple[str, ...], known: Iterable[str]) -> frozenset[str]:
    """The codes that a term covers."""
    return frozenset(known if ALL in chosen else chosen) - frozenset(without)


def _incomes(_document: PolicyDocument, term: IncomeTerm, window: int) -> TotalOf:
    kinds = kinds_of(term.incomes, term.except_, INCOMES)
    missing = (_("家庭收入"),)

    def total(asking: Asking) -> Total:
        items = asking.case.incomes
        if items is None:
            return None, missing
        on = asking.case.on
        return add_up(part_of(item, on, window) for item in items if item.kind in kinds), ()

    return total


def _expenses(_document: PolicyDocument, term: ExpenseTerm, window: int) -> TotalOf:
    kinds = kinds_of(term.expenses, term.except_, EXPENSES)
    missing = (_("刚性支出"),)
    cap_in = most_deducted(term.cap, window)
    group: Callable[[int, Expense], Any] = {
        "household": lambda number, item: "",
        "member": lambda number, item: item.member,
        "item": lambda number, item: number,
    }[term.cap_per]

    def total(asking: Asking) -> Total:
        items = asking.case.expenses
        if items is None:
            return None, missing
        sums: dict[Any, Exact] = {}
        on = asking.case.on
        for number, item in enumerate(items):
            if item.kind in kinds:
                place = group(number, item)
                sums[place] = plus(sums.get(place, NOTHING), times(part_of(item, on, window), term.share))
        cap, lacking = cap_in(asking)
        if lacking and sums:
            return None, lacking
        parts = sums.values() if cap is None else (least(part, cap) for part in sums.values())
        return add_up(parts), ()

    return total


def most_deducted(
    cap: Decimal | StandardMultiple | None, window: int
) -> Callable[[Asking], tuple[Decimal | None, tuple[str, ...]]]:
    """A cap a year as the most that counts in the window, in twelfths of a yuan; None where there is none."""
    if not isinstance(cap, StandardMultiple):
        fixed = None if cap is None else cap * window
        return lambda asking: (fixed, ())

    def of_standard(asking: Asking) -> tuple[Decimal | None, tuple[str, ...]]:
        value, missing = multiple_of(asking, cap)
        return (None, missing) if value is None else (value * window, ())

    return of_standard


def multiple_of(asking: Asking, multiple: StandardMultiple) -> tuple[Decimal | None, tuple[str, ...]]:
    """The multiple in yuan (not twelfths), as the standard is published: a month's or a year's figure."""
    row = asking.standard(multiple.standard, multiple.area, multiple.lag, multiple.level)
    if row is None:
        return None, (missing_standard(multiple.standard, multiple.lag),)
    return row.value * multiple.times, ()


def missing_standard(kind: str, lag: str) -> str:
    return (_("当地上年度%(kind)s") if lag == "previous_year" else _("当地%(kind)s")) % {
        "kind": STANDARDS[kind]
    }


def _fact(_document: PolicyDocument, term: FactTerm, _window: int) -> TotalOf:
    read, missing = fact_reader(term.fact), (str(FACTS[term.fact].label),)
    scale = term.share * YEAR

    def total(asking: Asking) -> Total:
        value = read(asking.case)
        return (None, missing) if value is None else (value * scale, ())

    return total


def _imputed_wage(_document: PolicyDocument, term: ImputedWage, window: int) -> TotalOf:
    fitting = fits(term.members)

    def total(asking: Asking) -> Total:
        if asking.case.members is None:
            return None, (_("家庭成员"),)
        count = 0
        for member in asking.case.members:
            if member.is_income_proven or _earns(asking, member, window):
                continue
            does = fitting(member, asking.case.on)
            if does is None:
                return None, (_("家庭成员的年龄、工作状态和劳动能力"),)
            count += does
        if not count:
            return NOTHING, ()
        value, missing = multiple_of(asking, term.imputed_wage)
        return (None, missing) if value is None else (value * count * window * YEAR, ())

    return total


def _earns(asking: Asking, member: Member, window: int) -> bool:
    """What came in before the window is no income that the member has now."""
    if member.monthly_income:
        return True
    items = [one for one in asking.case.incomes or () if one.member == member.key and one.kind in EARNED]
    return any(one.amount > 0 and not is_total_before(one, asking.case.on, window) for one in items)


def _imputed_support(_document: PolicyDocument, term: ImputedSupport, window: int) -> TotalOf:
    """Support owed is an amount of money: each relative's is rounded to the cent of a year."""

    def total(asking: Asking) -> Total:
        if asking.case.supporters is None:
            return None, (_("赡养人家庭的收入和人口"),)
        line, missing = multiple_of(asking, term.above)
        if line is None and asking.case.supporters:
            return None, missing
        owed = NOTHING
        for one in asking.case.supporters:
            above = one.income - (line or NOTHING) * YEAR * one.persons
            if above > 0:
                owed += to_cent(term.imputed_support * above * one.here, one.persons * one.supported)
        return owed * window, ()

    return total


def aid_this_year(asking: Asking) -> Decimal:
    """What the household has had in the year of judgement, yuan."""
    year = asking.case.on.year
    return sum((aid.amount for aid in asking.case.earlier_aid if aid.on.year == year), NOTHING)


def _aid(document: PolicyDocument, _term: AidTerm, _window: int) -> TotalOf:
    """On a second look, where the aid is added to the income anyway, it is not counted twice."""
    income = document.stacking.income
    holders = [name for name, one in document.quantities.items() if _holds_aid(one)]
    is_twice = bool(holders) and all(income in sums_in(document, name) for name in holders)
    return lambda asking: (NOTHING if is_twice and asking.extra else aid_this_year(asking) * YEAR, ())


def _holds_aid(quantity: Quantity) -> bool:
    return any(isinstance(term, AidTerm) for term in (*quantity.plus, *quantity.minus))


TERMS: dict[type, Callable[[PolicyDocument, Any, int], TotalOf]] = {
    QuantityTerm: _other_quantity,
    IncomeTerm: _incomes,
    ExpenseTerm: _expenses,
    FactTerm: _fact,
    ImputedWage: _imputed_wage,
    ImputedSupport: _imputed_support,
    AidTerm: _aid,
}
