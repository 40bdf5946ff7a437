"""The test that a household is relieved (解困), computed from its months and what it was given: pure, exact.

It cannot leave hardship, but over the six months that decide, its net income together with the relief of
government and the aid of unions reaches the living standard (SD2 §4, domain.md 2.4). Amounts are yuan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.rules.exits import CENT, MONTHS_NEEDED, MonthFacts, last_months

SUMS = ("net", "relief", "aid", "needed")


@dataclass(frozen=True)
class ReliefTest:
    """Sums of the whole household over the six months: `net` income, `relief` of government, `aid` of unions,
    and `needed`, the standard of every person in every month. `missing` are months that cannot be judged."""

    missing: tuple[date, ...]
    persons: int
    net: Decimal
    relief: Decimal
    aid: Decimal
    needed: Decimal
    can_leave: bool
    months: tuple[date, ...] = ()  # the six, the newest first

    @property
    def total(self) -> Decimal:
        return self.net + self.relief + self.aid

    @property
    def level(self) -> Decimal:
        """Per head and month, cut to the cent: what does not reach the standard is not shown as if it did."""
        return self._each(self.total)

    @property
    def standard(self) -> Decimal:
        """The standard per head and month, the mean of the months."""
        return self._each(self.needed)

    @property
    def is_reached(self) -> bool:
        """At the standard or above it; sums are compared, neither side is divided."""
        return not self.missing and self.total >= self.needed

    @property
    def passed(self) -> bool:
        return self.is_reached and not self.can_leave

    @property
    def sentence(self) -> str:
        """What is still missing, or that nothing is."""
        if self.missing:
            months = "、".join(f"{month:%Y-%m}" for month in sorted(self.missing))
            return _("%(months)s 没有登记月度收支，或者当月低保标准没有录入。") % {"months": months}
        if self.can_leave:
            return _("已经符合脱困条件，请办理脱困。")
        figures = {"level": f"{self.level:,.2f}", "standard": f"{self.standard:,.2f}"}
        if self.is_reached:
            told = _("救助和帮扶后人均每月 %(level)s 元，达到低保标准 %(standard)s 元，符合解困条件。")
            return told % figures
        figures["short"] = f"{self.needed - self.total:,.2f}"
        told = _(
            "救助和帮扶后人均每月 %(level)s 元，低于低保标准 %(standard)s 元，六个月全家共差 %(short)s 元。"
        )
        return told % figures

    def to_json(self) -> dict[str, Any]:
        """What is kept with a decision: every figure that it rests on, yuan as text."""
        sums = {name: str(getattr(self, name)) for name in SUMS}
        return {**sums, "persons": self.persons, "months": [month.isoformat() for month in self.months]}

    def _each(self, amount: Decimal) -> Decimal:
        return (amount / self.persons).quantize(CENT, ROUND_DOWN) if self.persons else Decimal(0)


def deciding_months(on: date) -> list[date]:
    """The first days of the six complete months before `on`, the newest first."""
    return last_months(on)[:MONTHS_NEEDED]


def relief_test(
    records: Sequence[MonthFacts], *, relief: Decimal, aid: Decimal, can_leave: bool, on: date
) -> ReliefTest:
    """Judge the six months before the one of `on`; `relief` and `aid` are what was given in them."""
    months = deciding_months(on)
    found = [(row, row.standard) for row in records if row.month in months]
    judged = [(row, standard) for row, standard in found if standard is not None]
    return ReliefTest(
        missing=tuple(sorted(set(months) - {row.month for row, _standard in judged})),
        persons=sum(row.persons for row, _standard in judged),
        net=sum((row.income - row.rigid_expense for row, _standard in judged), Decimal(0)),
        relief=relief,
        aid=aid,
        needed=sum((standard * row.persons for row, standard in judged), Decimal(0)),
        can_leave=can_leave,
        months=tuple(months),
    )


def read_relief(kept: Mapping[str, Any]) -> ReliefTest:
    """The test as it was passed, out of what was kept with the decision."""
    return ReliefTest(
        missing=(), persons=kept["persons"], can_leave=False,
        months=tuple(date.fromisoformat(month) for month in kept["months"]),
        **{name: Decimal(kept[name]) for name in SUMS},
    )  # fmt: skip
