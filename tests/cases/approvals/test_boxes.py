"""The boxes of the inbox beside 待办: what was done for somebody (代办), copies of decisions (抄送); and that
whoever stands in is shown nothing that the holder may not do either."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.models import CopyRule
from cases.approvals.selectors import count_tabs, describe, list_tab
from cases.approvals.selectors.copies import find_unread, list_copies
from cases.approvals.services import add_copy, mark_copies_read, remove_copy
from cases.archives.selectors.entry import list_reviewable
from cases.archives.services import recusals
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.accounts.states import Role
from hardship.desk.selectors.waiting import count_each, list_urgent
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]


def waits(user, label):
    return next((count for duty, count in count_each(user) if str(duty.label) == label), 0)


@pytest.fixture
def both(cast):
    """Somebody who reviews at the county and is a clerk of the union below."""
    person = UserFactory(union=cast.county, role=Role.REVIEWER)
    accounts.appoint(
        user=person, union=cast.union, role=Role.CLERK, from_on=timezone.localdate(), by=cast.administrator
    )
    return person


@pytest.fixture
def replace(cast):
    """`replace(reviewer)`: somebody who does the work of their own union for them today."""

    def stand_in(holder):
        today, person = timezone.localdate(), UserFactory(union=holder.union, roles=[])
        post = holder.appointments.get(union=holder.union)
        row = accounts.stand_in(
            appointment_id=post.pk, user=person, from_on=today, until_on=today, reason="开会", by=holder
        )
        return standing_in(row.user, row)

    return stand_in


class TestStandingIn:
    def test_both_see_who_did_what_for_whom(self, cast, make, line, acting, as_user):
        person = acting(cast.approver)
        application = take(make(State.APPROVAL, line=line), "approve", by=person, line=line)
        make(State.APPROVED, line=line)
        for user in (cast.approver, person):
            assert list(list_tab(user=user, tab="standin")) == [application]
            assert count_tabs(user)["standin"].count == 1
        page = as_user(cast.approver).get(reverse("approvals:inbox") + "?tab=standin").text
        assert f"李代办（代 {cast.approver.name}） 批准" in page
        assert list(list_tab(user=cast.city_reviewer, tab="standin")) == []

    def test_what_the_holder_entered_waits_for_nobody_who_stands_in(self, cast, make, both, replace):
        mine = make(State.REVIEW, clerk=both.at(cast.union))
        make(State.REVIEW)
        person = replace(both)
        assert waits(person, "待审核的申请") == waits(both, "待审核的申请") == 1
        assert waits(cast.reviewer, "待审核的申请") == waits(replace(cast.reviewer), "待审核的申请") == 2
        [duty] = [duty for duty, _count in count_each(person) if str(duty.label) == "待审核的申请"]
        [items] = list_urgent(person, [duty])
        assert str(mine.household) not in [item.title for item in items]
        assert "本人经办的申请" in describe([mine], person)[mine.pk].flags

    def test_nor_what_the_holder_stays_out_of(self, cast, make, both, replace):
        application = make(State.REVIEW)
        recusals.declare_recusal(
            household_id=application.household_id, cause="relative", reason="表兄。", by=both
        )
        assert waits(replace(both), "待审核的申请") == 0
        assert waits(cast.reviewer, "待审核的申请") == 1

    def test_nor_a_file_that_the_holder_filled_in(self, cast, both, replace):
        HouseholdFactory(union=cast.union, clerk=both.at(cast.union), submitted=True)
        HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
        assert list_reviewable(replace(both)).count() == list_reviewable(both).count() == 1
        assert list_reviewable(cast.reviewer).count() == 2

    def test_nor_the_recusal_of_the_holder(self, cast, make, replace):
        head = UserFactory(union=cast.county, role=Role.DEPARTMENT)
        other = UserFactory(union=cast.county, role=Role.DEPARTMENT)
        recusals.declare_recusal(
            household_id=make(State.REVIEW).household_id, cause="relative", reason="表兄。", by=head
        )
        assert (waits(other, "待决定的回避"), waits(replace(head), "待决定的回避")) == (1, 0)


class TestCopies:
    def test_a_decision_is_copied_to_the_posts_that_unions_name(self, cast, make, line, as_user):
        head = UserFactory(union=cast.county, role=Role.DEPARTMENT)
        add_copy(role=Role.DEPARTMENT, programme="", by=cast.reviewer)
        add_copy(role=Role.CLERK, programme="medical", by=cast.reviewer)
        approved, rejected = make(State.APPROVED, line=line), make(State.REJECTED)
        make(State.RETURNED)
        assert set(list_tab(user=head, tab="copies")) == {approved, rejected}
        assert count_tabs(head)["copies"].count == 2
        assert not list_copies(cast.clerk).exists()
        client, url = as_user(head), reverse("approvals:inbox") + "?tab=copies"
        page = client.get(url).text
        assert page.count("未读") >= 2
        newest = max(find_unread(head, [approved.pk, rejected.pk]).values())
        assert (
            "已把 2 份抄送标为已读"
            in client.post(reverse("approvals:copies_read"), {"until": newest}, follow=True).text
        )
        assert count_tabs(head)["copies"].count == 0
        assert set(list_tab(user=head, tab="copies")) == {approved, rejected}

    def test_of_one_programme_and_never_twice(self, cast, make, line):
        add_copy(role=Role.REVIEWER, programme="", by=cast.city_reviewer)
        add_copy(role=Role.REVIEWER, programme="living", by=cast.city_reviewer)
        make(State.APPROVED, line=line)
        assert list_copies(cast.city_reviewer).count() == 1

    def test_of_nobody_else_s_workers(self, cast, make, line):
        foreign = UserFactory(union=cast.elsewhere.parent, role=Role.REVIEWER)
        add_copy(role=Role.REVIEWER, programme="", by=foreign)
        make(State.APPROVED, line=line)
        assert not list_copies(foreign).exists()

    def test_a_union_sets_and_ends_them(self, cast, as_user):
        client, url = as_user(cast.city_reviewer), reverse("approvals:copies")
        assert "还没有设置抄送" in client.get(url).text
        assert client.post(url, {"role": "auditor", "programme": ""}).status_code == 422
        assert client.post(url, {"role": "department", "programme": "no"}).status_code == 422
        assert "抄送给部门负责人" in client.post(url, {"role": "department"}, follow=True).text
        assert client.post(url, {"role": "department"}).status_code == 409
        rule = CopyRule.objects.get()
        with pytest.raises(CopyRule.DoesNotExist):
            remove_copy(rule_id=rule.pk, by=cast.reviewer)
        assert (
            as_user(cast.reviewer).post(reverse("approvals:copy_remove", args=[rule.pk])).status_code == 404
        )
        as_user(cast.city_reviewer).post(reverse("approvals:copy_remove", args=[rule.pk]))
        assert not CopyRule.objects.exists()

    def test_the_database_takes_no_post_that_reads_no_cases(self, cast):
        with pytest.raises(IntegrityError, match="copy_to_who_reads_cases"), transaction.atomic():
            CopyRule.objects.create(union=cast.city, role="finance")

    def test_all_read_is_one_s_own(self, cast, make, line):
        add_copy(role=Role.REVIEWER, programme="", by=cast.city_reviewer)
        make(State.APPROVED, line=line)
        newest = list_copies(cast.city_reviewer).get().pk
        assert mark_copies_read(by=cast.reviewer, until=newest) == 0
        assert mark_copies_read(by=cast.city_reviewer, until=newest - 1) == 0


def test_the_same_rule_twice_is_refused(cast):
    add_copy(role=Role.CLERK, programme="", by=cast.reviewer)
    with pytest.raises(Refused, match="已经这样抄送"):
        add_copy(role=Role.CLERK, programme="", by=cast.reviewer)


@pytest.mark.parametrize("tab", ["standin", "copies"])
def test_a_box_costs_the_same_with_one_and_with_many(cast, make, line, acting, as_user, tab):
    add_copy(role=Role.APPROVER, programme="", by=cast.city_reviewer)
    person = acting(cast.approver)
    client, url = as_user(cast.approver), f"{reverse('approvals:inbox')}?tab={tab}"

    def approve():
        take(make(State.APPROVAL, line=line), "approve", by=person, line=line)

    approve()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(3):
        approve()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one)
