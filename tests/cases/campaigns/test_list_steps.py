"""A list is handed in within its quota, approved by another as it was seen; its cash is held and let go."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.campaigns import selectors, services
from cases.campaigns.models import Beneficiary, CampaignList
from cases.campaigns.rules import Group, Share
from cases.campaigns.selectors.gifts import find_remarks
from cases.campaigns.states import ListState, State
from cases.policies import services as policies
from funds.donations import services as donations
from funds.donations.services import Gift
from funds.donations.services import Plan as Drive
from funds.ledgers.models import BudgetLine, CapUsage
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, available, make_line
from tests.cases.campaigns.conftest import hand_up, plan
from tests.factories import UserFactory, id_number

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C1")]


@pytest.fixture
def caps(cast):
    """3,000 each time, 6,000 a year."""
    policies.add_gift_cap(
        region_code=cast.city.region_code, region="南通市", each=Decimal(3000), yearly=Decimal(6000),
        starts_on=date(2025, 1, 1), by=cast.administrator,
    )  # fmt: skip


def collect(cast):
    """The fund of gifts that were collected for one family at the city."""
    second, today = UserFactory(union=cast.city, role=Role.FINANCE), timezone.localdate()
    given = {"source": "entrusted", "use": "warmth"}
    told = Drive(
        name="为患病职工募捐", kind="colleague", purpose="治病", from_on=today, until_on=today,
        subject="household:1", **given,
    )  # fmt: skip
    drive = donations.draw_up(plan=told, by=cast.finance)
    drive = donations.take_drive_step(drive_id=drive.pk, action="open", by=second)
    gift = Gift(form="money", amount=Decimal(900), given_on=today, method="bank", drive=drive, **given)
    row = donations.enter(gift=gift, donor=None, by=cast.finance, key=uuid.uuid4())
    donations.take_step(donation_id=row.pk, action="confirm", by=second)
    return BudgetLine.objects.get(fund__drive=drive, use="warmth").fund_id


def test_a_list_keeps_to_its_quota(cast, winter, begin, person):
    row = begin()
    for _time in range(3):
        services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    extra = services.add(list_id=row.pk, entry=person(cash=Decimal("0.01")), by=cast.clerk)
    with pytest.raises(Refused, match=r"合计 9,000\.01 元，名额是 9,000\.00 元"):
        services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    services.remove(list_id=row.pk, keys=[extra.pk], by=cast.clerk)
    row = services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    assert row.state == ListState.SUBMITTED


def test_an_empty_list_is_not_handed_in_and_there_is_one_of_each_union(cast, winter, begin):
    row = begin()
    with pytest.raises(Refused, match="名单上还没有人"):
        services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    with pytest.raises(Refused, match="已经有这次活动的名单"):
        begin()
    reader = UserFactory(union=cast.county, role=Role.CLERK)
    with pytest.raises(Refused, match="没有分给本工会名额"):
        begin(reader)


def test_what_was_handed_in_stays(cast, handed_in, person):
    row = handed_in()
    with pytest.raises(Refused, match="撤回以后才能改"):
        services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    services.take_list_step(list_id=row.pk, action="withdraw", by=cast.clerk)
    services.add(list_id=row.pk, entry=person(), by=cast.clerk)


def test_a_list_that_changed_under_the_approver_is_looked_at_again(cast, handed_in, approve, person):
    seen = handed_in()
    services.take_list_step(list_id=seen.pk, action="withdraw", by=cast.clerk)
    services.add(list_id=seen.pk, entry=person(), by=cast.clerk)
    now = services.take_list_step(list_id=seen.pk, action="submit", by=cast.clerk)
    with pytest.raises(Refused, match="在您打开以后变了"):
        approve(seen)
    assert approve(now).state == ListState.APPROVED
    with pytest.raises(Refused):
        approve(now)
    assert Payable.objects.count() == 2


def test_whoever_wrote_any_of_it_does_not_approve(cast, writer, person):
    both = UserFactory(union=cast.union, roles=[Role.CLERK, Role.APPROVER], everything=True)
    row = services.draft(
        plan=plan(Group("一线职工", goods=Decimal(9)), name="又一项", approved_by="own"), by=writer
    )
    services.share_out(campaign_id=row.pk, shares=[Share(cast.union.pk, people=5)], by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    of = services.begin_list(campaign_id=row.pk, by=cast.clerk)
    entry = person(group_id=row.groups.get().pk)
    services.add(list_id=of.pk, entry=entry, by=both)
    of = services.take_list_step(list_id=of.pk, action="submit", by=cast.clerk)
    with pytest.raises(Refused, match="要由另一个人办理"):
        services.take_list_step(list_id=of.pk, action="approve", by=both, seen=of.digest)
    assert not selectors.list_to_approve(both)
    with pytest.raises(Refused, match=f"由“{cast.union.name}”办理"):
        services.take_list_step(list_id=of.pk, action="approve", by=cast.approver, seen=of.digest)
    leader = UserFactory(union=cast.union, role=Role.APPROVER)
    of = services.take_list_step(list_id=of.pk, action="approve", by=leader, seen=of.digest)
    assert of.decided_by == leader


def test_a_list_is_sent_back_with_the_reason(cast, handed_in):
    row = handed_in()
    with pytest.raises(Refused, match="意见"):
        services.take_list_step(list_id=row.pk, action="return", by=cast.approver)
    row = services.take_list_step(list_id=row.pk, action="return", by=cast.approver, comment="少了三个人")
    assert (row.state, row.note, row.is_open) == (ListState.RETURNED, "少了三个人", True)
    assert AuditRecord.objects.get(action="campaign_list.return").data["comment"] is True
    row = services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    assert row.note == "少了三个人"
    assert not Payable.objects.exists()


def test_a_line_that_holds_less_or_is_not_of_the_campaign_pays_nothing(cast, winter, handed_in, approve):
    row = handed_in()
    other = make_line(cast.finance, use="warmth").pk
    for line, why in ((other, "请选择从哪个资金指标付"), (None, "请选择从哪个资金指标付")):
        with pytest.raises(Refused, match=why):
            approve(row, line_id=line)
    assert CampaignList.objects.get(pk=row.pk).state == ListState.SUBMITTED


def test_money_for_another_use_of_another_year_or_for_one_family_pays_nothing(
    cast, winter, writer, draft, handed_in, person
):
    aid = make_line(cast.finance, use="living")
    tuition = make_line(cast.finance, use="tuition")
    for_one = collect(cast)
    assert set(selectors.list_funds(cast.city)) == {winter.line.fund, tuition.fund}
    funds = (winter.line.fund_id, aid.fund_id, tuition.fund_id, for_one)
    row = draft(Group("困难劳模", Decimal(1)), name="又一项", funds=funds)
    assert list(selectors.list_lines(row, ON)) == [winter.line]
    assert not selectors.list_lines(row, ON.replace(year=ON.year + 1))
    school = draft(Group("新生", Decimal(1)), name="助学", kind="tuition", funds=funds)
    assert list(selectors.list_lines(school, ON)) == [tuition]


def test_an_approval_is_taken_back_with_its_money(cast, winter, handed_in, approve):
    row = approve(handed_in())
    assert available(winter.line) == Decimal(7000)
    row = services.take_list_step(list_id=row.pk, action="revoke", by=cast.approver, comment="写错了人")
    assert (row.state, row.line, available(winter.line)) == (ListState.RETURNED, None, Decimal(10000))
    assert Payable.objects.get().state == PayableState.VOID
    assert not CapUsage.objects.exclude(used=0).exists()
    row = services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    assert approve(row).rounds == 2
    assert Payable.objects.filter(state=PayableState.OPEN).count() == 1
    assert_books_balance()


def test_the_cap_of_a_year_counts_over_campaigns_and_unions(
    caps, cast, winter, writer, handed_in, approve, person, draft
):
    number = id_number()
    approve(handed_in(person(number)))
    row = draft(
        Group("困难劳模", Decimal(2500), Decimal(500)), name="劳模春节慰问", funds=(winter.line.fund_id,)
    )
    services.share_out(campaign_id=row.pk, shares=[Share(winter.neighbour.pk, people=5)], by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    of, group = services.begin_list(campaign_id=row.pk, by=winter.other), row.groups.get()
    entry = person(number, group_id=group.pk)
    services.add(list_id=of.pk, entry=entry, by=winter.other)
    approve(services.take_list_step(list_id=of.pk, action="submit", by=winter.other))
    usage = CapUsage.objects.get(scope="campaigns.gifts")
    assert (usage.used, usage.cap, usage.year) == (Decimal(5500), Decimal(5500), 2026)
    third = draft(Group("困难劳模", Decimal("0.01")), name="再一次", funds=(winter.line.fund_id,))
    services.share_out(campaign_id=third.pk, shares=[Share(cast.union.pk, people=5)], by=writer)
    services.take_step(campaign_id=third.pk, action="open", by=cast.approver)
    last = services.begin_list(campaign_id=third.pk, by=cast.clerk)
    with pytest.raises(Refused, match=r"每人每年 6,000\.00 元的限额"):
        services.add(list_id=last.pk, entry=person(number, group_id=third.groups.get().pk), by=cast.clerk)
    assert_books_balance()


def test_two_lists_that_were_written_before_either_was_approved(
    caps, cast, winter, writer, handed_in, approve, person, draft
):
    """Over the cap by a cent: what the cell could not know yet is refused by the approval."""
    number = id_number()
    first = handed_in(person(number))
    row = draft(Group("困难劳模", Decimal(3000)), name="又一项", funds=(winter.line.fund_id,))
    services.share_out(campaign_id=row.pk, shares=[Share(winter.neighbour.pk, people=5)], by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    third = draft(Group("困难劳模", Decimal("0.01")), name="第三项", funds=(winter.line.fund_id,))
    services.share_out(campaign_id=third.pk, shares=[Share(winter.neighbour.pk, people=5)], by=writer)
    services.take_step(campaign_id=third.pk, action="open", by=cast.approver)
    lists = []
    for campaign in (row, third):
        of = services.begin_list(campaign_id=campaign.pk, by=winter.other)
        entry = person(number, group_id=campaign.groups.get().pk)
        services.add(list_id=of.pk, entry=entry, by=winter.other)
        lists.append(services.take_list_step(list_id=of.pk, action="submit", by=winter.other))
    approve(first)
    approve(lists[0])
    assert "超过每人每年的慰问限额" in find_remarks(lists[1], list(lists[1].rows.all())).values()
    with pytest.raises(Refused, match=r"顾永兴等 1 人连同本年其他慰问超过每人每年 6,000\.00 元"):
        approve(lists[1])
    assert_books_balance()


def test_a_campaign_waits_for_its_lists(cast, winter, handed_in, approve, take, writer):
    row = handed_in()
    take(winter.campaign, "submit_lists")
    with pytest.raises(Refused, match="还有 1 份名单没有批准或退回"):
        take(winter.campaign, "approve_lists")
    row = approve(row)
    with pytest.raises(Refused, match="先撤销名单的批准"):
        services.take_step(campaign_id=winter.campaign.pk, action="cancel", by=cast.approver, comment="停")
    take(winter.campaign, "approve_lists")
    with pytest.raises(Refused, match="不能再撤销；不该发的人"):
        services.take_list_step(list_id=row.pk, action="revoke", by=cast.approver, comment="写错了人")
    with pytest.raises(Refused, match="活动不能取消"):
        services.take_step(campaign_id=winter.campaign.pk, action="cancel", by=cast.approver, comment="停")
    take(winter.campaign, "carry_out")
    hand_up(winter.campaign, cast.clerk, writer)
    take(winter.campaign, "report")
    with pytest.raises(Refused, match="还有 1 人的慰问金没有发放"):
        take(winter.campaign, "close")
    assert Beneficiary.objects.get(list=row).code == Payable.objects.get().source


def test_what_others_still_write_is_told_before_the_lists_are_approved(cast, winter, handed_in, begin, take):
    row = handed_in()
    begin(winter.other)
    take(winter.campaign, "submit_lists")
    with pytest.raises(Refused, match="还有 1 份名单没有批准或退回，请先办理。另有 1 份还在编制"):
        take(winter.campaign, "approve_lists")
    assert list(selectors.list_to_approve(cast.approver)) == [row]
    services.take_step(campaign_id=winter.campaign.pk, action="cancel", by=cast.approver, comment="停")
    assert not selectors.list_to_approve(cast.approver)


def test_a_quota_is_not_less_than_what_was_approved(cast, writer, winter, handed_in, approve):
    approve(handed_in())
    for share in (Share(cast.union.pk, people=0), Share(cast.union.pk, yuan=Decimal("2999.99"))):
        with pytest.raises(Refused, match=f"“{cast.union.name}”的名单已经批准：名单"):
            services.share_out(campaign_id=winter.campaign.pk, shares=[share], by=writer)
    with pytest.raises(Refused, match="已经批准"):
        services.share_out(campaign_id=winter.campaign.pk, shares=[], by=writer)
    exact = Share(cast.union.pk, 0, 1, Decimal(3000))
    services.share_out(campaign_id=winter.campaign.pk, shares=[exact], by=writer)


def test_who_takes_an_approval_back_takes_all_turns_first(caps, cast, handed_in, approve, person):
    row = approve(handed_in(person(), person(cash=Decimal(1))))
    with CaptureQueriesContext(connection) as asked:
        services.take_list_step(list_id=row.pk, action="revoke", by=cast.approver, comment="写错了人")
    asked = [query["sql"] for query in asked]
    turns = [place for place, sql in enumerate(asked) if "ledger_line_up" in sql]
    moves = [place for place, sql in enumerate(asked) if "ledger_enter" in sql]
    assert (len(turns), len(moves)) == (1, 2)
    assert turns[0] < min(moves)
    assert asked[turns[0]].count('"campaigns.gifts"') == 2
    assert_books_balance()


def test_a_campaign_that_takes_no_lists_any_more(cast, winter, begin, person, take):
    row = begin()
    services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    take(winter.campaign, "submit_lists")
    with pytest.raises(Refused, match="不再收名单"):
        services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    with pytest.raises(Refused, match="不再收名单"):
        services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    with pytest.raises(Refused, match="不在上报名单"):
        begin(winter.other)
    assert winter.campaign.__class__.objects.get(pk=winter.campaign.pk).state == State.SUBMITTED


def test_who_has_not_handed_in_is_seen_above_and_reminded_below(cast, winter, handed_in):
    assert [quota.union for quota in selectors.list_missing(winter.campaign)] == [
        cast.union,
        winter.neighbour,
    ]
    assert len(selectors.list_to_hand_in(cast.clerk)) == 1
    handed_in()
    assert [quota.union for quota in selectors.list_missing(winter.campaign)] == [winter.neighbour]
    assert not selectors.list_to_hand_in(cast.clerk)
