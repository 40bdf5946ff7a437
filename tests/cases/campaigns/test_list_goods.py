"""The goods of an approved list leave a store by one slip, checked by a colleague; the file tells of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.aid import list_records
from cases.campaigns import selectors, services
from funds.goods import services as goods
from funds.goods.models import Slip
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C4")]


@pytest.fixture
def home(cast, reference):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@pytest.fixture
def listed(cast, winter, begin, home):
    """The list with the family, for 200 yuan of goods, handed in."""
    row = begin()
    heads = selectors.list_files(row).filter(pk=home.head_id)
    services.choose_files(list_id=row.pk, group_id=winter.poor.pk, members=heads, by=cast.clerk)
    return services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)


def issue(row, shelf, by, units=3, on=None):
    return services.issue_goods(
        list_id=row.pk, store_id=shelf.store.pk, units={shelf.item.pk: units},
        on=on or timezone.localdate(), by=by,
    )  # fmt: skip


def test_goods_are_handed_out_checked_and_told(cast, listed, approve, shelf, home):
    row = approve(listed)
    slip = issue(row, shelf, cast.clerk)
    assert not list_records(home)
    with pytest.raises(Refused):
        goods.take_step(slip_id=slip.pk, action="check", by=cast.clerk)
    goods.take_step(slip_id=slip.pk, action="check", by=shelf.second)
    record = list_records(home)[0]
    assert (record.value, record.item, record.on) == (Decimal(200), "慰问品", timezone.localdate())
    with pytest.raises(Refused, match="退回仓库以后才能撤销批准"):
        services.take_list_step(list_id=row.pk, action="revoke", by=cast.approver, comment="错")
    with pytest.raises(Refused):
        issue(row, shelf, cast.clerk, 1)
    assert_books_balance()


@pytest.mark.parametrize(
    ("units", "days", "why"),
    [
        (4, 0, r"折价 232\.00 元，名单上是 200\.00 元"),
        (3, 1, "不晚于今天"),
        (3, -1, "批准那天以后"),
        (101, 0, "大米"),
    ],
)
def test_no_more_than_the_list_says_and_the_store_has(cast, listed, approve, shelf, units, days, why):
    row = approve(listed)
    with pytest.raises(Refused, match=why):
        issue(row, shelf, cast.clerk, units, timezone.localdate() + timedelta(days=days))
    assert not selectors.list_slips(row)


def test_only_of_an_approved_list_by_its_union(cast, listed, approve, shelf):
    with pytest.raises(Refused, match="名单批准以后"):
        issue(listed, shelf, cast.clerk)
    row = approve(listed)
    with pytest.raises(Refused, match="经办人办理"):
        issue(row, shelf, cast.approver)


def test_what_nobody_got_comes_back_to_the_store(cast, listed, approve, shelf, as_user):
    row, client = approve(listed), as_user(cast.clerk)
    url = reverse("campaigns:give_back", args=[row.pk])
    told = {"list_id": row.pk, "on": timezone.localdate(), "reason": "没有送到", "by": cast.clerk}
    with pytest.raises(Refused, match="没有发出去、复核过的物资"):
        services.return_list_goods(units={1: 1}, **told)
    goods.take_step(slip_id=issue(row, shelf, cast.clerk).pk, action="check", by=shelf.second)
    lot, out = selectors.list_out_goods(row)[0]
    assert out == 3
    for units, why in (({}, "请填写退回几件"), ({lot.pk: 4}, "还在外面的只有 3")):
        with pytest.raises(Refused, match=why):
            services.return_list_goods(units=units, **told)
    with pytest.raises(Refused, match="的经办人办理"):
        services.return_list_goods(units={lot.pk: 1}, **{**told, "by": cast.approver})
    assert url in client.get(reverse("campaigns:people", args=[row.pk])).content.decode()
    key = client.get(url).context["form"]["key"].value()
    sent = {"key": key, "on": timezone.localdate().isoformat(), "reason": "谢绝", f"lot-{lot.pk}": "2"}
    assert client.post(url, sent).status_code == 302
    back = Slip.objects.get(kind="return")
    goods.take_step(slip_id=back.pk, action="check", by=shelf.second)
    assert selectors.list_out_goods(row) == [(lot, 1)]
    assert_books_balance()


def test_the_page_of_the_hand_out(cast, listed, approve, shelf, as_user):
    row, client = approve(listed), as_user(cast.clerk)
    url = reverse("campaigns:issue", args=[row.pk])
    assert "大米" in client.get(url).content.decode()
    sent = {f"units-{shelf.store.pk}-{shelf.item.pk}": "3", "on": timezone.localdate().isoformat()}
    assert client.post(url, sent)["Location"] == reverse("campaigns:people", args=[row.pk])
    slip = selectors.list_slips(row)[0]
    assert str(slip) in client.get(reverse("campaigns:people", args=[row.pk])).content.decode()
    assert client.post(url, sent).status_code == 409
