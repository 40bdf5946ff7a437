"""What the database keeps of petitions: the way, what was said, and who has no hand in it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.petitions import services
from cases.petitions.models import Petition
from hardship.accounts import services as accounts
from hardship.accounts.models import Appointment, standing_in
from hardship.accounts.states import Role
from tests.cases.petitions.calls import in_state, record, report, step
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D5")]


def refused(sql, values):
    """The constraint that a statement runs into."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return refusal.value.__cause__.diag.constraint_name


def change(petition, **columns):
    """The constraint that an UPDATE of these columns runs into."""
    words = ", ".join(f"{name} = %s" for name in columns)
    sql = f"UPDATE petitions_petition SET {words} WHERE id = %s"
    return refused(sql, [*columns.values(), petition.pk])


def test_a_matter_keeps_to_its_way_and_to_what_was_said(room):
    petition = record(room.reviewer)
    now = timezone.now()
    assert change(petition, number="XF1") == "petition_keeps"
    assert change(petition, matter="other") == "petition_keeps"
    assert change(petition, received_on=timezone.localdate().replace(year=2020)) == "petition_keeps"
    assert change(petition, state="answered", due_on=None, answer="x", told_by="letter", answered_at=now) in (
        "petition_keeps", "petition_assigned_to_somebody"
    )  # fmt: skip
    assert refused("DELETE FROM petitions_petition WHERE id = %s", [petition.pk]) == "petition_keeps"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (
        refused("TRUNCATE petitions_petition CASCADE", []) is None
    )  # by refuse_change, which names no constraint
    closed = in_state(room, "closed")
    assert change(closed, text="别的") == "petition_keeps"
    assert change(closed, answer="别的") == "petition_keeps"
    answered = in_state(room, "answered")
    assert change(answered, answer="别的") == "petition_keeps"
    offered = in_state(room, "transferred")
    assert change(offered, state="accepted", offered_to_id=None, union_id=room.city.pk) == (
        "petition_taken_by_whom_it_was_offered"
    )


def test_what_a_row_must_say(room):
    petition = record(room.reviewer)
    for columns, name in (
        ({"persons": 0}, "petition_of_somebody"),
        ({"text": ""}, "petition_says_what"),
        ({"name": ""}, "petition_anonymous_or_named"),
        ({"urgency": "soon"}, "petition_urgency_known"),
        ({"due_on": None}, "petition_is_due_while_open"),
        ({"state": "transferred"}, "petition_offered_to_somebody"),
        ({"state": "assigned"}, "petition_assigned_to_somebody"),
        ({"state": "joined", "due_on": None, "closed_at": timezone.now(), "main_id": petition.pk},
         "petition_joined_to_another"),
    ):  # fmt: skip
        assert change(petition, **columns) == name
    assigned = in_state(room, "assigned")
    assert change(
        assigned, state="answered", due_on=None, answered_by_id=room.reviewer.pk, answered_at=timezone.now()
    ) == "petition_answered_with_words"  # fmt: skip
    answered = in_state(room, "answered")
    assert change(answered, state="closed") == "petition_closed_once_asked"


def test_who_answers_is_who_handles_it(room):
    petition = in_state(room, "assigned")
    answer = {
        "state": "answered",
        "due_on": None,
        "answer": "x",
        "told_by": "letter",
        "answered_at": timezone.now(),
    }
    assert change(petition, **answer, answered_by_id=room.department.pk) == "petition_answered_by_handler"
    assert change(petition, **answer, answered_by_id=None) == "petition_answered_by_handler"


def test_it_does_not_lie_with_whom_it_is_about(room):
    """Neither the unit nor a union below it, nor where the account got a post, has it or is offered it; none
    of them handles, helps or takes a step."""
    petition = report(room)
    about = {"accused_union_id": room.union.pk}
    assert change(record(room.reviewer), **about) in ("petition_keeps", "petition_accuses_where_it_says_so")
    assert change(petition, accused_union_id=None, accused_id=None) == "petition_keeps"
    assert change(petition, union_id=room.union.pk) == "petition_away_from_accused"
    offer = {"state": "transferred", "offered_to_id": room.union.pk}
    assert change(petition, **offer) == "petition_away_from_accused"
    Appointment.objects.create(user=room.clerk, union=room.elsewhere, role=Role.CLERK)
    assert (
        change(petition, state="transferred", offered_to_id=room.elsewhere.pk) == "petition_away_from_accused"
    )
    for person in (room.clerk, room.colleague):
        assert change(petition, handler_id=person.pk) == "petition_handled_by_others"
    helping = "INSERT INTO petitions_cohandler (petition_id, user_id, added_at) VALUES (%s, %s, now())"
    taking = (
        "INSERT INTO petitions_petitionstep (petition_id, action, target, comment, at, by_id)"
        " VALUES (%s, %s, 'accepted', '', now(), %s)"
    )
    for person in (room.clerk, room.colleague):
        assert refused(helping, [petition.pk, person.pk]) == "petition_handled_by_others"
        assert refused(taking, [petition.pk, "accept", person.pk]) == "petition_handled_by_others"
    assert refused(taking, [petition.pk, "record", room.clerk.pk]) == "petition_handled_by_others"
    with connection.cursor() as cursor:  # whoever of the unit wrote it down left a first row
        cursor.execute(taking, [petition.pk, "record", room.colleague.pk])


def test_one_that_is_inserted_begins_and_lies_elsewhere(room):
    """A row made without the service."""
    petition = report(room)
    columns = [
        field.column
        for field in Petition._meta.concrete_fields
        if field.column not in ("id", "uid", "number")
    ]
    copy = ", ".join(columns)

    def insert(**changed):
        values = ", ".join(str(changed.get(name, name)) for name in columns)
        return refused(
            f"INSERT INTO petitions_petition (uid, number, {copy})"
            f" SELECT gen_random_uuid(), 'XF-1', {values} FROM petitions_petition WHERE id = %s",
            [petition.pk],
        )

    assert insert(union_id=room.union.pk) == "petition_away_from_accused"
    assert insert(created_by_id=room.clerk.pk) == "petition_handled_by_others"
    assert insert(state="'accepted'") == "petition_begins"
    assert insert(accused_union_id="NULL") == "petition_account_has_its_unit"


def test_nothing_new_in_a_union_that_is_closed_and_terms_have_bounds(room):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = 'petitions_petition_closed_union'")
        assert cursor.fetchall()
    term = (
        "INSERT INTO petitions_term"
        " (union_id, matter, from_on, accept_days, answer_days, document, entered_at)"
        " VALUES (%s, %s, now(), %s, %s, '', now())"
    )
    assert refused(term, [room.union.pk, "help", 0, 0]) == "petition_term_days"
    assert refused(term, [room.union.pk, "help", 61, 5]) == "petition_term_days"
    assert refused(term, [room.union.pk, "nothing", 1, 5]) == "petition_term_matter_known"


def test_a_hand_over_is_from_one_union_to_another(room):
    petition = in_state(room, "transferred")
    sql = (
        "INSERT INTO petitions_petitionstep"
        " (petition_id, action, target, comment, at, passed_from_id, passed_to_id)"
        " VALUES (%s, 'transfer', 'transferred', '', now(), %s, %s)"
    )
    for pair in ((room.county.pk, room.county.pk), (room.county.pk, None)):
        assert refused(sql, [petition.pk, *pair]) == "petition_step_passes_between_two"
    assert step(petition, "take", room.clerk).union == room.union


def test_who_had_a_hand_in_it_before_they_came_to_the_unit_holds_nothing_fast(room):
    """It is closed and follows its union; what they would do from now on is still refused."""
    petition = report(room)
    step(petition, "assign", room.reviewer, handler=room.department)
    services.add_helper(petition_id=petition.pk, helper=room.county_clerk, by=room.reviewer)
    step(petition, "answer", room.department, told_by="telephone")
    waiting = report(room)
    step(waiting, "assign", room.reviewer, handler=room.department)
    Appointment.objects.create(user=room.department, union=room.union, role=Role.DEPARTMENT)
    with connection.cursor() as cursor:  # as scope_move does
        cursor.execute(
            "UPDATE petitions_petition SET union_id = union_id WHERE union_id = %s", [room.county.pk]
        )
    answer = {"due_on": None, "answer": "x", "told_by": "letter", "answered_at": timezone.now()}
    assert change(waiting, state="answered", answered_by_id=room.department.pk, **answer) == (
        "petition_handled_by_others"
    )
    assert step(petition, "close", room.county_clerk, satisfaction="content").state == "closed"
    step(petition, "reopen", room.reviewer)
    assert change(petition, state="assigned") == "petition_handled_by_others"


def test_who_stands_in_for_a_helper_answers_and_who_does_not_may_not(room):
    petition, today = in_state(room, "assigned"), timezone.localdate()
    services.add_helper(petition_id=petition.pk, helper=room.county_clerk, by=room.reviewer)
    other = UserFactory(union=room.county, roles=[], name="李代办")
    answer = {"due_on": None, "answer": "x", "told_by": "letter", "answered_at": timezone.now()}
    assert change(petition, state="answered", answered_by_id=other.pk, **answer) == (
        "petition_answered_by_handler"
    )
    row = accounts.stand_in(
        appointment_id=room.county_clerk.appointments.get().pk, from_on=today, until_on=today, reason="出差",
        user=other, by=room.county_clerk,
    )  # fmt: skip
    assert step(petition, "answer", standing_in(other, row), told_by="telephone").answered_by == other
