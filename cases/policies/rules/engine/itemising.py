"""What each income and outlay of a case puts into the figure that is judged, and why not all of it.

The engine keeps sums; this tells them apart again, item by item, for pages and for paper: yuan in the window,
the sum of which is what the policy counts. Where a cap is reached items count in the order of the file until
it is used up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from cases.policies.rules.case import Case, Expense, Income
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import ExpenseTerm, IncomeTerm, QuantityTerm
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.asking import NOTHING, Asking
from cases.policies.rules.engine.dated import (
    YEAR,
    is_dated,
    length_of,
    months_of,
    part_of,
    starts_after,
    window_of,
)
from cases.policies.rules.engine.exact import as_decimal
from cases.policies.rules.engine.outcome import shown
from cases.policies.rules.engine.quantities import kinds_of, most_deducted
from cases.policies.rules.vocabulary import EXPENSES, INCOMES, label_of


@dataclass(frozen=True)
class Itemised:
    """An item, what of it counts (yuan over the window), and why where that is not its whole amount."""

    item: Income | Expense
    counted: Decimal
    reasons: tuple[str, ...] = ()

    @property
    def is_adjusted(self) -> bool:
        return bool(self.reasons) and (is_dated(self.item) or not self.counted)

    @property
    def label(self) -> str:
        """What kind of income or outlay it is."""
        kinds = "income_kinds" if isinstance(self.item, Income) else "expense_kinds"
        return label_of(kinds, self.item.kind)

    @property
    def reason(self) -> str:
        return "；".join(self.reasons)


class Items(NamedTuple):
    """All of a case, in the order of the file."""

    incomes: tuple[Itemised, ...]
    expenses: tuple[Itemised, ...]

    @property
    def adjusted(self) -> list[Itemised]:
        """What counts in part or not at all, but for amounts of the year under a window of six months."""
        return [one for one in (*self.incomes, *self.expenses) if one.is_adjusted]


class _Covered(NamedTuple):
    """A term of the judged quantity, with the window that it is summed over."""

    term: IncomeTerm | ExpenseTerm
    window: int


def itemise(document: PolicyDocument, case: Case) -> Items:
    """Each income and outlay of the case with what the judged quantity counts of it."""
    terms = list(_terms(document, document.judged_on)) or [
        found for name in document.quantities for found in _terms(document, name)
    ]
    outlays = _Outlays(case, terms)
    return Items(
        tuple(_income(item, case, terms) for item in case.incomes or ()),
        tuple(outlays.itemise(item, number) for number, item in enumerate(case.expenses or ())),
    )


def _terms(document: PolicyDocument, name: str, window: int = 0) -> Iterator[_Covered]:
    quantity = document.quantities.get(name)
    if quantity is None:
        return
    months = window or quantity.window or document.window
    for term in (*quantity.plus, *quantity.minus):
        if isinstance(term, QuantityTerm):
            yield from _terms(document, term.quantity, months)
        elif isinstance(term, IncomeTerm | ExpenseTerm):
            yield _Covered(term, months)


def _income(item: Income, case: Case, terms: Iterable[_Covered]) -> Itemised:
    for term, window in terms:
        if isinstance(term, IncomeTerm) and item.kind in kinds_of(term.incomes, term.except_, INCOMES):
            return Itemised(item, _yuan(item, case, window), tuple(_when(item, case, window)))
    return Itemised(item, NOTHING, (_("制度规定不计入收入"),))


class _Outlays:
    """Outlays one after another; remembers what each capped group has used up."""

    def __init__(self, case: Case, terms: Iterable[_Covered]) -> None:
        self.case = case
        self.asking = Asking(case)
        self.terms = [(term, window) for term, window in terms if isinstance(term, ExpenseTerm)]
        self.used: dict[tuple[int, str], Decimal] = {}

    def itemise(self, item: Expense, number: int) -> Itemised:
        for place, (term, window) in enumerate(self.terms):
            if item.kind in kinds_of(term.expenses, term.except_, EXPENSES):
                counted = _yuan(item, self.case, window) * term.share
                reasons = [*_when(item, self.case, window)]
                if counted and term.share != 1:
                    reasons.append(_("按 %(share)s%% 计") % {"share": plain(term.share * 100)})
                group = {"household": "", "member": item.member, "item": f"#{number}"}[term.cap_per]
                left = self._left(term, window, (place, group))
                if left is not None and counted > left:
                    counted = left
                    reasons.append(self._capped(term, window))
                self.used[place, group] = self.used.get((place, group), NOTHING) + counted
                return Itemised(item, counted, tuple(reasons))
        return Itemised(item, NOTHING, (_("制度规定不作为刚性支出扣除"),))

    def _cap(self, term: ExpenseTerm, window: int) -> Decimal | None:
        cap, _missing = most_deducted(term.cap, window)(self.asking)
        return None if cap is None else cap / YEAR

    def _left(self, term: ExpenseTerm, window: int, group: tuple[int, str]) -> Decimal | None:
        cap = self._cap(term, window)
        return None if cap is None else max(NOTHING, cap - self.used.get(group, NOTHING))

    def _capped(self, term: ExpenseTerm, window: int) -> str:
        per = {"household": _("每户"), "member": _("每人"), "item": _("每笔")}[term.cap_per]
        return _("%(per)s封顶 %(cap)s 元") % {"per": per, "cap": shown(self._cap(term, window) or NOTHING)}


def _yuan(item: Income | Expense, case: Case, window: int) -> Decimal:
    return as_decimal(part_of(item, case.on, window), YEAR)


def _when(item: Income | Expense, case: Case, window: int) -> Iterator[str]:
    """Why not every month of an item counts."""
    months = months_of(item, case.on, window)
    if not is_dated(item):
        if not item.is_once and window != YEAR:
            yield _("全年的数，计 %(months)s 个月") % {"months": window}
        return
    if not months:
        first, last = (f"{day.year}.{day.month}" for day in window_of(case.on, window))
        if starts_after(item, case.on):
            yield _("在统计期（%(first)s 至 %(last)s）以后") % {"first": first, "last": last}
        else:
            yield _("在统计期（%(first)s 至 %(last)s）以前") % {"first": first, "last": last}
    elif item.is_total and not item.is_once and months < length_of(item):
        yield _("%(all)s 个月中 %(months)s 个月在统计期内") % {"all": length_of(item), "months": months}
