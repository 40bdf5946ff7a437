"""免交材料: an application goes on without a paper where the policy's level agrees, never by who made it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application, PaperWaiver
from cases.applications.selectors import content_hash, get_paper, list_gaps, papers_of
from cases.applications.selectors.waivers import list_to_waive
from cases.applications.services import detach
from cases.applications.services.waivers import ask_waiver, decide_waiver
from cases.applications.states import State, WaiverState
from cases.approvals.reports import approval_form
from cases.approvals.selectors.hints import list_flags
from cases.archives.models import Evidence
from cases.archives.services.recusals import declare_recusal
from cases.completions.selectors import list_missing
from cases.outcomes.reports.forms import document_list
from cases.policies.services import default_text, load_policy
from cases.transfers import services as transfers
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.cases.approvals.conftest import acting
from tests.factories import UserFactory, take
from tests.threads import at_once

__all__ = ["acting"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
WHY, AGREED = "医院已撤并，开不出清单", "医保平台已核对，同意"
PAPER = "      - any_of: fee_list\n"
LACKING = "缺少“医疗费用清单”。"


@pytest.fixture
def draft(cast, make, reference):
    """An application for medical aid without its bill, which whoever decides in the end may waive."""
    text = default_text()
    text = text.replace(
        "      - any_of: fee_list\n", "      - any_of: fee_list\n        waived_by: deciding\n", 1
    )
    load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
    made = make(programme="medical")
    return without_bill(made, cast.clerk)


def without_bill(application, by):
    detach(application_id=application.pk, evidence_id=application.evidence.get(kind="fee_list").pk, by=by)
    return Application.objects.get(pk=application.pk)


def ask(draft, by, reason=WHY, kinds="fee_list"):
    return ask_waiver(application_id=draft.pk, kinds=kinds, reason=reason, by=by)


def decide(waiver, by, action="grant", comment=AGREED):
    return decide_waiver(
        application_id=waiver.application_id, waiver_id=waiver.pk, action=action, by=by, comment=comment
    )


def lacking(draft):
    return [gap.text for gap in list_gaps(Application.objects.get(pk=draft.pk)) if gap.field == "evidence"]


def test_it_is_asked_for_from_what_is_missing_and_lets_the_application_go_on(as_user, cast, draft):
    clerk, check = as_user(cast.clerk), reverse("applications:check", args=[draft.pk])
    page = clerk.get(check).text
    assert LACKING in page
    assert "申请免交" in page
    waive = reverse("applications:waive", args=[draft.pk])
    answer = clerk.post(waive, {"kinds": "fee_list", "reason": "  "})
    assert (answer.status_code, PaperWaiver.objects.count()) == (422, 0)
    assert clerk.post(waive, {"kinds": "income", "reason": WHY}).status_code == 422
    clerk.post(waive, {"kinds": "fee_list", "reason": WHY})
    assert clerk.post(waive, {"kinds": "fee_list", "reason": WHY}).status_code == 422
    waiver = PaperWaiver.objects.get()
    assert (waiver.decider, [text[: len(LACKING)] for text in lacking(draft)]) == (cast.city, [LACKING])
    assert Message.objects.filter(kind="applications.waiver_asked", union=cast.city).exists()
    assert [row.pk for row in list_to_waive(cast.approver)] == [draft.pk]
    browser, step = as_user(cast.approver), reverse("applications:waiver_step", args=[draft.pk])
    assert str(draft.household) in browser.get(reverse("applications:list"), {"waiver": "open"}).text
    sent = {"waiver_id": waiver.pk, "action": "grant"}
    refused = browser.post(step, sent)
    assert refused.status_code == 409
    assert "必须填写意见" in refused.text
    assert AGREED in browser.post(step, {**sent, "comment": AGREED}, follow=True).text
    assert lacking(draft) == []
    assert list(list_to_waive(cast.approver)) == []
    submitted = take(draft, "submit", by=cast.clerk)
    assert list_flags([submitted], cast.reviewer)[submitted.pk] == ()


def test_both_papers_say_who_agreed_when_and_why(cast, draft):
    waiver = decide(ask(draft, cast.clerk), cast.approver)
    submitted = take(draft, "submit", by=cast.clerk)
    said = f"{cast.approver.name} {timezone.localdate(waiver.decided_at)} 同意免交，{AGREED}"
    for template, context in (
        ("pdf/document_list.html", document_list(submitted)),
        ("pdf/approval_form.html", approval_form(submitted)),
    ):
        assert said in render_to_string(template, {**context, "title": "材料"})


def test_it_is_undone_until_the_decision_and_what_was_signed_is_void(cast, draft):
    waiver = decide(ask(draft, cast.clerk), cast.approver)
    submitted = take(draft, "submit", by=cast.clerk)
    decide(waiver, cast.approver, "undo", "清单找到了")
    assert content_hash(Application.objects.get(pk=draft.pk)) != submitted.content_hash
    with pytest.raises(Refused, match="申请内容"):
        take(submitted, "pass", by=cast.reviewer)
    assert list_flags([submitted], cast.reviewer)[submitted.pk] == ("缺医疗费用清单",)
    again = take(submitted, "return", by=cast.reviewer)
    assert lacking(again) == [LACKING]
    assert ask(again, cast.clerk).state == WaiverState.ASKED


def test_what_is_refused_may_be_asked_again_with_another_reason(cast, draft):
    decide(ask(draft, cast.clerk), cast.approver, "refuse", "请向新医院补打")
    assert lacking(draft) == [LACKING]
    assert ask(draft, cast.clerk, "新医院没有接收病历").state == WaiverState.ASKED


def test_what_is_missing_says_that_its_waiver_was_asked_for_and_waits(as_user, cast, draft):
    waiver = ask(draft, cast.clerk)
    says = f"{LACKING}已申请免交，正等“{cast.city.name}”审批。"
    assert lacking(draft) == [says]
    assert says in as_user(cast.clerk).get(reverse("applications:check", args=[draft.pk])).text
    decide(waiver, cast.approver, "refuse", "请向新医院补打")
    assert lacking(draft) == [LACKING]


def test_without_a_word_in_the_policy_nobody_may(as_user, cast, make, reference):
    draft = without_bill(make(programme="medical"), cast.clerk)
    assert "申请免交" not in as_user(cast.clerk).get(reverse("applications:check", args=[draft.pk])).text
    with pytest.raises(Refused, match="政策没有写可以免交"):
        ask(draft, cast.clerk)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "county", "stranger"])
def test_only_an_approver_of_that_level_decides(as_user, cast, draft, who):
    waiver = ask(draft, cast.clerk)
    people = {
        "clerk": cast.clerk, "reviewer": cast.reviewer, "stranger": cast.stranger,
        "county": UserFactory(union=cast.county, role=Role.APPROVER),
    }  # fmt: skip
    with pytest.raises((Refused, Application.DoesNotExist)):
        decide(waiver, people[who])
    waiver.refresh_from_db()
    assert waiver.state == WaiverState.ASKED


def test_who_made_it_decides_nothing(cast, draft):
    """Not by the service, and not by the database: who wrote on the application or on the file."""
    waiver = ask(draft, cast.clerk)
    helper = UserFactory(union=cast.city, role=Role.APPROVER)
    version = draft.household.version
    draft.household.edits.create(version=version, by=helper, sections=["worker"])
    with pytest.raises(Refused, match="自己填写的档案"):
        decide(waiver, helper)
    for person in (cast.clerk, helper):
        with pytest.raises(DatabaseError, match="waives none of its papers"), transaction.atomic():
            PaperWaiver.objects.filter(pk=waiver.pk).update(
                state="granted", decided_by=person, decided_at="2026-01-05T00:00:00Z", answer="同意"
            )
    assert list(list_to_waive(helper)) == []
    assert list(list_to_waive(cast.approver)) == [draft]


def test_whoever_stays_out_or_stands_in_for_who_wrote_is_not_asked(cast, draft, acting):
    ask(draft, cast.clerk)
    person = UserFactory(union=cast.city, role=Role.APPROVER)
    draft.household.edits.create(version=draft.household.version, by=person, sections=["worker"])
    stander = acting(person)
    assert list(list_to_waive(stander)) == []
    declare_recusal(household_id=draft.household_id, cause="relative", reason="表弟", by=cast.approver)
    assert list(list_to_waive(cast.approver)) == []


def test_nobody_is_asked_where_nobody_holds_the_post(cast, draft):
    Appointment.objects.filter(union=cast.city, role=Role.APPROVER).update(revoked_at=timezone.now())
    with pytest.raises(Refused, match="现在没有审批人"):
        ask(draft, cast.clerk)


def test_a_new_name_of_who_decided_voids_nothing(cast, draft):
    waiver = decide(ask(draft, cast.clerk), cast.approver)
    submitted = take(draft, "submit", by=cast.clerk)
    name = waiver.decided_name
    assert name == cast.approver.name
    User.objects.filter(pk=cast.approver.pk).update(name="改过的名字")
    assert content_hash(Application.objects.get(pk=draft.pk)) == submitted.content_hash
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        PaperWaiver.objects.filter(pk=waiver.pk).update(
            decided_name="改过的名字", state="undone", undone_by=cast.approver, undone_at=timezone.now(),
            undone_why="x",
        )  # fmt: skip
    assert name in str(get_paper(submitted).waived)


def test_what_is_asked_ends_when_the_file_goes_to_another_union(as_user, cast, draft):
    waiver = ask(draft, cast.clerk)
    receiver = UserFactory(union=cast.elsewhere, role=Role.CLERK)
    offered = transfers.offer(
        household_id=draft.household_id, target=cast.elsewhere, note="调往新单位", by=cast.clerk
    )
    transfers.decide(transfer_id=offered.pk, action="accept", by=receiver, comment="同意")
    waiver.refresh_from_db()
    assert (waiver.state, waiver.undone_why, waiver.undone_by) == (WaiverState.UNDONE, "档案转出", None)
    page = reverse("applications:detail", args=[draft.pk])
    assert "档案转出" in as_user(receiver).get(page).text


@pytest.mark.parametrize("change", [{"undone_why": "不要了"}, {"undone_by": True}])
def test_nothing_else_undoes_what_is_not_answered(cast, draft, change):
    waiver = ask(draft, cast.clerk)
    left = {"state": "undone", "undone_why": "档案转出", "undone_at": timezone.now()}
    if "undone_by" in change:
        change = {"undone_by": cast.approver}
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        PaperWaiver.objects.filter(pk=waiver.pk).update(**{**left, **change})
    with pytest.raises(Refused, match="没有“档案转出"):
        decide(waiver, cast.approver, "leave", "x")


def test_urgent_aid_is_completed_without_what_was_waived(cast, draft):
    decide(ask(draft, cast.clerk), cast.approver)
    submitted = take(draft, "submit", by=cast.clerk)
    assert "fee_list" in {kind for paper in papers_of(submitted) for kind in paper.any_of}
    Evidence.objects.filter(household=draft.household_id, kind="fee_list").update(removed_at=timezone.now())
    assert "fee_list" not in {kind for paper in list_missing(submitted) for kind in paper.kinds}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reason": "别的"}, "history"),
        ({"state": "undone", "undone_by_id": 1}, "history"),
        ({"kinds": "income"}, "history"),
        ({"answer": "改过的"}, "history"),
    ],
)
def test_what_was_asked_and_decided_stays(cast, draft, change, told):
    waiver = decide(ask(draft, cast.clerk), cast.approver, "refuse")
    with pytest.raises(DatabaseError, match=told), transaction.atomic():
        PaperWaiver.objects.filter(pk=waiver.pk).update(**change)
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        PaperWaiver.objects.filter(pk=waiver.pk).delete()


def test_after_the_decision_it_stays_and_after_the_submission_none_is_given(cast, draft):
    waiver = decide(ask(draft, cast.clerk), cast.approver)
    submitted = take(draft, "submit", by=cast.clerk)
    with pytest.raises(DatabaseError, match="not at the point"), transaction.atomic():
        PaperWaiver.objects.create(
            application=submitted, kinds="income", decider=cast.city, reason="x", asked_by=cast.clerk
        )
    rejected = take(submitted, "reject", by=cast.reviewer)
    assert rejected.state == State.REJECTED
    with pytest.raises(Refused, match="不能再办理免交"):
        decide(waiver, cast.approver, "undo")
    with pytest.raises(DatabaseError, match="not at the point"), transaction.atomic():
        PaperWaiver.objects.filter(pk=waiver.pk).update(
            state="undone", undone_by=cast.approver, undone_at="2026-01-05T00:00:00Z", undone_why="x"
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_heard(cast, draft):
    waiver = ask(draft, cast.clerk)
    second = UserFactory(union=cast.city, role=Role.APPROVER)
    results = at_once(lambda who: decide(waiver, who), [cast.approver, second])
    assert sorted(type(result).__name__ for result in results) == ["PaperWaiver", "Refused"]
