"""What a campaign plans for whom, and what of it does not fit: pure, in yuan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Group:
    """A group of people with its standard: cash and worth of goods for each, in yuan. `by_heads`: handed out
    by head count to a unit, without names (summer drinks of a site)."""

    name: str
    cash: Decimal = ZERO
    goods: Decimal = ZERO
    by_heads: bool = False
    proof: str = ""

    @property
    def each(self) -> Decimal:
        return self.cash + self.goods


@dataclass(frozen=True)
class Plan:
    """What a campaign is to be, as somebody wrote it."""

    kind: str
    name: str
    from_on: date
    until_on: date
    document_no: str
    document_on: date
    approved_by: str
    instructions: str = ""
    groups: tuple[Group, ...] = ()
    funds: tuple[int, ...] = ()


@dataclass(frozen=True)
class Share:
    """What one union may list: households, people, yuan; None where nothing is said."""

    union_id: int
    households: int | None = None
    people: int | None = None
    yuan: Decimal | None = None


def find_faults(plan: Plan, each: Decimal | None) -> Iterator[tuple[str, str]]:
    """(field, sentence) for what does not fit; `each` is the most that one person may get each time, in force
    on the first day, None where no document says."""
    if plan.until_on < plan.from_on:
        yield "until_on", _("结束日期不能早于开始日期。")
    names = [group.name for group in plan.groups]
    if len(set(names)) != len(names):
        yield "", _("两个慰问对象同名，请合并或者改名。")
    for group in plan.groups:
        if group.cash < 0 or group.goods < 0 or group.each <= 0:
            yield "", _("“%(group)s”请填写现金或物资标准。") % {"group": group.name}
        elif each is not None and group.each > each:
            yield "", _(
                "“%(group)s”每人 %(sum)s 元，超过每人每次 %(cap)s 元的限额，请减少标准。"
            ) % {"group": group.name, "sum": f"{group.each:,.2f}", "cap": f"{each:,.2f}"}  # fmt: skip


@dataclass(frozen=True)
class Total:
    """The shares of all unions together."""

    households: int
    people: int
    yuan: Decimal


def add_up(shares: Iterable[Share]) -> Total:
    """What all unions together may list."""
    rows: Sequence[Share] = list(shares)
    return Total(
        sum(row.households or 0 for row in rows),
        sum(row.people or 0 for row in rows),
        sum((row.yuan or ZERO for row in rows), ZERO),
    )
