"""The county's review on a page."""

import re

import pytest
from django.urls import reverse

from cases.archives.selectors import content_hash
from cases.archives.selectors.proofs import list_documents
from cases.archives.services.entry.verdicts import check_evidence
from hardship.accounts.states import Role
from tests.factories import HouseholdFactory, UserFactory, id_number
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def submitted(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True, name="陈建军")


def review(household):
    return reverse("archives:review", args=[household.pk])


def step(household):
    return reverse("archives:step", args=[household.pk])


def decide(client, household, action, **typed):
    seen = re.search(r'name="seen_hash" value="(\w{64})"', client.get(review(household)).text)[1]
    sent = {"action": action, "seen_hash": seen, "skips_unseen": "on", **typed}
    return client.post(step(household), sent)


def test_the_reviewer_sees_all_of_the_file_with_its_numbers_masked(cast, as_user, submitted):
    text = as_user(cast.reviewer).get(review(submitted)).text
    for part in (
        "陈建军",
        "华联商场",
        "819.97",
        "深度困难",
        "终末期肾病",
        "身份证",
        "审核通过，建档",
        "退回补正",
    ):
        assert part in text
    assert submitted.head.id_number.reveal() not in text
    assert str(submitted.head.id_number) in text


@pytest.mark.requirement("A1")
def test_the_reviewer_files(cast, as_user, submitted):
    answer = decide(as_user(cast.reviewer), submitted, "file")
    submitted.refresh_from_db()
    assert (answer.status_code, submitted.state, submitted.filed_by) == (302, "filed", cast.reviewer)


def test_the_reviewer_returns_with_a_reason_for_each_field(cast, as_user, submitted):
    decide(as_user(cast.reviewer), submitted, "return", **{
        "reason-worker-employer": "写全称", "reason-evidence-": "重拍", "reason-nonsense-x": "不算",
        "reason-money-": " ",
    })  # fmt: skip
    submitted.refresh_from_db()
    step = submitted.steps.get(action="return")
    assert submitted.state == "returned"
    assert list(step.reasons.order_by("pk").values_list("section", "field", "reason")) == [
        ("worker", "employer", "写全称"), ("evidence", "", "重拍"),
    ]  # fmt: skip


def test_a_return_without_a_word_is_refused_on_the_page(cast, as_user, submitted):
    answer = decide(as_user(cast.reviewer), submitted, "return", comment=" ")
    assert answer.status_code == 409
    assert "必须填写意见" in answer.text


def test_a_second_click_has_no_second_effect(cast, as_user, submitted):
    client = as_user(cast.reviewer)
    seen = re.search(r'name="seen_hash" value="(\w{64})"', client.get(review(submitted)).text)[1]
    url, sent = step(submitted), {"action": "file", "seen_hash": seen, "skips_unseen": "on"}
    statuses = [client.post(url, sent).status_code for _turn in range(2)]
    assert statuses == [302, 409]
    assert submitted.steps.filter(action="file").count() == 1


def test_filing_with_documents_that_nobody_looked_at_asks_first(cast, as_user, submitted):
    client, sent = as_user(cast.reviewer), {"action": "file", "seen_hash": content_hash(submitted)}
    asked = client.post(step(submitted), sent)
    assert asked.status_code == 409
    assert f"还有 {submitted.evidence.count()} 份材料没有核对" in asked.text
    for document in submitted.evidence.all():
        check_evidence(uid=document.uid, verdict="agrees", by=cast.reviewer)
    assert "照样建档" not in client.get(review(submitted)).text
    assert client.post(step(submitted), sent).status_code == 302


def test_the_viewer_goes_on_until_every_document_has_been_judged(cast, as_user, submitted):
    client, documents = as_user(cast.reviewer), list_documents(submitted)
    assert len(documents) > 2
    places = (*range(1, len(documents)), 0)  # began at the second one
    for turn, place in enumerate(places, start=1):
        viewer = reverse("archives:evidence_view", args=[submitted.pk, documents[place].uid])
        answer = client.post(viewer, {"verdict": "agrees"}, follow=True)
        last = turn == len(places)
        assert ("材料已看完" in answer.text) is last
        following = review(submitted) if last else documents[places[turn]].uid
        assert str(following) in answer.redirect_chain[-1][0]


def test_no_decision_without_the_content_that_was_seen(cast, as_user, submitted):
    url = reverse("archives:step", args=[submitted.pk])
    answer = as_user(cast.reviewer).post(url, {"action": "file"})
    submitted.refresh_from_db()
    assert (answer.status_code, submitted.state) == (422, "under_review")


def test_who_made_it_reads_why_they_may_not_decide(cast, as_user):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    household = HouseholdFactory(union=cast.county, clerk=both, submitted=True)
    text = as_user(both).get(review(household)).text
    assert "不能审核自己" in text
    assert "审核通过，建档" not in text


def test_the_review_belongs_to_reviewers_in_scope(cast, as_user, submitted):
    assert as_user(cast.stranger).get(review(submitted)).status_code == 404
    assert as_user(cast.clerk).get(review(submitted)).status_code == 403
    assert as_user(cast.auditor).get(review(submitted)).status_code == 403
    assert as_user(cast.stranger).post(reverse("archives:step", args=[submitted.pk])).status_code == 404


def test_a_city_reviewer_may_look_and_not_decide(cast, as_user, submitted):
    text = as_user(cast.city_reviewer).get(review(submitted)).text
    assert f"这份档案由“{cast.county.name}”办理" in text
    url = reverse("archives:step", args=[submitted.pk])
    sent = {"action": "file", "seen_hash": content_hash(submitted), "skips_unseen": "on"}
    answer = as_user(cast.city_reviewer).post(url, sent)
    submitted.refresh_from_db()
    assert (answer.status_code, submitted.state) == (409, "under_review")


@pytest.mark.requirement("A10")
def test_duplicates_are_shown_to_the_reviewer_within_their_scope_only(cast, as_user):
    number = id_number()
    mine = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True, number=number, name="钱某人")
    HouseholdFactory(union=cast.elsewhere, filed=True, number=number, name="钱保密")
    text = as_user(cast.clerk).get(reverse("archives:check", args=[mine.pk])).text
    assert "钱某人在其他工会已有档案（在档）" in text
    assert cast.elsewhere.name not in text
    assert "钱保密" not in text


def test_a_clerk_withdraws_discards_and_restores(cast, as_user, submitted):
    client, url = as_user(cast.clerk), reverse("archives:step", args=[submitted.pk])
    for action, state in (("withdraw", "draft"), ("discard", "discarded"), ("restore", "draft")):
        assert client.post(url, {"action": action}).status_code == 302
        submitted.refresh_from_db()
        assert submitted.state == state
