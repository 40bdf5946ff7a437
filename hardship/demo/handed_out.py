"""The demo's goods for many: one batch, a hand-out that is done, one that nobody has signed yet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors import get_entry
from cases.approvals.services.batches import submit_batch
from cases.archives.models import Household
from cases.archives.states import State as FileState
from cases.giving import services
from cases.giving.models import Fulfilment, Roster
from cases.giving.services import RosterPlan, Signed
from cases.policies.selectors import list_programmes
from cases.policies.states import EvidenceKind
from funds.goods import services as goods
from funds.goods.models import Slip, Store
from funds.goods.rules import Paper
from hardship.accounts.models import User
from hardship.demo import clock
from hardship.demo.aid import step
from hardship.demo.files import scan
from hardship.kernel.workflow import Refused

HOUSEHOLDS, FIRST, OPEN = 6, 3, 2  # of the batch, on the roster that is done, on the one that is open
PLACE = "学田街道职工之家一楼"


def build_hand_outs(people: Mapping[str, User], today: date) -> int:
    """Goods of a union of the county for six families, from the batch to the signatures; how many rosters.
    Where somebody who is needed has no post on the day, there are none."""
    try:
        with transaction.atomic():
            return _build(people, today)
    except Refused:
        return 0


def _build(people: Mapping[str, User], today: date) -> int:
    clerk = people["xt.clerk"]
    rows = _approved(people, today)
    if len(rows) < FIRST + OPEN:
        return 0
    store = _stocked(people, today)
    with clock.at(today - timedelta(days=4)):
        roster = _draw_up(store, rows[:FIRST], today - timedelta(days=3), clerk)
    with clock.at(today - timedelta(days=3), 16):
        first, second, _absent = roster.lines.order_by("position")
        signed = {first.pk: Signed(), second.pk: Signed("李芳", "配偶")}
        services.enter_roster(roster_id=roster.pk, on=timezone.localdate(), signed=signed, by=clerk)
        services.add_photos(roster_id=roster.pk, photos=[scan(EvidenceKind.OTHER, 6)], by=clerk)
    with clock.at(today - timedelta(days=2)):
        slip = Slip.objects.get(source=f"giving.roster:{roster.pk}")
        goods.take_step(slip_id=slip.pk, action="check", by=people["cc.reviewer"])
    with clock.at(today - timedelta(days=1)):
        _draw_up(store, rows[FIRST : FIRST + OPEN], today, clerk)
    return Roster.objects.count()


def _approved(people: Mapping[str, User], today: date) -> list[Fulfilment]:
    """What was approved of a batch that went its whole way; one family wants no oil."""
    clerk, start = people["xt.clerk"], today - timedelta(days=26)
    programme = next(row for row in list_programmes(union=clerk.union, on=today) if row.code == "supplies")
    free = Household.objects.filter(union=clerk.union, state=FileState.FILED, filed_on__lt=start)
    free = free.exclude(applications__programme__code=programme.code)
    free = free.filter(consents__allows_notice=True).exclude(consents__allows_notice=False)
    free = free.distinct().order_by("pk")[:HOUSEHOLDS]
    with clock.at(start, 10):
        batch = applications.make_batch(
            uid=uuid4(), programme_id=programme.pk, reason="入冬生活开支大，申请送温暖物资。", by=clerk
        )
        keys = [row.pk for row in free]
        applications.add_households(batch_id=batch.pk, household_ids=keys, by=clerk)
        rows = list(batch.application_set.order_by("pk"))
        if not rows:
            return []
        items = programme.rule.goods
        applications.save(
            application_id=rows[0].pk, version=rows[0].version, by=clerk, reason=rows[0].reason,
            goods={items[0].name: items[0].at_most},
        )  # fmt: skip
        submit_batch(batch_id=batch.pk, by=clerk)
    rows = list(batch.application_set.filter(state=State.REVIEW).order_by("pk"))
    _decide(rows, people, start)
    found = Fulfilment.objects.filter(application__in=rows)
    return list(found.order_by("application__household__head__name_pinyin", "pk"))


def _decide(rows: Sequence[Application], people: Mapping[str, User], start: date) -> None:
    if not rows:
        return
    with clock.at(start + timedelta(days=1), 15):
        for row in rows:
            step(row, "pass", people["cc.reviewer"], comment="在档，同意公示。")
    rows[0].refresh_from_db()
    entry = get_entry(rows[0])
    ended = entry.notice.ends_on + timedelta(days=1) if entry else start + timedelta(days=2)
    with clock.at(ended, 9):
        for row in rows:
            step(row, "conclude", people["cc.reviewer"])
    with clock.at(ended + timedelta(days=1), 16):
        for row in rows:
            step(row, "approve", people["nt.approver"], comment="同意。")


def _stocked(people: Mapping[str, User], today: date) -> Store:
    """The store of the union with rice and oil that the city sent."""
    clerk, keeper = people["xt.clerk"], people["nt.finance"]
    above = Store.objects.get(union=keeper.union)
    with clock.at(today - timedelta(days=6)):
        store: Store | None = Store.objects.filter(union=clerk.union).first()
        store = store or goods.add_store(name="学田街道职工之家", address="学田路 12 号", by=clerk)
        lots = above.lots.filter(item__name__in=("大米", "食用油"), quantity__gte=20)
        slip = goods.transfer(
            store_id=above.pk, to_store_id=store.pk, taken={lot.pk: 12 for lot in lots},
            paper=Paper(memo="送温暖下拨物资"), on=timezone.localdate(), by=keeper,
        )  # fmt: skip
    with clock.at(today - timedelta(days=5)):
        goods.take_step(slip_id=slip.pk, action="receive", by=clerk)
    return store


def _draw_up(store: Store, rows: Sequence[Fulfilment], on: date, by: User) -> Roster:
    """A roster on which each family gets a bag of rice, and a can of oil where it asked for oil."""
    items = {lot.item.name: lot.item_id for lot in store.lots.select_related("item")}
    units = {
        row.pk: {items[one["name"]]: 1 for one in row.application.goods if one["name"] in items}
        for row in rows
    }
    return services.make_roster(plan=RosterPlan(store.pk, on, PLACE, units), by=by)
