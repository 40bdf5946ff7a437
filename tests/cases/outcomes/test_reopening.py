"""A review that comes out different: a new round, decided by others than those who took that decision."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import list_options
from cases.approvals.selectors.handing import list_colleagues
from cases.approvals.selectors.permits import barred_for
from cases.approvals.selectors.resubmission import get_resubmission
from cases.approvals.services import StepRefused, take_step
from cases.outcomes.models import Appeal
from cases.outcomes.selectors.appeals import list_reopened
from cases.outcomes.selectors.telling import told_late, untold
from cases.outcomes.services import OutcomeRefused, answer_appeal
from funds.ledgers.models import Commitment
from funds.payments.models import Payable
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available
from tests.cases.outcomes.test_appeals import ask
from tests.cases.outcomes.test_telling import age, telling
from tests.factories import UserFactory, end_notices, entry_of, payable_of, take, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(cast):
    """An approver of the city who had no part in anything."""
    return UserFactory(union=cast.city, role=Role.APPROVER)


def change(application, by, clerk):
    """Its worker asks for a review, which comes out different."""
    row = ask(application, clerk)
    answer_appeal(appeal_id=row.pk, is_changed=True, answer="票据已核，应当帮扶。", by=by)
    return Application.objects.get(pk=application.pk)


def up_to_decision(application, cast):
    """Submitted again, passed, shown: it waits for the approver."""
    application = take(application, "submit", by=cast.clerk)
    application = take(application, "pass", by=cast.reviewer)
    end_notices(application)
    return take(application, "conclude", by=cast.reviewer)


@pytest.mark.requirement("B3")
def test_a_changed_refusal_is_decided_anew_by_others(make, line, cast, other):
    application = change(make(State.REJECTED), other, cast.clerk)
    assert (application.state, application.awaits, application.awaits_role) == (
        State.RETURNED, application.union, Role.CLERK,
    )  # fmt: skip
    step = application.steps.latest("pk")
    assert (step.action, step.by, step.comment) == ("reopen", other, "票据已核，应当帮扶。")
    assert application.decided_at is None
    assert list_reopened(list(Appeal.objects.select_related("step")))
    application = up_to_decision(application, cast)
    assert application.round == 2
    assert entry_of(application).round == 2  # shown anew
    options = list_options(application, cast.approver)
    assert not options.buttons
    assert "原决定是您作出的" in options.why
    with pytest.raises(Refused, match="原决定是您作出的"):
        take(application, "approve", by=cast.approver, line=line)
    assert Application.objects.filter(barred_for(cast.approver)).exists()
    assert not Application.objects.filter(barred_for(other)).exists()
    assert cast.approver not in list_colleagues(application, other)
    assert take(application, "approve", by=other, line=line).state == State.APPROVED


@pytest.mark.requirement("B3")
def test_nor_by_whom_somebody_decided_for(make, line, cast, other, acting):
    another = UserFactory(union=cast.city, role=Role.APPROVER)
    application = take(make(State.APPROVAL), "reject", by=acting(other), comment="不符合条件")
    application = up_to_decision(change(application, another, cast.clerk), cast)
    with pytest.raises(Refused, match="原决定是您作出的"):
        take(application, "approve", by=other, line=line)
    assert Application.objects.filter(barred_for(other)).exists()
    assert take(application, "approve", by=another, line=line).state == State.APPROVED


@pytest.mark.requirement("B3")
def test_a_changed_sum_frees_its_money_first(make, line, cast, other):
    application = make(State.APPROVED, line=line)
    before = available(line)
    held = application.amount
    owed = payable_of(application)
    application = change(application, other, cast.clerk)
    assert application.state == State.RETURNED
    assert available(line) == before + held
    assert not Commitment.objects.filter(committed__gt=0).exists()
    owed.refresh_from_db()
    assert owed.state == "void"
    application = take(up_to_decision(application, cast), "approve", by=other, line=line)
    assert Payable.objects.exclude(state="void").get().amount == application.amount
    assert_books_balance()


def test_whoever_asked_the_clerk_sees_why_it_came_back(make, cast, other, as_user):
    application = change(make(State.REJECTED), other, cast.clerk)
    client = as_user(cast.clerk)
    page = client.get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert "申请已退到您这里" in page
    form = client.get(reverse("applications:edit", args=[application.pk])).content.decode()
    assert "票据已核，应当帮扶。" in form
    application = take(application, "submit", by=cast.clerk)
    assert get_resubmission(application, is_changed=False).decided.action == "reopen"


def test_money_that_has_left_begins_no_round(make, line, cast, other, as_user):
    application = make(State.APPROVED, line=line)
    with unguarded():
        Commitment.objects.update(committed=0, in_transit=application.amount)
    application = change(application, other, cast.clerk)
    assert application.state == State.APPROVED
    assert Appeal.objects.get().is_changed
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert "没有开始新的一轮" in page


def test_nor_does_one_whose_family_applied_again(make, cast, other):
    application = make(State.REJECTED)
    row = ask(application, cast.clerk)
    make(State.DRAFT, household=application.household)
    answer_appeal(appeal_id=row.pk, is_changed=True, answer="应当帮扶。", by=other)
    application.refresh_from_db()
    assert application.state == State.REJECTED


def test_a_union_with_nobody_else_is_told_whom_it_needs(make, cast):
    reviewer = UserFactory(union=cast.city, role=Role.REVIEWER)
    application = change(make(State.REJECTED), reviewer, cast.clerk)
    with pytest.raises(StepRefused, match="原决定人以外的"):
        take(application, "submit", by=cast.clerk)
    UserFactory(union=cast.city, role=Role.APPROVER)
    assert take(application, "submit", by=cast.clerk).state == State.REVIEW


def test_nobody_opens_a_round_by_a_button(make, cast, other):
    application = make(State.REJECTED)
    for by in (other, cast.approver):
        assert not list_options(application, by).buttons
        with pytest.raises(Refused, match="申请复核"):
            take(application, "reopen", by=by)


@pytest.mark.requirement("B3")
class TestTheDatabase:
    def step(self, application, action, by, **more):
        last = application.steps.latest("pk")
        values = {
            "application": application, "round": application.round, "action": action, "by": by,
            "source": application.state, "content_hash": application.content_hash,
            "maker": last.maker, "comment": "改。", "stage_no": application.stage_no,
        }  # fmt: skip
        with transaction.atomic():
            return ApprovalStep.objects.create(**values | more)

    def test_opens_a_round_for_a_review_alone(self, make, cast, other):
        application = make(State.REJECTED)
        with pytest.raises(DatabaseError, match="for a review alone"):
            self.step(application, "reopen", other, target=State.RETURNED)
        row = ask(application, cast.clerk)
        answered = {"answered_by": other, "answered_at": timezone.now(), "answer": "改。"}
        Appeal.objects.filter(pk=row.pk).update(is_changed=True, **answered)
        with pytest.raises(DatabaseError, match="for a review alone"):  # whoever answered, nobody else
            self.step(application, "reopen", cast.approver, target=State.RETURNED)
        assert self.step(application, "reopen", other, target=State.RETURNED).pk

    def test_nor_for_one_that_upheld_the_decision(self, make, cast, other):
        application = make(State.REJECTED)
        answer_appeal(appeal_id=ask(application, cast.clerk).pk, is_changed=False, answer="维持。", by=other)
        with pytest.raises(DatabaseError, match="for a review alone"):
            self.step(application, "reopen", other, target=State.RETURNED)

    def test_lets_nobody_decide_again(self, make, cast, other):
        application = up_to_decision(change(make(State.REJECTED), other, cast.clerk), cast)
        approval = {"target": State.REJECTED, "is_decision": True, "rule": "第十二条"}
        with pytest.raises(DatabaseError, match="what a review changed"):
            self.step(application, "reject", cast.approver, **approval)
        assert self.step(application, "reject", other, **approval).pk


@pytest.mark.requirement("B3")
@pytest.mark.parametrize("is_changed", [True, False])
def test_what_the_review_found_is_told_too(is_changed, make, cast, other):
    application = make(State.REJECTED)
    telling(application, cast.clerk)
    row = ask(application, cast.clerk)
    assert not untold(Application.objects.all()).exists()
    answer_appeal(appeal_id=row.pk, is_changed=is_changed, answer="核过了。", by=other)
    assert list(untold(Application.objects.all())) == [application]
    assert not told_late(Application.objects.all()).exists()
    telling(application, cast.clerk, way="letter")
    assert not untold(Application.objects.all()).exists()


def test_an_answer_that_nobody_told_waits_from_its_own_day(make, cast, other):
    application = make(State.REJECTED)
    age(application, 20)
    decided = timezone.localdate(application.steps.latest("pk").at)
    telling(application, cast.clerk, on=decided)
    row = ask(application, cast.clerk, received_on=decided)
    answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=other)
    assert not told_late(Application.objects.all()).exists()
    with pytest.raises(OutcomeRefused, match="复核意见是"):
        telling(application, cast.clerk, on=decided)
    with unguarded():
        Appeal.objects.update(answered_at=application.steps.latest("pk").at)
    # Told on the day itself, before the answer: the record is younger, so it counts as told since.
    assert not told_late(Application.objects.all()).exists()


def test_somebody_out_of_scope_opens_nothing(make, cast):
    application = make(State.REJECTED)
    row = ask(application, cast.clerk)
    with pytest.raises(Appeal.DoesNotExist):
        answer_appeal(appeal_id=row.pk, is_changed=True, answer="改。", by=cast.stranger)
    with pytest.raises(Application.DoesNotExist):
        take_step(application_id=application.pk, action="reopen", by=cast.stranger, seen_hash="")
