"""集中发放: goods of many applications on one roster, drawn up to be signed; nothing leaves the store yet."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.giving.models import Fulfilment, Roster, RosterCounter, RosterGoods, RosterLine
from cases.giving.rules import beyond
from cases.giving.selectors.rosters import list_waiting
from cases.giving.services.refusals import ServiceRefused
from cases.giving.states import MOST_ON_ROSTER, ROSTER_TRANSITIONS, LineState
from funds.goods import services as goods
from funds.goods.models import Item, Store
from funds.goods.selectors import list_ready
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.numbers import next_number

Units = Mapping[int, int]  # whole units by the key of an item


@dataclass(frozen=True)
class RosterPlan:
    """When and where it is handed out, out of which store, and what each fulfilment (by key) is to get; `uid`
    comes with the form, so that sending it twice makes one roster."""

    store_id: int
    on: date
    place: str
    units: Mapping[int, Units]
    uid: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def make_roster(*, plan: RosterPlan, by: User) -> Roster:
    """A roster to print and to sign; nothing leaves the store yet.

    Raises Refused for whoever is no clerk or keeps not this store, for nobody, too many, a household that
    waits for no goods or stands on another roster, more than was approved and more than lies there."""
    if not by.has_role(Role.CLERK):
        raise ServiceRefused(_("只有经办人可以办理集中发放。"))
    store = goods.get_own_store(plan.store_id, by)
    Union.objects.select_for_update(no_key=True).get(pk=by.union_id)  # whoever is second waits here
    there: Roster | None = Roster.objects.visible_to(by).filter(uid=plan.uid).first()
    if there is not None:
        return there
    rows, items = _require_rows(plan, by), _require_stock(plan, store)
    if not plan.place.strip():
        raise ServiceRefused(_("请填写发放地点。"), "place")
    roster = Roster.objects.create(
        uid=plan.uid, union=store.union, store=store, on=plan.on, place=plan.place.strip(), made_by=by,
        number=_number(store.union, timezone.localdate().year),
    )  # fmt: skip
    for position, row in enumerate(rows, 1):
        _put(roster, position, row, plan.units[row.pk], items)
    audit.record("roster.make", target=roster, by=by, households=len(rows))
    return roster


@transaction.atomic
def cancel_roster(*, roster_id: int, by: User, comment: str = "") -> Roster:
    """The hand-out does not take place; its households wait for another one. Raises Refused."""
    roster = lock_roster(roster_id, by)

    def effect(step: workflow.Step[Roster]) -> None:
        roster.lines.filter(state=LineState.WAITING).update(state=LineState.ABSENT)
        step.record.why = step.comment[:300]

    return workflow.take(
        ROSTER_TRANSITIONS, roster, action="cancel", by=by, comment=comment, blocker=roster_blocker,
        effect=effect, log=log_step,
    )  # fmt: skip


def list_roster_steps(roster: Roster, by: User) -> list[workflow.Transition]:
    """What this person may do with a roster now."""
    return workflow.buttons(ROSTER_TRANSITIONS, roster, by=by, blocker=roster_blocker)


def roster_blocker(roster: Roster, _row: workflow.Transition, by: User) -> str:
    """What keeps a clerk from a roster, or ''."""
    if by.union_id != roster.union_id:
        return _("由“%(union)s”办理。") % {"union": roster.union}
    return ""


def lock_roster(roster_id: int, by: User) -> Roster:
    """A roster of the person's scope, locked. Raises Roster.DoesNotExist."""
    return workflow.lock(Roster.objects.visible_to(by).select_related("union", "store__union"), roster_id)


def log_step(step: workflow.Step[Roster]) -> Roster:
    audit.record(f"roster.{step.row.action}", target=step.record, by=step.by)
    return step.record


def _require_rows(plan: RosterPlan, by: User) -> list[Fulfilment]:
    """What these fulfilments are, locked, in the order of people's names."""
    if not plan.units:
        raise ServiceRefused(_("请至少选择一户。"))
    if len(plan.units) > MOST_ON_ROSTER:
        raise ServiceRefused(_("一份花名册最多 %(n)s 户，请分开办理。") % {"n": MOST_ON_ROSTER})
    locked = Fulfilment.objects.filter(pk__in=list(plan.units)).order_by("pk").select_for_update(of=("self",))
    list(locked)
    rows = list(list_waiting(by.union).filter(pk__in=list(plan.units)))
    if len(rows) != len(plan.units):
        raise ServiceRefused(_("有的家庭已经发放、不发了，或者在另一份花名册上，请重新打开再选。"))
    items = Item.objects.in_bulk({key for units in plan.units.values() for key in units})
    for row in rows:
        _require_approved(row, [(items[key], n) for key, n in plan.units[row.pk].items() if key in items])
    return rows


def _require_approved(row: Fulfilment, given: Sequence[tuple[Item, int]]) -> None:
    if not any(units for _item, units in given):
        raise ServiceRefused(_("%(who)s：请填写发几件。") % {"who": row.application.household})
    if row.application.goods and (why := beyond(row.application.goods, given)):
        raise ServiceRefused(f"{row.application.household}：{why}")


def _require_stock(plan: RosterPlan, store: Store) -> dict[int, Item]:
    """The items of the plan by key. Raises ServiceRefused where less lies in the store than is planned."""
    wanted: dict[int, int] = {}
    for units in plan.units.values():
        for key, number in units.items():
            wanted[key] = wanted.get(key, 0) + number
    ready = {one.item.pk: one for one in list_ready(store.union) if one.store.pk == store.pk}
    for key, number in wanted.items():
        free = ready[key].units if key in ready else 0
        if number > free:
            item = Item.objects.get(pk=key)
            words = {"item": item, "free": free, "wanted": number, "unit": item.unit}
            raise ServiceRefused(
                _("“%(item)s”不够发：这几户共要 %(wanted)s %(unit)s，仓库现有 %(free)s %(unit)s。") % words
            )
    return {key: ready[key].item for key in wanted if key in ready}


def _put(roster: Roster, position: int, row: Fulfilment, units: Units, items: Mapping[int, Item]) -> None:
    try:
        with transaction.atomic():
            line = RosterLine.objects.create(roster=roster, position=position, fulfilment=row)
    except IntegrityError as error:
        if broken(error) != "roster_waits_once":
            raise
        who = {"who": row.application.household}
        raise ServiceRefused(_("%(who)s已在另一份集中发放的花名册上。") % who) from error
    RosterGoods.objects.bulk_create(
        RosterGoods(line=line, item=items[key], units=number)
        for key, number in sorted(units.items())
        if number
    )


def _number(union: Union, year: int) -> str:
    number = next_number(RosterCounter, union_id=union.pk, year=year)
    return f"发-{union.code}-{year}-{number:04d}"
