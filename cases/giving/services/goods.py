"""发放物资: goods that were approved leave a store, and the family has signed for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cases.giving.models import Fulfilment
from cases.giving.rules import beyond
from cases.giving.selectors.deeds import GOODS
from cases.giving.selectors.fulfilments import fulfil_blocker
from cases.giving.selectors.goods import said_of, source_of
from cases.giving.services.fulfilments import require_day
from cases.giving.services.refusals import ServiceRefused
from cases.giving.states import FULFILMENT_TRANSITIONS, ON_ROSTER, Result
from funds.goods import services as goods
from funds.goods.models import Item
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@dataclass(frozen=True)
class HandOut:
    """What somebody signed for: whole units by the keys of items, from one store, on a day; `collector` is
    who signed instead, and how they are related."""

    store_id: int
    units: Mapping[int, int]
    on: date
    collector: str = ""


@transaction.atomic
def hand_out(*, fulfilment_id: int, given: HandOut, by: User) -> Fulfilment:
    """Takes the goods out of the store and writes down that they were given: both or neither.

    Raises Refused for a programme that gives none, for whoever is no clerk of the applying union, a day
    before the decision, for more than was approved and for less in the store than is given;
    Fulfilment.DoesNotExist out of scope."""
    rows = Fulfilment.objects.visible_to(by)
    rows = rows.select_related("union", "application__household", "application__programme")
    row: Fulfilment = workflow.lock(rows, fulfilment_id)
    if not row.application.programme.gives_goods:
        raise ServiceRefused(_("这个项目不发实物。"))
    if line := row.roster_lines.filter(state__in=ON_ROSTER).select_related("roster").first():
        said = {"roster": line.roster}
        raise ServiceRefused(_("这户在集中发放的花名册 %(roster)s 上，请在那里登记签领。") % said)

    def effect(step: workflow.Step[Fulfilment]) -> None:
        _give(step.record, given, by)
        step.record.sign(by)

    return workflow.take(
        FULFILMENT_TRANSITIONS, row, action="finish", by=by, blocker=fulfil_blocker, effect=effect, log=_log
    )


def _give(row: Fulfilment, given: HandOut, by: User) -> None:
    require_day(row, given.on, "on")
    _require_approved(row, given)
    slip = goods.issue(
        store_id=given.store_id, wanted=given.units, source=source_of(row), on=given.on, by=by,
        memo=row.application.number or "",
    )  # fmt: skip
    row.goods = said_of(slip)
    row.goods_value = sum((line.amount for line in slip.lines.select_related("lot")), Decimal(0))
    collected = _("，由%(who)s代领") % {"who": given.collector} if given.collector else ""
    row.doer, row.done_on, row.result = by.name, given.on, Result.REACHED
    row.what = _("发放%(goods)s%(collected)s") % {"goods": row.goods, "collected": collected}
    row.deed_kind, row.deed_key = GOODS, str(slip.uid)
    row.deed_title = _("物资发放单 %(slip)s") % {"slip": slip}


def _require_approved(row: Fulfilment, given: HandOut) -> None:
    """Raises ServiceRefused for more than was approved, where the approval names items."""
    rows = row.application.goods
    items = Item.objects.in_bulk(given.units)
    if rows and (refusal := beyond(rows, [(items[pk], n) for pk, n in given.units.items() if pk in items])):
        raise ServiceRefused(refusal)


def _log(step: workflow.Step[Fulfilment]) -> Fulfilment:
    audit.record("fulfilment.hand_out", target=step.record, by=step.by)
    return step.record
