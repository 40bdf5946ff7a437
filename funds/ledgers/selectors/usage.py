"""下拨资金使用情况: what the money of one grant did below, by the grant of the union that gave it.

Money that a union hands on is counted where it lies in the end, so that a row stands for a union and all that
it handed on: what it got is what is approved, paid, charged, returned and left of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max, Sum

from funds.ledgers.models import Allocation, Fund, Use
from funds.ledgers.states import POOL, Bucket, Direction
from hardship.accounts.models import Union
from hardship.kernel.money import add_columns
from hardship.kernel.registry import Registry

ZERO = Decimal("0.00")
# In which column the money of a bucket counts, wherever below it lies.
ENDS: Mapping[str, str] = {
    Bucket.AVAILABLE: "left",
    Bucket.FROZEN: "left",
    Bucket.COMMITTED: "held",
    Bucket.IN_TRANSIT: "held",
    Bucket.PAID: "paid",
    Bucket.CHARGED: "charged",
}
# And in which of the union's own lines alone: what came to those below it, and back from them, stays its own.
OWN: Mapping[str, str] = {
    Bucket.SOURCE: "handed",
    Bucket.RETURNED: "returned",
    Bucket.ALLOCATED: "passed",
    Bucket.FROZEN: "frozen",
}
SUMS = ("handed", "returned", "held", "paid", "charged", "left", "frozen", "passed")

# Each fund below a grant with the union that got its money from the grant, and whether it is its own.
FUNDS = """
    WITH RECURSIVE below (fund_id, union_id, is_own, depth) AS (
        SELECT id, union_id, true, 1 FROM ledgers_fund WHERE origin_id = %(fund)s
        UNION ALL
        SELECT f.id, b.union_id, false, b.depth + 1
        FROM below b JOIN ledgers_fund f ON f.origin_id = b.fund_id WHERE b.depth < 8
    ), part (fund_id, union_id, is_own) AS (
        SELECT fund_id, union_id, is_own FROM below
        UNION ALL SELECT f.id, f.union_id, true FROM ledgers_fund f WHERE f.id = %(fund)s
    )
    SELECT fund_id, union_id, is_own FROM part"""
# What lies in the buckets of these funds, by the union that they count for.
MONEY = """
    SELECT part.union_id, part.is_own, l.use_id, b.bucket, sum(b.credit - b.debit)
    FROM unnest(%(funds)s::bigint[], %(unions)s::bigint[], %(own)s::boolean[])
        AS part (fund_id, union_id, is_own)
    JOIN ledgers_budgetline l ON l.fund_id = part.fund_id
    JOIN ledgers_account a ON a.line_id = l.id JOIN ledgers_balance b ON b.account_id = a.id
    GROUP BY part.union_id, part.is_own, l.use_id, b.bucket"""


@dataclass(frozen=True)
class Served:
    """How many households were paid, each once, and how often; somebody off file is one."""

    households: int = 0
    times: int = 0


# Asked with the union that each fund counts for; answers by union, and under None for all of them together.
SERVED: Registry[Callable[[Mapping[int, int]], Mapping[int | None, Served]]] = Registry(
    "ledgers.served", "How many households money of these funds was paid to, and in how many payments."
)


@dataclass
class UsageRow:
    """What one union got of a grant and what became of it, with all below it, in yuan: `handed` to it; of
    that `returned`, `held` (approved or on its way), `paid`, `charged` by banks, and `left`. Of what is left
    `frozen` lies so with the union itself; `passed` it handed on. `by_use` is what was paid."""

    union: Union
    is_giver: bool = False
    funds: list[int] = field(default_factory=list)
    documents: str = ""
    use_by: date | None = None
    arrived_on: date | None = None
    unconfirmed: Decimal = ZERO
    handed: Decimal = ZERO
    returned: Decimal = ZERO
    held: Decimal = ZERO
    paid: Decimal = ZERO
    charged: Decimal = ZERO
    left: Decimal = ZERO
    frozen: Decimal = ZERO
    passed: Decimal = ZERO
    households: int = 0
    times: int = 0
    by_use: dict[str, Decimal] = field(default_factory=dict)

    @property
    def got(self) -> Decimal:
        """What is to be accounted for: what was handed, less what came back."""
        return self.handed - self.returned


@dataclass(frozen=True)
class Usage:
    """A grant with `own`, what its union did with it by itself, and the unions that got of it, in the order
    of the tree. `uses` are those that these paid something for; `sums` are those of the unions."""

    fund: Fund
    own: UsageRow
    rows: Sequence[UsageRow]
    uses: Sequence[Use]
    sums: Mapping[str, Any]


def get_usage(fund: Fund) -> Usage:
    """What became of the money of a grant: a query for each measure, however many unions it went to."""
    parts = _funds(fund)
    found = _rows(fund, parts)
    _add_money(parts, found)
    _add_arrivals(fund, found)
    everybody = _add_served(found)
    own = found.pop(fund.union_id)
    rows = sorted(found.values(), key=lambda row: row.union.path)
    codes = {code for row in rows for code, yuan in row.by_use.items() if yuan}
    uses = list(Use.objects.filter(code__in=codes).order_by("expense_subject", "code"))
    for row in (own, *rows):
        row.by_use = {use.code: row.by_use.get(use.code, ZERO) for use in uses}
    sums = {**add_columns(rows, (*SUMS, "unconfirmed")), **_counts(everybody), "by_use": _by_use(rows)}
    return Usage(fund, own, rows, uses, sums)


def list_parts(fund: Fund, union_id: int) -> list[int]:
    """The funds with what one union got of a grant, its own and those that it handed on; of the union that
    holds the grant that alone."""
    if union_id == fund.union_id:
        return [fund.pk]
    return [pk for pk, union, *_more in _funds(fund) if union == union_id]


def _funds(fund: Fund) -> list[tuple[int, int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(FUNDS, {"fund": fund.pk})
        return list(cursor.fetchall())


def _rows(fund: Fund, parts: Sequence[tuple[int, int, bool]]) -> dict[int, UsageRow]:
    """A row for each union that has a part in the grant, with its funds and their documents."""
    unions = Union.objects.in_bulk({union for _fund, union, _is_own in parts})
    rows = {pk: UsageRow(union, is_giver=pk == fund.union_id) for pk, union in unions.items()}
    for pk, union, _is_own in parts:
        rows[union].funds.append(pk)
    own = Fund.objects.filter(origin=fund).order_by("document_on", "pk")
    for union, number, use_by in own.values_list("union", "document_no", "use_by"):
        row = rows[union]
        row.documents = f"{row.documents}、{number}" if row.documents else number
        row.use_by = min(filter(None, (row.use_by, use_by)), default=None)
    rows[fund.union_id].documents, rows[fund.union_id].use_by = fund.document_no, fund.use_by
    return rows


def _add_money(parts: Sequence[tuple[int, int, bool]], rows: Mapping[int, UsageRow]) -> None:
    funds, unions, own = zip(*parts, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(MONEY, {"funds": list(funds), "unions": list(unions), "own": list(own)})
        for union, is_own, use, bucket, net in cursor.fetchall():
            row = rows[union]
            if name := ENDS.get(bucket):
                setattr(row, name, getattr(row, name) + net)
            if is_own and (name := OWN.get(bucket)):
                setattr(row, name, getattr(row, name) + (-net if bucket == Bucket.SOURCE else net))
            if bucket == Bucket.PAID and use != POOL:
                row.by_use[use] = row.by_use.get(use, ZERO) + net


def _add_arrivals(fund: Fund, rows: Mapping[int, UsageRow]) -> None:
    """When the last of it was confirmed, and what was not."""
    sent = Allocation.objects.filter(direction=Direction.DOWN, lower_line__fund__origin=fund)
    sent = sent.filter(upper_journal__reversed_by_journal__isnull=True)
    open_ones = sent.filter(arrival__isnull=True)
    for union, day in sent.values_list("lower_line__fund__union").annotate(day=Max("arrival__on")).order_by():
        rows[union].arrived_on = day
    sums = open_ones.values_list("lower_line__fund__union").annotate(yuan=Sum("amount")).order_by()
    for union, yuan in sums:
        rows[union].unconfirmed = yuan


def _add_served(rows: Mapping[int, UsageRow]) -> Served:
    """Whom each union that got of the grant paid; returned for all of them together, each household once."""
    got = {pk: union for union, row in rows.items() if not row.is_giver for pk in row.funds}
    found: dict[int | None, Served] = {}
    for count in SERVED if got else ():
        found |= count(got)
    for union, row in rows.items():
        served = found.get(union, Served())
        row.households, row.times = served.households, served.times
    return found.get(None, Served())


def _counts(served: Served) -> dict[str, Decimal]:
    return {"households": Decimal(served.households), "times": Decimal(served.times)}


def _by_use(rows: Sequence[UsageRow]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        for use, yuan in row.by_use.items():
            sums[use] = sums.get(use, ZERO) + yuan
    return sums
