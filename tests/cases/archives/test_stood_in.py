"""Changes asked for or decided on by who stands in (代办): both names stay, neither is the other hand."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.archives.desk.files import _pending_changes
from cases.archives.models import ChangeRequest
from cases.archives.services import steps
from cases.archives.services.life.changes import decide, list_buttons, save_change
from hardship.accounts.models import standing_in
from hardship.accounts.services import stand_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.archives.typed import page
from tests.factories import HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


@world
def both(cast):
    """A clerk of the county who reviews too."""
    return UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER], name="陆两职")


@world
def reviewer(cast):
    return UserFactory(union=cast.county, role=Role.REVIEWER)


@world
def filed(cast):
    """A file in force of the county, on which only its clerk has written."""
    return HouseholdFactory(
        filed=True, union=cast.county, clerk=UserFactory(union=cast.county, role=Role.CLERK)
    )


def acting_for(holder, role):
    """Somebody without a post of their own who acts in one of this person."""
    day, post = timezone.localdate(), holder.appointments.get(role=role)
    row = stand_in(
        appointment_id=post.pk, user=UserFactory(union=holder.union, roles=[], name="李代办"),
        from_on=day, until_on=day, reason="开会", by=holder,
    )  # fmt: skip
    return standing_in(row.user, row)


def ask(household, by):
    household.refresh_from_db()
    return save_change(
        household_id=household.pk, section="housing", data={"homes": 2}, version=household.version, by=by
    )


def accept(change, by):
    return decide(change_id=change.pk, action="accept", by=by)


def test_what_is_written_bears_both_names(both, reviewer, filed, as_user):
    acting = acting_for(both, Role.CLERK)
    change = ask(filed, acting)
    assert (change.asked_by, change.stood_in_for) == (acting, both)
    assert f"李代办（代 {both.name}）" in as_user(reviewer).get(page("changes", filed)).text
    done = accept(change, reviewer)
    assert done.decided_for is None
    edit = filed.edits.latest("pk")
    assert (edit.by, edit.stood_in_for) == (acting, both)
    saved = AuditRecord.objects.filter(action="household.save").latest("pk")
    assert (saved.by, saved.stood_in_for) == (acting, both)


def test_nobody_checks_what_was_asked_for_in_their_place(both, reviewer, filed):
    change = ask(filed, acting_for(both, Role.CLERK))
    with pytest.raises(Refused, match="不能审核自己提出的变更"):
        accept(change, both)
    assert not [row for row in list_buttons(change, both) if row.is_decision]
    assert not _pending_changes(both).exists()
    assert list(_pending_changes(reviewer)) == [change]


def test_nobody_checks_in_the_place_of_who_asked(both, reviewer, filed):
    change, acting = ask(filed, both), acting_for(both, Role.REVIEWER)
    with pytest.raises(Refused, match="本人不能办：不能审核自己提出的变更"):
        accept(change, acting)
    assert not _pending_changes(acting).exists()
    third = acting_for(reviewer, Role.REVIEWER)
    assert list(_pending_changes(third)) == [change]
    done = accept(change, third)
    assert (done.decided_by, done.decided_for) == (third, reviewer)
    assert done.decided_names == f"李代办（代 {reviewer.name}）"


def test_the_database_alone_keeps_the_four_hands_apart(both, filed):
    acting, deciding = acting_for(both, Role.CLERK), acting_for(both, Role.REVIEWER)
    change = ask(filed, acting)
    rows = ChangeRequest.objects.filter(pk=change.pk)
    over = {"state": "accepted", "decided_at": timezone.now()}
    for hands in (
        {"decided_by": both},
        {"decided_by": acting},
        {"decided_by": deciding, "decided_for": both},
    ):
        with pytest.raises(IntegrityError, match="change_checked_by_another"), transaction.atomic():
            rows.update(**over, **hands)
    decide(change_id=change.pk, action="withdraw", by=acting)
    own = ChangeRequest.objects.filter(pk=ask(filed, both).pk)
    with pytest.raises(IntegrityError, match="change_checked_by_another"), transaction.atomic():
        own.update(**over, decided_by=deciding, decided_for=both)


def test_nor_does_it_believe_who_was_not_asked(both, reviewer, filed):
    change = ask(filed, both)
    with pytest.raises(DatabaseError, match="without being asked"), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(
            state="accepted", decided_at=timezone.now(), decided_by=UserFactory(), decided_for=reviewer
        )
    for stranger in (reviewer, None):
        with pytest.raises(DatabaseError, match="without being asked"), transaction.atomic():
            ChangeRequest.objects.create(
                household=filed, union=filed.union, section="worker", asked_by=stranger, stood_in_for=both
            )


@pytest.fixture
def asked(filed, both):
    """A change that was asked for in somebody's place and taken back: nobody wrote anything."""
    acting = acting_for(both, Role.CLERK)
    change = ask(filed, acting)
    decide(change_id=change.pk, action="withdraw", by=acting)
    assert not filed.edits.filter(by__in=[acting, both]).exists()
    return filed


def reassess(household, by):
    return steps.take_step(household_id=household.pk, action="reassess", by=by, comment="按新标准")


def test_python_alone_refuses_a_decision_on_a_file_that_was_written_on_in_ones_place(asked, both):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
        with pytest.raises(Refused, match="自己建立、填写或提交"), transaction.atomic():
            reassess(asked, both)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_the_database_alone_refuses_it_too(asked, both, monkeypatch):
    monkeypatch.setattr(steps, "_blocker", lambda *_args, **_more: "")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        reassess(asked, both)
    assert caught.value.__cause__.diag.constraint_name == "file_step_not_on_own_work"
