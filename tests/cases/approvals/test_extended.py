"""上级延长: the day of a stage is put off from above, once, by somebody without a part in the case."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import list_options
from cases.approvals.selectors.deadlines import get_deadlines
from cases.approvals.services.extending import EXTENDED
from cases.approvals.states import RETRACT
from cases.approvals.templatetags.stations import list_stations
from cases.archives.services.recusals import declare_recusal
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Appointment
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.cases.approvals.test_routes import people
from tests.factories import UserFactory, take, unguarded
from tests.threads import impatient

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
WHY = "区里审核人住院，材料要到医院核实。"


def day(count):
    return get_calendar().add_workdays(timezone.localdate(), count)


def due(application, on):
    Application.objects.filter(pk=application.pk).update(due_on=on)
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def late(make):
    """One that should have been reviewed by yesterday."""
    return due(make(State.REVIEW), timezone.localdate() - timedelta(days=1))


def put_off(application, by, until=None, comment=WHY):
    return take(application, "extend", by=by, comment=comment, until_on=until or day(5))


def offers(application, by):
    found = Application.objects.get(pk=application.pk)
    return "extend" in {row.action for row in list_options(found, by).buttons}


def stays_out(cast, late, _acting):
    person = UserFactory(union=cast.city, role=Role.REVIEWER)
    declare_recusal(household_id=late.household_id, cause="relative", reason="户主是我表弟", by=person)
    return person


def looked(cast, late, _acting):
    """Somebody above who took it over in an earlier round of the case."""
    person = UserFactory(union=cast.city, role=Role.REVIEWER)
    with unguarded():
        around_python(late, person, action="pass", until_on=None, due_was=None, is_decision=False, lap=7)
    return person


def also_below(cast, person):
    Appointment.objects.create(user=person, union=cast.county, role=Role.REVIEWER)
    return person


def holds_below(cast, _late, _acting):
    """The post for which it waits, and another above, where they work now."""
    return also_below(cast, UserFactory(union=cast.city, role=Role.REVIEWER))


def stands_in_for_a_holder(cast, _late, acting):
    holder = UserFactory(union=cast.city, role=Role.REVIEWER)
    person = acting(holder)
    also_below(cast, holder)
    return person


PEOPLE = {
    "a reviewer above": (lambda cast, _late, _acting: cast.city_reviewer, True),
    "two levels above": (
        lambda cast, _late, _acting: UserFactory(union=cast.province, role=Role.APPROVER), True,
    ),
    "who stands in": (lambda cast, _late, acting: acting(cast.city_reviewer), True),
    "who decides later": (lambda cast, _late, _acting: cast.approver, True),
    "who had a hand in it": (looked, False),
    "who stands in for one who had": (lambda cast, late, acting: acting(looked(cast, late, acting)), False),
    "the post itself": (lambda cast, _late, _acting: cast.reviewer, False),
    "who holds that post too": (holds_below, False),
    "who stands in for one who holds it": (stands_in_for_a_holder, False),
    "who holds it and stands in above": (
        lambda cast, _late, acting: acting(cast.city_reviewer, user=cast.reviewer), False,
    ),
    "a post beside": (lambda cast, _late, _acting: cast.stranger, False),
    "another post above": (lambda cast, _late, _acting: cast.finance, False),
    "who stays out": (stays_out, False),
}  # fmt: skip


def around_python(application, by, **more):
    return ApprovalStep.objects.create(
        **{
            "application": application, "round": application.round, "action": "extend",
            "source": application.state, "target": application.state, "stage_no": application.stage_no,
            "next_no": application.stage_no, "comment": WHY, "content_hash": application.content_hash,
            "maker": application.submitted_by, "due_on": application.due_on, "due_was": application.due_on,
            "until_on": day(5), "by": by, "stood_in_for": getattr(by, "stands_for", None), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize("whose", PEOPLE)
def test_who_may_by_service_and_database(whose, cast, late, acting):
    make_person, may = PEOPLE[whose]
    person = make_person(cast, late, acting)
    assert offers(late, person) == may
    try:
        with transaction.atomic():
            put_off(late, person)
            assert may
            raise Refused("undo")
    except (Refused, Application.DoesNotExist):
        pass
    if may:
        around_python(late, person)
    else:
        with pytest.raises(DatabaseError, match=r"put off|stays out|stands in"), transaction.atomic():
            around_python(late, person)


def test_it_is_due_on_the_new_day_and_its_post_is_told(cast, late, as_user):
    was, until = late.due_on, day(5)
    application = put_off(late, cast.city_reviewer)
    assert application.due_on == until
    step = application.steps.latest("pk")
    assert (step.due_was, step.until_on, step.is_decision, step.due_on) == (was, until, False, was)
    assert Receipt.objects.filter(to=cast.reviewer, message__kind=EXTENDED).exists()
    note = next(row["note"] for row in list_stations(application) if row["state"] == "current")
    assert f"原时限 {was.isoformat()}，上级延长" in note
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[application.pk])).text
    assert f"时限从 {was.isoformat()} 延到 {until.isoformat()}" in page
    done = take(application, "pass", by=cast.reviewer)
    note = next(row["note"] for row in list_stations(done) if "原时限" in row["note"])
    assert cast.reviewer.name in note


def test_once_a_stage(cast, late):
    application = put_off(late, cast.city_reviewer)
    application = due(application, timezone.localdate())
    other = UserFactory(union=cast.city, role=Role.REVIEWER)
    assert not offers(application, other)
    with pytest.raises(Refused, match="已经延长过一次"):
        put_off(application, other)
    with pytest.raises(IntegrityError, match="step_extends_once"), transaction.atomic():
        around_python(application, other)


def test_after_a_return_the_stage_is_a_new_one(cast, late):
    application = take(put_off(late, cast.city_reviewer), "return", by=cast.reviewer)
    application = due(take(application, "submit", by=cast.clerk), timezone.localdate())
    assert offers(application, UserFactory(union=cast.city, role=Role.REVIEWER))


def test_a_signature_taken_back_gives_no_second_time(cast, make, people):
    late = due(make(State.REVIEW, amount=3000), timezone.localdate() - timedelta(days=1))
    was = late.due_on
    application = take(put_off(late, cast.city_reviewer), "pass", by=people["own"])
    application = take(application, RETRACT, by=people["own"], comment="签错了")
    assert (application.stage_no, application.due_on) == (late.stage_no, day(5))
    assert figures(cast.city_reviewer, was)[2] == 1, "open, and late as it was before"
    application = due(application, timezone.localdate())
    other = UserFactory(union=cast.city, role=Role.REVIEWER)
    assert not offers(application, other)
    with pytest.raises(Refused, match="已经延长过一次"):
        put_off(application, other)


@pytest.mark.parametrize(("days", "may"), [(14, True), (15, False)])
def test_two_working_days_before_a_long_holiday_are_many_days(days, may, cast, make):
    """The eleven days of 春节 are between them; the database knows no calendar."""
    today = timezone.localdate()
    application = due(make(State.REVIEW), today + timedelta(days=days))
    with nullcontext() if may else pytest.raises(DatabaseError, match="not put off so"), transaction.atomic():
        around_python(application, cast.city_reviewer, until_on=today + timedelta(days=20))


@pytest.mark.parametrize(("left", "may"), [(-3, True), (0, True), (2, True), (3, False)])
def test_only_what_is_late_or_nearly_so(left, may, cast, make):
    application = due(make(State.REVIEW), day(left))
    assert offers(application, cast.city_reviewer) == may
    if not may:
        with pytest.raises(Refused, match="还没有快到期"):
            put_off(application, cast.city_reviewer)


@pytest.mark.parametrize("until", ["today", "before", "too late", "none", "holiday"])
def test_which_days(until, cast, late):
    calendar, today = get_calendar(), timezone.localdate()
    free = next(one for n in range(1, 14) if not calendar.is_workday(one := today + timedelta(days=n)))
    chosen = {
        "today": today, "before": today - timedelta(days=3), "too late": day(11), "holiday": free,
    }.get(until)  # fmt: skip
    with pytest.raises(Refused, match="请填写延长到哪一天"):
        take(late, "extend", by=cast.city_reviewer, comment=WHY, until_on=chosen)


def test_not_beyond_the_last_day_of_the_whole_way(cast, late):
    with unguarded():
        Application.objects.filter(pk=late.pk).update(whole_due_on=day(3), whole_most_on=day(3))
    with pytest.raises(Refused, match=day(3).isoformat()):
        put_off(late, cast.city_reviewer)
    assert put_off(late, cast.city_reviewer, day(3)).due_on == day(3)


def test_a_reason_is_needed(cast, late):
    with pytest.raises(Refused, match="必须填写意见"):
        put_off(late, cast.city_reviewer, comment="  ")


def figures(user, on):
    tally = get_deadlines(user=user, month=on.replace(day=1)).total
    return (tally.in_time, tally.late, tally.open_late, tally.open)


def test_what_was_late_stays_late(cast, late):
    was = late.due_on
    application = put_off(late, cast.city_reviewer)
    assert figures(cast.reviewer, was)[2] == 1, "still open, late since yesterday"
    take(application, "pass", by=cast.reviewer)
    assert figures(cast.reviewer, was)[1] == 1, "taken before the new day, after the old one"


def test_what_was_put_off_in_time_is_in_time_by_the_new_day(cast, make):
    application = put_off(due(make(State.REVIEW), day(1)), cast.city_reviewer)
    assert figures(cast.reviewer, day(5))[3] == 1
    take(application, "pass", by=cast.reviewer)
    assert figures(cast.reviewer, day(5))[0] == 1


def test_the_page_of_the_case_offers_it_and_says_what_is_missing(cast, late, as_user):
    client = as_user(cast.city_reviewer)
    page = client.get(reverse("applications:detail", args=[late.pk])).text
    assert "延长这个环节的时限" in page
    assert "看申请，延长时限" in client.get(reverse("approvals:supervise", args=[late.pk])).text
    sent = {"action": "extend", "comment": WHY, "seen_hash": late.content_hash}
    url = reverse("approvals:step", args=[late.pk])
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "请填写延长到哪一天" in answer.text
    answer = client.post(url, sent | {"until_on": day(5).isoformat()}, follow=True)
    assert "这个环节的时限已延长" in answer.text


BROKEN = {
    "without words": lambda _today: {"comment": " "},
    "another day of before": lambda today: {"due_was": today},
    "backwards": lambda today: {"until_on": today - timedelta(days=9)},
    "for months": lambda today: {"until_on": today + timedelta(days=60)},
    "as a decision": lambda _today: {"is_decision": True},
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_database_takes_no_other(how, cast, late):
    with pytest.raises(DatabaseError, match="is not put off so"), transaction.atomic():
        around_python(late, cast.city_reviewer, **BROKEN[how](timezone.localdate()))


def test_the_day_is_that_of_the_step(cast, late):
    around_python(late, cast.city_reviewer)
    with (
        pytest.raises(DatabaseError, match="to the day of the step"), transaction.atomic(),
        connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute("UPDATE applications_application SET due_on = %s WHERE id = %s", [day(9), late.pk])


@pytest.mark.django_db(transaction=True)
def test_who_decides_just_now_comes_first(cast, make):
    application = due(make(State.REVIEW), timezone.localdate() - timedelta(days=1))
    with transaction.atomic():
        take(application, "pass", by=cast.reviewer)
        assert impatient(lambda: put_off(application, cast.city_reviewer)) == "waits"
    with pytest.raises(Refused):
        put_off(application, cast.city_reviewer)
