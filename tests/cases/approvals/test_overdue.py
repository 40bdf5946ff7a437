"""What is late goes one level up: listed there, told once, asked about (督办), answered or acted on."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import Escalation, Supervision
from cases.approvals.selectors.overdue import list_overdue, list_overdue_to_watch, list_to_answer
from cases.approvals.services import answer_supervision, escalate, set_overdue_rule, supervise
from cases.approvals.services.overdue import ANSWERED, OVERDUE, SUPERVISED
from cases.policies.selectors import get_calendar
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors.waiting import count_each
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.cases.approvals.test_routes import people
from tests.factories import UnionFactory, UserFactory, end_notices, take

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
MOST_QUERIES = 30


def lag(application, workdays):
    """It was due so many working days before today."""
    calendar, day = get_calendar(), timezone.localdate()
    day = day if calendar.is_workday(day) else calendar.add_workdays(day, -1)
    due = calendar.add_workdays(day, -workdays)
    Application.objects.filter(pk=application.pk).update(due_on=due)
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def late(make):
    """One that the county has let lie for three working days."""
    return lag(make(State.REVIEW), 3)


def seen_by(user):
    return set(list_overdue(Application.objects.visible_to(user), user.union))


def watched_by(user):
    return set(list_overdue_to_watch(Application.objects.visible_to(user), user.union))


def told(user, kind):
    return Receipt.objects.filter(to=user, message__kind=kind).count()


def waits(user, place):
    return next((count for duty, count in count_each(user) if str(duty.label) == place), 0)


class TestWhoSeesIt:
    def test_the_union_above_from_the_third_working_day_on(self, cast, late, make):
        lag(make(State.REVIEW), 2)
        assert seen_by(cast.city_reviewer) == watched_by(cast.city_reviewer) == {late}
        assert seen_by(cast.reviewer) == seen_by(cast.clerk) == seen_by(cast.stranger) == set()

    def test_not_what_waits_at_the_union_itself_or_above_it(self, cast, make):
        lag(make(State.APPROVAL), 9)
        assert seen_by(cast.city_reviewer) == seen_by(cast.reviewer) == set()
        head = UserFactory(union=cast.province, role=Role.APPROVER)
        assert len(watched_by(head)) == 1

    def test_the_nearer_union_is_to_act_if_anybody_is_there(self, cast, late):
        head = UserFactory(union=cast.province, role=Role.REVIEWER)
        assert (seen_by(head), watched_by(head)) == ({late}, set())
        for person in (cast.city_reviewer, cast.approver):
            person.is_active = False
            person.save(update_fields=["is_active"])
        assert watched_by(head) == {late}

    def test_each_union_says_after_how_many_days(self, cast, late):
        set_overdue_rule(workdays=4, by=cast.city_reviewer)
        assert seen_by(cast.city_reviewer) == set()
        lag(late, 4)
        assert seen_by(cast.city_reviewer) == {late}

    def test_a_union_without_a_union_below_has_none(self, cast, late):
        assert watched_by(UserFactory(union=cast.union, role=Role.REVIEWER)) == set()


class TestTheMessage:
    def test_once_for_each_stage_however_often_the_clock_looks(self, cast, late, line):
        assert (escalate(), escalate()) == (1, 0)
        assert told(cast.city_reviewer, OVERDUE) == told(cast.approver, OVERDUE) == 1
        assert told(cast.reviewer, OVERDUE) == 0
        assert Escalation.objects.count() == 1
        Receipt.objects.update(read_at=timezone.now())
        assert escalate() == 0

    def test_it_is_told_on_the_first_day_and_listed_by_the_rule(self, cast, make):
        row = lag(make(State.REVIEW), 0)
        assert escalate() == 0
        row = lag(row, 1)
        assert (escalate(), escalate()) == (1, 0)
        assert told(cast.city_reviewer, OVERDUE) == 1
        assert seen_by(cast.city_reviewer) == set()
        row = lag(row, 3)
        assert (escalate(), seen_by(cast.city_reviewer)) == (0, {row})

    def test_the_page_and_the_desk_need_no_clock(self, cast, late, as_user):
        page = as_user(cast.city_reviewer).get(reverse("approvals:overdue")).text
        assert str(late.household) in page
        assert f"{cast.county.name}" in page
        assert cast.reviewer.name in page
        assert waits(cast.city_reviewer, "下级超期未办，请督办") == 1


class TestSupervision:
    def test_it_is_asked_answered_and_on_record(self, cast, late, as_user):
        client = as_user(cast.city_reviewer)
        answer = client.post(
            reverse("approvals:supervise", args=[late.pk]), {"reason": "本周五前审核完。"}, follow=True
        )
        assert "已督办" in answer.text
        row = Supervision.objects.get()
        assert (row.union, row.role, row.above) == (cast.county, Role.REVIEWER, cast.city)
        assert told(cast.reviewer, SUPERVISED) == 1
        assert waits(cast.city_reviewer, "下级超期未办，请督办") == 0
        assert waits(cast.reviewer, "上级督办，请办理或答复") == 1
        client = as_user(cast.reviewer)
        assert "答复督办" in client.get(reverse("applications:detail", args=[late.pk])).text
        client.post(reverse("approvals:answer_supervision", args=[row.pk]), {"text": "缺一份材料，明天办。"})
        assert Supervision.objects.get().answer.text == "缺一份材料，明天办。"
        assert told(cast.city_reviewer, ANSWERED) == 1
        assert waits(cast.reviewer, "上级督办，请办理或答复") == 0
        actions = set(AuditRecord.objects.about(late).values_list("action", flat=True))
        assert {"application.supervise", "application.supervise_answer"} <= actions

    def test_to_act_is_an_answer(self, cast, late):
        supervise(application_id=late.pk, reason="请办理。", by=cast.city_reviewer)
        assert list_to_answer(cast.reviewer).count() == 1
        take(late, "pass", by=cast.reviewer)
        assert list_to_answer(cast.reviewer).count() == 0

    def test_once_a_day_and_only_what_is_late_below(self, cast, late, make):
        supervise(application_id=late.pk, reason="请办理。", by=cast.city_reviewer)
        with pytest.raises(Refused, match="今天已经督办过"):
            supervise(application_id=late.pk, reason="请办理。", by=cast.approver)
        with pytest.raises(Refused, match="没有在下级工会超期"):
            supervise(application_id=make(State.REVIEW).pk, reason="请办理。", by=cast.city_reviewer)
        with pytest.raises(Refused, match="没有在下级工会超期"):
            supervise(application_id=late.pk, reason="请办理。", by=cast.reviewer)
        with pytest.raises(Refused, match="由上级工会"):
            supervise(application_id=late.pk, reason="请办理。", by=cast.auditor)

    def test_who_is_not_asked_does_not_answer(self, cast, late):
        row = supervise(application_id=late.pk, reason="请办理。", by=cast.city_reviewer)
        with pytest.raises(Refused, match="答复。"):
            answer_supervision(supervision_id=row.pk, text="好。", by=cast.approver)
        with pytest.raises(Supervision.DoesNotExist):
            answer_supervision(supervision_id=row.pk, text="好。", by=cast.stranger)
        answer_supervision(supervision_id=row.pk, text="好。", by=cast.reviewer)
        with pytest.raises(Refused, match="已经答复过"):
            answer_supervision(supervision_id=row.pk, text="好。", by=cast.reviewer)

    def test_blank_words_are_refused_and_strangers_find_nothing(self, cast, late, as_user):
        url = reverse("approvals:supervise", args=[late.pk])
        assert as_user(cast.city_reviewer).post(url, {"reason": "  "}).status_code == 422
        foreign = UserFactory(union=cast.elsewhere.parent.parent, role=Role.REVIEWER)
        assert as_user(foreign).post(url, {"reason": "请办理。"}).status_code == 404
        assert not Supervision.objects.exists()

    def test_a_rule_takes_days_within_reason(self, cast, as_user):
        client, url = as_user(cast.city_reviewer), reverse("approvals:overdue_rule")
        for wrong in ("0", "11", "abc", ""):
            assert "没有保存" in client.post(url, {"workdays": wrong}, follow=True).text
        assert "超期 5 个工作日以后" in client.post(url, {"workdays": "5"}, follow=True).text


class TestASecondStay:
    def late_again(self, make, people):
        """Late, told and asked about at the county; passed on, sent back there."""
        application = lag(take(make(State.REVIEW, amount=3000), "pass", by=people["own"]), 3)
        assert escalate() == 1
        supervise(application_id=application.pk, reason="请办理。", by=people["city"])
        application = take(application, "pass", by=people["county"])
        end_notices(application)
        application = take(application, "conclude", by=people["county"])
        return take(application, "send_back", by=people["city2"], to_stage=1, comment="没有写清楚")

    def test_it_is_nobody_s_duty_while_it_is_not_late(self, cast, people, make):
        self.late_again(make, people)
        assert list_to_answer(people["county"]).count() == 0
        assert waits(people["city"], "下级超期未办，请督办") == 0

    def test_it_is_told_and_asked_about_anew(self, cast, people, make, as_user):
        application = lag(self.late_again(make, people), 3)
        assert waits(people["city"], "下级超期未办，请督办") == 1
        page = as_user(people["city"]).get(reverse("approvals:overdue")).text
        assert "没有督办" in page
        assert (escalate(), escalate()) == (1, 0)
        assert [row.lap for row in Escalation.objects.order_by("pk")] == [0, 1]
        again = supervise(application_id=application.pk, reason="还是没有办。", by=people["city"])
        assert list(list_to_answer(people["county"])) == [again]
        assert waits(people["city"], "下级超期未办，请督办") == 0
        with pytest.raises(Refused, match="今天已经督办过"):
            supervise(application_id=application.pk, reason="请办理。", by=people["city2"])

    def test_the_database_counts_the_stays_by_itself(self, cast, people, make):
        application = lag(self.late_again(make, people), 3)
        row = Escalation.objects.create(
            application=application, round=1, lap=7, stage_no=1, union=people["city"].union
        )
        row.refresh_from_db()
        assert row.lap == 1
        with pytest.raises(IntegrityError, match="escalated_once_a_stage"), transaction.atomic():
            Escalation.objects.create(
                application=application, round=1, lap=8, stage_no=1, union=people["city"].union
            )


class TestTheDatabase:
    def asked(self, late, **more):
        return Supervision.objects.create(
            **{
                "application": late, "round": late.round, "stage_no": late.stage_no, "union": late.awaits,
                "role": late.awaits_role, "reason": "请办理。", **more,
            }
        )  # fmt: skip

    def test_it_comes_from_above_alone(self, cast, late):
        sister = UnionFactory(county_level=True, parent=cast.city)
        for above in (cast.county, cast.union, sister, cast.elsewhere):
            with pytest.raises(DatabaseError, match="not supervised so"), transaction.atomic():
                self.asked(late, above=above, by=cast.city_reviewer)
        assert self.asked(late, above=cast.province, by=cast.city_reviewer)

    def test_and_goes_to_whom_it_waits_for(self, cast, late):
        for wrong in ({"stage_no": 2}, {"round": 2}, {"union": cast.city}, {"role": Role.APPROVER}):
            with pytest.raises(DatabaseError, match="not supervised so"), transaction.atomic():
                self.asked(late, above=cast.province, by=cast.city_reviewer, **wrong)

    def test_nobody_is_told_twice(self, cast, late):
        place = {"application": late, "round": 1, "stage_no": 0, "union": cast.city}
        Escalation.objects.create(**place)
        with pytest.raises(DatabaseError), transaction.atomic():
            Escalation.objects.create(**place)


def test_the_list_costs_the_same_with_one_and_with_many(cast, late, make, as_user):
    client, url = as_user(cast.city_reviewer), reverse("approvals:overdue")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(8):
        lag(make(State.REVIEW), 5)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one) <= MOST_QUERIES


def test_the_workbook_has_what_the_page_shows(cast, late, as_user):
    supervise(application_id=late.pk, reason="请办理。", by=cast.city_reviewer)
    answer = as_user(cast.city_reviewer).post(reverse("approvals:overdue_export"))
    assert answer.status_code == 200
    assert AuditRecord.objects.filter(action="export.overdue").exists()


def test_a_decision_keeps_until_when_it_was_to_be_taken(cast, late):
    due = late.due_on
    take(late, "pass", by=cast.reviewer)
    assert late.steps.latest("pk").due_on == due
    assert due < timezone.localdate() - timedelta(days=1)
