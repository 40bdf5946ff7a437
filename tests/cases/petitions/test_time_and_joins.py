"""信访件: deadlines that nobody starts anew, what is put right, joins at once, what keeps a union open."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from cases.petitions import services
from cases.petitions.models import Petition
from cases.petitions.services import Particulars
from hardship.accounts.selectors import UNSETTLED
from hardship.kernel.workflow import Refused
from tests.cases.petitions.calls import NAME, PHONE, in_state, record, report, step
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D5")]


def on(day):
    return freeze_time(f"2026-09-{day:02} 09:00:00+08:00")


def correct(petition, by, **more):
    told = Particulars(**{"text": petition.text, "name": NAME, "phone": PHONE, **more})
    return services.change(petition_id=petition.pk, told=told, by=by)


def test_handing_it_on_and_taking_it_back_wins_no_time(room):
    with on(1):
        fresh, taken = record(room.reviewer), record(room.reviewer)
        first = fresh.due_on
    with on(2):
        answer_by = step(taken, "accept", room.reviewer).answer_by_on
    for row, due in ((fresh, first), (taken, answer_by)):
        with on(10):
            assert step(row, "transfer", room.reviewer, receiver=room.union).due_on > date(2026, 9, 10)
        with on(14):
            back = step(row, "recall", room.reviewer)
        assert (back.state, back.due_on) == ("registered", due)
    with on(15):
        again = step(taken, "accept", room.reviewer)
        assert (again.due_on, again.answer_by_on) == (answer_by, answer_by)
        assert step(fresh, "accept", room.reviewer).answer_by_on > answer_by


def test_more_or_less_urgent_counts_from_where_the_time_began(room):
    """What gets urgent late is due today; what is overdue stays so."""
    with on(1):
        petition = record(room.reviewer)
        assert record(room.reviewer, received_on=date(2026, 8, 31)).due_on == petition.due_on - timedelta(1)
    for day, urgency in ((2, "urgent"), (4, "normal")):
        with on(day):
            due = correct(petition, room.reviewer, urgency=urgency).due_on
            assert due == (date(2026, 9, 2) if urgency == "urgent" else petition.due_on)
    with on(4):
        answer_by = step(petition, "accept", room.reviewer).answer_by_on
    for day, urgency, due in ((8, "urgent", date(2026, 9, 8)), (9, "normal", answer_by)):
        with on(day):
            done = correct(petition, room.reviewer, urgency=urgency)
            assert (done.due_on, done.answer_by_on) == (due, due)
    with on(30):
        late = correct(petition, room.reviewer, urgency="urgent")
        assert late.due_on == answer_by < timezone.localdate()


def test_a_number_that_is_put_right_leads_to_the_right_family(room):
    people = {"union": room.union, "clerk": room.clerk, "reviewer": room.reviewer}
    one, other = (HouseholdFactory(filed=True, **people) for _n in range(2))
    numbers = [row.head.id_number.reveal() for row in (one, other)]
    petition = record(room.clerk, id_number=numbers[0])
    assert petition.household == one
    assert correct(petition, room.clerk, id_number=numbers[0], persons=2).household == one
    assert correct(petition, room.clerk, id_number=numbers[1]).household == other
    assert correct(petition, room.clerk, id_number=None).household is None


def test_nothing_is_joined_to_what_is_closed(room):
    closed = in_state(room, "closed")
    with pytest.raises(Refused, match="核对编号") as refusal:
        step(record(room.reviewer), "join", room.reviewer, main=closed.number)
    assert refusal.value.field == "main"


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_joined_to_each_other_at_once_one_stays(cast, reference):
    beside = UserFactory(union=cast.union, role="clerk")
    one, other = record(cast.clerk), record(cast.clerk)
    with after_this(lambda: step(other, "join", beside, main=one.number)) as theirs:
        step(one, "join", cast.clerk, main=other.number)
    assert isinstance(theirs[0], Refused)
    assert dict(Petition.objects.values_list("pk", "state")) == {one.pk: "joined", other.pk: "registered"}


def test_what_is_offered_or_answered_keeps_a_union_open(room):
    """Both the union that offered it and the one that was asked; a complaint until it is closed."""
    why = UNSETTLED["petitions.accusing"]
    assert why(room.county) == ""
    offered = in_state(room, "transferred")
    assert [bool(why(union)) for union in (room.county, room.union)] == [True, True]
    step(offered, "recall", room.reviewer)
    assert [bool(why(union)) for union in (room.county, room.union)] == [False, False]
    petition = report(room)
    step(petition, "assign", room.reviewer, handler=room.reviewer)
    step(petition, "answer", room.reviewer, told_by="telephone")
    assert "投诉、举报件" in why(room.county)
    step(petition, "close", room.reviewer, satisfaction="content")
    assert why(room.county) == ""
