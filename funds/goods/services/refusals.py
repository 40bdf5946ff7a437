"""Why a store refused, as sentences for the user; what the database raised is translated here."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.goods.models import Item, Lot
from funds.goods.states import KEEPERS
from hardship.accounts.models import Union, User
from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class GoodsRefused(Refused):
    """A movement of goods that may not be made; the message is a sentence for the user."""


# Constraint or trigger → its sentence, and the field of the form that it is about.
SENTENCES = {
    "goods_lot_not_negative": (gettext_lazy("库存不足，可能刚被别人发出，请重新打开，看最新库存。"), None),
    "goods_item_once": (gettext_lazy("这个品目已经登记，请在品目中查找。"), "name"),
    "goods_store_once": (gettext_lazy("本工会已有同名的仓库。"), "name"),
    "goods_slip_reversed_once": (gettext_lazy("这张单据已经冲销或正在冲销。"), None),
    "goods_slip_issued_once": (gettext_lazy("这一份物资已经发放。"), None),
    "goods_slip_returns_what_was_issued": (
        gettext_lazy("退回的比发出去的多，请重新打开，看还有多少。"),
        None,
    ),
    "goods_lot_of_union_or_above": (gettext_lazy("这个品目不属于本工会或上级工会，不能放进这个仓库。"), None),
    "goods_slip_uid_key": (gettext_lazy("这张表已经用过，请重新打开再填。"), None),
    "union_is_closed": (gettext_lazy("工会已撤销，不能再办理。"), None),
}


goods_write = writes(GoodsRefused, SENTENCES)


def require_keeper(union: Union, by: User) -> None:
    """The stores of a union are kept by its own clerks and finance people."""
    if not (by.has_role(*KEEPERS) and by.union_id == union.pk):
        raise GoodsRefused(_("只有“%(union)s”的经办人或财务可以办理这项业务。") % {"union": union.name})


def too_little(item: Item, lots: list[Lot], wanted: int) -> GoodsRefused:
    """The refusal of who asks for more of an item than these lots hold."""
    free = sum(lot.quantity for lot in lots)
    words = {"item": item, "unit": item.unit, "free": free, "wanted": wanted, "missing": wanted - free}
    sentence = _(
        "“%(item)s”库存不足：现有 %(free)s %(unit)s，需要 %(wanted)s %(unit)s，还差 %(missing)s %(unit)s。"
    )
    return GoodsRefused(sentence % words)
