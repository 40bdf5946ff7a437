"""What a campaign plans for whom, and what of it does not fit: pure, in yuan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

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
    twice: str = "refuse"
    theme: str = ""
    organisers: str = ""
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
        elif group.by_heads and group.cash:
            yield "", _("“%(group)s”只登记人数，只能发物资；现金要实名发放。") % {"group": group.name}
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


@dataclass(frozen=True)
class Entry:
    """Somebody as entered on a list: by page, choice or workbook. None of cash and goods (yuan for all heads
    together) is by the group's standard. A number that is a Secret stays one."""

    group_id: int
    name: str = ""
    id_number: Any = field(default="", repr=False)
    employer: str = ""
    phone: Any = field(default="", repr=False)
    bank_name: str = ""
    bank_card: Any = field(default="", repr=False)
    heads: int = 1
    cash: Decimal | None = None
    goods: Decimal | None = None
    reason: str = ""


def amounts_of(group: Group, entry: Entry) -> tuple[Decimal, Decimal]:
    """Cash and worth of goods of a row, in yuan: as entered, where neither was by the standard."""
    if entry.cash is None and entry.goods is None:
        return group.cash * entry.heads, group.goods * entry.heads
    return entry.cash or ZERO, entry.goods or ZERO


def find_row_fault(
    group: Group, entry: Entry, sums: tuple[Decimal, Decimal], each: Decimal | None
) -> tuple[str, str] | None:
    """(field, sentence) for what of a row does not fit its group or the cap of each time, or None."""
    return _naming_fault(group, entry) or _sum_fault(group, entry, sums, each)


def _naming_fault(group: Group, entry: Entry) -> tuple[str, str] | None:
    if entry.heads < 1:
        return "heads", _("人数至少是 1。")
    if not group.by_heads and not entry.id_number:
        return "id_number", _("“%(group)s”要逐人登记，请填身份证号。") % {"group": group.name}
    if group.by_heads and entry.id_number:
        return "id_number", _("“%(group)s”只登记单位和人数，不填身份证号。") % {"group": group.name}
    if not group.by_heads and entry.heads != 1:
        return "heads", _("“%(group)s”逐人登记，一行只能是一个人。") % {"group": group.name}
    return None


def _sum_fault(
    group: Group, entry: Entry, sums: tuple[Decimal, Decimal], each: Decimal | None
) -> tuple[str, str] | None:
    cash, goods = sums
    if cash < 0 or goods < 0 or cash + goods <= 0:
        return "cash", _("金额必须大于零。")
    for name, yuan, most in (("cash", cash, group.cash), ("goods", goods, group.goods)):
        if yuan > most * entry.heads:
            said = {"group": group.name, "most": f"{most * entry.heads:,.2f}"}
            return name, _("超过“%(group)s”的标准 %(most)s 元，请减少。") % said
    if each is not None and cash + goods > each * entry.heads:
        return "cash", _("超过每人每次 %(cap)s 元的限额，请减少。") % {"cap": f"{each:,.2f}"}
    return None


@dataclass(frozen=True)
class Tally:
    """What the rows of a list come to: people are not households, and yuan are cash and goods."""

    rows: int
    people: int
    households: int
    cash: Decimal
    goods: Decimal

    @property
    def yuan(self) -> Decimal:
        return self.cash + self.goods


def find_overruns(tally: Tally, share: Share) -> Iterator[str]:
    """A sentence for each count that is beyond the quota."""
    if share.households is not None and tally.households > share.households:
        yield _("名单有 %(n)s 户，名额是 %(most)s 户。") % {"n": tally.households, "most": share.households}
    if share.people is not None and tally.people > share.people:
        yield _("名单有 %(n)s 人，名额是 %(most)s 人。") % {"n": tally.people, "most": share.people}
    if share.yuan is not None and tally.yuan > share.yuan:
        said = {"n": f"{tally.yuan:,.2f}", "most": f"{share.yuan:,.2f}"}
        yield _("名单合计 %(n)s 元，名额是 %(most)s 元。") % said
