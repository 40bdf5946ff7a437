"""用款次序: which money a union draws on first, from a day on, by the word of two."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from funds.ledgers import selectors, services
from funds.ledgers.models import BudgetLine, FundOrder
from funds.ledgers.services import LedgerRefused
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def enter(by, *sources, days=0):
    return services.enter_order(sources=sources, from_on=today(days), basis="会议纪要〔2026〕4号", by=by)


def step(order, action, by, comment="重新商量"):
    return services.take_order_step(order_id=order.pk, action=action, by=by, comment=comment)


def propose(lines, amount=3000):
    for line in lines:
        line.available = Decimal(1000)
    return selectors.propose(lines, Decimal(amount), uses=["living"], barred={}, home=lines[0].union_id)


@pytest.fixture
def lines(finance):
    """Dues, the treasury and a gift, a thousand each."""
    made = [make_line(finance, "1000", source=source) for source in ("dues", "fiscal", "donation")]
    return list(BudgetLine.objects.select_related("fund").filter(pk__in=[one.pk for one in made]))


def test_the_order_holds_from_its_day_once_another_agreed_and_says_so(cast, finance, lines):
    dues, fiscal, gift = (
        next(x for x in lines if x.fund.source == s) for s in ("dues", "fiscal", "donation")
    )

    def drawn():
        return [one.line for one in propose(lines).choices]

    assert drawn()[-1] == dues, "the rule: bound money first"
    order = enter(finance, "donation", "dues")
    assert drawn()[-1] == dues, "nobody agreed yet"
    step(order, "approve", cast.approver)
    found = propose(lines)
    assert [one.line for one in found.choices] == [gift, dues, fiscal]
    first, second, third = (one.why for one in found.choices)
    assert first.startswith("按本工会的用款次序，社会捐赠排第 1，")
    assert second.startswith("按本工会的用款次序，拨缴经费排第 2，")
    assert third.startswith("专款先用")
    step(enter(finance, "fiscal", days=1), "approve", cast.approver)
    assert drawn()[0] == gift, "from tomorrow on"
    assert selectors.get_order(finance.union, today()) == order
    assert selectors.get_order(finance.union, today(1)).sources == ["fiscal"]
    assert AuditRecord.objects.filter(action__startswith="fund_order.").count() == 4


def test_a_document_has_one_cap_for_all_its_lines(lines):
    first, second, third = lines
    for line in lines:
        line.available = Decimal(1000)
    limits = {first.pk: (7, Decimal(1500)), second.pk: (7, Decimal(1500))}
    found = selectors.propose(
        lines, Decimal(2600), uses=["living"], barred={}, home=first.union_id, limits=limits
    )
    drawn = {one.line.pk: one.yuan for one in found.choices}
    assert sum(drawn[line.pk] for line in (first, second)) == 1500
    assert (drawn[third.pk], found.missing) == (1000, 100)


def test_who_may_and_what_is_no_order(cast, finance):
    stranger = UserFactory(union=cast.county, role=Role.FINANCE)
    for sources, days, why in (
        (["dues", "dues"], 0, "只选一次"),
        ([], 0, "至少"),
        (["dues"], -1, "今天或以后"),
    ):
        with pytest.raises(LedgerRefused, match=why):
            enter(finance, *sources, days=days)
    with pytest.raises(LedgerRefused, match="财务人员"):
        enter(cast.approver, "dues")
    order = enter(finance, "dues")
    with pytest.raises(Refused, match="等着批准"):
        enter(finance, "fiscal")
    with pytest.raises(FundOrder.DoesNotExist):
        step(order, "withdraw", stranger)
    with pytest.raises(Refused, match="权限"):
        step(order, "approve", finance)
    both = UserFactory(union=cast.city, role=Role.APPROVER)
    assert set(selectors.list_orders_to_decide(user=both)) == {order}
    with freeze_time(timezone.now() + timedelta(days=1)), pytest.raises(Refused, match="日期已经过去"):
        step(order, "approve", both)
    alone = UserFactory(union=cast.city, roles=[Role.FINANCE, Role.APPROVER], everything=True)
    step(order, "withdraw", alone)
    order = enter(alone, "dues")
    assert not selectors.list_orders_to_decide(user=alone).exists()
    with pytest.raises(Refused, match="您拟订的"):
        step(order, "approve", alone)
    with pytest.raises(Refused, match=r"意见|原因"):
        step(order, "decline", both, comment="")
    assert step(order, "decline", both).why == "重新商量"
    assert step(enter(finance, "fiscal"), "withdraw", finance).get_state_display() == "未采用"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "in_force"}, "fund_order_begins"),
        ({"sources": ["dues", "dues"]}, "fund_order_names_once"),
        ({"sources": ["lottery"]}, "fund_order_of_known_sources"),
        ({"sources": []}, "fund_order_of_known_sources"),
        ({"basis": ""}, "fund_order_has_basis"),
        ({}, "fund_order_waits_once"),
    ],
)
def test_around_python_what_is_no_order_is_not_drawn_up(change, constraint, finance):
    waiting = enter(finance, "dues")
    told = {"union": waiting.union, "from_on": today(9), "sources": ["dues"], "basis": "x", **change}
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        FundOrder(entered_by=finance, **told).save(force_insert=True)
    assert caught.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE ledgers_fundorder SET sources = '{fiscal}'", "fund_order_stays"),
        ("UPDATE ledgers_fundorder SET state = 'in_force'", "fund_order_decided"),
        ("UPDATE ledgers_fundorder SET state = 'nowhere', decided_at = now(), decided_by_id = entered_by_id",
         "fund_order_state_known"),
        ("UPDATE ledgers_fundorder SET state = 'in_force', decided_at = now(), decided_by_id = entered_by_id",
         "fund_order_by_another"),
        ("UPDATE ledgers_fundorder SET state = 'dropped', decided_at = now(), decided_by_id = entered_by_id",
         "fund_order_dropped_with_reason"),
        ("UPDATE ledgers_fundorder SET state = 'dropped', why = 'x', decided_at = now(), "
         "decided_by_id = entered_by_id, decided_for_id = entered_by_id", "fund_order_by_who_stands_in"),
        ("DELETE FROM ledgers_fundorder", None),
        ("TRUNCATE ledgers_fundorder", None),
    ],
)  # fmt: skip
def test_around_python_it_goes_its_way(sql, constraint, finance):
    enter(finance, "dues")
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_around_python_what_was_decided_stays_and_a_day_has_one(cast, finance):
    decided = step(enter(finance, "dues"), "approve", cast.approver)
    for sql, constraint in (
        ("UPDATE ledgers_fundorder SET from_on = from_on - 1", "fund_order_stays"),
        ("UPDATE ledgers_fundorder SET why = 'x'", "fund_order_stays"),
    ):
        with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert caught.value.__cause__.diag.constraint_name == constraint
    again = enter(finance, "fiscal")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        FundOrder.objects.filter(pk=again.pk).update(
            state="in_force", decided_at=timezone.now(), decided_by=cast.approver
        )
    assert caught.value.__cause__.diag.constraint_name == "fund_order_once_a_day"
    with pytest.raises(LedgerRefused, match="换一个日期"):
        step(again, "approve", cast.approver)
    assert selectors.get_order(finance.union, today()) == decided


def test_the_pages_draw_it_up_decide_it_and_say_what_holds(client, cast, finance):
    client.force_login(finance)
    listed, new = reverse("ledgers:orders"), reverse("ledgers:order_new")
    assert "没有另定次序" in client.get(listed).content.decode()
    told = {"from_on": today().isoformat(), "basis": "纪要", "place_1": "dues", "place_3": "fiscal"}
    twice = client.post(new, {**told, "place_2": "dues"})
    assert (twice.status_code, "同一来源只选一次" in twice.content.decode()) == (422, True)
    assert client.post(new, told).status_code == 302
    order = FundOrder.objects.get()
    assert order.sources == ["dues", "fiscal"]
    where = reverse("ledgers:order_step", args=[order.pk])
    assert client.post(where, {"action": "approve"}).status_code in (403, 409)
    client.force_login(cast.approver)
    assert "同意次序" in client.get(listed).content.decode()
    assert client.post(where, {"action": "approve"}).status_code == 302
    page = client.get(listed).content.decode()
    assert "拨缴经费、同级财政拨款" in page
    assert "拟订次序" not in page
    assert client.post(where, {"action": "approve"}).status_code == 409
