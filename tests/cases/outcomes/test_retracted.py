"""What a family was told is not taken back by whoever signed it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.selectors import list_options
from cases.outcomes.services import tell
from hardship.kernel.workflow import Refused
from tests.factories import take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]

SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id, takes_back_id)
         SELECT id, round, 'retract', state, 'approval', stage_no, 2, false, 'x', content_hash, '{}', now(),
         submitted_by_id, %s, %s FROM applications_application WHERE id = %s"""


@pytest.fixture
def told(make, line, cast):
    application = make(State.APPROVED, line=line)
    tell(
        application_id=application.pk, step_id=application.steps.latest("pk").pk, on=timezone.localdate(),
        way="meeting", receiver="worker", teller="王会计", note="", by=cast.clerk,
    )  # fmt: skip
    return application


def test_it_says_so(told, cast):
    assert "retract" not in [row.action for row in list_options(told, cast.approver).buttons]
    with pytest.raises(Refused, match="结果已经告知职工"):
        take(told, "retract", by=cast.approver)


def test_the_database_alone_keeps_it(told, cast):
    signed = told.steps.latest("pk")
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [cast.approver.pk, signed.pk, told.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_retracted_before_it_was_told"


def test_what_was_taken_back_is_told_to_nobody(make, line, cast):
    application = make(State.APPROVED, line=line)
    signed = application.steps.latest("pk")
    take(application, "retract", by=cast.approver)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO outcomes_telling (step_id, "on", way, receiver, teller, note, at, by_id)'
            " VALUES (%s, %s, 'meeting', 'worker', '王会计', '', now(), %s)",
            [signed.pk, timezone.localdate(), cast.clerk.pk],
        )
    assert caught.value.__cause__.diag.constraint_name == "telling_of_what_stands"
