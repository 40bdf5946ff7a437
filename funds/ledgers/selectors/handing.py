"""Reads of money between the books of two unions. Amounts are yuan."""

from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum, When

from funds.ledgers.models import Allocation, BudgetLine, Journal
from funds.ledgers.states import POOL, Direction
from hardship.accounts.models import User

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


def list_handings(*, user: User) -> QuerySet[Any]:
    """What went between the books of unions in the user's scope, the newest first; `is_reversed` says whether
    it was taken back. The lower line is in the scope of both."""
    rows = Allocation.objects.filter(**{f"lower_line__{user.union.scope_column}_id": user.union_id})
    reversals = Journal.objects.filter(reverses=OuterRef("upper_journal"))
    rows = rows.annotate(is_reversed=Exists(reversals)).select_related(*RELATED)
    unread = ("upper_journal__canonical", "lower_journal__canonical")
    return rows.defer(*unread, f"{REVERSAL}__canonical").order_by("-upper_journal__on", "-pk")


def list_to_confirm(*, user: User) -> QuerySet[Any]:
    """What came to the person's own union and nobody there has confirmed."""
    down = Q(direction=Direction.DOWN, lower_line__union=user.union_id)
    up = Q(direction=Direction.UP, upper_line__union=user.union_id)
    return list_handings(user=user).filter(down | up, arrival__isnull=True, is_reversed=False)


def find_upper_line(line: BudgetLine, amount: Decimal) -> BudgetLine | None:
    """The line of the union above that `amount` yuan of this one go back to: of its use before the pool, the
    latest year before the others. None where less than that came and was not given back."""
    back = Case(
        When(direction=Direction.UP, then=-F("amount")), default=F("amount"), output_field=DecimalField()
    )
    rows = Allocation.objects.filter(lower_line__fund=line.fund_id, use__in={line.use_id, POOL})
    rows = rows.exclude(Exists(Journal.objects.filter(reverses=OuterRef("upper_journal"))))
    sums = rows.order_by().values("upper_line").annotate(left=Sum(back)).filter(left__gte=amount)
    lines = BudgetLine.objects.filter(pk__in=sums.values("upper_line"), year__lte=line.year)
    own_use_first = Case(When(use=line.use_id, then=0), default=1)
    found: BudgetLine | None = lines.select_related("union").order_by(own_use_first, "-year").first()
    return found
