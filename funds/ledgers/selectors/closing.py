"""What must hold before a month of the books is closed: rooms above add to CLOSING, the page of the months
shows each with what is wrong, and the month is not closed before all is well."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.models import Period
from funds.ledgers.selectors.checking import CHECKS
from funds.ledgers.states import PeriodState
from hardship.accounts.models import Union
from hardship.kernel.registry import Registry


@dataclass(frozen=True)
class Obstacle:
    """One thing that keeps a month open, and the address where it is put right."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class ClosingCheck:
    """`run` yields what is wrong of a union and month (its first day)."""

    label: Any
    run: Callable[[Union, date], Iterable[Obstacle]]


@dataclass(frozen=True)
class Outcome:
    """A check and what it found; nothing is good."""

    label: str
    obstacles: list[Obstacle]

    @property
    def is_good(self) -> bool:
        return not self.obstacles


CLOSING: Registry[ClosingCheck] = Registry(
    "ledgers.closing", "Must hold before a month is closed: yields what is wrong, and where to put it right."
)
MOST = 5  # obstacles that are named


def get_open_from(union: Union) -> date:
    """The first day on which the books of a union take journals: that after the last closed month."""
    closed = Period.objects.filter(union=union, state=PeriodState.CLOSED)
    last: date | None = closed.aggregate(last=Max("month"))["last"]
    return date.min if last is None else (last + timedelta(days=31)).replace(day=1)


def check_closing(union: Union, month: date) -> list[Outcome]:
    """Every registered check of a month, in the order of registration."""
    return [Outcome(str(check.label), list(check.run(union, month))) for check in CLOSING]


def _find_differences(union: Union, _month: date) -> Iterable[Obstacle]:
    """The first differences between the books and what lies behind them."""
    found = (line for check in CHECKS for line in check.run([union.pk]))
    for _place, line in zip(range(MOST), found, strict=False):
        yield Obstacle(_("%(line)s") % {"line": line})


CLOSING.add("ledgers.checks")(ClosingCheck(gettext_lazy("账与发放、捐赠等明细逐笔相符"), _find_differences))
