"""Objections past their days: told at home and one level up, waiting for those who may answer; what one of an
earlier round changes; who dropped one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.archives.services.recusals import declare_recusal
from cases.notices.models import Objection
from cases.notices.selectors import list_objection_duties, list_objections_late_below
from cases.notices.services import move_objection, tell_of_late_objections
from cases.notices.services.lateness import LATE, LATE_BELOW
from cases.notices.states import Outcome
from hardship.accounts.states import Role
from hardship.desk.selectors.waiting import count_each
from hardship.messaging.models import Receipt
from tests.cases.notices.test_notices import object_to, reply
from tests.factories import UserFactory, take, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


@pytest.fixture
def second(cast):
    """Another reviewer of the county, who has nothing to do with the case."""
    return UserFactory(union=cast.county, role=Role.REVIEWER)


@pytest.fixture
def late(cast, make):
    """One that was due yesterday."""
    row = object_to(make(State.PUBLIC_NOTICE), by=cast.clerk)
    with unguarded():
        Objection.objects.filter(pk=row.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    return Objection.objects.get(pk=row.pk)


def told(user, kind):
    return Receipt.objects.filter(to=user, message__kind=kind).count()


def waits(user, label):
    return next((count for duty, count in count_each(user) if str(duty.label) == label), 0)


class TestLate:
    def test_it_is_told_once_at_home_and_one_level_up(self, cast, late, second):
        assert tell_of_late_objections() == 3
        assert [told(one, LATE) for one in (cast.reviewer, second, cast.city_reviewer)] == [1, 1, 0]
        assert [told(one, LATE_BELOW) for one in (cast.city_reviewer, cast.approver, second)] == [1, 1, 0]
        Receipt.objects.update(read_at=timezone.now())
        assert tell_of_late_objections() == 0

    def test_the_desk_above_needs_no_clock(self, cast, late, as_user):
        assert waits(cast.city_reviewer, "下级超期没有答复的异议") == 1
        assert list(list_objections_late_below(cast.city_reviewer)) == [late]
        head = UserFactory(union=cast.province, role=Role.REVIEWER)
        assert not list_objections_late_below(head).exists()
        assert not list_objections_late_below(cast.reviewer).exists()
        url = reverse("notices:objection", args=[late.pk])
        assert as_user(cast.city_reviewer).get(url).status_code == 200

    def test_one_in_time_or_answered_is_nobody_s(self, cast, make, second):
        row = object_to(make(State.PUBLIC_NOTICE), by=cast.clerk)
        assert not list_objections_late_below(cast.city_reviewer).exists()
        reply(row, by=second)
        assert tell_of_late_objections() == 0


class TestWhoIsAsked:
    def test_nobody_with_a_hand_in_the_row(self, cast, late, second):
        assert list(list_objection_duties(second)) == [late]
        assert not list_objection_duties(cast.reviewer).exists()
        assert waits(cast.reviewer, "异议待答复") == 0

    def test_nor_who_stands_in_for_them_nor_who_stays_out(self, cast, late, second, acting):
        assert waits(acting(cast.reviewer), "异议待答复") == 0
        household = late.entry.room.lock(late.entry.key).household_id
        declare_recusal(household_id=household, cause="relative", reason="表兄。", by=second)
        assert waits(second, "异议待答复") == 0

    def test_what_must_be_checked_first_waits_for_all(self, cast, make, second):
        row = object_to(make(State.PUBLIC_NOTICE), by=cast.clerk)
        with unguarded():
            Objection.objects.filter(pk=row.pk).update(state="to_check")
        assert list(list_objection_duties(cast.reviewer)) == list(list_objection_duties(second)) == [row]


class TestWhatItChanges:
    def test_one_of_this_round_sends_the_application_back(self, cast, make, second):
        row = reply(object_to(make(State.PUBLIC_NOTICE), by=cast.clerk), by=second, outcome=Outcome.UPHELD)
        assert row.effect == "申请已退回经办人补正。"

    def test_one_of_an_earlier_round_says_that_it_changes_nothing(self, cast, make, second, as_user):
        application = make(State.PUBLIC_NOTICE)
        row = object_to(application, by=cast.clerk)
        for action, by in (("return", cast.reviewer), ("submit", cast.clerk), ("pass", cast.reviewer)):
            application = take(application, action, by=by)
        row = reply(row, by=second, outcome=Outcome.UPHELD)
        application.refresh_from_db()
        assert (application.state, application.round) == (State.PUBLIC_NOTICE, 2)
        assert "针对的是上一轮，不再退回" in row.effect
        page = as_user(second).get(reverse("notices:objection", args=[row.pk])).text
        assert "针对的是上一轮，不再退回" in page

    def test_one_that_refuses_says_so(self, cast, make, second):
        row = object_to(make(State.PUBLIC_NOTICE), by=cast.clerk)
        row = reply(row, by=second, outcome=Outcome.REFUSED, rule="帮扶管理办法第十二条")
        assert row.effect == "申请已不予帮扶。"

    @pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.REFUSED])
    @pytest.mark.parametrize(
        ("state", "says"),
        [
            (State.REVIEW, "重新审核"),
            (State.APPROVAL, "已经在审批"),
            (State.SUSPENDED, "正在挂起"),
            (State.RETURNED, "此前已退回"),
            (State.WITHDRAWN, "已经办结"),
        ],
    )
    def test_one_outside_the_notice_says_where_the_application_is(
        self, state, says, outcome, cast, make, second
    ):
        """It moves nothing there: whoever has it decides, and cannot approve it."""
        application = make(State.PUBLIC_NOTICE)
        row = object_to(application, by=cast.clerk)
        with unguarded():
            Application.objects.filter(pk=application.pk).update(state=state)
        row = reply(row, by=second, outcome=outcome, rule="帮扶管理办法第十二条")
        application.refresh_from_db()
        assert (application.state, says in row.effect) == (state, True)

    def test_one_that_was_not_found_right_says_nothing(self, cast, make, second):
        assert reply(object_to(make(State.PUBLIC_NOTICE), by=cast.clerk), by=second).effect == ""


class TestWhoDroppedIt:
    def test_the_row_keeps_who_and_when(self, cast, make, second, as_user):
        row = object_to(make(State.PUBLIC_NOTICE), by=cast.clerk)
        row = move_objection(objection_id=row.pk, action="retract", comment="本人撤回", by=second)
        assert row.closed_by == second
        assert row.closed_at is not None
        page = as_user(second).get(reverse("notices:objection", args=[row.pk])).text
        assert f"{second.name}　" in page

    def test_the_database_wants_somebody_and_nobody_with_a_hand(self, cast, make, second):
        row = object_to(make(State.PUBLIC_NOTICE), by=cast.clerk)
        rows, told_why = Objection.objects.filter(pk=row.pk), {"state": "retracted", "note": "撤回"}
        with pytest.raises(IntegrityError, match="objection_closed_by_somebody"), transaction.atomic():
            rows.update(**told_why)
        told_why["closed_at"] = timezone.now()
        with pytest.raises(IntegrityError, match="no hand in the application"), transaction.atomic():
            rows.update(**told_why, closed_by=cast.reviewer)
        assert rows.update(**told_why, closed_by=second) == 1
