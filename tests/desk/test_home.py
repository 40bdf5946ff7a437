"""工作台: what waits, for whom, and what somebody new begins with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State as ApplicationState
from cases.crosschecks.models import CrossCheck, CrossCheckHit
from cases.crosschecks.services import take_hit_step
from cases.duplicates.models import DuplicateSuspicion
from cases.rosters.models import RosterImport
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.services import record
from hardship.audit.states import Kind
from hardship.desk.selectors import count_todo, list_tiles, list_todo
from tests.factories import ApplicationFactory, HouseholdFactory, UnionFactory, UserFactory

pytestmark = pytest.mark.django_db


def labels(user):
    return {group.label: group.count for group in list_todo(user)}


def test_each_sees_what_waits_for_them_and_nothing_else(cast, reference):
    HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state=ApplicationState.REVIEW
    )
    assert labels(cast.reviewer) == {"待审核的档案": 1, "待审核的申请": 1}
    assert labels(cast.approver) == {}
    assert labels(cast.stranger) == {}
    assert labels(UserFactory(union=cast.county, role=Role.AUDITOR)) == {}


def test_counts_of_the_navigation_are_those_of_the_desk(cast, reference):
    HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state=ApplicationState.REVIEW
    )
    counts = count_todo(cast.reviewer)
    assert sum(counts.values()) == sum(group.count for group in list_todo(cast.reviewer)) == 2
    assert counts["approvals:inbox"] == 1


def test_somebody_new_is_told_what_to_begin_with(cast, as_user):
    page = as_user(cast.clerk).get(reverse("desk:home")).content.decode()
    assert "没有待办" in page
    assert "新建一户档案" in page
    assert "导入已有花名册" in page


def test_what_was_last_touched_leads_back_to_it(cast, as_user):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    page = as_user(cast.clerk).get(reverse("desk:home")).content.decode()
    assert reverse("archives:case", args=[household.pk]) in page
    assert str(household) in page


def test_an_import_is_one_line_of_recent_work(cast, as_user):
    household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, name="欧阳兰")
    roster = RosterImport.objects.create(
        union=cast.union, uploaded_by=cast.clerk, original_name="花名册.xlsx", sha256="0" * 64,
        rows_importable=148,
    )  # fmt: skip
    record("household.save", target=household, by=cast.clerk)
    record("import.write", target=roster, by=cast.clerk)
    for _n in range(70):
        record("household.import", target=household, by=cast.clerk)
    page = as_user(cast.clerk).get(reverse("desk:home")).content.decode()
    recent = page.split("我最近办理")[1]
    assert recent.count("导入 148 户") == 1
    assert reverse("rosters:import_detail", args=[roster.uid]) in recent
    assert recent.count("欧阳兰") == 1  # it was also worked on before


def test_who_only_looks_finds_what_was_looked_at(cast, as_user):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    client = as_user(cast.auditor)
    assert "您打开过的档案" in client.get(reverse("desk:home")).content.decode()
    client.get(reverse("desk:case", args=[household.pk]))
    recent = client.get(reverse("desk:home")).content.decode().split("我最近查看")[1]
    assert str(household) in recent


def test_an_administrator_finds_the_accounts_that_were_changed(cast, as_user):
    record("user.change", target=cast.clerk, by=cast.administrator, kind=Kind.ACCESS)
    record("login", target=cast.administrator, by=cast.administrator, kind=Kind.ACCESS)
    page = as_user(cast.administrator).get(reverse("desk:home")).content.decode()
    recent = page.split("我最近查看")[1]
    assert reverse("accounts:user_edit", args=[cast.clerk.pk]) in recent
    assert reverse("accounts:user_edit", args=[cast.administrator.pk]) not in recent


PEOPLE = ("clerk", "reviewer", "approver", "finance", "auditor", "administrator")


def asked(client, url):
    """The queries of a page that was open before, by what they ask."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [row["sql"] for row in queries]


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_without_rows_asks_who_it_is_and_what_waits(cast, as_user, person):
    found = asked(as_user(getattr(cast, person)), reverse("accounts:password"))
    assert [text.split("_")[0] for text in found] in (
        ["EXECUTE session", "EXECUTE waiting"],
        ["EXECUTE session"],
    )


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("person", PEOPLE)
def test_the_desk_asks_the_same_whatever_waits(cast, as_user, person, count):
    for _n in range(count):
        HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    # who it is and what waits, each kind that waits, the calendar, recent work and its files, or the figures,
    # of which an auditor has what was given too
    most = 7 if person == "auditor" else 6
    assert len(asked(as_user(getattr(cast, person)), reverse("desk:home"))) <= most


def test_an_auditor_sees_money_files_and_traces_of_their_scope(cast, as_user):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    HouseholdFactory(filed=True, union=cast.elsewhere)
    record("reveal", target=None, by=cast.clerk, kind=Kind.READ)
    tiles = {tile.label: tile for tile in list_tiles(cast.auditor)}
    assert tiles["在档"].value == "1"
    assert tiles["显示完整号码"].value == "1"
    assert tiles["本年已发放"].value == "0.00"
    page = as_user(cast.auditor).get(reverse("desk:home")).text
    assert all(label in page for label in tiles)


def test_an_administrator_sees_who_has_not_signed_in(cast):
    tiles = {tile.label: tile for tile in list_tiles(cast.administrator)}
    assert tiles["90 天没有登录"].value == tiles["启用的账号"].value
    User.objects.visible_to(cast.administrator).update(last_login=timezone.now())
    tiles = {tile.label: tile for tile in list_tiles(cast.administrator)}
    assert (tiles["90 天没有登录"].value, tiles["90 天没有登录"].kind) == ("0", "")


def test_whoever_has_work_sees_the_work(cast):
    assert all(list_tiles(person) == [] for person in (cast.clerk, cast.reviewer, cast.finance))


def _pair(first, second):
    heads = sorted((first.head, second.head), key=lambda member: member.pk)
    return DuplicateSuspicion.objects.create(first=heads[0], second=heads[1], reason="similar")


@pytest.mark.requirement("A9")
def test_differences_wait_for_the_clerk_of_the_file_s_union(cast):
    home = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    made = CrossCheck.objects.create(
        union=cast.county,
        kind="dibao",
        department="民政局",
        as_of=timezone.localdate(),
        state="done",
        header_row=1,
    )
    hit = CrossCheckHit.objects.create(
        crosscheck=made, household=home, member=home.head, difference="on_dibao", filed="享受低保：否"
    )
    assert labels(cast.clerk)["信息核对：待核实的差异"] == 1
    assert "信息核对：待核实的差异" not in labels(cast.reviewer)
    assert "信息核对：待核实的差异" not in labels(UserFactory(union=UnionFactory(parent=cast.county)))
    assert count_todo(cast.clerk)["crosschecks:hit_list"] == 1
    take_hit_step(hit_id=hit.pk, action="confirm", by=cast.clerk, comment="已享受")
    found = labels(cast.clerk)
    assert (found["信息核对：属实待变更"], "信息核对：待核实的差异" in found) == (1, False)


@pytest.mark.requirement("A10")
def test_a_pair_waits_for_the_lowest_union_that_sees_both_sides(cast):
    def file(union):
        return HouseholdFactory(complete=True, union=union, clerk=UserFactory(union=union))

    city = UserFactory(union=cast.city, role=Role.REVIEWER)
    within, beside = file(cast.union), file(UnionFactory(parent=cast.county))
    far = file(UnionFactory(parent=UnionFactory(county_level=True, parent=cast.city)))
    label = "疑似重复的档案"
    _pair(within, file(cast.union))
    assert [labels(who).get(label, 0) for who in (cast.clerk, cast.reviewer, city)] == [1, 1, 0]
    _pair(within, beside)
    assert [labels(who).get(label, 0) for who in (cast.clerk, cast.reviewer, city)] == [1, 2, 0]
    _pair(within, far)
    assert [labels(who).get(label, 0) for who in (cast.clerk, cast.reviewer, city)] == [1, 2, 1]
    assert count_todo(city)["duplicates:suspicion_list"] == 1


def test_an_administrator_reaches_what_only_they_may_set(cast, as_user):
    client = as_user(cast.administrator)
    home = client.get(reverse("desk:home")).text
    for name in ("surveys:periods", "visits:visit_checklist"):
        assert reverse(name) in home
        page = client.get(reverse(name)).text
        assert 'class="back"' not in page  # the lists behind them are for those who work on files
    assert reverse("surveys:periods") not in as_user(cast.clerk).get(reverse("desk:home")).text
