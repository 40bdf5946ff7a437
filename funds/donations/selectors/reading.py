"""Donations and donors of a scope, and what waits for a second person."""

from datetime import date

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from funds.donations.models import Donation, Donor, Drive
from funds.donations.states import DRIVES_ON, OPEN, VALID, State
from funds.ledgers.models import Period
from funds.ledgers.states import PeriodState
from hardship.accounts.models import Union, User, people_of
from hardship.kernel.fields import Secret, blind_index

RELATED = (
    *("union", "donor", "drive", "use", "fund", "journal", "reversal", "dropped_by"),
    *(f"{step}_{hand}" for step in ("entered", "confirmed", "void_asked", "void") for hand in ("by", "for")),
)


def list_donations(*, user: User) -> QuerySet[Donation]:
    """The donations of the user's scope, the last entered first."""
    rows: QuerySet[Donation] = Donation.objects.visible_to(user)
    return rows.select_related("union", "donor", "use").order_by("-pk")


def list_donors(*, user: User) -> QuerySet[Donor]:
    """The donors of the user's scope with what they gave that counts: `times`, `money`, `goods` in yuan."""
    rows: QuerySet[Donor] = Donor.objects.visible_to(user)
    counts = Q(donations__state__in=VALID)
    return (
        rows.select_related("union")
        .annotate(
            times=Count("donations", filter=counts),
            money=Sum("donations__amount", filter=counts & Q(donations__form="money")),
            goods=Sum("donations__amount", filter=counts & Q(donations__form="goods")),
            last_on=Max("donations__given_on", filter=counts),
        )
        .order_by("-pk")
    )


def find_donor(*, union: Union, number: str | Secret) -> Donor | None:
    """Who has this number in a union."""
    if not number:
        return None
    found: Donor | None = Donor.objects.filter(
        union=union, number_index=blind_index(number, "document")
    ).first()
    return found


def is_month_closed(*, union: Union, day: date) -> bool:
    """Whether the books of that month are closed: a later one that is closes those before it, also one
    without a voucher, which has no row."""
    month = day.replace(day=1)
    return Period.objects.filter(union=union, month__gte=month, state=PeriodState.CLOSED).exists()


def list_waiting(user: User) -> QuerySet[Donation]:
    """What waits for this person as the second one: to be confirmed or to become void, in their own union. By
    columns alone: the desk compiles it once for everybody (docs/adr/0018)."""
    people = sorted(people_of(user))
    entered = Q(state=State.ENTERED) & ~Q(entered_by__in=people) & ~Q(entered_for__in=people)
    asked = Q(state=State.VOID_ASKED) & ~Q(void_asked_by__in=people) & ~Q(void_asked_for__in=people)
    rows: QuerySet[Donation] = Donation.objects.visible_to(user).filter(union=user.union)
    return rows.filter(entered | asked).select_related("union", "donor", "use").order_by("pk")


def say_unsettled(union: Union) -> str:
    """What of a union waits for a second person, and drives that are not over, in words; '' for nothing."""
    counts = {
        _("没有确认或没有作废完的捐赠 %(n)s 笔"): Donation.objects.filter(
            union=union, state__in=OPEN
        ).count(),
        _("没有结束的募捐活动 %(n)s 个"): Drive.objects.filter(union=union, state__in=DRIVES_ON).count(),
    }
    return "、".join(words % {"n": count} for words, count in counts.items() if count)
