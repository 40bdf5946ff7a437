"""Goods come in, go on, are lost, counted and put right: by one person who writes and another who checks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from funds.goods import services
from funds.goods.models import Lot, Slip
from funds.goods.rules import MOST_UNITS, Arrival, Paper
from funds.goods.services import GoodsRefused
from funds.goods.services.steps import step_blocker
from funds.goods.states import TRANSITIONS
from hardship.accounts.models import Union
from hardship.accounts.selectors import list_unsettled
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory
from tests.funds.goods.conftest import LAST_DAY, ON, check, take_in

pytestmark = pytest.mark.django_db


def lying(stock, item=None, store=None):
    rows = Lot.objects.filter(store=store or stock.store, item=item or stock.rice)
    return sum(lot.quantity for lot in rows)


def lose(stock, units, **more):
    paper = more.pop("paper", Paper(decision="2026 年 3 月 4 日办公会纪要"))
    return services.report_loss(
        store_id=stock.store.pk,
        taken={stock.lot.pk: units},
        paper=paper,
        on=ON,
        by=more.pop("by", stock.keeper),
    )


def send(stock, units, **more):
    return services.transfer(
        store_id=stock.store.pk,
        to_store_id=more.pop("to", stock.county_store).pk,
        taken={stock.lot.pk: units},
        paper=Paper(),
        on=ON,
        by=stock.keeper,
    )


@pytest.mark.requirement("C4")
def test_what_was_bought_lies_in_the_store_once_somebody_else_has_checked_it(stock):
    slip = take_in(stock)
    assert (str(slip), slip.state, lying(stock)) == ("物-2026-00001", "prepared", 0)
    check(slip, stock.second)
    slip.refresh_from_db()
    assert (slip.state, slip.checked_by, lying(stock)) == ("posted", stock.second, 100)
    assert AuditRecord.objects.filter(action__in=("goods.purchase", "goods.check")).count() == 2


def test_nobody_checks_their_own_slip(stock):
    slip = take_in(stock)
    with pytest.raises(Refused, match="两个人"):
        check(slip, stock.keeper)
    assert [row.action for row in services.list_buttons(slip, stock.keeper)] == ["withdraw"]
    assert lying(stock) == 0


def test_the_reviewer_of_the_county_checks_what_a_company_with_one_clerk_wrote(stock, cast):
    store = services.add_store(name="工会活动室", by=cast.clerk)
    rows = [Arrival(stock.quilt.pk, 3, Decimal(120))]
    slip = services.take_in(
        store_id=store.pk, kind="donation", rows=rows, paper=Paper(party="爱心企业"), on=ON, by=cast.clerk
    )
    with pytest.raises(Refused, match="审核工会"):
        check(slip, cast.city_reviewer)
    check(slip, cast.reviewer)
    assert lying(stock, stock.quilt, store) == 3


def test_numbers_have_no_gaps_and_a_slip_that_was_refused_keeps_its_own(stock):
    first = take_in(stock)
    check(first, stock.second, "refuse", comment="数量与发票不符")
    with pytest.raises(GoodsRefused):
        take_in(stock, 0)
    assert [str(first), str(take_in(stock))] == ["物-2026-00001", "物-2026-00002"]
    assert lying(stock) == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"units": 0}, "数量"),
        ({"units": -5}, "数量"),
        ({"units": MOST_UNITS + 1}, "数量"),
        ({"value": "0"}, "单价"),
        ({"expires_on": None}, "保质期"),
        ({"kind": "loss"}, "购入或捐赠"),
        ({"paper": Paper(party="  ")}, "供货或捐赠单位"),
    ],
)
def test_what_makes_no_sense_does_not_come_in(stock, change, sentence):
    with pytest.raises(GoodsRefused, match=sentence):
        take_in(stock, **change)
    assert not Slip.objects.exists()


def test_nothing_comes_in_on_a_day_to_come_or_twice_in_one_slip_or_not_at_all(stock):
    row = Arrival(stock.quilt.pk, 1, Decimal(120))
    tomorrow = timezone.localdate() + timedelta(days=1)
    for rows, on, sentence in (([row], tomorrow, "晚于今天"), ([row, row], ON, "合并"), ([], ON, "至少")):
        with pytest.raises(GoodsRefused, match=sentence):
            services.take_in(
                store_id=stock.store.pk,
                kind="purchase",
                rows=rows,
                paper=Paper(party="棉纺厂"),
                on=on,
                by=stock.keeper,
            )


def test_only_the_union_keeps_its_store_and_only_its_own_kinds_of_goods(stock, cast):
    for by in (stock.county_keeper, cast.approver, cast.auditor):
        with pytest.raises((GoodsRefused, type(stock.store).DoesNotExist)):
            take_in(stock, by=by)
    with pytest.raises(GoodsRefused, match="的经办人或财务可以办理"):
        services.take_in(
            store_id=stock.county_store.pk,
            kind="purchase",
            rows=[Arrival(stock.quilt.pk, 1, Decimal(1))],
            paper=Paper(party="厂"),
            on=ON,
            by=stock.keeper,
        )  # fmt: skip - who keeps the store of the union above sees this one and does not keep it
    own = services.add_item(name="食用油", unit="桶", value=Decimal("66"), by=stock.county_keeper)
    with pytest.raises(GoodsRefused, match="不属于本工会"):
        take_in(stock, item=own, expires_on=None)


def test_an_item_of_the_city_lies_in_the_store_of_the_county_once_the_county_has_received_it(stocked):
    slip = send(stocked, 40)
    assert (lying(stocked), lying(stocked, store=stocked.county_store)) == (60, 0)
    with pytest.raises(Refused, match="调入仓库"):
        check(slip, stocked.second, "receive")
    check(slip, stocked.county_keeper, "receive")
    assert (lying(stocked), lying(stocked, store=stocked.county_store)) == (60, 40)
    arrived = Lot.objects.get(store=stocked.county_store)
    assert (arrived.value, arrived.expires_on) == (Decimal("58.00"), LAST_DAY)


@pytest.mark.parametrize("action", ["send_back", "withdraw"])
def test_a_transfer_that_is_not_received_comes_back(stocked, action):
    slip = send(stocked, 40)
    by = stocked.keeper if action == "withdraw" else stocked.county_keeper
    check(slip, by, action, comment="少了两袋")
    assert (lying(stocked), lying(stocked, store=stocked.county_store)) == (100, 0)


def test_goods_go_to_unions_above_and_below_and_nowhere_else(stocked, cast):
    far = services.add_store(name="外区仓库", by=cast.stranger)
    for store in (far, stocked.store):
        with pytest.raises(GoodsRefused, match="另一个仓库"):
            send(stocked, 1, to=store)


def test_a_loss_needs_a_decision_and_a_second_person(stocked):
    with pytest.raises(GoodsRefused, match="处理依据"):
        lose(stocked, 2, paper=Paper())
    slip = lose(stocked, 2)
    assert lying(stocked) == 100
    check(slip, stocked.second)
    assert lying(stocked) == 98


def test_nothing_leaves_that_is_not_there(stocked):
    for move in (lose, send):
        with pytest.raises(GoodsRefused, match="还差 1 袋"):
            move(stocked, 101)
    first, second = lose(stocked, 60), lose(stocked, 60)
    check(first, stocked.second)
    with pytest.raises(GoodsRefused, match="库存不足"):
        check(second, stocked.second)
    assert lying(stocked) == 40


@pytest.mark.requirement("C4")
def test_a_count_shows_what_is_missing_before_the_books_follow(stocked):
    slip = services.count(store_id=stocked.store.pk, counted={stocked.lot.pk: 97}, on=ON, by=stocked.keeper)
    line = slip.lines.get()
    assert (line.book, line.change, line.found, lying(stocked)) == (100, -3, 97, 100)
    check(slip, stocked.second)
    assert lying(stocked) == 97


def test_a_count_leaves_nothing_out_and_one_that_finds_everything_is_on_record(stocked):
    with pytest.raises(GoodsRefused, match="每一种"):
        services.count(store_id=stocked.store.pk, counted={}, on=ON, by=stocked.keeper)
    slip = services.count(store_id=stocked.store.pk, counted={stocked.lot.pk: 100}, on=ON, by=stocked.keeper)
    check(slip, stocked.second)
    assert lying(stocked) == 100
    with pytest.raises(GoodsRefused, match="账实相符"):
        services.reverse(slip_id=slip.pk, reason="点错", on=ON, by=stocked.keeper)


def test_what_was_posted_by_mistake_is_reversed_once_and_by_two(stocked):
    slip = check(lose(stocked, 5), stocked.second)
    reversal = services.reverse(slip_id=slip.pk, reason="找到了", on=ON, by=stocked.keeper)
    assert lying(stocked) == 95
    with pytest.raises(GoodsRefused, match="已经冲销"):
        services.reverse(slip_id=slip.pk, reason="再来", on=ON, by=stocked.keeper)
    check(reversal, stocked.second)
    assert lying(stocked) == 100
    with pytest.raises(GoodsRefused, match="只有记了账"):
        services.reverse(slip_id=reversal.pk, reason="再来", on=ON, by=stocked.keeper)


def test_a_purchase_is_not_reversed_when_its_goods_are_gone(stocked):
    bought = Slip.objects.get(kind="purchase")
    send(stocked, 1)
    reversal = services.reverse(slip_id=bought.pk, reason="发票作废", on=ON, by=stocked.keeper)
    with pytest.raises(GoodsRefused, match="库存不足"):
        check(reversal, stocked.second)


def test_what_expires_first_is_issued_first_and_once(stocked):
    old = date(2026, 6, 1)
    check(take_in(stocked, 3, expires_on=old), stocked.second)
    slip = services.issue(
        store_id=stocked.store.pk,
        wanted={stocked.rice.pk: 5},
        source="giving.fulfilment:1",
        on=ON,
        by=stocked.keeper,
    )
    moved = {line.lot.expires_on: line.change for line in slip.lines.select_related("lot")}
    assert moved == {old: -3, LAST_DAY: -2}
    assert lying(stocked) == 98
    with pytest.raises(GoodsRefused, match="已经发放"):
        services.issue(
            store_id=stocked.store.pk,
            wanted={stocked.rice.pk: 1},
            source=slip.source,
            on=ON,
            by=stocked.keeper,
        )


def test_what_has_expired_is_not_issued(stocked):
    check(take_in(stocked, 3, expires_on=date(2026, 3, 4)), stocked.second)
    with pytest.raises(GoodsRefused, match="现有 100 袋"):
        services.issue(
            store_id=stocked.store.pk, wanted={stocked.rice.pk: 103}, source="x", on=ON, by=stocked.keeper
        )


def test_more_than_there_is_cannot_be_issued(stocked):
    with pytest.raises(GoodsRefused, match="现有 100 袋，需要 101 袋"):
        services.issue(
            store_id=stocked.store.pk, wanted={stocked.rice.pk: 101}, source="x", on=ON, by=stocked.keeper
        )
    assert lying(stocked) == 100


def test_a_union_with_goods_on_its_shelves_or_on_their_way_is_not_closed(stocked, cast):
    assert any("库存物资" in line for line in list_unsettled(cast.city))
    slip = send(stocked, 100)
    assert any("物资单据" in line for line in list_unsettled(cast.county))
    assert not any("库存物资" in line for line in list_unsettled(cast.city))
    check(slip, stocked.county_keeper, "receive")
    assert any("库存物资" in line for line in list_unsettled(cast.county))
    assert not any("物资" in line for line in list_unsettled(Union.objects.get(pk=cast.city.pk)))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.APPROVER, Role.CASHIER])
def test_whoever_neither_keeps_nor_checks_has_no_button(stock, cast, role):
    slip = take_in(stock)
    assert services.list_buttons(slip, UserFactory(union=cast.city, role=role)) == []


def test_who_stands_in_for_the_maker_does_not_check(stock):
    slip = take_in(stock)
    other = UserFactory(union=stock.store.union, role=Role.CLERK)
    other.stands_for = stock.keeper
    rows = [row for row in TRANSITIONS if row.action == "check"]
    assert all("制单人" in step_blocker(slip, row, other) for row in rows)


def test_an_item_and_a_store_are_on_record_once(stock):
    with pytest.raises(GoodsRefused, match="已经登记"):
        services.add_item(
            name="大米", specification="10 公斤装", unit="袋", value=Decimal("1"), by=stock.keeper
        )
    with pytest.raises(GoodsRefused, match="同名"):
        services.add_store(name="市总仓库", by=stock.keeper)
    assert services.reprice(item_id=stock.rice.pk, value=Decimal("60"), by=stock.keeper).value == 60
    with pytest.raises(GoodsRefused, match="大于零"):
        services.reprice(item_id=stock.rice.pk, value=Decimal("0"), by=stock.keeper)
