"""退回入库: goods that were handed out come back to the lot that they left: a mistake, refused, too many."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from funds.goods.models import Slip
from funds.goods.rules import Paper
from funds.goods.selectors import list_out
from funds.goods.services.once import Key, once
from funds.goods.services.refusals import GoodsRefused, goods_write, require_keeper
from funds.goods.services.slips import lock_lots, lock_slip, write_slip
from funds.goods.states import Kind
from hardship.accounts.models import User


@once
@goods_write
def give_back(
    *,
    slip_id: int,
    units: Mapping[int, int],
    source: str,
    reason: str,
    on: date,
    by: User,
    key: Key = None,
) -> Slip:
    """Units of lots (by key) come back from whom the issue gave them to; `source` is the business that they
    come back from. They lie in the store again once somebody else has counted them.

    Raises GoodsRefused for another kind of slip, whoever does not keep its store, no reason, a day before the
    issue, and more than is out. Slip.DoesNotExist out of scope."""
    slip = lock_slip(slip_id, by)
    require_keeper(slip.store.union, by)
    if not (slip.is_issue and slip.is_posted):
        raise GoodsRefused(_("只有发出去的物资可以退回。"))
    if not reason.strip():
        raise GoodsRefused(_("请填写退回原因。"), "reason")
    if on < slip.on:
        raise GoodsRefused(_("退回日期不能早于发放日期。"), "on")
    out = list_out(slip)
    lots = lock_lots(slip.store, units)
    for lot in lots:
        if not 0 < units[lot.pk] <= out.get(lot.pk, 0):
            words = {"item": lot.item, "n": out.get(lot.pk, 0), "unit": lot.item.unit}
            raise GoodsRefused(_("“%(item)s”还在外面的只有 %(n)s %(unit)s。") % words)
    memo = _("退回 %(slip)s：%(reason)s") % {"slip": slip, "reason": reason.strip()}
    return write_slip(
        store=slip.store, kind=Kind.RETURN, changes=[(lot, units[lot.pk]) for lot in lots],
        paper=Paper(memo=memo[:100]), on=on, by=by, source=source, returns=slip, key=key,
    )  # fmt: skip
