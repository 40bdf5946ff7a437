"""Whose hands an objection stays out of: of whoever made or decided its row, also by a stand-in, and of
whoever stays out of the case."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.archives.services.recusals import declare_recusal
from cases.notices.models import Objection
from cases.notices.selectors import may_know
from cases.notices.selectors.objections import list_objection_duties
from cases.notices.services import move_objection, record_objection
from cases.notices.states import Channel, ObjectionState, Outcome
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.fields import blind_index
from hardship.kernel.workflow import Refused
from tests.cases.approvals.test_file_makers import wrote
from tests.cases.notices.test_notices import object_to, reply
from tests.factories import HouseholdFactory, UserFactory, entry_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


@pytest.fixture
def second(cast):
    """Another reviewer of the county, who has nothing to do with the case."""
    return UserFactory(union=cast.county, role=Role.REVIEWER)


def unchecked(application):
    """As it came through the page of a poster."""
    today = timezone.localdate()
    return Objection.objects.create(
        entry=entry_of(application), text="有门面房", received_on=today, due_on=today, channel=Channel.PAGE,
        state=ObjectionState.TO_CHECK,
    )  # fmt: skip


def step(objection, action, *, by):
    return move_objection(objection_id=objection.pk, action=action, comment="看错了人", by=by)


def write_answer(objection, person):
    """Around Python."""
    with transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(
            state="answered", outcome="unfounded", findings="查了", answer="没有", told_how="nobody",
            told_on=timezone.localdate(), answered_at=timezone.now(), answered_by=person,
        )  # fmt: skip


def test_whoever_passed_the_row_drops_no_objection_to_it(cast, make, second):
    application = make(State.PUBLIC_NOTICE)
    recorded, public = object_to(application, by=cast.clerk), unchecked(application)
    for row, action in ((recorded, "retract"), (public, "dismiss")):
        with pytest.raises(Refused, match="没有经手的人"):
            step(row, action, by=cast.reviewer)
        assert step(row, action, by=second).note == "看错了人"


def test_whoever_passed_the_row_may_hold_it_up(cast, make):
    assert step(unchecked(make(State.PUBLIC_NOTICE)), "accept", by=cast.reviewer).is_open


def test_the_union_above_drops_one_where_nobody_else_is_left(cast, make):
    application = make(State.PUBLIC_NOTICE)
    assert not step(object_to(application, by=cast.clerk), "retract", by=cast.city_reviewer).is_open
    public = unchecked(application)
    with pytest.raises(Refused, match="由发布公示的工会办理"):
        step(public, "accept", by=cast.city_reviewer)
    assert not step(public, "dismiss", by=cast.city_reviewer).is_open


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [(State.PUBLIC_NOTICE, "return", "reviewer"), (State.APPROVAL, "reject", "approver")],
)
def test_what_is_decided_is_not_held_up_by_a_public_objection(state, action, who, cast, make):
    application = make(state)
    row = unchecked(application)
    take(application, action, by=getattr(cast, who))
    with pytest.raises(Refused, match="不能再作为异议办理"):
        step(row, "accept", by=cast.reviewer)


def test_nor_whoever_wrote_in_the_file_that_it_rests_on(cast, make, second):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    wrote(household, second)
    application = make(State.PUBLIC_NOTICE, household=household)
    objection = object_to(application, by=cast.clerk)
    with pytest.raises(Refused, match="填写过这户的档案"):
        reply(objection, by=second, outcome=Outcome.UPHELD)
    assert not may_know(objection.entry, second)
    assert not list_objection_duties(second).exists()
    with pytest.raises(IntegrityError, match="had no hand in the application"):
        write_answer(objection, second)
    third = UserFactory(union=cast.county, role=Role.REVIEWER)
    assert list_objection_duties(third).get() == objection
    reply(objection, by=third, outcome=Outcome.UPHELD)
    assert application.steps.latest("pk").target == State.RETURNED


class TestRecusal:
    def declare(self, application, by):
        household = application.household_id
        declare_recusal(household_id=household, cause="relative", reason="户主是我表弟", by=by)

    def make_kin(self, user, application):
        number = application.household.head.id_number.reveal()
        User.objects.filter(pk=user.pk).update(id_number_index=blind_index(number, "id_number"))
        return User.objects.get(pk=user.pk)

    def test_who_stays_out_neither_answers_nor_drops_nor_reads_who_objected(
        self, cast, make, second, as_user
    ):
        application = make(State.PUBLIC_NOTICE)
        objection = record_objection(
            entry_id=entry_of(application).pk, text="有门面房", received_on=timezone.localdate(),
            by=cast.clerk, objector="赵六", contact="13912345678",
        )  # fmt: skip
        self.declare(application, second)
        for call in (lambda: reply(objection, by=second), lambda: step(objection, "retract", by=second)):
            with pytest.raises(Refused, match="已申请回避"):
                call()
        with pytest.raises(IntegrityError, match="looks into no objection"):
            write_answer(objection, second)
        client, page = as_user(second), f"/notices/objections/{objection.pk}/"
        text = client.get(page).content.decode()
        assert ("应当回避" in text, "赵六" in text) == (True, False)
        assert client.post(f"{page}reveal/").status_code == 404

    def test_nor_does_somebody_of_the_family(self, cast, make, second):
        application = make(State.PUBLIC_NOTICE)
        objection = object_to(application, by=cast.clerk)
        kin = self.make_kin(second, application)
        with pytest.raises(Refused, match="您是这家的成员"):
            reply(objection, by=kin)
        with pytest.raises(IntegrityError, match="looks into no objection"):
            write_answer(objection, kin)

    def test_nor_who_stands_in_for_them(self, cast, make, second, acting):
        application = make(State.PUBLIC_NOTICE)
        objection, person = object_to(application, by=cast.clerk), acting(second)
        assert may_know(objection.entry, person)
        self.declare(application, second)
        with pytest.raises(Refused, match=f"而“{second.name}”本人不能办：您已申请回避"):
            reply(objection, by=person)
        assert not may_know(objection.entry, person)


class TestStandIns:
    def test_for_whoever_passed_the_row_nobody_answers(self, cast, make, acting):
        application = make(State.PUBLIC_NOTICE)
        objection, person = object_to(application, by=cast.clerk), acting(cast.reviewer)
        for call in (lambda: reply(objection, by=person), lambda: step(objection, "retract", by=person)):
            with pytest.raises(Refused, match="没有经手的人"):
                call()
        assert not may_know(objection.entry, person)

    def test_whoever_had_somebody_pass_it_in_their_place_does_not_answer(self, cast, make, second, acting):
        person = acting(second)
        application = take(make(State.REVIEW), "pass", by=person)
        objection = object_to(application, by=cast.clerk)
        for involved in (second, person):
            with pytest.raises(Refused):
                reply(objection, by=involved)
            assert not may_know(objection.entry, involved)
            with pytest.raises(IntegrityError, match="had no hand in the application"):
                write_answer(objection, involved)
        reply(objection, by=cast.reviewer)  # who passed nothing here
