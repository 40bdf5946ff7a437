"""Campaigns: drawn up, opened by another, shared out, by the caps of their day, on their way to the end."""

from datetime import date
from decimal import Decimal

import pytest

from cases.campaigns import selectors, services
from cases.campaigns.models import Campaign
from cases.campaigns.rules import Group, Share, add_up
from cases.campaigns.states import State
from cases.policies import services as policies
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.cases.campaigns.conftest import WAY, plan
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C1")]


@pytest.fixture
def caps(cast):
    """3,000 each time, 6,000 a year, from 2025 on; 2,000 each time before."""
    for each, day in ((2000, date(2020, 1, 1)), (3000, date(2025, 1, 1))):
        policies.add_gift_cap(
            region_code=cast.city.region_code, region="南通市", each=Decimal(each), yearly=Decimal(6000),
            starts_on=day, by=cast.administrator, document="鲁工发〔2019〕",
        )  # fmt: skip


def test_a_campaign_is_drawn_up_and_opened_by_another(cast, writer, shared, take):
    row = shared()
    assert row.number == f"{cast.city.code}-SW2026-001"
    assert list(selectors.list_to_open(cast.approver)) == [row]
    with pytest.raises(Refused):
        services.take_step(campaign_id=row.pk, action="open", by=writer)
    row = take(row, "open")
    assert (row.state, row.opened_by) == (State.OPEN, cast.approver)
    assert AuditRecord.objects.filter(action="campaign.open").count() == 1


def test_it_goes_its_way_to_the_end(shared, take):
    row = take(shared(), *WAY)
    assert (row.state, row.note) == (State.CLOSED, "好")


def test_who_closes_without_a_word_keeps_the_summary(shared, take):
    row = take(shared(), *list(WAY)[:-2])
    row = take(row, "report", comment="走访完成，没有遗漏。")
    row = take(row, "close", comment="")
    assert (row.state, row.note) == (State.CLOSED, "走访完成，没有遗漏。")


def test_lists_that_were_sent_back_are_gathered_again(cast, shared, take):
    row = take(shared(), "open", "submit_lists")
    with pytest.raises(Refused, match="意见"):
        services.take_step(campaign_id=row.pk, action="return", by=cast.approver)
    row = services.take_step(campaign_id=row.pk, action="return", by=cast.approver, comment="少两户")
    assert (row.state, row.note) == (State.OPEN, "少两户")


def test_nothing_is_gathered_before_it_is_shared_out(draft, take):
    row = take(draft(), "open")
    with pytest.raises(Refused, match="还没有分配名额"):
        take(row, "submit_lists")


def test_cash_without_a_fund_that_may_pay_it_is_not_opened(cast, writer, draft, take):
    row = draft(funds=())
    with pytest.raises(Refused, match="还没有选这类慰问可以用的资金"):
        take(row, "open")
    other = make_line(cast.finance, use="living").fund_id
    row = services.save(campaign_id=row.pk, plan=plan(funds=(other,)), by=writer)
    with pytest.raises(Refused, match="还没有选这类慰问可以用的资金"):
        take(row, "open")
    gift = make_line(cast.finance, use="warmth").fund_id
    row = services.save(campaign_id=row.pk, plan=plan(funds=(other, gift)), by=writer)
    assert take(row, "open").state == State.OPEN
    goods = draft(Group("一线职工", goods=Decimal(80), by_heads=True), name="只发物资", funds=())
    assert take(goods, "open").state == State.OPEN


def test_a_standard_keeps_to_the_cap_of_its_day(caps, draft):
    draft(Group("劳模", Decimal(2500), Decimal(500)))
    with pytest.raises(Refused, match=r"每人 3,000\.01 元，超过每人每次 3,000\.00 元的限额"):
        draft(Group("劳模", Decimal(2500), Decimal("500.01")), name="又一项")
    with pytest.raises(Refused, match=r"2,000\.00 元的限额"):
        draft(Group("劳模", Decimal(3000)), from_on=date(2024, 1, 1), until_on=date(2024, 2, 1))


def test_where_no_document_says_there_is_no_cap(draft):
    assert draft(Group("劳模", Decimal(5000))).groups.get().cash == 5000


@pytest.mark.parametrize(
    ("groups", "more", "why"),
    [
        ((), {"groups": ()}, "至少填写一类"),
        ((Group("一线职工"),), {}, "请填写现金或物资标准"),
        ((Group("一线职工", Decimal(-1), Decimal(5)),), {}, "请填写现金或物资标准"),
        ((Group("一线职工", Decimal(1)), Group("一线职工", Decimal(2))), {}, "同名"),
        (tuple(Group(str(n), Decimal(1)) for n in range(31)), {}, "最多 30 类"),
        ((Group("一线职工", Decimal(1)),), {"until_on": date(2025, 12, 31)}, "结束日期不能早于"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(draft, groups, more, why):
    with pytest.raises(Refused, match=why):
        draft(*groups, **more)
    assert not Campaign.objects.exists()


def test_the_same_document_is_entered_once(draft):
    draft()
    with pytest.raises(Refused, match="已经登记"):
        draft()


def test_a_draft_is_written_anew_and_what_was_opened_is_not(cast, writer, shared, take):
    row, fund = shared(), make_line(cast.finance, use="warmth").fund
    again = plan(Group("环卫工人", goods=Decimal(90), by_heads=True), funds=(fund.pk,))
    row = services.save(campaign_id=row.pk, plan=again, by=writer)
    assert [group.group for group in row.groups.all()] == list(again.groups)
    assert list(row.funds.all()) == [fund]
    take(row, "open")
    with pytest.raises(Refused, match="不能再改"):
        services.save(campaign_id=row.pk, plan=again, by=writer)


def test_it_is_paid_by_money_of_its_own_union(cast, draft):
    other = make_line(UserFactory(union=cast.province, role=Role.FINANCE)).fund
    with pytest.raises(Refused, match="本工会的资金"):
        draft(funds=(other.pk,))


def test_quotas_go_down_and_stay_once_lists_are_in(cast, writer, shared, take):
    row = shared()
    total = add_up(quota.share for quota in selectors.list_quotas(row, writer))
    assert (total.households, total.people, total.yuan) == (10, 30, Decimal("12000.50"))
    for union in (cast.province, UnionFactory(parent=cast.county, closed_on="2026-01-01")):
        with pytest.raises(Refused, match="下级工会"):
            services.share_out(campaign_id=row.pk, shares=[Share(union.pk, people=1)], by=writer)
    take(row, "open", "submit_lists")
    with pytest.raises(Refused, match="不能再改"):
        services.share_out(campaign_id=row.pk, shares=[], by=writer)


@pytest.mark.parametrize("way", [(), ("submit_lists",), ("submit_lists", "approve_lists", "carry_out")])
def test_the_approver_calls_off_what_was_opened(cast, shared, take, way):
    row = take(shared(), "open", *way)
    with pytest.raises(Refused, match="意见"):
        services.take_step(campaign_id=row.pk, action="cancel", by=cast.approver)
    row = services.take_step(campaign_id=row.pk, action="cancel", by=cast.approver, comment="上级另有安排")
    assert (row.state, row.note) == (State.DROPPED, "上级另有安排")


def test_a_union_below_sees_it_once_it_is_open(cast, shared, take):
    row = shared()
    assert not selectors.list_campaigns(user=cast.clerk)
    take(row, "open")
    assert list(selectors.list_campaigns(user=cast.clerk)) == [row]
    assert not selectors.list_campaigns(user=cast.stranger)


def test_only_a_clerk_of_the_union_draws_it_up(cast):
    for by in (cast.approver, cast.finance):
        with pytest.raises(Refused, match="经办人起草"):
            services.draft(plan=plan(), by=by)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"region_code": "110000"}, "行政区划代码应以"),
        ({"yearly": Decimal(1)}, "不能少于每次"),
        ({"starts_on": date(2024, 1, 1)}, "新限额应晚于它"),
    ],
)
def test_a_cap_that_may_not_be_entered(cast, caps, told, why):
    given = {
        "region_code": cast.city.region_code, "region": "南通市", "each": Decimal(2), "yearly": Decimal(3),
        "starts_on": date(2030, 1, 1),
    }  # fmt: skip
    with pytest.raises(Refused, match=why):
        policies.add_gift_cap(by=cast.administrator, **(given | told))
