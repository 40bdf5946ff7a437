"""工作台: what waits, for whom, and what somebody new begins with."""

import pytest
from django.urls import reverse

from cases.applications.states import State as ApplicationState
from hardship.accounts.states import Role
from hardship.desk.selectors import count_todo, list_todo
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db


def labels(user):
    return {group.label: group.count for group in list_todo(user)}


def test_each_sees_what_waits_for_them_and_nothing_else(cast, reference):
    HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state=ApplicationState.COUNTY_REVIEW
    )
    assert labels(cast.reviewer) == {"待审核的档案": 1, "待审核的申请": 1}
    assert labels(cast.approver) == {}
    assert labels(cast.stranger) == {}
    assert labels(UserFactory(union=cast.county, role=Role.AUDITOR)) == {}


def test_counts_of_the_navigation_are_those_of_the_desk(cast, reference):
    HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state=ApplicationState.COUNTY_REVIEW
    )
    counts = count_todo(cast.reviewer)
    assert sum(counts.values()) == sum(group.count for group in list_todo(cast.reviewer)) == 2
    assert counts["approvals:inbox"] == 1


def test_the_badge_costs_one_query(cast, django_assert_num_queries):
    cast.reviewer.roles  # noqa: B018 (read once for the request)
    with django_assert_num_queries(1):
        count_todo(cast.reviewer)


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


@pytest.mark.parametrize("count", [1, 6])
def test_the_desk_asks_the_same_whatever_waits(cast, as_user, django_assert_max_num_queries, count):
    for _n in range(count):
        HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    client = as_user(cast.reviewer)
    with django_assert_max_num_queries(20):
        client.get(reverse("desk:home"))
