"""挂起: a case waits for its applicant; its clock stands still, and it goes on by itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.states import State
from cases.approvals.selectors import count_tabs, list_options
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.services import StepRefused, steps
from cases.approvals.services.steps import resume_due
from cases.approvals.services.telling import tell_due
from cases.archives.services.recusals import declare_recusal
from cases.policies.selectors import get_calendar
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
DAY = timedelta(days=1)


def suspend(application, by, days=7, comment="等申请人出院后补交出院小结。"):
    return take(
        application, "suspend", by=by, comment=comment, until_on=timezone.localdate() + timedelta(days=days)
    )


def on(days):
    """Ten o'clock of the day that comes so many days after today."""
    return freeze_time(timezone.localtime().replace(hour=10) + days * DAY)


def stay_out(application, by):
    declare_recusal(household_id=application.household_id, cause="kin", reason="是我的叔叔", by=by)


@pytest.mark.parametrize(("state", "who"), [(State.REVIEW, "reviewer"), (State.APPROVAL, "approver")])
def test_a_case_waits_and_goes_on_where_it_stood(state, who, cast, make):
    application = make(state)
    stands_at = application.stage_no
    waiting = suspend(application, getattr(cast, who))
    assert (waiting.state, waiting.stage_no, waiting.due_on) == (State.SUSPENDED, stands_at, None)
    back = take(waiting, "resume", by=getattr(cast, who))
    assert (back.state, back.stage_no, back.awaits) == (state, stands_at, application.awaits)


def test_it_is_due_as_many_working_days_later_as_it_waited(cast, make):
    calendar = get_calendar()
    with on(0):
        application, since = make(State.REVIEW), timezone.localdate()
        due = application.due_on
        suspend(application, cast.reviewer, days=9)
    with on(8):
        waited = calendar.workdays_between(since, timezone.localdate())
        application = take(application, "resume", by=cast.reviewer)
    assert waited >= 5
    assert application.due_on == calendar.add_workdays(due, waited)


def test_what_was_late_is_as_late_afterwards_and_not_meanwhile(cast, make):
    calendar = get_calendar()
    with on(0):
        application = make(State.REVIEW)
    with on(20):
        late = calendar.workdays_between(timezone.localdate(), application.due_on)
        suspend(application, cast.reviewer)
    with on(25):
        assert application not in list_tab(user=cast.reviewer, tab="late")
        application = take(application, "resume", by=cast.reviewer)
        assert calendar.workdays_between(timezone.localdate(), application.due_on) == late < 0


def test_it_goes_on_by_itself_on_the_last_day_and_not_before(cast, make):
    with on(0):
        application = suspend(make(State.REVIEW), cast.reviewer, days=7)
    with on(6):
        assert resume_due() == 0
    with on(7):
        assert resume_due() == 1
        assert resume_due() == 0
    application.refresh_from_db()
    assert (application.state, application.steps.order_by("-pk")[0].by) == (State.REVIEW, None)
    told = Message.objects.get(kind="approvals.resume")
    assert (told.union, told.role) == (cast.county, Role.REVIEWER)


def test_a_second_waiting_runs_to_its_own_day(cast, make):
    with on(0):
        application = take(suspend(make(State.REVIEW), cast.reviewer, days=3), "resume", by=cast.reviewer)
    with on(3):
        suspend(application, cast.reviewer)
        assert resume_due() == 0


def test_one_that_was_suspended_anew_meanwhile_goes_on_waiting(cast, make):
    """Between the list and the lock of its row somebody resumed it and suspended it again."""
    with on(0):
        application = suspend(make(State.REVIEW), cast.reviewer, days=3)
    with on(3):
        suspend(take(application, "resume", by=cast.reviewer), cast.reviewer)
        assert not steps._resume_due(application.pk)
    application.refresh_from_db()
    assert application.state == State.SUSPENDED


def test_nobody_is_pressed_while_it_waits(cast, make):
    calendar = get_calendar()
    with on(0):
        application = make(State.REVIEW)
        eve = (calendar.add_workdays(application.due_on, -1) - timezone.localdate()).days
    with on(eve):
        suspend(application, cast.reviewer)
        assert tell_due() == 0
        take(application, "resume", by=cast.reviewer)
        assert tell_due() == 1


@pytest.mark.parametrize(
    "action", ["pass", "return", "reject", "send_back", "suspend", "conclude", "approve"]
)
def test_nothing_else_happens_while_it_waits(action, cast, make):
    application = suspend(make(State.REVIEW), cast.reviewer)
    with pytest.raises(Refused, match="当前状态下不能"):
        take(application, action, by=cast.reviewer, to_stage=0)


def test_the_clerk_may_take_it_back(cast, make):
    assert take(make(State.SUSPENDED), "withdraw", by=cast.clerk).state == State.WITHDRAWN


def test_the_clerk_takes_nothing_back_that_was_passed(cast, make):
    application = suspend(make(State.APPROVAL), cast.approver)
    assert not list_options(application, cast.clerk).buttons
    with pytest.raises(Refused, match="挂起前已经在审批，不能撤回"):
        take(application, "withdraw", by=cast.clerk)
    refused = refused_by(application, cast.clerk, "withdraw", "withdrawn", None, "x", None)
    assert refused == "step_takes_back_before_approval"


@pytest.mark.parametrize("days", [-1, 0, 90])
def test_it_waits_for_thirty_working_days_at_most(days, cast, make):
    with pytest.raises(StepRefused, match="30 个工作日") as refused:
        suspend(make(State.REVIEW), cast.reviewer, days=days)
    assert refused.value.field == "until_on"


def test_the_thirtieth_working_day_is_the_last(cast, make):
    application = make(State.REVIEW)
    last = get_calendar().add_workdays(timezone.localdate(), 30)
    with pytest.raises(StepRefused, match="30 个工作日"):
        take(application, "suspend", by=cast.reviewer, until_on=last + DAY)
    assert take(application, "suspend", by=cast.reviewer, until_on=last).state == State.SUSPENDED


def test_what_it_waited_before_at_the_stage_counts(cast, make, as_user):
    calendar = get_calendar()
    with on(0):
        application, today = make(State.REVIEW), timezone.localdate()
        last = calendar.add_workdays(today, 30)
        suspend(application, cast.reviewer, days=7)
    with on(7):
        assert resume_due() == 1
        with pytest.raises(StepRefused, match=f"明天到 {last} 之间"):
            suspend(application, cast.reviewer, days=(last - timezone.localdate()).days + 1)
        suspend(application, cast.reviewer, days=(last - timezone.localdate()).days)
    with on((last - today).days):
        assert resume_due() == 1
        with pytest.raises(StepRefused, match="已经等了申请人 30 个工作日"):
            suspend(application, cast.reviewer, days=1)
        page = as_user(cast.reviewer).get(f"/applications/{application.pk}/").text
        assert "等申请人？挂起" not in page


def test_at_another_stage_it_may_wait_as_long_again(cast, make):
    with on(0):
        application = suspend(make(State.REVIEW), cast.reviewer, days=9)
    with on(9):
        assert resume_due() == 1
        application = take(take(application, "pass", by=cast.reviewer), "return", by=cast.reviewer)
        application = take(application, "submit", by=cast.clerk)
        last = get_calendar().add_workdays(timezone.localdate(), 30)
        days = (last - timezone.localdate()).days
        assert suspend(application, cast.reviewer, days=days).state == State.SUSPENDED


def test_the_database_counts_what_it_waited_before(cast, make):
    with on(-20):
        application = suspend(make(State.REVIEW), cast.reviewer, days=20)
    with on(0):
        assert resume_due() == 1
    values = ("suspend", "suspended", 0, "x")
    assert refused_by(application, cast.reviewer, *values, 41) == WAITS
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [*values, 40, cast.reviewer.pk, application.pk])


def test_it_needs_a_reason_and_a_day(cast, make):
    with pytest.raises(Refused, match="必须填写意见"):
        suspend(make(State.REVIEW), cast.reviewer, comment=" ")
    with pytest.raises(StepRefused, match="最迟等到哪一天"):
        take(make(State.REVIEW), "suspend", by=cast.reviewer, until_on=None)


def made_by_a_reviewer(cast, make):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    return make(State.REVIEW, clerk=both, household=household), both


def test_whoever_made_it_does_not_stop_its_clock(cast, make, acting):
    application, both = made_by_a_reviewer(cast, make)
    with pytest.raises(Refused, match="自己建立、填写或提交"):
        suspend(application, both)
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    application = make(State.REVIEW, clerk=maker, household=household)
    with pytest.raises(Refused, match="自己建立、填写或提交"):
        suspend(application, acting(cast.reviewer, user=maker))


def test_who_stays_out_of_the_case_stays_out_of_this(cast, make):
    application = make(State.REVIEW)
    stay_out(application, cast.reviewer)
    with pytest.raises(Refused, match="回避"):
        suspend(application, cast.reviewer)


def test_whoever_stands_in_may_resume(cast, make, acting):
    application = take(make(State.SUSPENDED), "resume", by=acting(cast.reviewer))
    assert application.steps.order_by("-pk")[0].stood_in_for == cast.reviewer


def test_it_stands_in_a_tab_of_its_own_and_on_its_page(cast, make, as_user):
    application = make(State.SUSPENDED)
    tabs = count_tabs(cast.reviewer)
    assert (tabs["todo"].count, tabs["paused"].count) == (0, 1)
    assert list(list_tab(user=cast.reviewer, tab="paused")) == [application]
    assert [row.action for row in list_options(application, cast.reviewer).buttons] == ["resume"]
    browser = as_user(cast.reviewer)
    assert "挂起，等申请人" in browser.get("/approvals/?tab=paused").content.decode()
    assert "到期自动恢复" in browser.get(f"/applications/{application.pk}/").content.decode()


def test_the_page_suspends_and_says_what_is_wrong_at_the_day(cast, make, as_user):
    application, browser = make(State.REVIEW), as_user(cast.reviewer)
    sent = {"action": "suspend", "comment": "等材料", "seen_hash": application.content_hash}
    address = f"/approvals/{application.pk}/step/"
    answer = browser.post(address, {**sent, "until_on": "2020-01-01"})
    assert (answer.status_code, "30 个工作日" in answer.content.decode()) == (409, True)
    day = (timezone.localdate() + timedelta(days=10)).isoformat()
    assert browser.post(address, {**sent, "until_on": day}).status_code == 302


def test_the_clock_of_whoever_decides_stands_still_while_the_clerk_mends(cast, make):
    with on(0):
        application = make(State.RETURNED)
    assert application.awaits_role == Role.CLERK
    with on(9):
        again = take(application, "submit", by=cast.clerk)
        assert again.due_on == get_calendar().add_workdays(timezone.localdate(), 5)


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, until_on, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, %s, state, %s, stage_no, %s, false, %s,
         (now() AT TIME ZONE 'Asia/Shanghai')::date + %s::int, content_hash, '{}',
         now(), submitted_by_id, %s FROM applications_application WHERE id = %s"""
WAITS = "step_suspends_where_it_stands"


def refused_by(application, by, *values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [*values, by and by.pk, application.pk])
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("target", "following", "comment", "days", "constraint"),
    [
        ("suspended", 0, "x", 61, WAITS),
        ("suspended", 0, "x", -1, WAITS),
        ("suspended", 0, " ", 7, WAITS),
        ("suspended", 1, "x", 7, WAITS),
        ("suspended", 0, "x", None, "step_suspends_until_a_day"),
    ],
)
def test_the_database_suspends_for_a_while_alone(target, following, comment, days, constraint, cast, make):
    refused = refused_by(make(State.REVIEW), cast.reviewer, "suspend", target, following, comment, days)
    assert refused in (constraint, WAITS)


@pytest.mark.parametrize(
    ("action", "target", "who"),
    [
        ("pass", "public_notice", "reviewer"),
        ("resume", "approval", "reviewer"),
        ("resume", "review", None),  # by the clock before the last day
        ("reject", "rejected", "reviewer"),
    ],
)
def test_the_database_lets_a_case_that_waits_go_on_where_it_stood_alone(action, target, who, cast, make):
    application = make(State.SUSPENDED)
    by = getattr(cast, who) if who else None
    assert refused_by(application, by, action, target, 0, "x", None) == WAITS


def test_the_database_alone_keeps_makers_and_others_from_it(cast, make):
    application, both = made_by_a_reviewer(cast, make)
    assert refused_by(application, both, "suspend", "suspended", 0, "x", 7) == "step_not_on_own_work"
    values = ("suspend", "suspended", 0, "x", 7)
    assert refused_by(application, cast.city_reviewer, *values) == "step_by_whom_the_route_names"
    stay_out(application, cast.reviewer)
    assert refused_by(application, cast.reviewer, *values) == "step_by_who_stays_out"


def test_what_a_suspension_lacks_is_told_at_once_and_at_its_fields(cast, make, as_user):
    application = make(State.REVIEW)
    answer = as_user(cast.reviewer).post(
        f"/approvals/{application.pk}/step/", {"action": "suspend", "seen_hash": application.content_hash}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    missing = "“挂起，等申请人”必须填写意见。"
    for words, field in ((missing, "comment"), ("请填写最迟等到哪一天。", "until_on")):
        assert words in page
        assert f'href="#id_{field}"' in page
    assert page.index('<details class="mt-2" open>') < page.index("最迟等到</label>")


def test_an_opinion_that_is_missing_is_told_at_the_opinion(cast, make, as_user):
    application = make(State.REVIEW)
    answer = as_user(cast.reviewer).post(
        f"/approvals/{application.pk}/step/", {"action": "return", "seen_hash": application.content_hash}
    )
    assert answer.status_code == 422
    for field in ("comment", "open_all"):
        assert f'href="#id_{field}"' in answer.content.decode()
