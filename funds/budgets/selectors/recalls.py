"""Recalls of a scope, what a notice can ask for, and what waits for whom. Amounts are yuan."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from funds.budgets.models import Recall, RecallRow
from funds.budgets.rules import ZERO
from funds.budgets.states import CALL_OVER, CALLED, RECALL_DAYS, Call
from funds.ledgers.models import Allocation, Balance, BudgetLine, Fund, Journal
from funds.ledgers.selectors import with_buckets
from funds.ledgers.states import POOL, Bucket, Direction
from hardship.accounts.models import User, people_of

# What lies on a line now and is not free, and why it stays.
STAYS = {
    "held": (Bucket.COMMITTED, Bucket.IN_TRANSIT),
    "frozen": (Bucket.FROZEN,),
    "passed": (Bucket.ALLOCATED,),
    "free": (Bucket.AVAILABLE,),
}
STAY = ("committed_yuan", "in_transit_yuan", "frozen_yuan")
RETURN = "allocation__upper_journal__reversed_by_journal"


def list_recalls(*, user: User) -> QuerySet[Any]:
    """The recalls of the scope, and those that ask for money of unions in it, the newest first: how many
    `lines`, of which `answered`, `total` yuan asked for and `returned`; of a notice from above those of the
    scope alone."""
    asked = RecallRow.objects.filter(recall=OuterRef("pk"), **_within(user))
    rows = Recall.objects.filter(
        Q(pk__in=Recall.objects.visible_to(user).values("pk")) | Q(Exists(asked), state__in=CALLED)
    )
    column = f"{user.union.scope_column}_id"
    mine = Q(**{column: user.union_id}) | Q(**{f"rows__line__{column}": user.union_id})
    told: QuerySet[Any] = rows.select_related("union", "fund").annotate(
        lines=Count("rows", filter=mine),
        answered=Count("rows", filter=mine & Q(rows__answered_by__isnull=False)),
        total=Coalesce(Sum("rows__amount", filter=mine), ZERO),
        returned=Coalesce(Sum("rows__allocation__amount", filter=mine), ZERO),
    )
    return told.order_by("-made_at", "-pk")


def list_recall_rows(recall: Recall, *, user: User) -> QuerySet[Any]:
    """What each line is asked for, in the order of the tree, with the answer; beside it what lies there now:
    `held`, `frozen`, `passed` on, and `free`. Whoever got the notice sees the lines of the own scope."""
    rows = recall.rows.select_related(
        "line__union", "line__use", "line__fund", "answered_by", "answered_for", "allocation__arrival", RETURN
    )
    if not Recall.objects.visible_to(user).filter(pk=recall.pk).exists():
        rows = rows.filter(**_within(user))
    told: QuerySet[Any] = rows.annotate(**{name: _lying(*buckets) for name, buckets in STAYS.items()})
    return told.order_by("line__union__path", "line__use", "line__year")


def _within(user: User) -> dict[str, int]:
    return {f"line__{user.union.scope_column}_id": user.union_id}


def _lying(*buckets: str) -> Any:
    rows = Balance.objects.filter(account__line=OuterRef("line"), bucket__in=buckets)
    sums = rows.order_by().values("account__line").annotate(net=Sum(F("credit") - F("debit")))
    return Coalesce(Subquery(sums.values("net")), ZERO)


def list_recallable(fund: Fund, *, recall: Recall | None = None) -> list[Any]:
    """The lines of open unions that got of a grant on which something is free, each with `free`: what it can
    give back in one return, to one line above; `stays` is approved, on its way or frozen. Those that another
    notice asks about, which is not over, are not among them."""
    asked = RecallRow.objects.filter(line=OuterRef("pk"), answered_by__isnull=True)
    asked = asked.exclude(recall__state__in=CALL_OVER)
    if recall is not None:
        asked = asked.exclude(recall=recall)
    lines = with_buckets(
        BudgetLine.objects.filter(fund__origin=fund, union__closed_on__isnull=True).filter(~Exists(asked))
    ).select_related("union", "fund", "use")
    left = _left_above(fund)
    found = []
    for line in lines.filter(available_yuan__gt=0).order_by("union__path", "use", "year"):
        most = max((yuan for use, year, yuan in left[line.fund_id] if _goes(line, use, year)), default=ZERO)
        line.free, line.stays = min(line.available_yuan, most), sum(getattr(line, name) for name in STAY)
        if line.free > 0:
            found.append(line)
    return found


def _goes(line: BudgetLine, use: str, year: int) -> bool:
    """Whether money of a line may go back to a line of that use and year (ledgers.list_upper_lines)."""
    return year <= line.year and (line.use_id == POOL or use in (line.use_id, POOL))


def _left_above(fund: Fund) -> dict[int, list[tuple[str, int, Decimal]]]:
    """By fund below what came from each line of the grant and did not go back, with its use and year."""
    back = Case(
        When(direction=Direction.UP, then=-F("amount")), default=F("amount"), output_field=DecimalField()
    )
    rows = Allocation.objects.filter(upper_line__fund=fund)
    rows = rows.exclude(Exists(Journal.objects.filter(reverses=OuterRef("upper_journal"))))
    keys = ("lower_line__fund", "upper_line", "upper_line__use", "upper_line__year")
    found: dict[int, list[tuple[str, int, Decimal]]] = defaultdict(list)
    for below, _line, use, year, left in rows.values_list(*keys).annotate(left=Sum(back)).order_by():
        found[below].append((use, year, left))
    return found


def list_due_funds(user: User) -> QuerySet[Fund]:
    """The grants of the person's union whose last day is near or over and of which something is free below,
    without a notice under way, or one of the last weeks that left it where it is. By columns alone
    (docs/adr/0018)."""
    soon = timezone.localdate() + timedelta(days=RECALL_DAYS)
    free = Balance.objects.filter(
        account__line__fund__origin=OuterRef("pk"), bucket=Bucket.AVAILABLE, credit__gt=F("debit"),
        account__line__union__closed_on__isnull=True,
    )  # fmt: skip
    lately = Q(state=Call.DONE, approved_at__date__gt=timezone.localdate() - timedelta(days=RECALL_DAYS))
    looked_at = Recall.objects.filter(~Q(state__in=CALL_OVER) | lately, fund=OuterRef("pk"))
    rows: QuerySet[Fund] = Fund.objects.visible_to(user)
    rows = rows.filter(Q(use_by__lte=soon) | Q(return_by__lte=soon), union=user.union)
    return rows.filter(Exists(free)).exclude(Exists(looked_at)).order_by("use_by", "pk")


def list_recalls_to_decide(user: User) -> QuerySet[Recall]:
    """Recalls of the own union that somebody else drew up."""
    rows: QuerySet[Recall] = Recall.objects.visible_to(user).filter(state=Call.SUBMITTED, union=user.union)
    people = sorted(people_of(user))
    for hand in ("made_by", "made_for", "submitted_by", "submitted_for"):
        rows = rows.filter(~Q(**{f"{hand}__in": people}))
    return rows.order_by("pk")


def list_to_give_back(user: User) -> QuerySet[RecallRow]:
    """What the own union is asked to give back and has not answered."""
    rows = RecallRow.objects.filter(
        recall__state=Call.NOTIFIED, answered_by__isnull=True, line__union=user.union_id
    )
    return rows.select_related("recall", "line__fund", "line__use").order_by("recall__due_on", "pk")
