"""我的待办: one list of all that waits; its counts and its scope are the desk's."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from hardship.accounts.states import Role
from hardship.desk.selectors import count_todo, count_waiting
from hardship.desk.selectors.inbox import MOST, key_of, list_of_kind, list_waiting
from hardship.desk.views import todo as views
from hardship.kernel.desk import DUTIES
from tests.factories import ApplicationFactory, HouseholdFactory, UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
APPLICATIONS = "待审核的申请"


@pytest.fixture
def waiting(cast, reference):
    """A file and two applications of two unions, of which the second is late."""
    HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    beside = UnionFactory(parent=cast.county)
    rows = [
        ApplicationFactory(union=union, clerk=clerk, reviewer=cast.reviewer, state=State.REVIEW)
        for union, clerk in ((cast.union, cast.clerk), (beside, UserFactory(union=beside, role=Role.CLERK)))
    ]
    for row, days in zip(rows, (5, -9), strict=True):
        due_on = timezone.localdate() + timedelta(days=days)
        Application.objects.filter(pk=row.pk).update(due_on=due_on)
    return rows


def shown(as_user, person, **query):
    page = as_user(person).get(reverse("desk:todo"), query)
    assert page.status_code == 200
    return page.text


def order(page, rows):
    links = re.findall(r'data-href>.*?<a [^>]*href="([^"?#]*)', page, re.DOTALL)
    return [links.index(reverse("applications:detail", args=[row.pk])) for row in rows]


def test_all_kinds_stand_in_one_list_by_the_day_that_they_are_due(cast, waiting, as_user):
    page = shown(as_user, cast.reviewer)
    near, late = order(page, waiting)
    assert late < near
    assert "3 件事等您办" in page
    assert page.count("data-href") == sum(count_todo(cast.reviewer).values()) == 3
    assert "待审核的档案" in page
    only_late = shown(as_user, cast.reviewer, tab="late")
    assert only_late.count("data-href") == 1
    assert order(only_late, waiting[1:]) == [0]


def test_one_kind_by_union(cast, waiting, as_user):
    duty = next(duty for duty in DUTIES if str(duty.label) == APPLICATIONS)
    page = shown(as_user, cast.reviewer, kind=key_of(duty))
    assert page.count("data-href") == 2
    narrowed = shown(as_user, cast.reviewer, kind=key_of(duty), union=waiting[0].union_id)
    assert narrowed.count("data-href") == 1
    assert order(narrowed, waiting[:1]) == [0]
    assert shown(as_user, cast.reviewer, kind="none").count("data-href") == 3
    assert shown(as_user, cast.reviewer, kind=key_of(duty), union=cast.elsewhere.pk).count("data-href") == 2


def test_nobody_sees_what_waits_for_others(cast, waiting, as_user):
    for person in (cast.stranger, cast.auditor, cast.finance):
        page = shown(as_user, person)
        assert "没有待办" in page
        assert reverse("applications:detail", args=[waiting[0].pk]) not in page
    draft = ApplicationFactory(union=cast.union, clerk=cast.clerk)
    assert draft.household.head.name in shown(as_user, cast.clerk, tab="drafts")


def test_what_is_cut_is_said_of_its_own_tab(cast, reference, as_user, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)
    for _n in range(2):
        ApplicationFactory(union=cast.union, clerk=cast.clerk)
    said = "“未提交的申请”共 2 件"
    assert said in shown(as_user, cast.clerk, tab="drafts")
    assert said not in shown(as_user, cast.clerk)
    assert said not in shown(as_user, cast.clerk, tab="late")


def test_it_costs_the_same_with_one_row_and_with_twenty(cast, waiting, as_user):
    as_user(cast.reviewer).get(reverse("desk:todo"))

    def cost():
        with CaptureQueriesContext(connection) as found:
            shown(as_user, cast.reviewer)
        return len(found)

    before = cost()
    for _n in range(18):
        HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    assert cost() == before


def test_each_kind_is_counted_listed_and_opened_alike(one_of_each):
    """For everybody of the world: of each duty the rows are as many as the desk counts, and lead on."""
    seen = set()
    for person in {id(one): one for one in vars(one_of_each).values() if hasattr(one, "roles")}.values():
        counts = count_waiting(person).duties
        for duty, count in counts:
            assert list_of_kind(person, duty).count() == count, duty.label
            seen |= {key_of(duty)} if count else set()
        rows = [*list_waiting(person, counts), *list_waiting(person, counts, drafts=True)]
        assert len(rows) == sum(min(count, MOST) for _duty, count in counts)
        assert [row.kind for row in rows if not (row.item.url and row.item.title)] == []
    assert len(seen) > 40
