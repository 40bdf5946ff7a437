"""抄送 by the route: which posts of which unions get a copy, when; frozen with the round."""

from datetime import date

import pytest
from django.urls import reverse

from cases.applications.states import State
from cases.approvals.models import RouteCopy
from cases.approvals.selectors.copies import list_route_copies
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.services import add_copy
from cases.policies.rules import parse_policy
from cases.policies.rules.document.keys import PolicyInvalid
from cases.policies.services import load_policy
from hardship.accounts.states import Role
from hardship.messaging.models import Message
from tests.factories import UserFactory, end_notices, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
COPIED = """code: copied
title: 审批流程规定
source: 工会制度
routes:
  usual:
    label: 县审市批
    copy_to:
      - {at: county, role: department, on: [submission, refusal]}
      - {at: city, role: department}
      - {at: township, role: reviewer}
    stages:
      - {kind: review, at: reviewing}
      - {kind: notice}
      - {kind: decide, at: deciding, role: approver}
example_base: {on: 2026-05-01}
examples:
  - name: 三千元
    given: {need: {requested: 3000}}
    expect: {stages: {usual: [审核, 公示, 审批]}}
"""


@pytest.fixture
def heads(cast, reference):
    """Whoever the route copies: the departments of the county and of the city."""
    load_policy(union=cast.city, text=COPIED, in_force_from=date(2020, 1, 1))
    return {
        name: UserFactory(union=getattr(cast, name), role=Role.DEPARTMENT, name=name)
        for name in ("county", "city")
    }


def copied(application, head):
    return application in list_tab(user=head, tab="copies")


def test_each_gets_what_the_route_says(cast, make, heads, line):
    application = make(State.REVIEW)
    assert [copied(application, heads[name]) for name in ("county", "city")] == [True, False]
    application = take(application, "pass", by=cast.reviewer)
    end_notices(application)
    application = take(application, "conclude", by=cast.reviewer)
    application = take(application, "approve", by=cast.approver, line=line)
    assert [copied(application, heads[name]) for name in ("county", "city")] == [True, True]
    assert Message.objects.filter(kind="approvals.copy").count() == 2


def test_a_refusal_goes_to_both(cast, make, heads):
    take(make(State.REVIEW), "reject", by=cast.reviewer, comment="有两套房")
    told = Message.objects.filter(kind="approvals.copy").order_by("pk")
    assert [row.union for row in told] == [
        cast.county,
        cast.city,
    ]  # the first is unread: it says what it is now


def test_a_post_that_its_union_names_too_gets_one(cast, make, heads):
    add_copy(role=Role.DEPARTMENT, programme="", by=cast.city_reviewer)
    take(make(State.REVIEW), "reject", by=cast.reviewer, comment="有两套房")
    assert Message.objects.filter(kind="approvals.copy", union=cast.city).count() == 1


def test_it_is_frozen_with_the_round(cast, make, heads):
    application = make(State.REVIEW)
    plain = COPIED.replace("at: city, role: department}", "at: own, role: clerk}")
    load_policy(union=cast.city, text=plain, in_force_from=date(2020, 2, 1))
    take(application, "reject", by=cast.reviewer, comment="有两套房")
    assert Message.objects.filter(kind="approvals.copy", union=cast.city).exists()


def test_a_level_that_is_not_there_gets_none(cast, make, heads):
    application = make(State.REVIEW)
    assert set(RouteCopy.objects.values_list("union", flat=True)) == {cast.county.pk, cast.city.pk}
    shown = [f"{cast.county.name}部门负责人", f"{cast.city.name}部门负责人"]
    assert sorted(list_route_copies(application)) == sorted(shown)


def test_a_draft_shows_who_would(cast, make, heads, client):
    application = make(State.DRAFT)
    assert len(list_route_copies(application)) == 2
    client.force_login(cast.clerk)
    page = client.get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert f"抄送：{cast.county.name}部门负责人" in page


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("at: township", "at: national", "全国总工会不在本系统办理"),
        ("on: [submission, refusal]", "on: [refusal, refusal]", "每种只写一次"),
        ("on: [submission, refusal]", "on: []", "请写明什么时候抄送"),
        ("at: township, role: reviewer", "at: city, role: department", "写了两次"),
        ("role: reviewer}", "role: finance}", ""),
        ("on: [submission, refusal]", "on: someday", ""),
    ],
)
def test_a_copy_that_makes_no_sense_is_refused(before, after, said):
    assert COPIED.count(before) == 1
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(COPIED.replace(before, after))
    assert any(said in error.message and "copy_to" in error.key for error in caught.value.errors)
