"""不予帮扶 names the paragraph that it rests on: chosen from the policy or written, kept, printed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.services.refusals import StepRefused
from cases.policies.rules import describe_programme, list_grounds
from tests.factories import take

RULE = "困难职工帮扶管理办法第五条：家庭有商铺出租的不予帮扶"


@pytest.mark.parametrize("rule", ["", "  "])
@pytest.mark.parametrize(("state", "who"), [(State.REVIEW, "reviewer"), (State.APPROVAL, "approver")])
def test_nothing_is_refused_without_a_rule(rule, state, who, cast, make):
    application = make(state)
    with pytest.raises(StepRefused, match="依据的规定") as refused:
        take(application, "reject", by=getattr(cast, who), comment="有商铺。", rule=rule)
    assert refused.value.field == "rule"
    application.refresh_from_db()
    assert application.state == state


def test_the_rule_stays_with_the_step(cast, make):
    application = take(make(State.REVIEW), "reject", by=cast.reviewer, comment="有商铺。", rule=f" {RULE} ")
    step = application.steps.order_by("-pk")[0]
    assert (application.state, step.rule) == (State.REJECTED, RULE)
    assert step.said == f"依据：{RULE}。有商铺。"


def test_a_step_that_refuses_nothing_keeps_no_rule(cast, make):
    application = take(make(State.REVIEW), "return", by=cast.reviewer, comment="缺材料。", rule=RULE)
    assert application.steps.order_by("-pk")[0].rule == ""


def test_the_page_offers_the_paragraphs_and_keeps_what_was_typed(cast, make, as_user):
    application = make(State.REVIEW)
    client, programme = as_user(cast.reviewer), application.programme
    page = client.get(reverse("applications:detail", args=[application.pk])).text
    assert '<datalist id="grounds">' in page
    assert page.count("<option value=") >= len(list_grounds(programme.document, programme.code)) > 0
    told = {
        "action": "reject",
        "seen_hash": application.content_hash,
        "comment": "家中有商铺出租。",
        "rule": "",
    }
    url = reverse("approvals:step", args=[application.pk])
    kept = client.post(url, told)
    assert (kept.status_code, "家中有商铺出租。" in kept.text, "要写明依据的规定" in kept.text) == (
        422,
        True,
        True,
    )
    assert client.post(url, {**told, "rule": RULE}).status_code == 302
    assert application.steps.order_by("-pk")[0].rule == RULE


def test_who_refuses_nothing_is_asked_for_no_rule(cast, make, as_user):
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[make(State.REVIEW).pk]))
    assert (page.status_code, 'id="grounds"' in page.text) == (200, False)


def test_what_is_offered_names_the_policy_and_fits(make):
    programme = make(State.DRAFT).programme
    grounds = list_grounds(programme.document, programme.code)
    assert len(set(grounds)) == len(grounds)
    assert all(0 < len(ground) <= 200 for ground in grounds)
    document = programme.document
    said = [text for _heading, text in describe_programme(document, programme.code)]
    assert said
    assert all(any(text[:60] in ground for ground in grounds) for text in said)
    assert any(document.programmes[programme.code].paragraph in ground for ground in grounds)


@pytest.mark.parametrize(
    ("action", "target", "rule"), [("reject", "rejected", ""), ("return", "returned", RULE)]
)
def test_around_python_a_refusal_and_nothing_else_has_a_rule(action, target, rule, cast, make):
    application = make(State.REVIEW)
    with pytest.raises(IntegrityError, match="step_refusal_rests_on_a_rule"), transaction.atomic():
        ApprovalStep.objects.create(
            application=application, round=application.round, action=action, source="review", target=target,
            is_decision=True, comment="x", rule=rule, content_hash=application.content_hash, maker=cast.clerk,
            by=cast.reviewer, stage_no=application.stage_no,
        )  # fmt: skip
