"""Drives of a scope with what they raised; those that wait to be opened, those with money left."""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from funds.donations.models import Drive
from funds.donations.states import VALID, DriveState
from funds.ledgers.models import Balance
from funds.ledgers.states import Bucket
from hardship.accounts.models import User, people_of

ZERO = Decimal("0.00")


def list_drives(*, user: User) -> QuerySet[Any]:
    """The drives of the user's scope, the newest first: `raised` in yuan and `heads_total` of what counts."""
    counts = Q(donations__state__in=VALID)
    rows: QuerySet[Any] = Drive.objects.visible_to(user).select_related("union", "use", "fund")
    told: QuerySet[Any] = rows.annotate(
        raised=Coalesce(Sum("donations__amount", filter=counts), ZERO),
        heads_total=Coalesce(Sum("donations__heads", filter=counts), 0),
    ).order_by("-from_on", "-pk")
    return told


def list_drives_to_open(user: User) -> QuerySet[Drive]:
    """Drives of the own union that somebody else drew up. By columns alone: the desk compiles it once for
    everybody (docs/adr/0018)."""
    rows: QuerySet[Drive] = Drive.objects.visible_to(user).filter(state=DriveState.DRAFT, union=user.union)
    people = sorted(people_of(user))
    rows = rows.filter(~Q(made_by__in=people) & ~Q(made_for__in=people))
    return rows.select_related("use").order_by("pk")


def list_unspent(user: User) -> QuerySet[Drive]:
    """Drives of the own union that are over and whose fund has money that nothing is held for."""
    free = Balance.objects.filter(
        account__line__fund=OuterRef("fund"), bucket=Bucket.AVAILABLE, credit__gt=F("debit")
    )
    rows: QuerySet[Drive] = Drive.objects.visible_to(user).filter(state=DriveState.CLOSED, union=user.union)
    return rows.filter(Exists(free)).select_related("use").order_by("pk")
