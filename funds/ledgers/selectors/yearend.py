"""What is left of a year on the lines of a union, and what becomes of it. Amounts are yuan."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Commitment, Fund, Period
from funds.ledgers.selectors.reading import with_buckets
from funds.ledgers.states import IDLE_YEARS, POOL, Leftover, PeriodState
from hardship.accounts.models import Union
from hardship.kernel.money import format_yuan

LEFT = ("available_yuan", "committed_yuan", "in_transit_yuan", "frozen_yuan")


@dataclass(frozen=True)
class Rest:
    """What is left on one line: `use` is that of the line of next year which gets what is available, None
    where it is not carried; `why` says what becomes of it, or why nothing does. `holds` are the commitments
    that go to the line of the same use, `held_why` says it."""

    line: Any
    use: str | None
    why: str
    is_idle: bool
    holds: list[Commitment] = field(default_factory=list)
    held_why: str = ""

    @property
    def carried(self) -> Decimal:
        """Yuan that go to the next year."""
        amount: Decimal = self.line.available_yuan if self.use is not None else Decimal(0)
        return amount

    @property
    def carried_held(self) -> Decimal:
        """Yuan of commitments that go there as well."""
        return sum((one.committed for one in self.holds), Decimal(0))


def list_rests(union: Union, year: int) -> list[Rest]:
    """Each line of that year on which something is left, in the order of funds and uses."""
    lines = with_buckets(BudgetLine.objects.filter(union=union, year=year).select_related("fund", "use"))
    left = [line for line in lines.order_by("fund_id", "use_id") if any(getattr(line, name) for name in LEFT)]
    holds: dict[int, list[Commitment]] = defaultdict(list)
    for held in list_to_carry(union, year):
        holds[held.line_id].append(held)
    return [_rest(line, year, holds[line.pk]) for line in left]


def list_to_carry(union: Union, year: int) -> QuerySet[Commitment]:
    """What is held whole on the lines of a year: nothing of it at the bank, paid or set off. Of a sum on
    several lines no two parts come together on one."""
    rows: QuerySet[Commitment] = Commitment.objects.filter(
        line__union=union, line__year=year, committed__gt=0, in_transit=0, paid=0, recovered=0, set_off=0
    )
    kin = Q(pk=OuterRef("head")) | Q(part_of=OuterRef("head"))
    beside = Commitment.objects.filter(
        kin, line__fund=OuterRef("line__fund"), use=OuterRef("use"), line__year=year + 1
    )
    found = rows.annotate(head=Coalesce("part_of", "pk")).filter(~Exists(beside))
    return found.order_by("pk")


def _rest(line: Any, year: int, holds: list[Commitment]) -> Rest:
    use, why = _fate(line, year)
    is_idle = year - line.fund.document_on.year >= IDLE_YEARS
    return Rest(line, use, why, is_idle, *_fate_of_held(line, year, holds))


def _fate_of_held(line: Any, year: int, holds: list[Commitment]) -> tuple[list[Commitment], str]:
    """The document that lets the rest go on lets what was decided be paid in the next year."""
    if not line.committed_yuan:
        return [], ""
    if Leftover(line.fund.leftover) == Leftover.RETURN or _ends_within(line.fund, year):
        return [], _("占用的不能结转：付清，或撤销批准释放占用")
    stay = line.committed_yuan - sum((one.committed for one in holds), Decimal(0))
    if stay:
        return holds, _("占用的结转到同一用途；抵扣过的、已有一部分在下年的共 %(yuan)s 元留在原年度") % {
            "yuan": format_yuan(stay)
        }
    return holds, _("占用的结转到同一用途")


def _ends_within(fund: Fund, year: int) -> bool:
    return fund.use_by is not None and fund.use_by <= date(year, 12, 31)


def _fate(line: Any, year: int) -> tuple[str | None, str]:
    fund, leftover = line.fund, Leftover(line.fund.leftover)
    if not line.available_yuan:
        return None, _("没有可用的余额")
    if _ends_within(fund, year):
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
