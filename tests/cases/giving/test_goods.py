"""Goods by the piece: asked for and decided without a sum, handed out of a store against a signature, counted
as aid in kind with their value."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State as ApplicationState
from cases.archives.selectors.aid import list_records
from cases.archives.selectors.cases import as_aid
from cases.giving import services
from cases.giving.models import Fulfilment
from cases.giving.services import HandOut, Told
from cases.giving.states import FulfilmentState as State
from cases.outcomes.reports.forms import receipt
from cases.outcomes.selectors.printable import paper_blocker
from cases.outcomes.states import PaperKind
from cases.policies.rules import PolicyInvalid, parse_policy
from cases.policies.services import load_policy
from funds.goods import services as goods
from funds.goods.models import Lot, Slip
from funds.goods.rules import Arrival, Paper
from funds.ledgers.models import Commitment
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import ApplicationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1"), pytest.mark.requirement("C4")]
SUPPLIES = """code: supplies_aid
title: 送温暖物资办法
source: 区总工会
document_no: 区工发〔2026〕3号
programmes:
  supplies:
    label: 送温暖物资
    kind: goods
    form: goods
    summary: 每户大米 10 公斤、食用油 5 升。
    caps: [{times: 1, per: [household, year]}]
examples:
  - name: 物资不发钱
    given: {on: "2026-03-05", region_code: "320600", persons: 3}
    expect: {amounts: {supplies: 0}}
"""


def today():
    return timezone.localdate()


@pytest.fixture
def shelf(cast):
    """The store of the clerk's union with ten bags of rice and ten quilts."""
    store = goods.add_store(name="职工之家", by=cast.clerk)
    second = UserFactory(union=cast.union, role=Role.CLERK)
    items = {
        name: goods.add_item(name=name, unit=unit, value=Decimal(value), by=cast.clerk)
        for name, unit, value in (("大米", "袋", "58"), ("棉被", "床", "120.50"))
    }
    slip = goods.take_in(
        store_id=store.pk, kind="donation", on=today(), by=cast.clerk, paper=Paper(party="爱心企业"),
        rows=[Arrival(item.pk, 10, item.value) for item in items.values()],
    )  # fmt: skip
    goods.take_step(slip_id=slip.pk, action="check", by=second)
    return SimpleNamespace(store=store, rice=items["大米"], quilt=items["棉被"])


@pytest.fixture
def approved(cast, reference):
    """An approved application for goods."""
    load_policy(union=cast.county, text=SUPPLIES, in_force_from=date(2020, 1, 1))
    return ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=ApplicationState.APPROVED, programme="supplies",
    )  # fmt: skip


def give(application, shelf, by, units=None, **more):
    given = HandOut(
        shelf.store.pk, units or {shelf.rice.pk: 2, shelf.quilt.pk: 1}, more.pop("on", today()), **more
    )
    return services.hand_out(fulfilment_id=application.fulfilment.pk, given=given, by=by)


def left(item):
    return sum(Lot.objects.filter(item=item).values_list("quantity", flat=True))


def test_goods_are_decided_without_a_sum_and_no_money_is_held(cast, approved):
    assert (approved.amount, approved.fulfilment.state) == (None, State.OPEN)
    assert not Commitment.objects.exists()


def test_what_the_family_signed_for_leaves_the_store_and_counts_as_goods(cast, approved, shelf):
    row = give(approved, shelf, cast.clerk, collector="配偶 李芳")
    assert (row.state, row.goods, row.goods_value) == (State.DONE, "大米 2 袋、棉被 1 床", Decimal("236.50"))
    assert row.what == "发放大米 2 袋、棉被 1 床，由配偶 李芳代领"
    assert (left(shelf.rice), left(shelf.quilt)) == (8, 9)
    slip = Slip.objects.get(kind="issue")
    assert (slip.source, row.deed_key) == (f"giving.fulfilment:{row.pk}", str(slip.uid))
    (record,) = list_records(approved.household)
    assert (record.item, record.value) == (row.goods, Decimal("236.50"))
    assert as_aid(record, "head").form == "goods"


def test_what_is_not_there_is_not_given_and_nothing_is_written(cast, approved, shelf):
    with pytest.raises(Refused, match="还差 1 袋"):
        give(approved, shelf, cast.clerk, {shelf.rice.pk: 11, shelf.quilt.pk: 1})
    assert (left(shelf.rice), left(shelf.quilt)) == (10, 10)
    assert Fulfilment.objects.get().state == State.OPEN


def test_goods_are_given_once_since_the_decision_and_by_the_clerk_of_the_union(cast, approved, shelf):
    with pytest.raises(Refused, match="批准那天"):
        give(approved, shelf, cast.clerk, on=today() - timedelta(days=400))
    with pytest.raises(Refused):
        give(approved, shelf, cast.reviewer)
    give(approved, shelf, cast.clerk)
    with pytest.raises(Refused):
        give(approved, shelf, cast.clerk)
    assert left(shelf.rice) == 8


def test_goods_are_not_written_down_as_done_without_leaving_a_store(cast, approved, shelf):
    told = Told(doer="我", done_on=today(), what="发了", result="reached")
    with pytest.raises(Refused, match="发放物资"):
        services.take_fulfilment_step(
            fulfilment_id=approved.fulfilment.pk, action="finish", by=cast.clerk, told=told
        )


@pytest.mark.parametrize("value", ["goods = '', goods_value = NULL", "goods = '大米', goods_value = 5"])
def test_the_database_knows_what_left_the_store(cast, approved, shelf, value):
    sql = f"""UPDATE giving_fulfilment SET state = 'done', doer = '我', done_on = %s, what = '发了',
        result = 'reached', signed_at = now(), signed_by_id = %s, {value}"""
    with transaction.atomic():
        with pytest.raises(DatabaseError, match="not what left the store"), connection.cursor() as cursor:
            cursor.execute(sql, [today(), cast.clerk.pk])
        transaction.set_rollback(True)


def test_the_receipt_names_the_goods(cast, approved, shelf):
    assert paper_blocker(approved, PaperKind.RECEIPT) == ""
    give(approved, shelf, cast.clerk)
    approved.refresh_from_db()
    text = render_to_string("pdf/receipt.html", {**receipt(approved), "title": ""})
    assert "帮扶物资签领单" in text
    assert "大米 2 袋、棉被 1 床" in text
    assert "￥" not in text


def test_the_page_says_what_is_in_stock_and_takes_what_was_signed_for(cast, approved, shelf, as_user):
    client, pk = as_user(cast.clerk), approved.fulfilment.pk
    assert "大米 10 袋（职工之家）" in client.get(reverse("giving:fulfilment", args=[pk])).content.decode()
    page = reverse("giving:hand_out", args=[pk])
    field = f"units-{shelf.store.pk}-{shelf.rice.pk}"
    for sent, status in (({}, 422), ({field: "0"}, 422), ({field: "11"}, 409), ({field: "一"}, 422)):
        assert client.post(page, {"on": today(), **sent}).status_code == status
    assert client.post(page, {"on": today(), field: "1"}).status_code == 302
    assert left(shelf.rice) == 9
    shown = client.get(reverse("giving:fulfilment", args=[pk])).content.decode()
    assert Fulfilment.objects.get(pk=pk).goods_value == Decimal("58.00")
    assert reverse("goods:slip", args=[Slip.objects.get(kind="issue").uid]) in shown
    assert client.post(page, {"on": today(), field: "1"}).status_code == 409


NAMED = SUPPLIES.replace(
    "    caps:",
    """    goods:
      - {name: 大米, unit: 公斤, at_most: 20}
      - {name: 食用油, unit: 升, at_most: 5}
    caps:""",
)


@pytest.fixture
def named(cast, reference, shelf):
    """An approved application for 20 kg of rice and 5 l of oil; there are bags of 10 kg, cans of 5 l."""
    load_policy(union=cast.county, text=NAMED, in_force_from=date(2020, 1, 1))
    second = UserFactory(union=cast.union, role=Role.CLERK)
    sizes = (("东北大米", "10 公斤装", "袋"), ("食用油", "5升装", "桶"), ("食用油", "", "箱"))
    items = [
        goods.add_item(name=name, specification=size, unit=unit, value=Decimal(60), by=cast.clerk)
        for name, size, unit in sizes
    ]
    slip = goods.take_in(
        store_id=shelf.store.pk, kind="donation", on=today(), by=cast.clerk, paper=Paper(party="爱心企业"),
        rows=[Arrival(item.pk, 10, item.value) for item in items],
    )  # fmt: skip
    goods.take_step(slip_id=slip.pk, action="check", by=second)
    shelf.bag, shelf.can, shelf.box = items
    return ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=ApplicationState.APPROVED, programme="supplies",
    )  # fmt: skip


def test_the_page_begins_with_what_was_approved(cast, named, shelf, as_user):
    page = as_user(cast.clerk).get(reverse("giving:hand_out", args=[named.fulfilment.pk]))
    assert "批准大米 20 公斤、食用油 5 升" in page.content.decode()
    units = {one.item: field.value() for one, field in page.context["form"].grid()}
    assert units == {shelf.rice: None, shelf.quilt: None, shelf.bag: 2, shelf.can: 1, shelf.box: None}
    sent = {name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])}
    answer = as_user(cast.clerk).post(page.request["PATH_INFO"], sent)
    assert answer.status_code == 302
    assert Fulfilment.objects.get().goods == "东北大米 10 公斤装 2 袋、食用油 5升装 1 桶"


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ({"bag": 3}, "大米批准了 20 公斤，要发的有 30 公斤，请改少。"),
        ({"bag": 2, "can": 2}, "食用油批准了 5 升，要发的有 10 升，请改少。"),
        ({"bag": 2, "quilt": 1}, "批准的是大米 20 公斤、食用油 5 升，没有“棉被”。"),
    ],
)
def test_more_than_was_approved_is_not_given(cast, named, shelf, units, sentence):
    with pytest.raises(Refused, match=sentence):
        give(named, shelf, cast.clerk, {getattr(shelf, name).pk: number for name, number in units.items()})
    assert Fulfilment.objects.get().state == State.OPEN
    assert not Slip.objects.filter(kind="issue").exists()


def test_less_than_was_approved_and_what_cannot_be_compared_is_given(cast, named, shelf):
    row = give(named, shelf, cast.clerk, {shelf.bag.pk: 1, shelf.box.pk: 1})
    assert row.goods == "东北大米 10 公斤装 1 袋、食用油 1 箱"


def test_who_is_elsewhere_gives_nothing_out(cast, approved, shelf, as_user):
    page = reverse("giving:hand_out", args=[approved.fulfilment.pk])
    assert as_user(cast.stranger).get(page).status_code == 404


def test_goods_by_the_piece_say_no_sum_in_a_policy():
    text = SUPPLIES.replace("    form: goods\n", "    form: goods\n    uses: living\n")
    with pytest.raises(PolicyInvalid, match="没有金额"):
        parse_policy(text)
