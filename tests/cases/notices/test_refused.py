"""An objection that is found right ends in a refusal by a rule, out of the notice that runs."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.notices import services
from cases.notices.models import NoticeEntry
from cases.notices.services import NoticeRefused
from cases.notices.states import EntryState, Outcome
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.factories import ApplicationFactory, UserFactory, end_notices, entry_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]
RULE = "帮扶管理办法第十二条"


@pytest.fixture
def shown(cast, reference):
    return ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.PUBLIC_NOTICE,
    )  # fmt: skip


@pytest.fixture
def investigator(cast):
    return UserFactory(union=cast.county, role=Role.REVIEWER)


def answer(application, by, cast, **more):
    today = timezone.localdate()
    objection = services.record_objection(
        entry_id=entry_of(application).pk, text="家里有两套房", received_on=today, by=cast.reviewer
    )
    told = {
        "outcome": Outcome.REFUSED, "findings": "查了不动产登记", "answer": "经查，另有住房一套。",
        "told_how": "nobody", "told_on": today, "rule": RULE, **more,
    }  # fmt: skip
    return services.answer_objection(objection_id=objection.pk, answer=services.Answer(**told), by=by)


def test_it_is_refused_with_the_rule_and_leaves_the_notice(shown, investigator, cast):
    answer(shown, investigator, cast)
    shown.refresh_from_db()
    step = shown.steps.order_by("-pk")[0]
    assert (shown.state, shown.decided_by, shown.awaits) == (State.REJECTED, investigator, None)
    assert (step.source, step.action, step.by) == (State.PUBLIC_NOTICE, "reject", investigator)
    assert (step.rule, RULE in step.comment) == (RULE, False)
    entry = NoticeEntry.objects.get(pk=entry_of(shown).pk)
    assert (entry.state, entry.closed_by) == (EntryState.WITHDRAWN, investigator)
    assert Message.objects.filter(kind="approvals.reject").exists()


def test_the_other_outcome_sends_it_back_as_before(shown, investigator, cast):
    answer(shown, investigator, cast, outcome=Outcome.UPHELD, rule="")
    shown.refresh_from_db()
    assert shown.state == State.RETURNED


@pytest.mark.parametrize("rule", ["", "  "])
def test_a_refusal_names_its_rule(rule, shown, investigator, cast):
    with pytest.raises(NoticeRefused, match="依据的规定") as refused:
        answer(shown, investigator, cast, rule=rule)
    assert refused.value.field == "rule"
    shown.refresh_from_db()
    assert shown.state == State.PUBLIC_NOTICE


def test_after_the_notice_the_approver_has_the_word(shown, investigator, cast):
    end_notices(shown)
    application = take(shown, "conclude", by=cast.reviewer)
    answer(application, investigator, cast)
    application.refresh_from_db()
    assert application.state == State.APPROVAL
    with pytest.raises(Refused, match="有异议成立"):
        take(application, "approve", by=cast.approver)
    assert take(application, "reject", by=cast.approver, comment=RULE).state == State.REJECTED


@pytest.mark.parametrize("who", ["reviewer", "other"])
def test_nobody_refuses_what_hangs_without_an_objection(who, shown, investigator, cast):
    by = cast.reviewer if who == "reviewer" else investigator
    with pytest.raises(Refused, match=r"异议查实成立的才能不予帮扶|您在本轮已经签过意见"):
        take(shown, "reject", by=by)


def test_the_database_refuses_what_hangs_for_an_objection_alone(shown, investigator):
    sql = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no,
             is_decision, comment, content_hash, parts, at, maker_id, by_id)
             SELECT id, round, 'reject', state, 'rejected', stage_no, true, 'x', content_hash, '{}', now(),
             submitted_by_id, %s FROM applications_application WHERE id = %s"""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [investigator.pk, shown.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_refuses_for_an_objection"
