"""What was decided outside: who records it, and on what; kept by the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.services.outside import Outside
from cases.archives.services.recusals import declare_recusal
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.cases.approvals.test_routes import outside
from tests.factories import take, unguarded

__all__ = ["outside"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id, outside_number, outside_issuer,
         outside_on)
         SELECT id, round + %s, %s, state, %s, stage_no, null, false, 'x', left(%s || content_hash, 64),
         '{}', now(),
         submitted_by_id, %s, '9 号', '全国总工会', (now() AT TIME ZONE 'Asia/Shanghai')::date
         FROM applications_application WHERE id = %s"""
TAKEN = [("approve", "approved"), ("reject", "rejected")]


def record(application, by, action, target, later=0, other=""):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [later, action, target, other, by.pk, application.pk])


def refused_by(*values, **more):
    with pytest.raises(DatabaseError) as caught:
        record(*values, **more)
    return caught.value.__cause__.diag.constraint_name


@pytest.fixture
def maker(cast, outside):
    """Whoever made it, who holds the post at the city now."""
    with unguarded():
        Appointment.objects.create(
            user=cast.clerk, union=cast.city, role=Role.APPROVER, from_on=outside.received_on
        )
    return User.objects.get(pk=cast.clerk.pk).at(cast.city)


@pytest.mark.parametrize(("action", "target"), TAKEN)
def test_the_database_lets_neither_maker_nor_who_stays_out_record_it(action, target, outside, maker, cast):
    assert refused_by(outside, maker, action, target) == "step_not_on_own_work"
    declare_recusal(household_id=outside.household_id, cause="kin", reason="是我的叔叔", by=cast.approver)
    assert refused_by(outside, cast.approver, action, target) == "step_by_who_stays_out"


@pytest.mark.parametrize(("action", "target"), TAKEN)
def test_the_database_wants_what_was_submitted(action, target, outside, cast):
    for more in ({"other": "x"}, {"later": 1}):
        assert refused_by(outside, cast.approver, action, target, **more) == "step_on_what_was_submitted"


def test_nor_does_the_program(outside, maker, line):
    with pytest.raises(Refused, match="自己建立、填写或提交"):
        take(outside, "approve", by=maker, line=line, outside=Outside("9 号", outside.received_on, "全总"))
    assert Application.objects.get(pk=outside.pk).state == State.APPROVAL


def test_who_signed_before_records_it_in_the_database_too(outside, cast):
    record(outside, cast.approver, "approve", "approved")
    assert outside.steps.latest("pk").by == cast.approver
