"""The pages of goods: what somebody sees there, types in, and is told."""

import uuid
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from funds.goods.models import Item, Lot, Slip, Store
from tests.funds.goods.conftest import LAST_DAY, ON, check, take_in
from tests.funds.goods.test_slips import send

pytestmark = pytest.mark.django_db


def rows(*lines):
    """What the table of a 入库 posts: item, number, price, last day of each line."""
    data = {"rows-TOTAL_FORMS": "6", "rows-INITIAL_FORMS": "0"}
    for number, (item, units, price, day) in enumerate(lines):
        keys = ("item_id", "quantity", "value", "expires_on")
        data |= {
            f"rows-{number}-{key}": value for key, value in zip(keys, (item, units, price, day), strict=True)
        }
    return data


def arrival(*lines, **more):
    return {
        "key": uuid.uuid4(),
        "kind": "purchase",
        "party": "启明粮油公司",
        "on": ON.isoformat(),
        **rows(*lines),
        **more,
    }


def test_what_comes_in_is_typed_in_checked_and_lies_there(stock, as_user):
    page = reverse("goods:take_in", args=[stock.store.pk])
    sent = arrival((stock.rice.pk, "20", "", LAST_DAY.isoformat()), (stock.quilt.pk, "5", "99.5", ""))
    answer = as_user(stock.keeper).post(page, sent)
    slip = Slip.objects.get()
    assert answer["Location"] == reverse("goods:slip", args=[slip.uid])
    client = as_user(stock.second)
    assert "复核无误" in client.get(answer["Location"]).content.decode()
    client.post(reverse("goods:slip_step", args=[slip.uid]), {"action": "check"})
    shown = client.get(reverse("goods:stock")).content.decode()
    assert "大米 10 公斤装" in shown
    assert "1,657.50" in shown
    assert [(lot.quantity, str(lot.value)) for lot in Lot.objects.order_by("pk")] == [
        (20, "58.00"),
        (5, "99.50"),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("", "3", "", ""), "请选择物资"),
        (("{rice}", "", "", "2027-01-01"), "请填写数量"),
        (("{rice}", "3", "", ""), "有保质期"),
        (("{rice}", "一些", "-1", "后天"), "请只填整数"),
        (("999999", "3", "", ""), "请选择物资"),
    ],
)
def test_what_is_wrong_in_a_line_is_told_beside_it(stock, as_user, line, sentence):
    filled = tuple(part.format(rice=stock.rice.pk) for part in line)
    answer = as_user(stock.keeper).post(reverse("goods:take_in", args=[stock.store.pk]), arrival(filled))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Slip.objects.exists()


def test_nothing_filled_in_is_refused_and_a_table_of_a_thousand_lines_is_no_table(stock, as_user):
    page, client = reverse("goods:take_in", args=[stock.store.pk]), as_user(stock.keeper)
    assert client.post(page, arrival()).status_code == 409
    assert client.post(page, arrival(**{"rows-TOTAL_FORMS": "1000"})).status_code in (409, 422)
    assert client.post(page, {"kind": "purchase"}).status_code == 422


def test_goods_go_to_the_county_are_lost_and_counted(stocked, as_user):
    client, number = as_user(stocked.keeper), f"lot-{stocked.lot.pk}"
    day, store = ON.isoformat(), stocked.store.pk
    sent = {"key": uuid.uuid4(), "on": day, "to_store_id": stocked.county_store.pk, number: "30"}
    assert client.post(reverse("goods:transfer", args=[store]), sent).status_code == 302
    lost = {"key": uuid.uuid4(), "on": day, "decision": "办公会纪要", number: "2"}
    assert client.post(reverse("goods:loss", args=[store]), lost).status_code == 302
    too_much = client.post(reverse("goods:loss", args=[store]), {**lost, "key": uuid.uuid4(), number: "71"})
    assert too_much.status_code == 409
    assert "还差 1 袋" in too_much.content.decode()
    assert client.post(reverse("goods:count", args=[store]), {"on": day}).status_code == 422
    assert (
        client.post(
            reverse("goods:count", args=[store]), {"key": uuid.uuid4(), "on": day, number: "69"}
        ).status_code
        == 302
    )
    counted = client.get(reverse("goods:slip", args=[Slip.objects.get(kind="count").uid])).content.decode()
    assert all(word in counted for word in ("账面", "实盘", "-1"))


@pytest.mark.parametrize("page", ["transfer", "loss"])
def test_one_form_sent_twice_takes_the_goods_out_once(stocked, as_user, page):
    told = {"on": ON.isoformat(), "to_store_id": stocked.county_store.pk, "decision": "办公会纪要"}
    sent = {**told, "key": uuid.uuid4(), f"lot-{stocked.lot.pk}": "60"}
    client, to = as_user(stocked.keeper), reverse(f"goods:{page}", args=[stocked.store.pk])
    first, again = client.post(to, sent), client.post(to, sent)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    assert Slip.objects.exclude(kind="purchase").count() == 1
    assert client.post(to, {**sent, "key": "x"}).status_code == 422


def test_the_sheet_for_a_count_says_what_should_lie_there(stocked, as_user):
    answer = as_user(stocked.keeper).post(reverse("goods:count_sheet", args=[stocked.store.pk]))
    cells = [cell.value for row in load_workbook(BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert {"大米 10 公斤装", 100, "实盘数量"} <= set(cells)


def test_an_item_a_store_and_a_price_are_typed_in(stock, as_user):
    client = as_user(stock.keeper)
    client.post(reverse("goods:item_new"), {"name": "牛奶", "unit": "箱", "value": "56", "expires": "on"})
    made = Item.objects.get(name="牛奶")
    client.post(reverse("goods:item_reprice", args=[made.pk]), {"value": "60"})
    made.refresh_from_db()
    assert (made.value, made.expires) == (60, True)
    again = client.post(reverse("goods:item_new"), {"name": "牛奶", "unit": "箱", "value": "56"})
    assert again.status_code == 409
    assert "已经登记" in again.content.decode()
    client.post(reverse("goods:store_new"), {"name": "二号库"})
    assert Store.objects.filter(name="二号库", union=stock.keeper.union).exists()


def test_a_slip_is_reversed_from_its_page_once(stocked, as_user):
    slip = Slip.objects.get()
    client, page = as_user(stocked.keeper), reverse("goods:slip", args=[slip.uid])
    assert "冲销这张单据" in client.get(page).content.decode()
    answer = client.post(
        reverse("goods:slip_reverse", args=[slip.uid]), {"key": uuid.uuid4(), "reason": "重复入库", "on": ON}
    )
    assert answer.status_code == 302
    shown = client.get(page).content.decode()
    assert "冲销这张单据" not in shown
    assert "物-2026-00002" in shown


def test_a_stranger_finds_none_of_it(stocked, cast, as_user):
    client = as_user(cast.stranger)
    slip = Slip.objects.get()
    for name, key in (("store", stocked.store.pk), ("item", stocked.rice.pk), ("slip", slip.uid)):
        assert client.get(reverse(f"goods:{name}", args=[key])).status_code == 404
    assert "大米" not in client.get(reverse("goods:stock")).content.decode()
    assert client.post(reverse("goods:slip_step", args=[slip.uid]), {"action": "check"}).status_code == 404


def test_who_keeps_the_store_below_sees_the_item_of_the_union_above(stocked, as_user):
    client = as_user(stocked.county_keeper)
    shown = client.get(reverse("goods:item", args=[stocked.rice.pk])).content.decode()
    assert "大米 10 公斤装" in shown
    assert "还没有增减" in shown
    assert "改参考单价" not in shown


def test_what_waits_is_on_the_desk_of_whoever_checks_and_not_of_the_maker(stock, as_user):
    take_in(stock)
    for who, is_there in ((stock.second, True), (stock.keeper, False)):
        shown = as_user(who).get(reverse("desk:home")).content.decode()
        assert ("待复核的物资单据" in shown) is is_there


def test_lists_ask_the_same_however_long_they_are(stocked, as_user, django_assert_max_num_queries):
    client = as_user(stocked.keeper)
    for number in range(20):
        check(take_in(stocked, 1, value=str(50 + number)), stocked.second)
    for name in ("stock", "slips", "items", "stores"):
        with django_assert_max_num_queries(14):
            assert client.get(reverse(f"goods:{name}")).status_code == 200
    with django_assert_max_num_queries(16):
        client.get(reverse("goods:item", args=[stocked.rice.pk]))


def test_what_arrived_by_a_transfer_is_a_movement_of_the_store_that_received_it(stocked, as_user):
    slip = send(stocked, 40)
    page = reverse("goods:item", args=[stocked.rice.pk])
    assert "还没有增减" in as_user(stocked.county_keeper).get(page).content.decode(), "it is on its way"
    check(slip, stocked.county_keeper, "receive")
    shown = as_user(stocked.county_keeper).get(page).content.decode()
    assert "+40" in shown
    assert ">-40<" not in shown
    both = as_user(stocked.keeper).get(page).content.decode()
    assert (">+40<" in both, ">-40<" in both) == (True, True)
