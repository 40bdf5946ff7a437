"""复核: asked for once of a decision and in time, answered once by people who had no part in the case."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.archives.services.recusals import declare_recusal
from cases.outcomes.models import Appeal
from cases.outcomes.selectors.appeals import list_to_answer
from cases.outcomes.services import OutcomeRefused, answer_appeal, appeal
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.messaging.models import Message
from tests.cases.approvals.test_file_makers import wrote
from tests.cases.outcomes.test_telling import age, telling
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(cast):
    """An approver of the city who had no part in anything."""
    return UserFactory(union=cast.city, role=Role.APPROVER)


def ask(application, by, **more):
    values = {
        "step_id": application.steps.latest("pk").pk,
        "received_on": timezone.localdate(),
        "way": "oral",
        "reason": "学费没有算进去。",
    }
    return appeal(application_id=application.pk, by=by, **values | more)


@pytest.mark.requirement("B3")
@pytest.mark.parametrize("is_changed", [True, False])
def test_a_review_is_asked_for_and_answered_by_others(is_changed, make, cast, other):
    application = make(State.REJECTED)
    row = ask(application, cast.clerk)
    assert list(list_to_answer(other)) == [application]
    assert not list_to_answer(cast.approver).exists()  # who decided it
    with pytest.raises(OutcomeRefused, match="由其他人员进行"):
        answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=cast.approver)
    with pytest.raises(OutcomeRefused, match="审核人、审批人复核"):
        answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=cast.clerk)
    row = answer_appeal(appeal_id=row.pk, is_changed=is_changed, answer="票据已核。", by=other)
    assert (row.is_changed, row.answered_by) == (is_changed, other)
    assert not list_to_answer(other).exists()
    with pytest.raises(OutcomeRefused, match="已经有复核意见"):
        answer_appeal(appeal_id=row.pk, is_changed=True, answer="再改。", by=other)
    actions = AuditRecord.objects.values_list("action", flat=True)
    assert {"application.appeal", "application.answer_appeal"} <= set(actions)
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert {"outcomes.appealed", "outcomes.answered"} <= kinds
    assert application.steps.filter(target=State.REJECTED).exists()  # the decision stays on record


def test_a_sum_is_reviewed_too(make, line, cast):
    assert ask(make(State.APPROVED, line=line), cast.clerk).pk


def test_what_is_refused(make, cast):
    application = make(State.REJECTED)
    today = timezone.localdate()
    with pytest.raises(OutcomeRefused, match="由申报工会的经办人"):
        ask(application, cast.reviewer)
    for wrong in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(OutcomeRefused, match="今天以前"):
            ask(application, cast.clerk, received_on=wrong)
    with pytest.raises(OutcomeRefused, match="刚有新的决定"):
        ask(application, cast.clerk, step_id=application.steps.earliest("pk").pk)
    with pytest.raises(Application.DoesNotExist):
        ask(application, cast.stranger)
    ask(application, cast.clerk)
    with pytest.raises(OutcomeRefused, match="已经申请过复核"):
        ask(application, cast.clerk)
    with pytest.raises(OutcomeRefused, match="没有可以复核的决定"):
        ask(make(State.RETURNED, household=application.household), cast.clerk)


@pytest.mark.parametrize(("workdays", "in_time"), [(10, True), (11, False)])
def test_the_time_runs_from_the_day_the_worker_was_told(workdays, in_time, make, cast):
    application = make(State.REJECTED)
    age(application, workdays)
    decided = timezone.localdate(application.steps.latest("pk").at)
    telling(application, cast.clerk, on=decided)
    if in_time:
        assert ask(application, cast.clerk).pk
    else:
        with pytest.raises(OutcomeRefused, match="10 个工作日"):
            ask(application, cast.clerk)


class TestTheDatabase:
    def change(self, row, **values):
        with transaction.atomic():
            Appeal.objects.filter(pk=row.pk).update(**values)

    def test_nobody_reviews_what_they_had_a_part_in(self, make, cast, other):
        row = ask(make(State.REJECTED), cast.clerk)
        told = {"is_changed": True, "answer": "改。", "answered_at": timezone.now()}
        for by in (cast.clerk, cast.reviewer, cast.approver):
            with pytest.raises(DatabaseError, match="had a part in"):
                self.change(row, answered_by=by, **told)
        self.change(row, answered_by=other, **told)
        with pytest.raises(DatabaseError, match="stays as it was"):
            self.change(row, answer="又改。")
        with pytest.raises(DatabaseError), transaction.atomic():
            Appeal.objects.filter(pk=row.pk).delete()

    def test_nor_what_was_decided_in_their_place_nor_of_a_case_that_they_stay_out_of(
        self, make, cast, other, acting
    ):
        told = {"is_changed": True, "answer": "改。", "answered_at": timezone.now()}
        application = take(make(State.APPROVAL), "reject", by=acting(other), comment="不符合条件")
        row = ask(application, cast.clerk)
        with pytest.raises(DatabaseError, match="had a part in"):
            self.change(row, answered_by=other, **told)
        stay_out(application, cast.city_reviewer)
        with pytest.raises(DatabaseError, match="stays out of a case"):
            self.change(row, answered_by=cast.city_reviewer, **told)

    def test_what_was_asked_stays_and_an_answer_is_whole(self, make, cast, other):
        row = ask(make(State.REJECTED), cast.clerk)
        with pytest.raises(DatabaseError, match="stays as it was"):
            self.change(row, reason="别的理由。")
        with pytest.raises(DatabaseError, match="appeal_answered_whole"):
            self.change(row, answered_by=other, answered_at=timezone.now(), is_changed=True)

    def test_only_a_decision_is_reviewed_and_not_before_it(self, make, cast):
        application = make(State.REJECTED)
        today = timezone.localdate()
        for step, on, why in (
            (application.steps.earliest("pk"), today, "nothing that is reviewed"),
            (application.steps.latest("pk"), today - timedelta(days=1), "before the decision"),
        ):
            with pytest.raises(DatabaseError, match=why), transaction.atomic():
                Appeal.objects.create(
                    step=step, received_on=on, way="oral", reason="x", recorded_by=cast.clerk
                )


def stay_out(application, by):
    household = application.household_id
    declare_recusal(household_id=household, cause="relative", reason="户主是我表弟", by=by)


@pytest.mark.requirement("B3")
def test_who_stays_out_of_a_case_reviews_nothing_of_it(make, cast, other, acting):
    row, person = ask(application := make(State.REJECTED), cast.clerk), acting(other)
    assert list(list_to_answer(person)) == [application]
    stay_out(application, other)
    for by in (other, person):
        with pytest.raises(OutcomeRefused, match="已申请回避"):
            answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=by)
        assert not list_to_answer(by).exists()


@pytest.mark.requirement("B3")
def test_nor_does_who_wrote_in_the_file_that_it_rests_on(make, cast, other, reference):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    wrote(household, other)
    row = ask(make(State.REJECTED, household=household), cast.clerk)
    assert not list_to_answer(other).exists()
    with pytest.raises(OutcomeRefused, match="填写过这户的档案"):
        answer_appeal(appeal_id=row.pk, is_changed=True, answer="改。", by=other)
    with pytest.raises(DatabaseError, match="had a part in"), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(
            is_changed=True, answer="改。", answered_at=timezone.now(), answered_by=other
        )


@pytest.mark.requirement("B3")
def test_nobody_reviews_for_who_decided_nor_what_was_decided_in_their_place(make, cast, other, acting):
    row = ask(application := make(State.REJECTED), cast.clerk)
    person = acting(cast.approver)  # who rejected it
    with pytest.raises(OutcomeRefused, match=f"而“{cast.approver.name}”本人不能办"):
        answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=person)
    assert not list_to_answer(person).exists()
    decided = take(
        make(State.APPROVAL, household=application.household), "reject", by=acting(other), comment="不符合"
    )
    row = ask(decided, cast.clerk)
    with pytest.raises(OutcomeRefused, match="由其他人员进行"):
        answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=other)
    assert decided not in list_to_answer(other)


@pytest.mark.requirement("B3")
def test_the_page_takes_both(make, cast, other, as_user):
    application = make(State.REJECTED)
    page, url = (
        reverse("applications:detail", args=[application.pk]),
        reverse("outcomes:appeal", args=[application.pk]),
    )
    clerk = as_user(cast.clerk)
    asked = {"step_id": application.steps.latest("pk").pk, "received_on": timezone.localdate().isoformat()}
    asked |= {"way": "written", "reason": "学费没有算进去。"}
    answer = clerk.post(url, asked | {"reason": ""})
    assert answer.status_code == 422
    assert clerk.post(url, asked | {"step_id": 1}).status_code == 409
    assert clerk.post(url, asked).status_code == 302
    assert "等待复核" in clerk.get(page).content.decode()
    row = Appeal.objects.get()
    url = reverse("outcomes:answer", args=[row.pk])
    assert as_user(cast.stranger).post(url, {}).status_code in (403, 404)
    assert "您办理过这份申请" in as_user(cast.approver).get(page).content.decode()
    client = as_user(other)
    assert "登记复核意见" in client.get(page).content.decode()
    assert client.post(url, {"answer": "好。"}).status_code == 422
    assert client.post(url, {"is_changed": "1", "answer": "票据已核，应当帮扶。"}).status_code == 302
    assert "票据已核，应当帮扶。" in as_user(cast.clerk).get(page).content.decode()
    shown = as_user(cast.clerk).get(reverse("outcomes:results"), {"show": "appealed"}).content.decode()
    assert application.number not in shown
