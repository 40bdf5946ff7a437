"""How a sum is divided into instalments; how much of what was approved lies in units of a store: pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from cases.applications.rules import say_all_goods
from cases.policies.rules.document.words import plain

FEN = Decimal("0.01")
EARLY_DAYS = 7  # before its day from which a follow-up is shown, and done by a visit
# How the ledger and the payments, which know no instalment, name one.
SOURCE = "giving.instalment"


def source_of(instalment_id: int) -> str:
    """The source of an instalment's commitment and payable: "giving.instalment:7"."""
    return f"{SOURCE}:{instalment_id}"


def divide(amount: Decimal, days: Sequence[date]) -> list[tuple[date, Decimal]]:
    """The day and the yuan of each instalment: equal parts to the fen, the odd fen with the last, together
    exactly the amount. A sum of fewer fen than days has one instalment for each fen."""
    days = days[: max(1, int(amount / FEN))]
    part = (amount / len(days)).quantize(FEN, ROUND_DOWN)
    last = amount - part * (len(days) - 1)
    return [*((day, part) for day in days[:-1]), (days[-1], last)]


def spread(
    amounts: Sequence[Decimal], draws: Sequence[tuple[int, Decimal]]
) -> list[list[tuple[int, Decimal]]]:
    """Of each amount how many yuan of which line, by key: the lines are used up in their order, so that an
    amount lies on two where one line ends. Amounts and lines come to the same."""
    left = list(draws)
    found: list[list[tuple[int, Decimal]]] = []
    for amount in amounts:
        parts: list[tuple[int, Decimal]] = []
        while amount:
            (key, yuan), *left = left
            part = min(amount, yuan)
            parts.append((key, part))
            amount -= part
            if part < yuan:
                left.insert(0, (key, yuan - part))
        found.append(parts)
    return found


PACK = re.compile(r"([0-9]+(?:\.[0-9]+)?) *(.+?)装?")
Row = Mapping[str, str]  # one item of an application: name, unit, quantity


class Stocked(Protocol):
    """An item of a store, such as 大米, 10 公斤装, 袋."""

    name: str
    specification: str
    unit: str


def row_of(approved: Iterable[Row], item: Stocked) -> Row | None:
    """As which approved item one of the store counts: 东北大米 is 大米."""
    rows = [row for row in approved if row["name"] in item.name]
    return max(rows, key=lambda row: len(row["name"]), default=None)


def content_of(row: Row, item: Stocked) -> Decimal | None:
    """How much one unit of the store holds, in the unit of the approval; None where the item does not say."""
    pack = PACK.fullmatch(item.specification.strip())
    if pack and pack[2] == row["unit"] and Decimal(pack[1]):
        return Decimal(pack[1])
    return Decimal(1) if item.unit == row["unit"] else None


def units_of(approved: Iterable[Row], item: Stocked) -> int:
    """How many whole units of the store are what was approved of it; 0 where it does not come out even."""
    row = row_of(approved, item)
    content = content_of(row, item) if row else None
    if row is None or content is None or Decimal(row["quantity"]) % content:
        return 0
    return int(Decimal(row["quantity"]) / content)


def beyond(approved: Sequence[Row], given: Iterable[tuple[Stocked, int]]) -> str:
    """Why so many units of these items are more than was approved; '' where they are not. What the store
    counts otherwise than the approval, bags of which nobody wrote how much they hold, cannot be compared."""
    taken: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item, units in given:
        row = row_of(approved, item)
        if row is None:
            said = {"goods": say_all_goods(approved), "item": item.name}
            return _("批准的是%(goods)s，没有“%(item)s”。") % said
        taken[row["name"]] += (content_of(row, item) or 0) * units
    for row in approved:
        if taken[row["name"]] > Decimal(row["quantity"]):
            said = {**row, "given": plain(taken[row["name"]])}
            return _("%(name)s批准了 %(quantity)s %(unit)s，要发的有 %(given)s %(unit)s，请改少。") % said
    return ""
