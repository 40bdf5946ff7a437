"""Tables of allocation of a scope, what waits for whom, and what the sums of a table begin with."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funds.budgets.models import Distribution
from funds.budgets.rules import ZERO, PlannedShare, divide
from funds.budgets.states import Basis, Stage
from funds.ledgers.models import Balance, BudgetLine, Commitment, Journal, opened_in
from funds.ledgers.selectors import with_buckets
from funds.ledgers.states import Bucket, Event
from hardship.accounts.models import Union, User, people_of
from hardship.kernel.registry import Registry
from hardship.kernel.scope import SCOPE_COLUMNS

BECAME = {
    "held": (Bucket.COMMITTED, Bucket.IN_TRANSIT),
    "paid": (Bucket.PAID,),
    "passed": (Bucket.ALLOCATED,),
    "returned": (Bucket.RETURNED,),
    "rest": (Bucket.AVAILABLE, Bucket.FROZEN),
}
HOUSEHOLDS: Registry[Callable[[Collection[int]], Mapping[int, int]]] = Registry(
    "budgets.households", "How many households on file these unions have, each with all below it."
)


def list_distributions(*, user: User) -> QuerySet[Any]:
    """The tables of the scope, the newest first: `unions` that get something, `total` yuan, and how many of
    them `arrived` and were confirmed."""
    rows: QuerySet[Any] = Distribution.objects.visible_to(user)
    told: QuerySet[Any] = rows.select_related("union", "line__fund", "line__use").annotate(
        unions=Count("shares"),
        total=Coalesce(Sum("shares__amount"), ZERO),
        arrived=Count("shares", filter=Q(shares__allocation__arrival__isnull=False)),
    )
    return told.order_by("-made_at", "-pk")


def list_shares(distribution: Distribution) -> QuerySet[Any]:
    """What each union gets, in the order of the tree, with its vouchers; of what was sent what became of it
    on the line below, in yuan: `held`, `paid`, `passed` on, `returned`, and the `rest`."""
    rows = distribution.shares.select_related(
        "union", "allocation__arrival", "allocation__upper_journal__reversed_by_journal"
    )
    told: QuerySet[Any] = rows.annotate(**{name: _below(*buckets) for name, buckets in BECAME.items()})
    return told.order_by("union__path")


def sum_up(distribution: Distribution) -> dict[str, Decimal]:
    """The sums of what `list_shares` says became of the money."""
    sums = list_shares(distribution).order_by().aggregate(**{f"{name}_all": Sum(name) for name in BECAME})
    return {name: sums[f"{name}_all"] or ZERO for name in BECAME}


def _below(*buckets: str) -> Subquery:
    """What lies in these buckets of the line that a share went to."""
    rows = Balance.objects.filter(account__line=OuterRef("allocation__lower_line"), bucket__in=buckets)
    sums = rows.order_by().values("account__line").annotate(net=Sum(F("credit") - F("debit")))
    return Subquery(sums.values("net"))


def list_to_decide(user: User) -> QuerySet[Distribution]:
    """Tables of the own union that somebody else drew up. By columns alone (docs/adr/0018)."""
    rows: QuerySet[Distribution] = Distribution.objects.visible_to(user)
    rows = rows.filter(state=Stage.SUBMITTED, union=user.union)
    people = sorted(people_of(user))
    for hand in ("made_by", "made_for", "submitted_by", "submitted_for"):
        rows = rows.filter(~Q(**{f"{hand}__in": people}))
    return rows.order_by("pk")


def list_to_send(user: User) -> QuerySet[Distribution]:
    """Tables of the own union that were approved and not sent."""
    rows: QuerySet[Distribution] = Distribution.objects.visible_to(user)
    return rows.filter(state=Stage.APPROVED, union=user.union).order_by("pk")


def list_givable_lines(union: Union) -> QuerySet[Any]:
    """The lines of a union on which something is available, the newest year first."""
    lines = with_buckets(BudgetLine.objects.filter(union=union).select_related("fund", "use"))
    return lines.filter(available_yuan__gt=0).order_by("-year", "fund_id", "use_id")


def list_below(union: Union) -> list[Union]:
    """The open unions one and two levels below, in the order of the tree."""
    near = Q(parent=union) | Q(parent__parent=union)
    return list(Union.objects.open().filter(near).order_by("path"))


def list_to_fill(distribution: Distribution) -> list[Union]:
    """The unions that a table of allocation is filled in for: those near below, and deeper ones that have a
    share in it, as those that came in from a workbook."""
    shared = Union.objects.filter(pk__in=distribution.shares.values("union"))
    found = {union.pk: union for union in (*list_below(distribution.union), *shared)}
    return sorted(found.values(), key=lambda union: union.path)


def suggest_shares(
    line: BudgetLine, basis: str, *, total: Decimal, standard: Decimal | None = None
) -> list[PlannedShare]:
    """What the unions right below begin with: households times the standard, or the total by weight."""
    unions = [union.pk for union in list_below(line.union) if union.parent_id == line.union_id]
    weights = weigh(unions, basis, line.year)
    if basis == Basis.HOUSEHOLDS and standard is not None:
        amounts = {key: weight * standard for key, weight in weights.items()}
    else:
        amounts = divide(total, weights)
    return [PlannedShare(key, amounts[key], weights[key]) for key in unions if amounts[key] > 0]


def weigh(unions: Iterable[int], basis: str, year: int) -> dict[int, Decimal]:
    """The number that the sum of each union rests on: one for all, households, or yuan of the year before."""
    keys = list(unions)
    if basis == Basis.EQUAL:
        return dict.fromkeys(keys, Decimal(1))
    found: Mapping[int, Decimal | int] = {}
    if basis == Basis.HOUSEHOLDS:
        found = {key: number for count in HOUSEHOLDS for key, number in count(keys).items()}
    elif basis == Basis.ACTUALS:
        found = _used_below(keys, year - 1)
    return {key: Decimal(found.get(key, 0)) for key in keys}


def _used_below(keys: Collection[int], year: int) -> dict[int, Decimal]:
    """Yuan that were committed in a year by these unions and those below them."""
    journals = Journal.objects.filter(year=year, event=Event.COMMIT)
    used = Sum(F("committed") + F("in_transit") + F("paid"))
    sums: dict[int, Decimal] = {}
    for column in SCOPE_COLUMNS:
        rows = Commitment.objects.filter(**{f"line__{column}__in": keys})
        found: dict[int, Decimal] = defaultdict(Decimal)
        for part in opened_in(journals, rows):
            for key, total in part.values_list(f"line__{column}").annotate(total=used).order_by():
                found[key] += total
        # a union's own lines name it twice, as union and as the ancestor of its level
        sums |= {key: max(total, sums.get(key, ZERO)) for key, total in found.items()}
    return sums
