"""How much there is of each part of a case, asked all at once: what is empty is not asked for again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cases.archives.models import Household
from cases.archives.states import State
from cases.duplicates.models import DuplicateSuspicion, FileMerge
from cases.duplicates.states import DuplicateState
from funds.payments.models import Payment
from funds.payments.states import PaymentState


@dataclass(frozen=True)
class Parts:
    """Numbers of rows; `followers` are the files that carry this one on, `pairs` its undecided suspicions,
    whoever may see them; `aid` is what reached the household in the year, yuan."""

    evidence: int
    visits: int
    assessments: int
    applications: int
    hits: int
    pairs: int
    merged: int
    merges: int
    followers: int
    aid: Decimal


def count_parts(household: Household, *, year: int) -> Parts:
    """All of them in one query."""
    open_pairs = DuplicateSuspicion.objects.filter(state=DuplicateState.OPEN)
    standing = FileMerge.objects.filter(undone_at__isnull=True)
    paid = Payment.objects.filter(
        application__household=household, state=PaymentState.PAID, paid_on__year=year
    )
    # each side of a pair by itself: the database has an index for either, and none for both
    parts = {
        "evidence": count_rows(household.evidence.filter(removed_at__isnull=True)),
        "visits": count_rows(household.home_visits.all()),
        "assessments": count_rows(household.assessments.all()),
        "applications": count_rows(household.applications.all()),
        "hits": count_rows(household.crosscheck_hits.all()),
        "pairs": count_rows(open_pairs.filter(first__household=household))
        + count_rows(open_pairs.filter(second__household=household)),
        "merged": count_rows(standing.filter(kept=household)),
        "merges": count_rows(standing.filter(merged=household)),
        "followers": count_rows(household.followers.exclude(state=State.DISCARDED)),
        "aid": _sum(paid),
    }
    columns = {f"number_of_{name}": count for name, count in parts.items()}  # some are names of relations
    rows = Household.objects.filter(pk=household.pk).annotate(**columns)
    return Parts(*rows.values_list(*columns).get())


def count_rows(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows as an expression of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _sum(payments: QuerySet[Payment]) -> Coalesce:
    summed = payments.order_by().annotate(all=Value(1)).values("all").annotate(n=Sum("amount")).values("n")
    return Coalesce(Subquery(summed), Decimal(0), output_field=DecimalField())
