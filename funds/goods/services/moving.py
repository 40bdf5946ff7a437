"""调拨、发放、冲销: what leaves a store for another one or for a household, and what is put right."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from funds.goods.models import Item, Lot, Slip, SlipLine, Store
from funds.goods.rules import Paper, first_to_expire
from funds.goods.selectors import list_reachable, list_usable_items
from funds.goods.services.once import Key, once
from funds.goods.services.refusals import GoodsRefused, goods_write, require_keeper, too_little
from funds.goods.services.slips import Change, get_own_store, lock_lots, lock_slip, take_from, write_slip
from funds.goods.states import Kind, State
from hardship.accounts.models import User


@once
@goods_write
def transfer(
    *,
    store_id: int,
    to_store_id: int,
    taken: Mapping[int, int],
    paper: Paper,
    on: date,
    by: User,
    key: Key = None,
) -> Slip:
    """调拨: units of lots (by key) leave for a store of this union, one above or one below. They are on their
    way until somebody there has received them.

    Raises GoodsRefused for whoever does not keep this store, another target, an item that the target's union
    cannot keep, and more than lies there."""
    store = get_own_store(store_id, by)
    target = list_reachable(store).filter(pk=to_store_id).first()
    if target is None:
        raise GoodsRefused(_("请选择本工会、上级或下级工会的另一个仓库。"), "to_store_id")
    lots = lock_lots(store, taken)
    _require_usable(lots, target)
    changes = take_from(lots, taken)
    return write_slip(
        store=store, kind=Kind.TRANSFER, changes=changes, paper=paper, on=on, by=by, state=State.SENT,
        to_store=target, key=key,
    )  # fmt: skip


def _require_usable(lots: Sequence[Lot], target: Store) -> None:
    """What a union registered for itself stays with it and those below: nobody above could receive it."""
    usable = list_usable_items(target.union)
    foreign = Item.objects.filter(pk__in={lot.item_id for lot in lots}).exclude(pk__in=usable).first()
    if foreign is not None:
        words = {"item": foreign, "union": target.union.name}
        raise GoodsRefused(
            _(
                "“%(item)s”是下级工会自己登记的品目，“%(union)s”收不进仓库；请由对方先登记这个品目，再分别办理。"
            )
            % words
        )


@goods_write
def issue(
    *,
    store_id: int,
    wanted: Mapping[int, int],
    source: str,
    on: date,
    by: User,
    memo: str = "",
    is_checked: bool = False,
) -> Slip:
    """发放: units of items (by key) go to whom the business `source` names, who signs for them; what expires
    first goes first, what has expired stays. Where a colleague looks at the signatures first (`is_checked`)
    the goods leave the books with that. Joins the caller's transaction.

    Raises GoodsRefused for whoever does not keep this store, for an item of which less lies there, and for a
    business that has its goods."""
    store = get_own_store(store_id, by)
    fresh = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    rows = Lot.objects.filter(fresh, store=store, item__in=list(wanted), quantity__gt=0)
    lots = lock_lots(store, rows.values_list("pk", flat=True))
    changes: list[Change] = []
    for item in Item.objects.filter(pk__in=list(wanted)).order_by("pk"):
        mine = [lot for lot in lots if lot.item_id == item.pk]
        taken = first_to_expire(mine, wanted[item.pk])
        if sum(units for _lot, units in taken) < wanted[item.pk]:
            raise too_little(item, mine, wanted[item.pk])
        changes += [(lot, -units) for lot, units in taken]
    return write_slip(
        store=store, kind=Kind.ISSUE, changes=changes, paper=Paper(memo=memo), on=on, by=by,
        state=State.PREPARED if is_checked else State.POSTED, source=source,
    )  # fmt: skip


@once
@goods_write
def reverse(*, slip_id: int, reason: str, on: date, by: User, key: Key = None) -> Slip:
    """冲销: the mirror of a slip that was posted by mistake, once; it moves the goods when somebody else has
    checked it. Transfers go back by another transfer.

    Raises GoodsRefused for another kind of slip, one not posted, one reversed before, and no reason."""
    slip = lock_slip(slip_id, by)
    require_keeper(slip.store.union, by)
    if not reason.strip():
        raise GoodsRefused(_("请填写冲销原因。"), "reason")
    if not slip.is_reversible or not slip.is_posted:
        raise GoodsRefused(_("只有记了账的入库、报损和盘点可以冲销；调拨请反向调拨。"))
    changes = [(lot, change) for lot, change in _mirror(slip) if change]
    if not changes:
        raise GoodsRefused(_("这张盘点单账实相符，没有可冲销的。"))
    memo = _("冲销 %(slip)s：%(reason)s") % {"slip": slip, "reason": reason.strip()}
    return write_slip(
        store=slip.store, kind=Kind.REVERSAL, changes=changes, paper=Paper(memo=memo[:100]), on=on, by=by,
        reverses=slip, key=key,
    )  # fmt: skip


def _mirror(slip: Slip) -> list[Change]:
    lines = SlipLine.objects.filter(slip=slip).select_related("lot").order_by("position")
    return [(line.lot, -line.change) for line in lines]
