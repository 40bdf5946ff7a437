"""退回物资: goods that a family has come back to the store, and its fulfilment says what is left."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.giving.models import Fulfilment
from cases.giving.selectors.fulfilments import fulfil_blocker
from cases.giving.selectors.goods import SOURCE, say_units, source_of
from cases.giving.selectors.returning import find_issue, find_return, list_out
from cases.giving.services.refusals import ServiceRefused
from cases.giving.states import FULFILMENT_TRANSITIONS, SERVICE_DAYS, FulfilmentState
from funds.goods import services as goods
from funds.goods.models import Slip
from funds.goods.services.once import Key
from funds.goods.states import Kind
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


@dataclass(frozen=True)
class Returned:
    """What came back: whole units by the keys of lots, on a day, and why."""

    units: Mapping[int, int]
    on: date
    reason: str


@transaction.atomic
def return_goods(*, fulfilment_id: int, told: Returned, by: User, key: Key = None) -> Slip:
    """The slip by which goods come back from a family; it waits for a colleague who counts them, and only
    then the store has more and the family less.

    Raises Refused for a family that has none, whoever is no clerk of its union, more than it has, no reason;
    Fulfilment.DoesNotExist out of scope."""
    rows = Fulfilment.objects.visible_to(by).select_related("union", "application")
    row: Fulfilment = workflow.lock(rows, fulfilment_id)
    issue = find_issue(row)
    if issue is None:
        raise ServiceRefused(_("这户没有发出去的物资可以退回。"))
    if not by.has_role(Role.CLERK):
        raise ServiceRefused(_("只有经办人可以登记退回。"))
    if why := fulfil_blocker(row, FULFILMENT_TRANSITIONS[0], by):
        raise ServiceRefused(why)
    if not told.units:
        raise ServiceRefused(_("请填写退回几件。"))
    if isinstance(key, uuid.UUID) and find_return(row, key):
        return _give_back(row, issue, told, by, key)
    out = {lot.pk: (lot, units) for lot, units in list_out(row)}
    for pk, number in told.units.items():
        lot, units = out.get(pk, (None, 0))
        if number > units:
            words = {"item": lot.item if lot else _("这种物资"), "n": units}
            raise ServiceRefused(_("“%(item)s”这户手里只有 %(n)s 件，退不了这么多。") % words)
    slip = _give_back(row, issue, told, by, key)
    audit.record("fulfilment.return_goods", target=row, by=by, slip=str(slip))
    return slip


def _give_back(row: Fulfilment, issue: Slip, told: Returned, by: User, key: Key) -> Slip:
    """A key that made one gives that one. Raises GoodsRefused where it says something else now."""
    return goods.give_back(
        slip_id=issue.pk, units=told.units, source=source_of(row), reason=told.reason, on=told.on, by=by,
        key=key,
    )  # fmt: skip


def follow_return(slip: Slip, by: User) -> None:
    """What a family has once its goods were counted in the store: less, or nothing, and then they can be
    handed out again or given up. Call it in the transaction of the step."""
    if slip.kind != Kind.RETURN or not slip.is_posted:
        return
    row = Fulfilment.objects.select_for_update(of=("self",)).get(pk=int(slip.source.partition(":")[2]))
    left = list_out(row, is_settled=True)
    if left:
        row.goods = say_units((lot.item, units) for lot, units in left)
        row.goods_value = sum((lot.value * units for lot, units in left), Decimal(0))
        row.what = _("发放%(goods)s（%(slip)s 退回一部分）") % {"goods": row.goods, "slip": slip}
    else:
        _open_again(row)
    row.save()
    audit.record("fulfilment.goods_back", target=row, by=by, slip=str(slip))


def _open_again(row: Fulfilment) -> None:
    row.state, row.due_on = FulfilmentState.OPEN, timezone.localdate() + timedelta(days=SERVICE_DAYS)
    row.done_on = row.goods_value = None
    row.what = row.result = row.goods = row.deed_kind = row.deed_key = row.deed_title = ""


goods.SOURCES.add(SOURCE)(
    goods.SlipSource(
        gettext_lazy("发放物资"),
        lambda key: reverse("giving:fulfilment", args=[key]),
        on_step=follow_return,
        lock=lambda key: Fulfilment.objects.select_for_update(of=("self",)).get(pk=key),
    )
)
