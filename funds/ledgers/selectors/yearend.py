"""What is left of a year on the lines of a union, and what becomes of it. Amounts are yuan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Period
from funds.ledgers.selectors.reading import with_buckets
from funds.ledgers.states import IDLE_YEARS, POOL, Leftover, PeriodState
from hardship.accounts.models import Union

LEFT = ("available_yuan", "committed_yuan", "in_transit_yuan", "frozen_yuan")


@dataclass(frozen=True)
class Rest:
    """What is left on one line: `use` is that of the line of next year which gets what is available, None
    where it is not carried; `why` says what becomes of it, or why nothing does."""

    line: Any
    use: str | None
    why: str
    is_idle: bool

    @property
    def carried(self) -> Decimal:
        """Yuan that go to the next year."""
        amount: Decimal = self.line.available_yuan if self.use is not None else Decimal(0)
        return amount


def list_rests(union: Union, year: int) -> list[Rest]:
    """Each line of that year on which something is left, in the order of funds and uses."""
    lines = with_buckets(BudgetLine.objects.filter(union=union, year=year).select_related("fund", "use"))
    left = (line for line in lines.order_by("fund_id", "use_id") if any(getattr(line, name) for name in LEFT))
    return [_rest(line, year) for line in left]


def _rest(line: Any, year: int) -> Rest:
    use, why = _fate(line, year)
    return Rest(line, use, why, is_idle=year - line.fund.document_on.year >= IDLE_YEARS)


def _fate(line: Any, year: int) -> tuple[str | None, str]:
    fund, leftover = line.fund, Leftover(line.fund.leftover)
    if not line.available_yuan:
        return None, _("没有可用的余额；付清或解冻以后再看")
    if fund.use_by is not None and fund.use_by <= date(year, 12, 31):
        return None, _("使用期限到 %(day)s，不能结转") % {"day": f"{fund.use_by:%Y-%m-%d}"}
    if leftover == Leftover.RETURN:
        return None, _("按文件退回，在指标页办理")
    if leftover == Leftover.FREE:
        return POOL, _("结转下年，重新分配")
    return line.use_id, _("结转下年，用途不变")


def get_carry_day(union: Union, year: int, today: date) -> date:
    """The day on which the rest of a year is carried: its last one, or today once December or a month after
    it is closed: a month without a voucher is closed with the next one."""
    last = date(year, 12, 31)
    later = Period.objects.filter(union=union, month__gte=date(year, 12, 1))
    is_closed = later.filter(state=PeriodState.CLOSED).exists()
    return today if is_closed else last


def list_years(union: Union, today: date) -> Iterator[int]:
    """The years that are over and of which the union has lines, the newest first."""
    years = BudgetLine.objects.filter(union=union, year__lt=today.year).values_list("year", flat=True)
    yield from sorted(set(years), reverse=True)
