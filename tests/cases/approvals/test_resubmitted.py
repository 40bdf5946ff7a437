"""An application that is decided on again opens on what changed since the last decision."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.applications import services as applications
from cases.applications.states import State
from cases.archives.models import Evidence, IncomeItem, Member
from tests.factories import make_evidence, take, written_on

pytestmark = pytest.mark.django_db


def page(client, application, **query):
    return client.get(reverse("applications:detail", args=[application.pk]), query)


@pytest.fixture
def again(cast, make):
    """Returned, put right and submitted again."""
    application = make(State.RETURNED)
    applications.save(
        application_id=application.pk, version=application.version, by=cast.clerk,
        reason="女儿升学，透析费用增加。", member=application.member,
    )  # fmt: skip
    return application


def resubmit(application, cast):
    return take(application, "submit", by=cast.clerk)


def test_the_decision_opens_on_what_changed_with_both_values(cast, as_user, again):
    household = again.household
    with written_on(household, "money", "worker", by=cast.clerk):
        IncomeItem.objects.filter(household=household, kind="wage").update(annual_amount=Decimal("24000.00"))
        Member.objects.filter(pk=household.head_id).update(employer="华联商场股份有限公司")
    application = resubmit(again, cast)
    answer = page(as_user(cast.reviewer), application)
    for words in (
        "上次退回以来的改动", "本人长期透析，家庭入不敷出。", "女儿升学，透析费用增加。", "25,200.00",
        "24,000.00", "华联商场股份有限公司", "只看改动",
    ):  # fmt: skip
        assert words in answer.text
    assert "年其他帮扶" not in answer.text
    assert "审核通过，公示" in answer.text, "the decision stays beside it"


def test_the_whole_application_is_a_link_away(cast, as_user, again):
    application = resubmit(again, cast)
    text = page(as_user(cast.reviewer), application, show="all").text
    assert "年其他帮扶" in text
    assert "上次退回以来的改动" in text
    assert "年其他帮扶" in page(as_user(cast.clerk), application).text, "a clerk begins with all of it"
    assert "年其他帮扶" not in page(as_user(cast.reviewer), application, show="<x>").text


def test_documents_that_were_exchanged_or_added_are_shown(cast, as_user, again):
    link = again.evidence.first()
    removed = Evidence.objects.filter(pk=link.pk)
    kind = link.kind
    again.evidence.remove(link)
    make_evidence(again.household, kind=kind, by=cast.clerk)
    removed.update(removed_at=again.created_at)
    again.evidence.add(again.household.evidence.filter(kind=kind, removed_at__isnull=True).first())
    application = resubmit(again, cast)
    text = page(as_user(cast.reviewer), application).text
    assert f"材料：{Evidence(kind=kind).get_kind_display()}" in text


def test_a_first_round_has_nothing_to_compare(cast, as_user, make):
    text = page(as_user(cast.reviewer), make(State.REVIEW)).text
    assert "以来的改动" not in text
    assert "年其他帮扶" in text


def test_what_changed_after_the_submission_is_told_with_its_values(cast, as_user, make):
    application = make(State.REVIEW)
    with written_on(application.household, "money", by=cast.clerk):
        rows = IncomeItem.objects.filter(household=application.household, kind="wage")
        rows.update(annual_amount=Decimal("26000.00"))
    text = page(as_user(cast.reviewer), application).text
    for words in ("提交以来的改动", "25,200.00", "26,000.00", "年其他帮扶"):
        assert words in text


def test_a_resubmission_without_a_change_says_so(cast, as_user, make):
    application = resubmit(make(State.RETURNED), cast)
    assert "没有改动" in page(as_user(cast.reviewer), application).text
