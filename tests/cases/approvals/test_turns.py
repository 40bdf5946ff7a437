"""From one case of the inbox to the next: in its order, as it was narrowed, without what is for others."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.filters import Inbox
from hardship.accounts.states import Role
from tests.factories import HouseholdFactory, UserFactory, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast, make):
    """Three that wait for the reviewer, due in one, two and three days."""
    rows = [make(State.REVIEW) for _n in range(3)]
    for days, row in enumerate(rows, 1):
        Application.objects.filter(pk=row.pk).update(due_on=timezone.localdate() + timedelta(days=days))
    return read(rows)


def read(rows):
    return [Application.objects.get(pk=row.pk) for row in rows]


def ways(user, rows, query=""):
    inbox = Inbox(user, QueryDict(query))
    found = [inbox.turns(row) for row in rows]
    return [(one.before, one.after, one.following) for one in found]


def passing(client, row, **query):
    sent = {"action": "pass", "seen_hash": row.content_hash}
    return client.post(f"/approvals/{row.pk}/step/?{urlencode(query)}", sent)


def test_the_way_goes_in_the_order_of_the_list_and_begins_anew_behind_its_end(cast, waiting):
    one, two, three = (row.pk for row in waiting)
    by_day = [(None, two, two), (one, three, three), (two, None, one)]
    assert ways(cast.reviewer, waiting) == by_day
    with unguarded():
        for row, amount in zip(waiting, (300, 100, None), strict=True):
            Application.objects.filter(pk=row.pk).update(amount=amount)
    by_amount = [(three, two, two), (one, None, three), (None, one, one)]  # what has no amount stands first
    assert ways(cast.reviewer, read(waiting), "sort=amount") == by_amount
    assert ways(cast.reviewer, waiting, "programme=medical") == [(None, None, None)] * 3


def test_it_passes_over_what_the_person_is_barred_from(cast, make, waiting):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    family = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    own = make(State.REVIEW, clerk=both, household=family)
    Application.objects.filter(pk=own.pk).update(due_on=waiting[1].due_on)
    one, two, three = waiting
    assert ways(both, [two]) == [(one.pk, three.pk, three.pk)]
    assert ways(cast.reviewer, [two]) == [(one.pk, own.pk, own.pk)]


def test_after_a_decision_the_next_one_opens_and_says_what_was_done(as_user, cast, waiting):
    one, two, three = waiting
    client = as_user(cast.reviewer)
    answer = passing(client, two, list="tab=todo&sort=submitted")
    assert answer.url == f"/applications/{three.pk}/?list=tab%3Dtodo%26sort%3Dsubmitted"
    assert f"{two.number} 已同意" in client.get(answer.url).text
    assert passing(client, three).url == f"/applications/{one.pk}/"
    last = passing(client, one, list="tab=todo")
    assert last.url == "/approvals/?tab=todo"
    assert "没有待办" in client.get(last.url).text


def test_the_case_and_the_list_lead_to_each_other(as_user, cast, waiting):
    one, two, three = waiting
    client = as_user(cast.reviewer)
    rows = client.get("/approvals/?tab=late&page=1").text
    assert f"/applications/{one.pk}/?list=tab%3Dlate" in rows
    page = client.get(f"/applications/{two.pk}/", {"list": "tab=todo"}).text
    assert f'<a rel="prev" href="/applications/{one.pk}/?list=tab%3Dtodo" aria-keyshortcuts="K">' in page
    assert f'<a rel="next" href="/applications/{three.pk}/?list=tab%3Dtodo" aria-keyshortcuts="J">' in page
    assert f'action="/approvals/{two.pk}/step/?list=tab%3Dtodo"' in page
    assert page.count('aria-keyshortcuts="A"') == page.count('aria-keyshortcuts="R"') == 1
    assert 'rel="next"' not in as_user(cast.clerk).get(f"/applications/{two.pk}/").text
