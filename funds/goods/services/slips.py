"""入库、报损、盘点: slips that one person makes and another one checks before anything moves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.goods.models import Item, Lot, Slip, SlipLine, Store
from funds.goods.rules import MOST_LINES, MOST_UNITS, Arrival, Paper, differences
from funds.goods.selectors import list_usable_items
from funds.goods.services.once import Key, once, read_key
from funds.goods.services.refusals import GoodsRefused, goods_write, require_keeper, too_little
from funds.goods.states import INCOMING, Kind, State
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow

Change = tuple[Lot, int]


@once
@goods_write
def take_in(
    *,
    store_id: int,
    kind: str,
    rows: Sequence[Arrival],
    paper: Paper,
    on: date,
    by: User,
    key: Key = None,
) -> Slip:
    """购入、捐赠入库: what came from whom, by which paper; it is in stock once somebody else has checked it.

    Raises GoodsRefused for whoever does not keep this store, for nothing, a day to come, no giver, and an
    item that is not of this union or one above."""
    store = get_own_store(store_id, by)
    if kind not in INCOMING:
        raise GoodsRefused(_("请选择购入或捐赠。"), "kind")
    if not paper.party.strip():
        raise GoodsRefused(_("请填写供货或捐赠单位。"), "party")
    items = {item.pk: item for item in list_usable_items(store.union)}
    changes = [(_lot_for(store, items, row), _units(row.quantity)) for row in rows]
    return write_slip(store=store, kind=kind, changes=changes, paper=paper, on=on, by=by, key=key)


@once
@goods_write
def report_loss(
    *,
    store_id: int,
    taken: Mapping[int, int],
    paper: Paper,
    on: date,
    by: User,
    key: Key = None,
) -> Slip:
    """报损: units of lots (by key) that went bad or are gone, and the decision that says so. They stay in the
    books until somebody else has checked it."""
    store = get_own_store(store_id, by)
    if not paper.decision.strip():
        raise GoodsRefused(_("请填写处理依据，如会议纪要、领导批示。"), "decision")
    changes = take_from(lock_lots(store, taken), taken)
    return write_slip(store=store, kind=Kind.LOSS, changes=changes, paper=paper, on=on, by=by, key=key)


@once
@goods_write
def count(
    *,
    store_id: int,
    counted: Mapping[int, int],
    on: date,
    by: User,
    memo: str = "",
    key: Key = None,
) -> Slip:
    """盘点: how many units of each lot (by key) lie on the shelf. The books follow once somebody else has
    checked it; a count that finds everything is on record as well.

    Raises GoodsRefused where a lot of the store was left out: a count is of all that lies there."""
    store = get_own_store(store_id, by)
    lots = lock_lots(store, counted)
    if Lot.objects.filter(store=store, quantity__gt=0).exclude(pk__in=list(counted)).exists():
        raise GoodsRefused(_("盘点要点清仓库里的每一种物资；没有的填 0。"))
    for units in counted.values():
        _units(units, least=0)
    changes = differences(lots, dict(counted))
    return write_slip(
        store=store, kind=Kind.COUNT, changes=changes, paper=Paper(memo=memo), on=on, by=by,
        books={lot.pk: lot.quantity for lot in lots}, key=key,
    )  # fmt: skip


def get_own_store(store_id: int, by: User) -> Store:
    """The store, for whoever keeps it. Raises Store.DoesNotExist out of scope, GoodsRefused for others."""
    store: Store = Store.objects.visible_to(by).select_related("union").get(pk=store_id)
    require_keeper(store.union, by)
    return store


def lock_lots(store: Store, keys: Collection[int]) -> list[Lot]:
    """These lots of a store, locked in the order in which every slip takes them. Raises GoodsRefused for one
    that is not of this store."""
    rows = Lot.objects.filter(store=store, pk__in=list(keys)).select_related("item", "store")
    lots = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(lots) != len(set(keys)):
        raise GoodsRefused(_("库存有变动，请重新打开，看最新库存。"))
    return lots


def take_from(lots: Sequence[Lot], taken: Mapping[int, int]) -> list[Change]:
    """What leaves these lots, as changes. Raises GoodsRefused where one holds less."""
    changes = []
    for lot in lots:
        units = _units(taken[lot.pk])
        if units > lot.quantity:
            raise too_little(lot.item, [lot], units)
        changes.append((lot, -units))
    return changes


def write_slip(
    *,
    store: Store,
    kind: str,
    changes: Sequence[Change],
    paper: Paper,
    on: date,
    by: User,
    state: str = State.PREPARED,
    to_store: Store | None = None,
    source: str = "",
    reverses: Slip | None = None,
    returns: Slip | None = None,
    books: Mapping[int, int] | None = None,
    key: Key = None,
) -> Slip:
    """One slip with its lines, inside the caller's transaction; `books` has what the books said of each lot
    that was counted, `key` is the one that its form came with. Raises GoodsRefused for nothing, too much, and
    a day to come."""
    if not changes:
        raise GoodsRefused(_("请至少填写一种物资的数量。"))
    if kind != Kind.COUNT and len(changes) > MOST_LINES:  # a count is of all that lies there
        raise GoodsRefused(_("一张单据最多 %(n)s 行，请分开办理。") % {"n": MOST_LINES})
    if len({lot.pk for lot, _units_of in changes}) != len(changes):
        raise GoodsRefused(_("同一种物资填了两行，单价和有效期也相同，请合并。"))
    if on > timezone.localdate():
        raise GoodsRefused(_("日期不能晚于今天。"), "on")
    uid, sent = read_key(key)
    slip = Slip.objects.create(
        union=store.union, store=store, kind=kind, on=on, state=state, to_store=to_store, source=source,
        reverses=reverses, returns=returns, party=paper.party.strip(), document_no=paper.document_no.strip(),
        invoice_no=paper.invoice_no.strip(), decision=paper.decision.strip(), memo=paper.memo.strip(),
        made_by=by, made_for=stood_in_for(by), uid=uid, sent=sent,
    )  # fmt: skip
    slip.refresh_from_db()
    SlipLine.objects.bulk_create(
        SlipLine(slip=slip, position=position, lot=lot, change=change, book=(books or {}).get(lot.pk))
        for position, (lot, change) in enumerate(sorted(changes, key=lambda pair: pair[0].pk), 1)
    )
    audit.record(
        f"goods.{kind}", target=slip, by=by, number=str(slip), lines=len(changes),
        units=sum(abs(change) for _lot, change in changes), source=source,
    )  # fmt: skip
    return slip


def lock_slip(slip_id: int, by: User) -> Slip:
    """A slip that somebody may see, with its stores, locked. Raises Slip.DoesNotExist."""
    rows = Slip.objects.visible_to(by).select_related("union", "store__union", "to_store__union", "made_by")
    slip: Slip = workflow.lock(rows, slip_id)
    return slip


def _units(quantity: int, *, least: int = 1) -> int:
    if not least <= quantity <= MOST_UNITS:
        raise GoodsRefused(
            _("数量请填 %(least)s 到 %(most)s 之间的整数。") % {"least": least, "most": MOST_UNITS}
        )
    return quantity


def _lot_for(store: Store, items: Mapping[int, Item], row: Arrival) -> Lot:
    item = items.get(row.item_id)
    if item is None:
        raise GoodsRefused(_("这个品目不属于本工会或上级工会，不能放进这个仓库。"))
    if item.expires and row.expires_on is None:
        raise GoodsRefused(_("“%(item)s”有保质期，请填写有效期。") % {"item": item})
    if row.value <= 0:
        raise GoodsRefused(_("单价必须大于零。"))
    lot: Lot
    lot, _created = Lot.objects.get_or_create(
        store=store, item=item, expires_on=row.expires_on if item.expires else None, value=row.value
    )
    return lot
