"""Whom a list takes: people of the archive and off file, units by head count, each once, by the standard."""

from decimal import Decimal

import pytest

from cases.campaigns import selectors, services
from cases.campaigns.models import CampaignList
from cases.campaigns.rules import Entry, Group, Share
from cases.campaigns.selectors.gifts import find_remarks
from cases.people import services as people
from funds.payments.models import Payable
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available
from tests.cases.people.test_people import told
from tests.factories import HouseholdFactory, UserFactory, id_number

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2")]


@pytest.fixture
def home(cast, reference):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


def test_from_the_archive_to_what_is_owed(cast, winter, begin, approve, home):
    row = begin()
    heads = selectors.list_files(row).filter(relation="head")
    assert services.choose_files(
        list_id=row.pk, group_id=winter.poor.pk, members=heads, by=cast.clerk
    ) == 1  # fmt: skip
    assert not selectors.list_files(row).filter(relation="head")
    row = services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk)
    assert list(selectors.list_to_approve(cast.approver)) == [row]
    row = approve(row)
    tally = selectors.add_up_list(row)
    assert (tally.people, tally.households, tally.cash, tally.goods) == (1, 1, Decimal(1000), Decimal(200))
    owed = Payable.objects.get()
    one = row.rows.get()
    assert (owed.source, owed.subject, owed.payee) == (one.code, f"household:{home.pk}", str(home))
    assert (owed.amount, owed.union, available(winter.line)) == (Decimal(1000), cast.union, Decimal(9000))
    assert AuditRecord.objects.filter(action="campaign_list.approve").count() == 1
    assert_books_balance()


def test_students_of_files_are_chosen_too(cast, winter, begin, home):
    row = begin()
    students = selectors.list_files(row).exclude(relation="head")
    expected = {member.pk for member in home.members.all() if member.stage and member.id_number}
    assert {one.pk for one in students} == expected
    assert expected


def test_people_off_file_are_chosen_and_paid_at_their_account(cast, winter, begin, approve):
    row = begin()
    found = people.register_person(
        union=cast.union, particulars=told(bank_card="6222021001122330018"), by=cast.clerk
    )
    rows = selectors.list_people(row, cast.clerk)
    services.choose_people(list_id=row.pk, group_id=winter.models.pk, people=rows, by=cast.clerk)
    approve(services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk))
    owed = Payable.objects.get()
    assert (owed.payee, owed.bank_card.reveal()) == (found.name, "6222021001122330018")


def test_a_unit_with_its_head_count_is_a_row_and_nothing_is_owed(cast, winter, begin, approve):
    row = begin()
    entry = Entry(winter.heads.pk, name="城东环卫所", heads=8)
    services.add(list_id=row.pk, entry=entry, by=cast.clerk)
    row = approve(services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk), line_id=None)
    assert (row.rows.get().goods, row.line, Payable.objects.count()) == (Decimal(800), None, 0)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"cash": Decimal(0), "goods": Decimal(0)}, "大于零"),
        ({"cash": Decimal(-1)}, "大于零"),
        ({"cash": Decimal("3000.01")}, "超过“困难劳模”的标准"),
        ({"goods": Decimal("0.01"), "cash": Decimal(1)}, "超过“困难劳模”的标准"),
        ({"id_number": ""}, "请填身份证号"),
        ({"heads": 2}, "一行只能是一个人"),
        ({"heads": 0}, "人数至少"),
        ({"group_id": 0}, "请选择本活动的慰问对象"),
    ],
)
def test_what_of_a_row_does_not_fit_is_refused_in_words(cast, begin, person, more, why):
    row = begin()
    with pytest.raises(Refused, match=why):
        services.add(list_id=row.pk, entry=person(**more), by=cast.clerk)
    assert not row.rows.exists()


def test_a_group_by_heads_takes_no_numbers(cast, winter, begin, person):
    row = begin()
    with pytest.raises(Refused, match="不填身份证号"):
        services.add(list_id=row.pk, entry=person(group_id=winter.heads.pk), by=cast.clerk)


def test_cash_goes_to_named_people(draft):
    with pytest.raises(Refused, match="现金要实名发放"):
        draft(Group("一线职工", Decimal(100), by_heads=True))


def test_the_same_person_is_listed_once_in_a_campaign(cast, winter, begin, person):
    number, mine, theirs = id_number(), begin(), begin(winter.other)
    services.add(list_id=mine.pk, entry=person(number), by=cast.clerk)
    with pytest.raises(Refused, match=f"此人已在“{cast.union.name}”的名单上"):
        services.add(list_id=mine.pk, entry=person(number), by=cast.clerk)
    with pytest.raises(services.ListedElsewhere, match="已在本活动的名单上") as told_to:
        services.add(list_id=theirs.pk, entry=person(number), by=winter.other)
    assert cast.union.name not in str(told_to.value)
    services.remove(list_id=mine.pk, keys=[mine.rows.get().pk], by=cast.clerk)
    services.add(list_id=theirs.pk, entry=person(number), by=winter.other)
    assert theirs.rows.count() == 1


def test_where_the_campaign_says_so_they_are_remarked(cast, writer, draft, person):
    row = draft(Group("困难劳模", Decimal(3000)), name="又一项", twice="warn")
    services.share_out(campaign_id=row.pk, shares=[Share(cast.union.pk, people=5)], by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    of, number, group = services.begin_list(campaign_id=row.pk, by=cast.clerk), id_number(), row.groups.get()
    for _time in range(2):
        services.add(list_id=of.pk, entry=person(number, group_id=group.pk), by=cast.clerk)
    rows = list(selectors.list_beneficiaries(of))
    assert list(find_remarks(of, rows).values()) == ["本活动中列了不止一次"] * 2


def test_a_row_is_corrected_by_another_in_its_place(cast, begin, person):
    row = begin()
    old = services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    entry = person(old.id_number.reveal(), cash=Decimal(500))
    made = services.change(beneficiary_id=old.pk, entry=entry, by=cast.clerk)
    old.refresh_from_db()
    assert (made.cash, old.cash, old.removed_by) == (Decimal(500), Decimal(3000), cast.clerk)
    with pytest.raises(Refused, match="刚被移出或改过"):
        services.change(beneficiary_id=old.pk, entry=entry, by=cast.clerk)


def test_a_file_of_another_union_is_on_its_own_list(cast, winter, begin, reference):
    home = HouseholdFactory(union=winter.neighbour, filed=True)
    row = begin()
    with pytest.raises(Refused, match="只能列本工会和下级工会的档案"):
        services.choose_files(
            list_id=row.pk, group_id=winter.poor.pk,
            members=home.members.filter(pk=home.head_id), by=cast.clerk,
        )  # fmt: skip


def test_somebody_of_another_union_writes_nothing(cast, winter, begin, person):
    row = begin()
    for by in (winter.other, cast.stranger):
        with pytest.raises(CampaignList.DoesNotExist):
            services.add(list_id=row.pk, entry=person(), by=by)
    with pytest.raises(Refused, match="经办人编制"):
        services.add(list_id=row.pk, entry=person(), by=UserFactory(union=cast.county, role=Role.CLERK))


def test_whoever_is_not_on_file_becomes_a_lead(cast, begin, person):
    row = begin()
    one = services.add(list_id=row.pk, entry=person(reason="爱人重病"), by=cast.clerk)
    lead = services.make_lead(beneficiary_id=one.pk, by=cast.clerk)
    assert (lead.name, lead.id_number.reveal()) == (one.name, one.id_number.reveal())
    assert "爱人重病" in lead.hardship
    with pytest.raises(Refused):
        services.make_lead(beneficiary_id=one.pk, by=cast.clerk)
