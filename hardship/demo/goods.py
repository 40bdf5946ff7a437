"""The demo's goods: rice, oil, quilts and milk of a city: bought, given, handed on and out, lost."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.giving.models import Fulfilment
from cases.giving.services import HandOut, hand_out
from cases.giving.states import FulfilmentState
from funds.goods import services
from funds.goods.models import Item, Lot, Slip, Store
from funds.goods.rules import Arrival, Paper
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock

# Name, specification, unit, yuan, whether it expires.
ITEMS = (
    ("大米", "10 公斤装", "袋", "58", True),
    ("食用油", "5 升装", "桶", "72", True),
    ("棉被", "", "床", "128", False),
    ("牛奶", "24 盒装", "箱", "56", True),
)


def build_goods(people: Mapping[str, User], today: date) -> int:
    """A year of the city's store and what of it the county got; how many slips."""
    keeper, checker, county = people["nt.finance"], people["nt.reviewer"], people["cc.clerk"]
    first = today - timedelta(days=75)
    with clock.at(first):
        store = services.add_store(name="市总送温暖仓库", address="青年中路 68 号职工服务中心一楼", by=keeper)
        county_store = services.add_store(name="崇川区总储物间", address="人民中路 166 号", by=county)
        rice, oil, quilt, milk = (
            services.add_item(
                name=name, specification=size, unit=unit, value=Decimal(price), expires=expires, by=keeper
            )
            for name, size, unit, price, expires in ITEMS
        )
        _take_in(
            store, "purchase",
            [(rice, 400, first + timedelta(days=270)), (oil, 400, first + timedelta(days=500))],
            Paper(party="启明粮油公司", document_no="验收单 2026-31", invoice_no="26320000001"),
            keeper, checker,
        )  # fmt: skip
    with clock.at(first + timedelta(days=12)):
        _take_in(
            store, "donation", [(quilt, 120, None), (milk, 200, today + timedelta(days=40))],
            Paper(party="江海慈善基金会", document_no="捐赠协议 2026-08", invoice_no="捐 0004127"),
            keeper, checker,
        )  # fmt: skip
    with clock.at(first + timedelta(days=20)):
        slip = _send(store, county_store, {rice: 80, oil: 80}, keeper)
    with clock.at(first + timedelta(days=22)):
        services.take_step(slip_id=slip.pk, action="receive", by=county)
    with clock.at(first + timedelta(days=45)):
        lost = services.report_loss(
            store_id=store.pk, taken={_lot(store, milk).pk: 6}, on=first + timedelta(days=45), by=keeper,
            paper=Paper(decision="仓库渗水受潮，9 月 22 日办公会同意报损", memo="受潮"),
        )  # fmt: skip
        services.take_step(slip_id=lost.pk, action="check", by=checker)
    _hand_out(store, (rice, oil), keeper, today)
    _leave_waiting(store, county_store, (rice, oil, quilt), keeper, today)
    return Slip.objects.count()


def _hand_out(store: Store, items: tuple[Item, ...], keeper: User, today: date) -> None:
    """What was approved is handed out where the union has a store: of two families the first came for it."""
    open_ones = Fulfilment.objects.filter(state=FulfilmentState.OPEN, application__programme__form="goods")
    rows = open_ones.select_related("union", "application").order_by("union", "pk")
    for row in {one.union_id: one for one in rows}.values():
        clerk = User.objects.working_at(row.union_id).holding(Role.CLERK, union=row.union_id).first()
        if clerk is None:
            continue
        with clock.at(today - timedelta(days=3)):
            local = services.add_store(name="职工之家储物间", by=clerk)
            slip = _send(store, local, dict.fromkeys(items, 10), keeper)
            services.take_step(slip_id=slip.pk, action="receive", by=clerk)
        if row.pk % 2:
            with clock.at(today - timedelta(days=1)):
                given = HandOut(local.pk, dict.fromkeys((item.pk for item in items), 1), timezone.localdate())
                hand_out(fulfilment_id=row.pk, given=given, by=clerk)


def _leave_waiting(
    store: Store, county_store: Store, items: tuple[Item, Item, Item], keeper: User, today: date
) -> None:
    """A count with two bags missing and a purchase to check, quilts on their way to the county."""
    rice, oil, quilt = items
    with clock.at(today - timedelta(days=2)):
        counted = {lot.pk: lot.quantity - 2 * (lot.item_id == rice.pk) for lot in store.lots.all()}
        services.count(
            store_id=store.pk, counted=counted, on=today - timedelta(days=2), memo="入冬前盘点", by=keeper
        )
        _send(store, county_store, {quilt: 30}, keeper)
    with clock.at(today - timedelta(days=1)):
        services.take_in(
            store_id=store.pk, kind="purchase", on=today - timedelta(days=1), by=keeper,
            rows=[Arrival(oil.pk, 200, Decimal("69.5"), today + timedelta(days=520))],
            paper=Paper(party="启明粮油公司", document_no="验收单 2026-47", invoice_no="26320000093"),
        )  # fmt: skip


def _take_in(
    store: Store,
    kind: str,
    rows: list[tuple[Item, int, date | None]],
    paper: Paper,
    keeper: User,
    checker: User,
) -> None:
    slip = services.take_in(
        store_id=store.pk, kind=kind, paper=paper, on=timezone.localdate(), by=keeper,
        rows=[Arrival(item.pk, units, item.value, day) for item, units, day in rows],
    )  # fmt: skip
    services.take_step(slip_id=slip.pk, action="check", by=checker)


def _send(store: Store, target: Store, units: Mapping[Item, int], keeper: User) -> Slip:
    return services.transfer(
        store_id=store.pk, to_store_id=target.pk, on=timezone.localdate(), by=keeper,
        taken={_lot(store, item).pk: number for item, number in units.items()},
        paper=Paper(memo="送温暖下拨物资"),
    )  # fmt: skip


def _lot(store: Store, item: Item) -> Lot:
    return Lot.objects.get(store=store, item=item)
