"""集中发放: what waits to be handed out, who stands on a roster, how much of what all of them get."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.applications.models import Application
from cases.giving.models import Fulfilment, Roster, RosterGoods, RosterLine, RosterPhoto
from cases.giving.rules import row_of
from cases.giving.selectors.goods import list_approved
from cases.giving.selectors.plans import WITH
from cases.giving.states import ON_ROSTER, PHOTO_DAYS, FulfilmentState, LineState, RosterState
from cases.policies.rules.vocabulary import GOODS
from funds.goods.models import Item, Slip
from funds.goods.selectors import Ready
from hardship.accounts.models import Union, User
from hardship.kernel.keys import read_uid

ROSTER = "giving.roster"  # as a slip of goods knows one


@dataclass(frozen=True)
class Offered:
    """What a household that waits may get out of one store: whole units by the key of an item."""

    fulfilment: Fulfilment
    units: dict[int, int]


def list_waiting(union: Union) -> QuerySet[Fulfilment]:
    """What a union has approved goods for and neither handed out nor put on a roster, by the day until which
    it is to be done."""
    on_roster = RosterLine.objects.filter(fulfilment=OuterRef("pk"), state__in=ON_ROSTER)
    rows: QuerySet[Fulfilment] = Fulfilment.objects.filter(
        ~Exists(on_roster), union=union, state=FulfilmentState.OPEN, application__programme__form=GOODS
    )
    rows = rows.select_related(*WITH, "application__member", "application__programme__policy")
    return rows.order_by("due_on", "application__household__head__name_pinyin", "pk")


def offer_goods(rows: Iterable[Fulfilment], ready: list[Ready]) -> tuple[list[Item], list[Offered]]:
    """The items of one store that these households may get, as its columns, and how much each begins with:
    nothing of what the store counts otherwise. Where an approval names no items, all of the store may be
    given."""
    offered = []
    wanted: set[int] = set()
    for row in rows:
        units = {item: number for (_store, item), number in list_approved(row, ready).items()}
        offered.append(Offered(row, units))
        approved = row.application.goods
        wanted |= {one.item.pk for one in ready if not approved or row_of(approved, one.item)}
    return [one.item for one in ready if one.item.pk in wanted], offered


def find_sent(user: User, key: str) -> Roster | None:
    """The roster that a form with this key made before, in the user's scope."""
    found: Roster | None = Roster.objects.visible_to(user).filter(uid=read_uid(key)).first()
    return found


def list_rosters(*, user: User) -> QuerySet[Roster]:
    """The rosters of the scope, newest first, each with how many households stand on it (`many`), how many
    signed (`signed`) and how many pages of it are kept (`pages`)."""
    rows: QuerySet[Roster] = Roster.objects.visible_to(user).annotate(
        many=Count("lines", distinct=True),
        signed=Count("lines", filter=Q(lines__state__in=(LineState.SIGNED, LineState.GIVEN)), distinct=True),
        pages=Count("photos", distinct=True),
    )
    return rows.select_related("union", "store", "made_by", "entered_by", "entered_for").order_by("-pk")


def list_lines(roster: Roster) -> QuerySet[RosterLine]:
    """Its households in their order, with what each gets."""
    rows: QuerySet[RosterLine] = RosterLine.objects.filter(roster=roster).select_related(
        "fulfilment__application__household__head", "fulfilment__application__programme", "fulfilment__union"
    )
    return rows.prefetch_related("goods__item").order_by("position")


def sum_goods(lines: Iterable[RosterLine]) -> list[RosterGoods]:
    """How much of which item these households get together; not saved."""
    sums: dict[int, RosterGoods] = {}
    for line in lines:
        for one in line.goods.all():
            mine = sums.setdefault(one.item_id, RosterGoods(item=one.item, units=0))
            mine.units += one.units
    return list(sums.values())


def find_roster(row: Fulfilment) -> Roster | None:
    """The last roster on which a household stands, but for those that it did not come to; None for none."""
    rows = RosterLine.objects.filter(fulfilment=row).exclude(state=LineState.ABSENT)
    line: RosterLine | None = rows.select_related("roster").order_by("-pk").first()
    return line.roster if line else None


def list_signed_pages(application: Application) -> QuerySet[RosterPhoto]:
    """The pages of the rosters on which somebody signed for the goods of an application, the oldest first."""
    rows: QuerySet[RosterPhoto] = RosterPhoto.objects.filter(
        roster__lines__fulfilment__application=application,
        roster__lines__state__in=(LineState.SIGNED, LineState.GIVEN),
    )
    return rows.order_by("pk")


def find_slips(roster: Roster) -> list[Slip]:
    """The slips of goods that were made of a roster, the latest first."""
    rows = Slip.objects.filter(source=f"{ROSTER}:{roster.pk}").select_related("checked_by", "made_by")
    return list(rows.order_by("-pk"))


def list_photos_due(user: User) -> QuerySet[Roster]:
    """The rosters of a union that were signed some days ago and of which no page is kept."""
    rows = Roster.objects.visible_to(user).filter(state__in=(RosterState.ENTERED, RosterState.DONE))
    last = timezone.localdate() - timedelta(days=PHOTO_DAYS)
    return rows.filter(union=user.union_id, given_on__lte=last, photos__isnull=True)


def list_unsigned(user: User) -> QuerySet[Roster]:
    """The rosters of a union that nobody has entered yet."""
    return Roster.objects.visible_to(user).filter(state=RosterState.OPEN, union=user.union_id)
