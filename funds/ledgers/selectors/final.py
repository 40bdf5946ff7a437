"""资金决算: by source and use what a year began with, what came, left and is left, from the postings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Posting
from funds.ledgers.states import CASH_BUCKETS, Bucket, Event, Side, Source
from hardship.accounts.models import Union
from hardship.kernel.money import add_columns

ZERO = Decimal("0.00")
# What raises or lowers what a line was given; all else of it moved between uses, years and the pool.
COMING: Mapping[str, str] = {Event.RECEIVE: "income", Event.ALLOCATE_IN: "handed"}
LEAVING: Mapping[str, str] = {
    Bucket.PAID: "spent",
    Bucket.ALLOCATED: "allocated",
    Bucket.RETURNED: "returned",
    Bucket.CHARGED: "charged",
}


@dataclass(frozen=True)
class FinalRow:
    """One source and use over a year, of one union where it names one, in yuan: `income` came from outside,
    `handed` from a union above, `moved` from other uses, years or the pool; `spent` is what was paid less
    what came back, `allocated` went below, `returned` back to whoever gave it, `charged` to the bank."""

    source: str
    use: str
    union: str = ""
    is_subtotal: bool = False
    opening: Decimal = ZERO
    income: Decimal = ZERO
    handed: Decimal = ZERO
    moved: Decimal = ZERO
    spent: Decimal = ZERO
    allocated: Decimal = ZERO
    returned: Decimal = ZERO
    charged: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        return (
            self.opening + self.income + self.handed + self.moved
            - self.spent - self.allocated - self.returned - self.charged
        )  # fmt: skip


FLOWS = tuple(one.name for one in fields(FinalRow))[4:]
UNION = ("account__line__union__path", "account__line__union__name")


def get_final(union: Union, year: int, *, with_below: bool, by_union: bool = False) -> list[FinalRow]:
    """The rows of a union's own lines, or of all below it as well, in the order of the sources; `by_union`
    with a row for each union of a source and use, in the order of the tree. A reversal counts in its own year
    as less of what it takes back."""
    within = {f"{union.scope_column}_id": union.pk} if with_below else {"union": union}
    lines = BudgetLine.objects.filter(**within)
    signed = Case(When(side=Side.CREDIT, then=F("amount")), default=-F("amount"))
    first, last = date(year, 1, 1), date(year, 12, 31)
    sums = (
        Posting.objects.filter(
            account__line__in=lines, account__bucket__in=CASH_BUCKETS, journal__on__lte=last
        )
        .annotate(event=Coalesce("journal__reverses__event", "journal__event"))
        .values(
            "account__line__fund__source", "account__line__use__code", "account__line__use__name",
            "account__bucket", "event", *(UNION if by_union else ()),
        )
        .annotate(
            before=Sum(signed, filter=Q(journal__on__lt=first)),
            within=Sum(signed, filter=Q(journal__on__gte=first)),
        )
        .order_by()
    )  # fmt: skip
    found: dict[tuple[str, ...], dict[str, Any]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for row in sums:
        source, use = row["account__line__fund__source"], row["account__line__use__code"]
        path, name = (row.get(key, "") for key in UNION)
        flows = found[source, use, path, row["account__line__use__name"], name]
        bucket = row["account__bucket"]
        flows["opening"] -= row["before"] or ZERO
        if bucket == Bucket.SOURCE:
            flows[COMING.get(row["event"], "moved")] -= row["within"] or ZERO
        else:
            flows[LEAVING[bucket]] += row["within"] or ZERO
    return [
        FinalRow(str(Source(source).label), use, union_name, **flows)
        for (source, _code, _path, use, union_name), flows in sorted(found.items(), key=_place)
        if any(flows.values())
    ]


def _place(item: tuple[tuple[str, ...], object]) -> tuple[int, str, str]:
    (source, code, path, *_names), _flows = item
    return Source.values.index(source), code, path


def with_subtotals(rows: Sequence[FinalRow]) -> list[FinalRow]:
    """The rows by union, after those of a source and use their sum; after a single one none."""
    shown: list[FinalRow] = []
    for (source, use), group in groupby(rows, key=lambda row: (row.source, row.use)):
        several = list(group)
        shown += several
        if len(several) > 1:
            flows = {name: yuan for name, yuan in add_up(several).items() if name in FLOWS}
            shown.append(FinalRow(source, use, _("小计"), is_subtotal=True, **flows))
    return shown


def add_up(rows: Sequence[FinalRow]) -> dict[str, Decimal]:
    """The sums of all columns."""
    return add_columns(rows, (*FLOWS, "closing"))
