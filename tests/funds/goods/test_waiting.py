"""One form makes one slip; it waits on the desks of those who may check it and goes where it can arrive."""

from decimal import Decimal
from uuid import uuid4

import pytest

from funds.goods import services
from funds.goods.models import Slip
from funds.goods.rules import Arrival, Paper
from funds.goods.selectors import list_targets, list_to_check
from funds.goods.services import GoodsRefused, once
from hardship.accounts.states import Role
from tests.factories import UserFactory
from tests.funds.goods.conftest import ON, check, take_in
from tests.funds.goods.test_slips import lose, lying, send

pytestmark = pytest.mark.django_db


def test_what_the_county_registered_for_itself_does_not_go_up_where_nobody_can_receive_it(stocked, cast):
    own = services.add_item(name="食用油", unit="桶", value=Decimal("66"), by=stocked.county_keeper)
    second = UserFactory(union=cast.county, role=Role.FINANCE)
    store, paper = stocked.county_store, Paper(party="粮油公司")
    rows = [Arrival(own.pk, 9, Decimal(66))]
    told = {"store_id": store.pk, "on": ON, "by": stocked.county_keeper}
    lot = check(services.take_in(kind="purchase", rows=rows, paper=paper, **told), second).lines.get().lot
    assert stocked.store not in list_targets(store)
    with pytest.raises(GoodsRefused, match="自己登记的品目"):
        services.transfer(to_store_id=stocked.store.pk, taken={lot.pk: 1}, paper=Paper(), **told)
    assert lying(stocked, own, store) == 9
    check(send(stocked, 5), stocked.county_keeper, "receive")
    assert stocked.store in list_targets(store)


@pytest.fixture
def key(stocked, monkeypatch):
    """Of a form that was sent before; the next sender looks for it too early."""
    slip = services.report_loss(
        store_id=stocked.store.pk, taken={stocked.lot.pk: 60}, paper=Paper(decision="纪要"), on=ON,
        by=stocked.keeper, key=uuid4(),
    )  # fmt: skip
    looks, find = iter([None]), once._find
    monkeypatch.setattr(once, "_find", lambda key, by: next(looks, find(key, by)))
    return slip.uid


def test_who_sends_a_form_twice_at_once_gets_the_first_slip(stocked, key):
    told = {"store_id": stocked.store.pk, "taken": {stocked.lot.pk: 60}, "on": ON, "by": stocked.keeper}
    again = services.report_loss(paper=Paper(decision="纪要"), key=key, **told)
    assert again.uid == key
    assert Slip.objects.filter(kind="loss").count() == 1


def test_another_form_with_the_same_key_is_no_form_of_the_first(stocked, key):
    told = {"store_id": stocked.store.pk, "on": ON, "by": stocked.keeper, "key": key}
    for taken, decision in ((61, "纪要"), (60, "另一份纪要")):
        with pytest.raises(GoodsRefused, match=r"已经保存成 物-2026-\d+，现在填的和那时不一样"):
            services.report_loss(taken={stocked.lot.pk: taken}, paper=Paper(decision=decision), **told)
    assert Slip.objects.filter(kind="loss").count() == 1


def test_the_key_of_another_union_is_no_key(stocked):
    slip = lose(stocked, 1)
    with pytest.raises(GoodsRefused, match="请重新打开再填"):
        services.take_in(
            store_id=stocked.county_store.pk, kind="purchase", paper=Paper(party="x"), on=ON,
            rows=[Arrival(stocked.quilt.pk, 1, Decimal(9))], by=stocked.county_keeper, key=slip.uid,
        )  # fmt: skip


def test_what_a_union_below_wrote_waits_for_its_reviewer_and_nobody_else_above(stock, cast):
    store = services.add_store(name="工会活动室", by=cast.clerk)
    rows = [Arrival(stock.quilt.pk, 3, Decimal(120))]
    services.take_in(
        store_id=store.pk, kind="donation", rows=rows, paper=Paper(party="爱心企业"), on=ON, by=cast.clerk
    )
    assert list_to_check(cast.reviewer).count() == 1
    for role in (Role.CLERK, Role.FINANCE, Role.DEPARTMENT):
        assert not list_to_check(UserFactory(union=cast.county, role=role))


def test_what_was_made_for_somebody_does_not_wait_for_them(stock, cast):
    other = UserFactory(union=stock.store.union, role=Role.CLERK)
    take_in(stock)
    other.stands_for = stock.keeper
    assert not list_to_check(other)
    assert list_to_check(stock.second).count() == 1
