"""信访件: the table of steps, deadlines in working days, hand-over, joining, helpers, numbers."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone
from freezegun import freeze_time

from cases.petitions import services
from cases.petitions.models import Petition
from cases.petitions.rules import USUAL, LineError, Named, Terms, read_companions, terms_of
from cases.petitions.selectors.petitions import list_in_hand, list_to_take
from cases.petitions.states import TRANSITIONS, State
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.audit.models import AuditRecord
from hardship.demo.petitions import build_petitions
from hardship.kernel.workflow import Refused
from tests.cases.petitions.calls import NAME, PHONE, in_state, record, said_for, step
from tests.factories import UnionFactory, UserFactory
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D5")]
ACTIONS = sorted({row.action for row in TRANSITIONS})


@pytest.mark.parametrize("state", State.values)
def test_a_step_does_what_the_table_says_and_nothing_else(room, state):
    """Each action by each role of the union that has it; whom a helper or handler must be is added."""
    petition = in_state(room, state)
    people = [room.county_clerk, room.reviewer, room.department, room.county_auditor]
    if state in ("assigned", "answered"):
        for person in (room.county_clerk, room.department):
            services.add_helper(petition_id=petition.pk, helper=person, by=room.reviewer)
    wrong = []
    for person in people:
        for action in ACTIONS:
            rows = [
                row for row in TRANSITIONS
                if row.action == action and state in row.source and row.role in person.roles
            ]  # fmt: skip
            of_receiver = action in ("take", "send_back")
            said = said_for(room, action) | ({"handler": room.county_clerk} if action == "assign" else {})
            with transaction.atomic():
                try:
                    done = step(petition, action, person, **said)
                    result = done.state, done.steps.first() is not None
                except Refused:
                    result = None
                expected = (rows[0].target, True) if rows and not of_receiver else None
                if result != expected:
                    wrong.append((action, person.role_names, result, expected))
                transaction.set_rollback(True)
    assert wrong == []


def test_from_the_ring_to_the_answer(room):
    petition = record(room.reviewer)
    assert list_to_take(room.county_clerk).filter(pk=petition.pk).exists()
    step(petition, "accept", room.county_clerk)
    step(petition, "assign", room.county_clerk, handler=room.department)
    assert not list_to_take(room.county_clerk).filter(pk=petition.pk).exists()
    assert list_in_hand(room.department).get() == petition
    with pytest.raises(Refused, match=f"主办人“{room.department.name}”或协办人办理"):
        step(petition, "answer", room.county_clerk, told_by="telephone")
    step(petition, "answer", room.department, told_by="telephone")
    done = step(petition, "close", room.department, satisfaction="discontent")
    assert (done.state, done.due_on, done.answered_by, done.closed_by) == (
        "closed", None, room.department, room.department
    )  # fmt: skip
    assert not list_in_hand(room.department).exists()
    again = step(petition, "reopen", room.reviewer)
    assert (again.state, again.satisfaction, again.closed_at) == ("reopened", "", None)
    rows = AuditRecord.objects.about(petition)
    assert rows.count() == 6
    assert not {NAME, PHONE} & {word for row in rows for word in str(row.data).split("'")}


@pytest.mark.parametrize(
    ("action", "said", "field"),
    [
        ("assign", {}, "handler"),
        ("assign", {"handler": "clerk"}, "handler"),
        ("assign", {"handler": "county_auditor"}, "handler"),
        ("answer", {}, "told_by"),
        ("answer", {"told_by": "no such way"}, "told_by"),
        ("transfer", {}, "receiver"),
        ("transfer", {"receiver": "elsewhere"}, "receiver"),
        ("transfer", {"receiver": "county"}, "receiver"),
        ("join", {"main": "XF0"}, "main"),
        ("close", {"satisfaction": ""}, "satisfaction"),
    ],
)
def test_what_a_step_wants(room, action, said, field):
    petition = in_state(room, {"close": "answered", "assign": "accepted"}.get(action, "assigned"))
    said = {key: getattr(room, value, value) for key, value in said.items()}
    with pytest.raises(Refused) as refusal:
        step(petition, action, room.reviewer, **said)
    assert refusal.value.field == field
    assert Petition.objects.get(pk=petition.pk).state == petition.state


def test_handed_on_only_once_it_is_taken(room):
    petition = in_state(room, "transferred")
    assert petition.union == room.county
    assert list_to_take(room.clerk).get() == petition
    for action in ("recall", "send_back"):
        with transaction.atomic():
            step(petition, action, room.reviewer if action == "recall" else room.clerk)
            assert Petition.objects.get(pk=petition.pk).union == room.county
            assert not list_to_take(room.clerk).exists()
            transaction.set_rollback(True)
    with pytest.raises(Refused, match="接收或者退回"):
        step(petition, "take", room.reviewer)
    taken = step(petition, "take", room.clerk)
    assert (taken.union, taken.offered_to, taken.state) == (room.union, None, "accepted")
    assert (
        Petition.objects.visible_to(room.reviewer).filter(pk=petition.pk).exists()
    )  # it passed it on, and is above
    beside = UnionFactory(parent=room.county)
    step(petition, "transfer", room.clerk, receiver=beside)
    theirs = UserFactory(union=beside, role="clerk")
    step(petition, "take", theirs)
    assert Petition.objects.visible_to(room.clerk).filter(pk=petition.pk).exists()
    with pytest.raises(Refused, match=f"由“{beside.name}”办理"):
        step(petition, "assign", room.clerk, handler=room.clerk)
    with pytest.raises(Petition.DoesNotExist):
        step(petition, "assign", room.stranger, handler=room.stranger)


def test_working_days_by_matter_and_the_terms_of_the_nearest_union(room):
    """2026-09-30 is followed by the holidays of October up to the 7th; 2026-10-10 is a make-up Saturday."""
    with freeze_time("2026-09-30 09:00:00+08:00"):
        due = {
            "help": record(room.reviewer).due_on,
            "urgent": record(room.reviewer, urgency="urgent").due_on,
        }
        assert due["urgent"] == date(2026, 9, 30)
        assert due["help"] > date(2026, 10, 8)
        urgent = record(room.reviewer, urgency="urgent")
        assert step(urgent, "accept", room.reviewer).answer_by_on == date(2026, 9, 30)
        services.lay_down(
            matter="help", from_on=date(2026, 9, 30), terms=Terms(1, 5), document="", by=room.city_reviewer
        )
        assert record(room.reviewer).due_on == date(2026, 10, 8)
        services.lay_down(
            matter="help", from_on=date(2026, 9, 30), terms=Terms(0, 1), document="", by=room.reviewer
        )
        assert record(room.clerk).due_on == date(2026, 9, 30)
        with pytest.raises(Refused, match="已经登记"):
            services.lay_down(
                matter="help", from_on=date(2026, 9, 30), terms=Terms(2, 2), document="", by=room.reviewer
            )
        with pytest.raises(Refused, match="不能早于今天"):
            services.lay_down(
                matter="help", from_on=date(2026, 9, 29), terms=Terms(2, 2), document="", by=room.reviewer
            )
        with pytest.raises(Refused, match="审核人或审批人"):
            services.lay_down(
                matter="help", from_on=date(2026, 9, 30), terms=Terms(2, 2), document="", by=room.clerk
            )


def test_terms_and_lines_without_a_database():
    assert (terms_of("law", "normal", None), terms_of("report", "normal", None)) == (
        USUAL["law"],
        Terms(3, 30),
    )
    assert terms_of("law", "urgent", Terms(9, 9)) == Terms(0, 0)
    assert read_companions(" 姜伟民 13861920003\n\n樊立新\n") == [
        Named("姜伟民", "13861920003"),
        Named("樊立新"),
    ]
    for text in ("姜伟民 1386192000", "姜伟民 138 6192 0003 外加", "长" * 51, "\n".join(["某人"] * 201)):
        with pytest.raises(LineError):
            read_companions(text)


def test_what_came_twice_is_joined_and_stays_linked(room):
    petition = record(room.reviewer)
    with pytest.raises(Refused, match="核对编号"):
        step(petition, "join", room.reviewer, main=petition.number)
    done = step(petition, "join", room.reviewer, main=room.main.number.lower())
    assert (done.state, done.main, done.due_on) == ("joined", room.main, None)
    with pytest.raises(Refused, match="不能再并出去"):
        step(room.main, "join", room.reviewer, main=record(room.reviewer).number)
    with pytest.raises(Refused, match="核对编号"):  # of another union
        step(record(room.clerk), "join", room.clerk, main=room.main.number)


def test_helpers_answer_and_are_there_once(room):
    petition = in_state(room, "assigned")
    services.add_helper(petition_id=petition.pk, helper=room.county_clerk, by=room.reviewer)
    for helper in (room.county_clerk, room.reviewer, room.clerk, None):
        with pytest.raises(Refused):
            services.add_helper(petition_id=petition.pk, helper=helper, by=room.reviewer)
    assert step(petition, "answer", room.county_clerk, told_by="letter").answered_by == room.county_clerk


def test_who_stands_in_answers_and_both_are_named(room):
    petition = in_state(room, "accepted")
    step(petition, "assign", room.reviewer, handler=room.department)
    today = timezone.localdate()
    row = accounts.stand_in(
        appointment_id=room.department.appointments.get().pk, from_on=today, until_on=today, reason="出差",
        user=UserFactory(union=room.county, roles=[], name="李代办"), by=room.department,
    )  # fmt: skip
    step(petition, "answer", standing_in(row.user, row), told_by="telephone")
    assert services.last_answer(petition).by_names == f"李代办（代 {room.department.name}）"


def test_the_demonstration_has_every_state(room):
    people = {"xt.clerk": room.clerk, "cc.reviewer": room.reviewer}
    assert build_petitions(people=people, today=timezone.localdate()) == Petition.objects.count()
    assert set(Petition.objects.values_list("state", flat=True)) == set(State.values)
    hidden = Petition.objects.get(matter="report")
    assert hidden.accused == room.clerk
    assert not Petition.objects.visible_to(room.clerk).filter(pk=hidden.pk).exists()


class TestNumbers:
    def test_by_union_and_year_without_gaps(self, room):
        with pytest.raises(Refused):
            record(room.clerk, name="", phone=None)
        numbers = [record(room.clerk).number for _ in range(3)]
        year = room.main.received_on.year
        assert numbers == [f"{room.union.code}-XF{year}-{place:04d}" for place in (1, 2, 3)]

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once(self, cast, reference):
        beside = UserFactory(union=cast.union, role="clerk")
        with after_this(lambda: record(beside).number) as theirs:
            mine = record(cast.clerk).number
        assert (mine[-4:], theirs[0][-4:]) == ("0001", "0002")
