"""The figures of a union and period, taken from the books as they stand now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from funds.goods.models import SlipLine
from funds.goods.states import Kind, State
from funds.ledgers.models import Posting
from funds.ledgers.states import CASH_BUCKETS, Bucket, Event, Side, Source
from funds.payments.models import Payable
from funds.publications.rules import (
    ZERO,
    Figures,
    GoodsRow,
    PersonRow,
    SourceRow,
    Sums,
    UseRow,
    before_of,
    days_of,
    fen,
)
from hardship.accounts.models import Union
from hardship.kernel.registry import Registry

HELD = (Bucket.COMMITTED, Bucket.IN_TRANSIT)
COLUMN_OF: Mapping[str, str] = {
    Bucket.PAID: "spent",
    Bucket.ALLOCATED: "allocated",
    Bucket.RETURNED: "returned",
    Bucket.CHARGED: "charged",
}


@dataclass(frozen=True)
class Named:
    """A household as it may be named in public: the masked name and the unit."""

    name: str
    unit: str


# A subject is what payables count for ("household:17"); its room answers for the keys of its kind.
NAMED: Registry[Callable[[Collection[int]], Mapping[int, Named]]] = Registry(
    "publications.named",
    "Who of the subjects of payables may be named where the use of funds is published, by kind of subject.",
)


@dataclass(frozen=True)
class Paid:
    """What one commitment was paid in the period, in yuan, and in how many payments: none where money only
    came back, one less where the bank returned what it had paid before."""

    whole: Any
    use: str
    kind: str
    subject: str
    yuan: Decimal
    times: int


def take_figures(union: Union, year: int, quarter: int, *, with_people: bool = False) -> Figures:
    """What is published of a period of the union's own books, beside the period before."""
    figures = _figures(union, *days_of(year, quarter), with_people=with_people)
    before = _figures(union, *days_of(*before_of(year, quarter)))
    return replace(figures, before=before.sums)


def has_moved(union: Union, year: int, quarter: int) -> bool:
    """Whether money came or left in a period."""
    first, last = days_of(year, quarter)
    return _moved(union).filter(journal__on__gte=first, journal__on__lte=last).exists()


def _figures(union: Union, first: date, last: date, *, with_people: bool = False) -> Figures:
    paid = _list_paid(union, first, last)
    drawn = _list_paid(union, first, last, by="account__line__fund__source")
    got = _join([row for row in paid if row.times > 0])
    people, unnamed = _name(got) if with_people else ((), 0)
    sums = [row.yuan for row in got]
    return Figures(
        sources=tuple(_list_sources(union, first, last)),
        uses=tuple(_by_use(paid)),
        origins=tuple(_by_use(replace(row, use=str(Source(row.use).label)) for row in drawn)),
        goods=tuple(_list_goods(union, first, last)),
        people=people,
        unnamed=unnamed,
        households=len({row.subject for row in got}),
        held=_held(union, last),
        largest=max(sums, default=ZERO),
        smallest=min(sums, default=ZERO),
        before=Sums(),
    )


def _moved(union: Union) -> QuerySet[Posting]:
    """What changed the money of the union's lines."""
    rows: QuerySet[Posting] = Posting.objects.filter(
        account__line__union=union, account__bucket__in=CASH_BUCKETS
    )
    return rows


def _credit() -> Any:
    return Case(When(side=Side.CREDIT, then=F("amount")), default=-F("amount"))


def _list_sources(union: Union, first: date, last: date) -> Iterable[SourceRow]:
    """A row for each source in the order of the sources. What moved between the uses of a fund (assigned,
    carried) is credit and debit of the same source and comes to nothing."""
    sums = (
        _moved(union).filter(journal__on__lte=last)
        .values("account__line__fund__source", "account__bucket")
        .annotate(
            before=Sum(_credit(), filter=Q(journal__on__lt=first)),
            within=Sum(_credit(), filter=Q(journal__on__gte=first)),
        )
        .order_by()
    )  # fmt: skip
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for row in sums:
        flows = found[row["account__line__fund__source"]]
        flows["opening"] -= fen(row["before"])
        if row["account__bucket"] == Bucket.SOURCE:
            flows["income"] -= fen(row["within"])
        else:
            flows[COLUMN_OF[row["account__bucket"]]] += fen(row["within"])
    for source in Source:
        if any(found.get(source, {}).values()):
            yield SourceRow(str(source.label), **found[source])


def _list_paid(union: Union, first: date, last: date, *, by: str = "account__line__use__name") -> list[Paid]:
    """What was paid or came back in the period: a row for each commitment, and where it is held on lines of
    several uses, or of whatever else it is told `by`, for each of these, with the same `whole`."""
    bounced = Q(journal__event=Event.BOUNCE)
    # What was set off as a whole reached somebody, too, by the last set-off where there were several; of what
    # was set off in part the rest is settled.
    later = Posting.objects.filter(
        commitment=OuterRef("commitment"), journal__event=Event.SET_OFF, account__bucket=Bucket.PAID,
        pk__gt=OuterRef("pk"),
    )  # fmt: skip
    all_of_it = Q(~Exists(later), journal__event=Event.SET_OFF, commitment__set_off=F("commitment__amount"))
    settled = Q(journal__event=Event.SETTLE) | all_of_it
    rows = (
        _moved(union).filter(account__bucket=Bucket.PAID, journal__on__gte=first, journal__on__lte=last)
        .annotate(whole=Coalesce("commitment__part_of", "commitment"))
        .values("whole", "commitment__source", by)
        .annotate(
            yuan=Sum(_credit()),
            settled=Count("journal", filter=settled, distinct=True),
            bounced=Count("journal", filter=bounced, distinct=True),
        )
        .order_by("whole", by)
    )  # fmt: skip
    owed = Payable.objects.filter(commitment__line__union=union, commitment__in=rows.values("whole"))
    told = {key: (purpose, subject) for key, purpose, subject in owed.values_list(
        "commitment", "purpose", "subject"
    )}  # fmt: skip
    return [
        Paid(
            row["whole"],
            row[by],
            *_of(row, told),
            fen(row["yuan"]),
            row["settled"] - row["bounced"],
        )
        for row in rows
    ]


def _of(row: Mapping[str, Any], told: Mapping[Any, tuple[str, str]]) -> tuple[str, str]:
    """Kind of aid and whom it counts for; what nobody is owed counts for itself."""
    kind, subject = told.get(row["whole"], ("", ""))
    return kind, subject or row["commitment__source"]


def _join(paid: Iterable[Paid]) -> list[Paid]:
    """A row for each payment, whatever the uses of the lines that it came from."""
    wholes: dict[Any, list[Paid]] = defaultdict(list)
    for row in paid:
        wholes[row.whole].append(row)
    return [replace(rows[0], yuan=sum((row.yuan for row in rows), ZERO)) for rows in wholes.values()]


def _by_use(paid: Iterable[Paid]) -> Iterable[UseRow]:
    """What came back of an earlier period takes its yuan off, and nobody who was paid in this one."""
    groups: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for row in paid:
        groups[row.use, row.kind].append(row)
    for (use, kind), rows in sorted(groups.items()):
        households = {row.subject for row in rows if row.times > 0}
        times = sum(max(row.times, 0) for row in rows)
        yield UseRow(use, kind, times, len(households), sum((row.yuan for row in rows), ZERO))


def _list_goods(union: Union, first: date, last: date) -> Iterable[GoodsRow]:
    """Goods that were handed out, less what was brought back."""
    lines = SlipLine.objects.filter(
        slip__union=union, slip__state=State.POSTED, slip__kind__in=(Kind.ISSUE, Kind.RETURN),
        slip__on__gte=first, slip__on__lte=last,
    )  # fmt: skip
    named = [f"lot__item__{name}" for name in ("name", "specification", "unit")]
    sums = lines.values(*named).annotate(quantity=-Sum("change"), yuan=-Sum(F("change") * F("lot__value")))
    for row in sums.order_by(*named):
        if row["quantity"]:
            name, specification, unit = (row[one] for one in named)
            yield GoodsRow(f"{name} {specification}".strip(), unit, row["quantity"], fen(row["yuan"]))


def _held(union: Union, last: date) -> Decimal:
    """What was approved or on its way at the end of a day, and not paid."""
    rows = Posting.objects.filter(account__line__union=union, account__bucket__in=HELD, journal__on__lte=last)
    return fen(rows.aggregate(sum=Sum(_credit()))["sum"])


def _name(paid: Iterable[Paid]) -> tuple[tuple[PersonRow, ...], int]:
    """Those who may be named, and how many payments went to others."""
    rows = list(paid)
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        kind, _colon, key = row.subject.partition(":")
        if key.isascii() and key.isdigit():
            keys[kind][int(key)] = row.subject
    known: dict[str, Named] = {}
    for kind, of_kind in keys.items():
        ask = NAMED.get(kind)
        known |= {of_kind[key]: who for key, who in (ask(of_kind) if ask else {}).items()}
    named = [(known[row.subject], row) for row in rows if row.subject in known]
    people = sorted(
        (PersonRow(who.name, who.unit, row.kind, row.yuan) for who, row in named),
        key=lambda row: (row.unit, row.name, row.kind, row.yuan),
    )
    return tuple(people), len(rows) - len(named)
