"""Reads of money between the books of two unions. Amounts are yuan."""

from typing import Any

from django.db.models import Case, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from funds.ledgers.models import Allocation, BudgetLine, Journal
from funds.ledgers.states import POOL, Direction
from hardship.accounts.models import Union, User

REVERSAL = "upper_journal__reversed_by_journal"
RELATED = (
    "upper_line__union",
    "upper_line__fund",
    "lower_line__union",
    "lower_line__fund",
    "use",
    "upper_journal__made_by",
    "lower_journal__made_by",
    REVERSAL,
    "arrival__by",
)


def either_side(union: Union) -> Q:
    """Allocations of which one side is at a union or below it: the lower one may hang elsewhere since."""
    column = f"{union.scope_column}_id"
    return Q(**{f"lower_line__{column}": union.pk}) | Q(**{f"upper_line__{column}": union.pk})


def list_handings(*, user: User) -> QuerySet[Any]:
    """What went between the books of unions of which one is in the user's scope, the newest first;
    `is_reversed` says whether it was taken back."""
    rows = Allocation.objects.filter(either_side(user.union))
    reversals = Journal.objects.filter(reverses=OuterRef("upper_journal"))
    rows = rows.annotate(is_reversed=Exists(reversals)).select_related(*RELATED)
    unread = ("upper_journal__canonical", "lower_journal__canonical")
    return rows.defer(*unread, f"{REVERSAL}__canonical").order_by("-upper_journal__on", "-pk")


def list_to_confirm(*, user: User) -> QuerySet[Any]:
    """What came to the person's own union and nobody there has confirmed."""
    down = Q(direction=Direction.DOWN, lower_line__union=user.union_id)
    up = Q(direction=Direction.UP, upper_line__union=user.union_id)
    return list_handings(user=user).filter(down | up, arrival__isnull=True, is_reversed=False)


def list_upper_lines(line: BudgetLine) -> QuerySet[Any]:
    """The lines of unions above that money of this one may go back to, with `left_yuan`, what came from each
    and was not given back: of its use before the others, the latest year before those before it. Money of a
    use may have come without one, money of the pool for any."""
    back = Case(
        When(direction=Direction.UP, then=-F("amount")), default=F("amount"), output_field=DecimalField()
    )
    rows = Allocation.objects.filter(lower_line__fund=line.fund_id, upper_line=OuterRef("pk"))
    rows = rows.exclude(Exists(Journal.objects.filter(reverses=OuterRef("upper_journal"))))
    left = Subquery(rows.order_by().values("upper_line").annotate(left=Sum(back)).values("left"))
    lines = BudgetLine.objects.filter(fund=line.fund.origin_id, year__lte=line.year)
    if line.use_id != POOL:
        lines = lines.filter(use__in=(line.use_id, POOL))
    own_use_first = Case(When(use=line.use_id, then=0), default=1)
    found = lines.select_related("union").annotate(left_yuan=left).filter(left_yuan__gt=0)
    return found.order_by(own_use_first, "-year", "pk")
