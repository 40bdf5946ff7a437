"""What the database refuses, whoever asks: going around Python."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.archives.models import FileEdit
from cases.notices.models import Objection
from cases.notices.services import record_objection
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, entry_of, take

pytestmark = pytest.mark.django_db


def refused_by(constraint, sql, *parameters):
    with (
        pytest.raises((IntegrityError, DatabaseError)) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)
    diagnosis = caught.value.__cause__.diag
    return (diagnosis.constraint_name or diagnosis.message_primary) == constraint


def insert_step(application, **changes):
    values = {
        "application_id": application.pk, "round": application.round, "action": "pass",
        "source": application.state, "target": State.PUBLIC_NOTICE, "is_decision": True, "comment": "",
        "content_hash": application.content_hash, "parts": "{}", "at": "2026-03-05 09:00+08",
        "maker_id": application.submitted_by_id, "stage_no": application.stage_no,
        "next_no": (application.stage_no or 0) + 1, **changes,
    }  # fmt: skip
    columns = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO approvals_approvalstep ({columns}) VALUES ({marks})", *values.values()


def test_a_state_without_a_step_is_refused(make):
    application = make(State.REVIEW)
    sql = "UPDATE applications_application SET state = 'approved' WHERE id = %s"
    assert refused_by("application_moves_by_steps", sql, application.pk)


def test_a_step_elsewhere_does_not_move_it_either(cast, make):
    application = make(State.REVIEW)
    ApprovalStep.objects.create(
        application=application, round=1, action="return", source=State.REVIEW, target=State.RETURNED,
        content_hash=application.content_hash, by=cast.reviewer, stage_no=0,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="moves by a step alone"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state=State.APPROVED)


def test_a_step_of_before_does_not_move_it_again(make):
    """Its last step led to the notice, but not from where it is: moved back past the trigger, it stays."""
    application = make(State.PUBLIC_NOTICE)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        Application.objects.filter(pk=application.pk).update(state=State.RETURNED)
        cursor.execute("SET session_replication_role = DEFAULT")
    sql = "UPDATE applications_application SET state = 'public_notice' WHERE id = %s"
    assert refused_by("application_moves_by_steps", sql, application.pk)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("amount = 1", "application_sum_as_agreed"),
        ("reason = ''", "application_stays_as_submitted"),
        ("content_hash = ''", "application_stays_as_submitted"),
        ("category = 'relative'", "application_stays_as_submitted"),
    ],
)
def test_what_was_submitted_stays_as_it_was(change, constraint, make):
    application = make(State.REVIEW)
    sql = f"UPDATE applications_application SET {change} WHERE id = %s"
    assert refused_by(constraint, sql, application.pk)


def test_a_draft_may_still_change(make):
    application = make(State.DRAFT)
    assert Application.objects.filter(pk=application.pk).update(reason="改") == 1


@pytest.mark.parametrize("change", ["amount = -1", "amount = 0", "amount = entitled + 0.01"])
def test_an_amount_lies_between_nothing_and_what_the_rule_allows(change, make):
    application = make(State.DRAFT)
    sql = f"UPDATE applications_application SET {change} WHERE id = %s"
    assert refused_by("application_within_entitlement", sql, application.pk)


def test_nobody_decides_twice_in_a_round(cast, make):
    application = make(State.PUBLIC_NOTICE)
    statement = insert_step(application, by_id=cast.reviewer.pk, action="return", target=State.RETURNED)
    assert refused_by("step_decided_once_a_round", *statement)


def test_nobody_decides_on_what_they_submitted(cast, make):
    statement = insert_step(make(State.REVIEW), by_id=cast.clerk.pk)
    assert refused_by("step_not_on_own_work", *statement)


def test_nobody_decides_on_what_they_began_even_when_somebody_else_submitted(cast, make):
    statement = insert_step(make(State.REVIEW), by_id=cast.clerk.pk, maker_id=cast.reviewer.pk)
    assert refused_by("step_not_on_own_work", *statement)


def rewritten(cast, make):
    """An application under review on which a colleague with two roles has written."""
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    household = HouseholdFactory(filed=True, union=cast.union)
    draft = make(clerk=maker, household=household)
    applications.save(application_id=draft.pk, version=draft.version, by=both, reason="由同事改写")
    return take(draft, "submit", by=maker), both


def test_nobody_decides_on_what_they_wrote_on_for_a_colleague(cast, make):
    application, both = rewritten(cast, make)
    assert refused_by("step_not_on_own_work", *insert_step(application, by_id=both.pk))


def test_the_database_alone_refuses_it(cast, make, monkeypatch):
    application, both = rewritten(cast, make)
    monkeypatch.setattr("cases.approvals.services.executing.blocker", lambda *_args: "")
    with pytest.raises(IntegrityError, match="nobody decides on what they made"), transaction.atomic():
        take(application, "pass", by=both)


def test_python_alone_refuses_it(cast, make):
    application, both = rewritten(cast, make)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
        with pytest.raises(Refused, match="自己建立、填写或提交"), transaction.atomic():
            take(application, "pass", by=both)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def on_file(cast, reference):
    """An application under review and two colleagues who wrote in the file: one did, for one somebody did."""
    by, holder = (UserFactory(union=cast.county, role=Role.REVIEWER) for _each in range(2))
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    for later, (who, for_whom) in enumerate(((by, None), (cast.clerk, holder)), start=1):
        FileEdit.objects.create(
            household=household, version=household.version + later, by=who, stood_in_for=for_whom
        )
    application = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, household=household, state=State.REVIEW
    )
    return application, (by, holder)


@pytest.mark.parametrize("action", ["pass", "return", "reject", "suspend", "opine"])
def test_nobody_decides_on_what_rests_on_their_file(action, cast, on_file):
    application, people = on_file
    for person in people:
        statement = insert_step(
            application, by_id=person.pk, action=action, is_decision=action not in ("suspend", "opine")
        )
        assert refused_by("step_not_on_own_work", *statement)


def test_the_database_alone_refuses_who_wrote_in_the_file(on_file, monkeypatch):
    application, people = on_file
    monkeypatch.setattr("cases.approvals.services.executing.blocker", lambda *_args: "")
    for person in people:
        with pytest.raises(IntegrityError, match="nobody decides on what they made"), transaction.atomic():
            take(application, "pass", by=person)


def test_nobody_is_handed_or_asked_for_what_rests_on_their_file(cast, on_file):
    application, people = on_file
    for action, constraint in (
        ("hand_on", "step_hands_on_within_the_post"),
        ("consult", "step_asks_for_an_opinion"),
    ):
        for person in people:
            statement = insert_step(
                application, by_id=cast.reviewer.pk, action=action, is_decision=False, comment="x",
                target=application.state, next_no=application.stage_no, handed_to_id=person.pk,
            )  # fmt: skip
            assert refused_by(constraint, *statement)


@pytest.mark.parametrize("change", [{"content_hash": "0" * 64}, {"round": 7}])
def test_a_decision_is_on_what_was_submitted(change, cast, make):
    statement = insert_step(make(State.REVIEW), by_id=cast.reviewer.pk, **change)
    assert refused_by("step_on_what_was_submitted", *statement)


def test_a_step_starts_where_the_application_is(cast, make):
    statement = insert_step(make(State.REVIEW), by_id=cast.reviewer.pk, source=State.APPROVAL)
    assert refused_by("step_from_where_it_is", *statement)


@pytest.mark.parametrize(
    "sql", ["UPDATE approvals_approvalstep SET comment = 'x'", "DELETE FROM approvals_approvalstep"]
)
def test_steps_are_only_ever_added(sql, make):
    make(State.REVIEW)
    assert refused_by("approvals_approvalstep is append-only", sql)


def test_one_open_application_of_a_kind(make):
    first = make(State.REVIEW)
    sql = """INSERT INTO applications_application (uid, union_id, household_id, programme_id, state, version,
             round, year, facts, reason, entitled_steps, category, own_category, own_label,
             content_hash, awaits_role, created_at, desk_id, channel, agent_name, agent_relation, unconfirmed,
             is_urgent, off_file, goods, invoices)
             SELECT gen_random_uuid(), union_id, household_id, programme_id, 'draft', 1, 0, year, facts,
             reason, entitled_steps, category, '', '', '', '', created_at, desk_id, channel, '', '',
             unconfirmed, is_urgent, off_file, goods, invoices
             FROM applications_application WHERE id = %s"""
    assert refused_by("application_open_once", sql, first.pk)


def test_an_application_begins_as_a_draft(make):
    first = make(State.REVIEW)
    sql = """INSERT INTO applications_application (uid, union_id, household_id, programme_id, state, version,
             round, year, facts, reason, entitled_steps, category, own_category, own_label,
             content_hash, awaits_role, created_at, desk_id, channel, agent_name, agent_relation, unconfirmed,
             is_urgent, off_file, goods, invoices)
             SELECT gen_random_uuid(), union_id, household_id, programme_id, 'approved', 1, 0, 2001, facts,
             reason, entitled_steps, category, '', '', '', '', created_at, desk_id, channel, '', '',
             unconfirmed, is_urgent, off_file, goods, invoices
             FROM applications_application WHERE id = %s"""
    assert refused_by("application_begins_as_draft", sql, first.pk)


@pytest.mark.requirement("B4")
def test_an_objection_is_answered_by_nobody_with_a_hand_in_the_application(cast, make):
    """Around Python: who submitted it, who passed it; a colleague may."""
    entry, today = entry_of(make(State.PUBLIC_NOTICE)), timezone.localdate()
    row = record_objection(entry_id=entry.pk, text="家里有车", received_on=today, by=cast.reviewer)
    answered = {
        "state": "answered", "outcome": "unfounded", "findings": "查了", "answer": "没有车",
        "told_how": "nobody", "told_on": today, "answered_at": timezone.now(),
    }  # fmt: skip
    for involved in (cast.clerk, cast.reviewer):
        with pytest.raises(IntegrityError, match="had no hand in the application"), transaction.atomic():
            Objection.objects.filter(pk=row.pk).update(**answered, answered_by=involved)
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    Objection.objects.filter(pk=row.pk).update(**answered, answered_by=other)


@pytest.mark.requirement("B4")
def test_no_step_passes_by_an_objection_that_waits(cast, make):
    application = make(State.APPROVAL)
    entry, today = entry_of(application), timezone.localdate()
    record_objection(entry_id=entry.pk, text="家里有车", received_on=today, by=cast.reviewer)
    with pytest.raises(IntegrityError, match="waits for the answer"), transaction.atomic():
        ApprovalStep.objects.create(
            application=application, round=application.round, action="approve", source="approval",
            target="approved", is_decision=True, content_hash=application.content_hash, maker=cast.clerk,
            by=cast.approver, stage_no=application.stage_no,
        )  # fmt: skip
