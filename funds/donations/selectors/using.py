"""What became of money that was given: what of each fund was paid, is held, is left. Names nobody."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from funds.donations.models import Donation, Donor
from funds.donations.states import VALID
from funds.ledgers.models import Commitment, Fund
from hardship.accounts.models import User

ZERO = Decimal("0.00")


def list_given_funds(*, user: User) -> QuerySet[Any]:
    """The funds of the scope that gifts went into, the newest first.

    `given` is what counts of them in yuan; of what was handed down as well: `paid` in yuan, `times` how
    often, `held` what is approved and not paid yet; `left` is the rest."""
    gifts = Donation.objects.filter(fund=OuterRef("pk"), state__in=VALID).order_by().values("fund")
    given = gifts.annotate(sum=Sum("amount")).values("sum")
    times = Count(Coalesce("part_of", "pk"), filter=Q(paid__gt=0), distinct=True)
    funds = Fund.objects.visible_to(user).filter(donations__isnull=False).distinct()
    told: QuerySet[Any] = (
        funds.select_related("union")
        .annotate(
            given=Coalesce(Subquery(given), ZERO),
            paid=Coalesce(_of_commitments(Sum("paid")), ZERO),
            held=Coalesce(_of_commitments(Sum(F("committed") + F("in_transit"))), ZERO),
            times=Coalesce(_of_commitments(times), 0),
        )
        .annotate(left=F("given") - F("paid") - F("held"))
        .order_by("-document_on", "-pk")
    )
    return told


def list_funds_of(donor: Donor, *, user: User) -> QuerySet[Any]:
    """The same of the funds that one donor gave to."""
    gifts = Donation.objects.filter(donor=donor, state__in=VALID, fund__isnull=False)
    return list_given_funds(user=user).filter(pk__in=gifts.values("fund"))


def _of_commitments(aggregate: Any) -> Subquery:
    """Over what was committed of a fund, and of what was handed down from it, by at most three levels."""
    fund = OuterRef("pk")
    own = Q(line__fund=fund) | Q(line__fund__origin=fund)
    below = Q(line__fund__origin__origin=fund) | Q(line__fund__origin__origin__origin=fund)
    rows = Commitment.objects.filter(own | below).order_by().annotate(one=Value(1))
    return Subquery(rows.values("one").annotate(found=aggregate).values("found"))
