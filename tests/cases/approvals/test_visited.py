"""实地核查: passed once the family was visited since it applied, by the word of another than its maker."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.services import save
from cases.applications.states import State
from cases.approvals.selectors.visited import lacks_visit
from cases.approvals.services import StepRefused, take_many
from cases.policies.services import load_policy
from cases.visits.models import HomeVisit
from hardship.accounts.states import Role
from tests.factories import UserFactory, make_visit, take, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]

ROUTE = """
code: routes
title: 审批流程规定
source: 工会制度
routes:
  usual:
    label: 先入户
    stages:
      - {kind: field_check, label: 入户核查, at: own}
      - {kind: review, label: 区县审核, at: county}
      - {kind: notice}
      - {kind: decide, label: 市级审批, at: city, role: approver}
example_base: {on: 2026-05-01}
examples:
  - name: 三千元
    given: {need: {requested: 3000}}
    expect: {stages: {usual: [入户核查, 区县审核, 公示, 市级审批]}}
"""
MISSING = "提交以后还没有入户调查"


@pytest.fixture
def own(cast, reference):
    load_policy(union=cast.city, text=ROUTE, in_force_from=date(2020, 1, 1))
    return UserFactory(union=cast.union, role=Role.REVIEWER)


@pytest.fixture
def waiting(make, own):
    return make(State.REVIEW, amount=3000)


def test_not_without_a_visit_and_then_it_goes_on(waiting, own):
    with pytest.raises(StepRefused, match=MISSING):
        take(waiting, "pass", by=own)
    make_visit(waiting.household, by=own)
    assert take(waiting, "pass", by=own).stage_no == 1


def test_a_visit_of_before_does_not_count(make, own, cast):
    application = make(State.DRAFT, amount=3000)
    make_visit(application.household, by=own)
    application = take(application, "submit", by=cast.clerk)
    with pytest.raises(StepRefused, match=MISSING):
        take(application, "pass", by=own)


def test_nor_one_that_whoever_made_the_application_recorded(waiting, own, cast):
    make_visit(waiting.household, by=cast.clerk)
    with pytest.raises(StepRefused, match="经办人、提交人、修改人登记的不算"):
        take(waiting, "pass", by=own)


@pytest.fixture
def writer(cast):
    return UserFactory(union=cast.union, role=Role.CLERK)


@pytest.fixture
def written(make, own, cast, writer):
    """Begun and submitted by one, written on by another."""
    draft = make(State.DRAFT, amount=3000)
    save(
        application_id=draft.pk, version=draft.version, by=writer, reason="入冬取暖困难，欠了房租。",
        facts=draft.facts, member=draft.member, amount=draft.amount,
    )  # fmt: skip
    return take(draft, "submit", by=cast.clerk)


def test_nor_one_that_whoever_wrote_on_it_recorded(written, writer, own):
    make_visit(written.household, by=writer)
    with pytest.raises(StepRefused, match="修改人登记的不算"):
        take(written, "pass", by=own)


def test_one_visit_is_enough_however_often_it_comes_back(waiting, own, cast):
    make_visit(waiting.household, by=own)
    application = take(take(waiting, "return", by=own), "submit", by=cast.clerk)
    assert take(application, "pass", by=own).stage_no == 1


def test_a_visit_for_what_was_recalled_does_not_count(waiting, own, cast):
    make_visit(waiting.household, by=own)
    application = take(take(waiting, "recall", by=cast.clerk), "submit", by=cast.clerk)
    with pytest.raises(StepRefused, match=MISSING):
        take(application, "pass", by=own)
    refused_by_database(application, own)


def test_nor_one_that_another_puts_right(waiting, own, cast):
    wrong = make_visit(waiting.household, by=own)
    make_visit(waiting.household, by=cast.clerk, corrects=wrong.uid)
    assert lacks_visit(waiting, waiting.stages.get(position=0))


def test_other_stages_ask_for_none_and_it_may_be_sent_back_without(waiting, own, cast):
    make_visit(waiting.household, by=own)
    application = take(waiting, "pass", by=own)
    assert not lacks_visit(application, application.stages.get(position=1))
    assert take(application, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


def test_without_one_it_may_be_returned(waiting, own):
    assert take(waiting, "return", by=own).state == State.RETURNED


def test_many_at_once_say_so_for_each(waiting, own):
    outcome = take_many(items=[(waiting.pk, waiting.content_hash)], action="pass", by=own)
    assert MISSING in outcome.refused[0][1]


def test_the_page_leads_to_recording_one(waiting, own, as_user):
    browser = as_user(own)
    page = browser.get(f"/applications/{waiting.pk}/").text
    assert MISSING in page
    assert reverse("visits:visit_new", args=[waiting.household_id]) in page
    sent = {"action": "pass", "seen_hash": waiting.content_hash}
    answer = browser.post(f"/approvals/{waiting.pk}/step/", sent)
    assert (answer.status_code, MISSING in answer.text) == (409, True)
    make_visit(waiting.household, by=own)
    assert MISSING not in browser.get(f"/applications/{waiting.pk}/").text


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, 'pass', state, 'review', stage_no, 1, true, '', content_hash, '{}', now(),
         submitted_by_id, %s FROM applications_application WHERE id = %s"""


def refused_by_database(application, by):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [by.pk, application.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_after_the_visit"


def test_the_database_alone_asks_for_the_visit(waiting, own, cast):
    refused_by_database(waiting, own)
    made = make_visit(waiting.household, by=cast.clerk)
    refused_by_database(waiting, own)
    with unguarded():
        HomeVisit.objects.filter(pk=made.pk).update(created_by=own, visited_on=date(2020, 1, 1))
    refused_by_database(waiting, own)
    with unguarded():
        HomeVisit.objects.filter(pk=made.pk).update(visited_on=made.visited_on)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [own.pk, waiting.pk])
    assert Application.objects.get(pk=waiting.pk).steps.filter(action="pass").exists()


def test_the_database_alone_does_not_count_the_word_of_who_wrote(written, writer, own):
    make_visit(written.household, by=writer)
    refused_by_database(written, own)
