"""Reads of goods: items, stores, lots with what lies in them, slips. Amounts are yuan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Abs, Coalesce
from django.utils import timezone

from funds.goods.models import Item, Lot, Slip, SlipLine, Store
from funds.goods.states import OPEN_STATES, SOON_DAYS, State
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.states import Role
from hardship.kernel.scope import Part, hands_of

ZERO = Decimal("0.00")
WORTH = F("value") * F("quantity")


@dataclass(frozen=True)
class Ready:
    """Units of an item that lie in a store and can be handed out."""

    store: Store
    item: Item
    units: int


def _above(union: Union) -> list[int]:
    """The keys of a union and of those above it."""
    return [int(key) for key in union.path.strip("/").split("/")]


def list_items(*, user: User) -> QuerySet[Any]:
    """The items that somebody may see: of their union, those above and those below; `stock` is how many units
    lie in the stores of their scope."""
    column = user.union.scope_column
    rows = Item.objects.filter(Q(union__in=_above(user.union)) | Q(**{column: user.union_id}))
    inside = Q(**{f"lots__store__{column}": user.union_id})
    rows = rows.annotate(stock=Coalesce(Sum("lots__quantity", filter=inside), 0))
    return rows.select_related("union").order_by("name", "specification", "pk")


def list_usable_items(union: Union) -> QuerySet[Item]:
    """The items that a store of this union can keep, by name."""
    return Item.objects.filter(union__in=_above(union)).order_by("name", "specification", "pk")


def list_stores(*, user: User) -> QuerySet[Any]:
    """The stores of somebody's scope in tree order; `kinds` items lie there, `amount` yuan together."""
    rows = Store.objects.visible_to(user).select_related("union")
    lying = Q(lots__quantity__gt=0)
    rows = rows.annotate(
        kinds=Count("lots__item", filter=lying, distinct=True),
        amount=Coalesce(Sum(F("lots__value") * F("lots__quantity")), ZERO),
    )
    return rows.order_by("union__path", "name")


def list_stock(*, user: User) -> QuerySet[Any]:
    """What lies in the stores of somebody's scope: what expires first in front; `worth_yuan` is its price."""
    column = f"store__{user.union.scope_column}"
    rows = Lot.objects.filter(**{column: user.union_id}, quantity__gt=0).annotate(worth_yuan=WORTH)
    rows = rows.select_related("store__union", "item")
    return rows.order_by(F("expires_on").asc(nulls_last=True), "item__name", "pk")


def list_lots(store: Store) -> QuerySet[Any]:
    """What lies in one store, by item."""
    rows = Lot.objects.filter(store=store, quantity__gt=0).annotate(worth_yuan=WORTH)
    rows = rows.select_related("item", "store__union")
    return rows.order_by("item__name", "item__specification", "expires_on", "pk")


def sum_up(lots: QuerySet[Any]) -> dict[str, Decimal]:
    """The yuan of these lots, as the last line of their list."""
    total = lots.order_by().aggregate(total=Sum(WORTH))["total"]
    return {"worth": total or ZERO}


def soon() -> Any:
    """The last day that is told of in time."""
    return timezone.localdate() + timedelta(days=SOON_DAYS)


def list_targets(store: Store) -> QuerySet[Store]:
    """The stores that something of what lies in this one can go to: what a union registered for itself, no
    union above can keep."""
    lying = Item.objects.filter(lots__store=store, lots__quantity__gt=0)
    usable = Q()
    for path in lying.order_by().values_list("union__path", flat=True).distinct():
        usable |= Q(union__path__startswith=path)
    return list_reachable(store).filter(usable) if usable else list_reachable(store).none()


def list_reachable(store: Store) -> QuerySet[Store]:
    """The other stores of its union, those above and below, in tree order."""
    union = store.union
    column = f"union__{union.scope_column}" if union.scope_column != "union" else "union"
    rows = Store.objects.filter(Q(**{column: union.pk}) | Q(union__in=_above(union))).exclude(pk=store.pk)
    return rows.filter(union__closed_on__isnull=True).select_related("union").order_by("union__path", "name")


def list_slips(*, user: User) -> QuerySet[Any]:
    """The slips that somebody may see, newest first; `units` and `amount` say how much they move."""
    rows = Slip.objects.visible_to(user).select_related("union", "store", "to_store", "made_by", "checked_by")
    moved = Abs(F("lines__change"))
    rows = rows.annotate(
        units=Coalesce(Sum(moved), 0),
        amount=Coalesce(Sum(moved * F("lines__lot__value")), ZERO),
    )
    return rows.order_by("-on", "-pk")


def list_out(slip: Slip) -> dict[int, int]:
    """By lot how many units of an issue have not come back and are not on their way back."""
    mine = Q(slip=slip) | Q(slip__returns=slip, slip__state__in=(State.PREPARED, State.POSTED))
    rows = SlipLine.objects.filter(mine).order_by().values("lot").annotate(moved=Sum("change"))
    return {row["lot"]: -row["moved"] for row in rows if row["moved"]}


def list_lines(slip: Slip) -> QuerySet[SlipLine]:
    return slip.lines.select_related("lot__item", "lot__store").order_by("position")


@dataclass(frozen=True)
class Move:
    """Units of an item that came into a store or left it; what arrived by a transfer is told at its store."""

    line: SlipLine
    is_arrival: bool = False

    @property
    def slip(self) -> Slip:
        return self.line.slip

    @property
    def lot(self) -> Lot:
        return self.line.lot

    @property
    def store(self) -> Store | None:
        return self.slip.to_store if self.is_arrival else self.slip.store

    @property
    def other_side(self) -> str:
        return self.slip.store.name if self.is_arrival else self.slip.other_side

    @property
    def signed(self) -> str:
        return f"{-self.line.change:+,}" if self.is_arrival else self.line.signed


def list_moves(item: Item, *, user: User) -> QuerySet[Any]:
    """The lines that moved an item in the stores of somebody's scope, newest first; `leaves` and `arrives`
    say at which end of it."""
    column = user.union.scope_column
    here = Q(**{f"lot__store__{column}": user.union_id})
    there = Q(**{f"slip__to_store__{column}": user.union_id}, slip__state=State.RECEIVED)
    rows = SlipLine.objects.filter(here | there, lot__item=item)
    rows = rows.annotate(
        leaves=ExpressionWrapper(here, BooleanField()), arrives=ExpressionWrapper(there, BooleanField())
    )
    rows = rows.exclude(slip__state__in=(State.REFUSED, State.WITHDRAWN, State.SENT_BACK))
    rows = rows.select_related("slip__store__union", "slip__to_store", "lot", "slip__made_by")
    return rows.order_by("-slip__on", "-slip__pk", "position")


def as_moves(lines: Iterable[Any]) -> Iterator[Move]:
    """Lines of `list_moves` as moves: a transfer between two stores of the scope is one at each."""
    for line in lines:
        if line.arrives:
            yield Move(line, is_arrival=True)
        if line.leaves:
            yield Move(line)


def list_to_check(user: User) -> QuerySet[Slip]:
    """The slips that wait for somebody to check them: of their union, or, for whoever reviews, of those whose
    cases they review. Not what they made themselves, nor what was made for them."""
    people, mine = sorted(people_of(user)), Q(union=user.union_id)
    if user.has_role(Role.REVIEWER):
        mine |= hands_of(user, Part.REVIEW)
    rows = Slip.objects.filter(mine, ~Q(made_by__in=people) & ~Q(made_for__in=people), state=State.PREPARED)
    ordered: QuerySet[Slip] = rows.select_related("store", "union").order_by("on", "pk")
    return ordered


def list_to_receive(user: User) -> QuerySet[Slip]:
    """The transfers on their way to a store of somebody's union."""
    rows = Slip.objects.filter(to_store__union=user.union_id, state=State.SENT)
    people = sorted(people_of(user))
    rows = rows.filter(~Q(made_by__in=people) & ~Q(made_for__in=people))
    ordered: QuerySet[Slip] = rows.select_related("store__union", "to_store").order_by("on", "pk")
    return ordered


def count_stock(union: Union) -> int:
    """How many lots of a union's stores are not empty."""
    return Lot.objects.filter(store__union=union, quantity__gt=0).count()


def count_open(union: Union) -> int:
    """How many slips of a union, or on their way to it, are not settled."""
    rows = Slip.objects.filter(Q(union=union) | Q(to_store__union=union), state__in=OPEN_STATES)
    return rows.count()


def list_ready(union: Union) -> list[Ready]:
    """How much of which item lies in which of a union's own stores and has not expired, by store and name."""
    fresh = Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate())
    rows = Lot.objects.filter(fresh, store__union=union, quantity__gt=0).select_related("store", "item")
    found: dict[tuple[int, int], Ready] = {}
    for lot in rows.order_by("store__name", "item__name", "item__specification", "pk"):
        key = (lot.store_id, lot.item_id)
        before = found[key].units if key in found else 0
        found[key] = Ready(lot.store, lot.item, before + lot.quantity)
    return list(found.values())
