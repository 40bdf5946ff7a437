"""品目和仓库: what a union counts, and where it keeps it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from funds.goods.models import Item, Store
from funds.goods.services.refusals import GoodsRefused, goods_write, require_keeper
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@goods_write
def add_item(
    *, name: str, unit: str, value: Decimal, by: User, specification: str = "", expires: bool = False
) -> Item:
    """Puts a kind of goods on record for the person's union and all below it; `value` is yuan for one `unit`.

    Raises GoodsRefused for whoever keeps no store and for an item that is there already."""
    require_keeper(by.union, by)
    _require_price(value)
    item: Item = Item.objects.create(
        union=by.union, name=name.strip(), specification=specification.strip(), unit=unit.strip(),
        value=value, expires=expires, created_by=by,
    )  # fmt: skip
    audit.record("goods.add_item", target=item, by=by, value=f"{value:.2f}")
    return item


@goods_write
def reprice(*, item_id: int, value: Decimal, by: User) -> Item:
    """Sets the price in yuan that new slips of an item begin with; lots keep what they cost."""
    item: Item = workflow.lock(Item.objects.visible_to(by).select_related("union"), item_id)
    require_keeper(item.union, by)
    _require_price(value)
    old, item.value = item.value, value
    item.save(update_fields=["value"])
    audit.record("goods.reprice", target=item, by=by, old=f"{old:.2f}", value=f"{value:.2f}")
    return item


@goods_write
def add_store(*, name: str, by: User, address: str = "") -> Store:
    """A new place where the person's union keeps goods; nothing lies there yet."""
    require_keeper(by.union, by)
    store: Store = Store.objects.create(
        union=by.union, name=name.strip(), address=address.strip(), created_by=by
    )
    audit.record("goods.add_store", target=store, by=by)
    return store


def _require_price(value: Decimal) -> None:
    if value <= 0:
        raise GoodsRefused(_("单价必须大于零。"), "value")
