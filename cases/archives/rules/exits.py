"""The test that a household has left hardship (脱困), computed from its months: pure, exact.

Six consecutive months of net income per head strictly above the local living standard, and the cause of the
hardship removed and confirmed (requirement A8, domain.md 2.4 and R62). Amounts are yuan a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cases.archives.rules.reviews import months_after

MONTHS_NEEDED = 6
MONTHS_SHOWN = 12
CENT = Decimal("0.01")


@dataclass(frozen=True)
class MonthFacts:
    """One month on record: of the whole household, but for the standard, which is per person."""

    month: date
    income: Decimal
    rigid_expense: Decimal
    persons: int
    standard: Decimal | None

    @property
    def net(self) -> Decimal:
        """Net income per head, rounded to the cent for display alone."""
        return ((self.income - self.rigid_expense) / self.persons).quantize(CENT, ROUND_HALF_UP)

    @property
    def is_above(self) -> bool | None:
        """Strictly above the standard; None when no standard is on record. Neither side is divided."""
        if self.standard is None:
            return None
        return self.income - self.rigid_expense > self.standard * self.persons


@dataclass(frozen=True)
class MonthVerdict:
    """What holds of one month, and what is missing; `counts` when it belongs to the months that decide."""

    month: date
    facts: MonthFacts | None
    met: bool | None
    text: str
    counts: bool


@dataclass(frozen=True)
class ExitTest:
    """The test month by month, newest first. `run` is how many months up to the last one hold."""

    months: tuple[MonthVerdict, ...]
    run: int
    income_met: bool
    cause_met: bool

    @property
    def passed(self) -> bool:
        return self.income_met and self.cause_met

    @property
    def sentence(self) -> str:
        """What is still missing, or that nothing is."""
        if self.passed:
            return _("连续 %(needed)s 个月净人均收入高于低保标准，致困原因已消除，符合脱困条件。") % {
                "needed": MONTHS_NEEDED
            }
        missing = []
        if not self.income_met:
            missing.append(
                _("截至最近一个月连续达标 %(run)s 个月，还差 %(rest)s 个月")
                % {"run": self.run, "rest": MONTHS_NEEDED - self.run}
            )
        if not self.cause_met:
            missing.append(_("致困原因还没有登记为已消除"))
        return "；".join(missing) + "。"


def exit_test(records: Sequence[MonthFacts], *, cause_removed: bool, on: date) -> ExitTest:
    """Judge the twelve months before the one of `on`: the six that decide are the last six of them."""
    known = {record.month: record for record in records}
    months = last_months(on)
    verdicts = [
        _judge(month, known.get(month), counts=place < MONTHS_NEEDED) for place, month in enumerate(months)
    ]
    run = next((place for place, verdict in enumerate(verdicts) if not verdict.met), len(verdicts))
    return ExitTest(tuple(verdicts), min(run, MONTHS_NEEDED), run >= MONTHS_NEEDED, cause_removed)


def last_months(on: date) -> list[date]:
    """The first days of the twelve complete months before `on`, the newest first."""
    first = on.replace(day=1)
    return [months_after(first, -back) for back in range(1, MONTHS_SHOWN + 1)]


def _judge(month: date, facts: MonthFacts | None, *, counts: bool) -> MonthVerdict:
    if facts is None:
        return MonthVerdict(month, None, None, _("还没有登记"), counts)
    met = facts.is_above
    if met is None:
        return MonthVerdict(month, facts, None, _("当月低保标准没有录入"), counts)
    figures = {"net": f"{facts.net:,.2f}", "standard": f"{facts.standard:,.2f}"}
    if met:
        return MonthVerdict(month, facts, True, _("%(net)s 元，高于 %(standard)s 元") % figures, counts)
    equal = facts.income - facts.rigid_expense == (facts.standard or 0) * facts.persons
    text = _("%(net)s 元，等于标准，不算高于") if equal else _("%(net)s 元，没有高于 %(standard)s 元")
    return MonthVerdict(month, facts, False, text % figures, counts)
