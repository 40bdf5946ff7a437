"""Which lines pay: in what order money is drawn on, how much of each, and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Fund
from funds.ledgers.rules import Draw
from funds.ledgers.selectors.ordering import get_orders
from funds.ledgers.states import BOUND, IDLE_YEARS

ZERO = Decimal(0)


@dataclass(frozen=True)
class Choice:
    """A line that may pay, how many yuan are free on it and how many of them are drawn, and the sentence why
    so many or none."""

    line: BudgetLine
    free: Decimal
    yuan: Decimal = ZERO
    why: str = ""
    is_barred: bool = False


@dataclass(frozen=True)
class Proposal:
    """How a sum is drawn on the lines of one union, in the order of the rule; `missing` yuan are nowhere."""

    choices: Sequence[Choice]
    missing: Decimal

    @property
    def draws(self) -> list[Draw]:
        """What to commit; nothing while something is missing."""
        rows = [] if self.missing else [one for one in self.choices if one.yuan]
        return [Draw(one.line.pk, one.line.use_id, one.yuan) for one in rows]

    @property
    def is_split(self) -> bool:
        return len(self.draws) > 1


def last_day_of(line: BudgetLine) -> date:
    """Until when its money is to be used: the fund's last day, the day on which it goes back, or the day on
    which it has lain idle for two years (财预〔2015〕15号), whichever is first."""
    fund = line.fund
    document_on = fund.document_on
    idle = date(document_on.year + IDLE_YEARS, document_on.month, min(document_on.day, 28))
    return min(day for day in (fund.use_by, fund.return_by, idle) if day is not None)


def propose(
    lines: Sequence[Any],
    amount: Decimal,
    *,
    uses: Sequence[str],
    barred: Mapping[int, str],
    home: int,
    limits: Mapping[int, tuple[int, Decimal]] = MappingProxyType({}),
) -> Proposal:
    """Draws `amount` yuan on these lines with their `available`, the first in order first: the programme's
    first use, the sources that the union put first (用款次序), bound money before free money, what ends
    first, the older document. Lines of the union `home`
    alone, or where they hold less, of another one that holds enough. `barred` says of lines by key why they
    do not pay, `limits` of which document some are and how many yuan at most that still lets these people
    have, on all its lines together."""
    unions = dict.fromkeys([home, *(line.union_id for line in lines)])
    orders = get_orders(unions, timezone.localdate())
    plans = [
        _of_union(
            [row for row in lines if row.union_id == key], amount, uses, barred, limits, orders.get(key, ())
        )
        for key in unions
    ]
    best = min(plans, key=lambda plan: plan.missing)  # of equals the first: the own union
    chosen = {one.line.pk for one in best.choices}
    others = [
        Choice(
            row, row.available or ZERO, why=_("属于另一个工会，一次只能用同一工会的资金。"), is_barred=True
        )
        for row in lines
        if row.pk not in chosen
    ]
    return replace(best, choices=[*best.choices, *others])


def _of_union(
    lines: Collection[Any],
    amount: Decimal,
    uses: Sequence[str],
    barred: Mapping[int, str],
    limits: Mapping[int, tuple[int, Decimal]],
    order: Sequence[str],
) -> Proposal:
    left, choices = amount, []
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for line in sorted(lines, key=lambda line: (line.pk in barred, *_place(line, uses, order))):
        free = max(line.available or ZERO, ZERO)
        if line.pk in barred:
            choices.append(Choice(line, free, why=barred[line.pk], is_barred=True))
            continue
        document, cap = limits.get(line.pk, (None, free))
        most = min(free, max(cap - spent[document], ZERO)) if document else free
        drawn = min(most, left)
        why = _why(line, free, drawn, left, order) if most == free else _why_no_more(most)
        choices.append(Choice(line, free, drawn, why))
        left -= drawn
        if document:
            spent[document] += drawn
    return Proposal(choices, left)


def _place(line: BudgetLine, uses: Sequence[str], order: Sequence[str]) -> tuple[Any, ...]:
    place = uses.index(line.use_id) if line.use_id in uses else len(uses)
    source = line.fund.source
    rank = order.index(source) if source in order else len(order)
    return place, rank, source not in BOUND, last_day_of(line), line.fund.document_on, line.pk


def _sort(fund: Fund, order: Sequence[str]) -> str:
    if fund.source in order:
        words = {"source": fund.get_source_display(), "n": order.index(fund.source) + 1}
        return _("按本工会的用款次序，%(source)s排第 %(n)s") % words
    return _("专款先用") if fund.source in BOUND else _("专款不够的部分用自有经费")


def _why_no_more(most: Decimal) -> str:
    if not most:
        return _("文件规定的限额已经用完。")
    return _("文件规定的限额还剩 %(most)s 元，最多用这么多。") % {"most": f"{most:,.2f}"}


def _why(line: BudgetLine, free: Decimal, drawn: Decimal, left: Decimal, order: Sequence[str]) -> str:
    if not free:
        return _("没有可用余额。")
    if not drawn:
        return _("排在前面的指标已经够用。")
    words = {
        "sort": _sort(line.fund, order),
        "day": f"{last_day_of(line):%Y-%m-%d}",
        "number": line.fund.document_no,
    }
    if drawn < left:
        return _("%(sort)s，先到期的先用（%(day)s 前）；余额不够全部支付，用完。") % words
    return _("%(sort)s，先到期的先用（%(day)s 前，%(number)s）。") % words
