"""A year whose holidays are not on record: periods that end there are refused in words, never guessed; what
is only shown, and what the clock does, goes on."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.services import issue_receipt
from cases.applications.states import State
from cases.approvals.selectors.pausing import last_day_of_waiting
from cases.approvals.services.many import take_many
from cases.approvals.services.steps import resume_due
from cases.archives.services.steps import take_step as take_file_step
from cases.archives.states import State as FileState
from cases.leads.models import Lead
from cases.leads.services import Told, record_lead
from cases.leads.services.leads import begin_lead
from cases.notices.models import Objection, PublicNotice
from cases.notices.services import (
    Answer,
    answer_objection,
    cancel_notice,
    conclude_due,
    extend_notice,
    follow_calendars,
    object_publicly,
    record_objection,
    take_line_down,
)
from cases.notices.states import Outcome
from cases.notices.states import Told as ToldHow
from cases.outcomes.services import answer_appeal
from cases.policies.models import CalendarDay
from cases.policies.services import load_fixed_days
from hardship.accounts.states import Role
from hardship.kernel.calendar import UnknownYear
from tests.cases.outcomes.test_appeals import ask
from tests.factories import HouseholdFactory, UserFactory, entry_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
WHY = "2027 年的放假安排还没有录入，期限算不出来"


def at(day):
    return freeze_time(f"{day} 10:00:00+08:00")


@pytest.fixture
def unfilled(reference):
    """Of 2027 nothing is on record, as in December before somebody entered it."""
    CalendarDay.objects.filter(on__year__gte=2027).delete()


@pytest.fixture
def filed(cast, unfilled):
    """A file that was handed in and filed while its own period was known."""
    with at("2026-12-07"):
        return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)


def test_an_application_is_submitted_while_its_deadline_lies_in_a_known_year(cast, make, unfilled):
    with at("2026-12-24"):
        application = take(make(State.DRAFT), "submit", by=cast.clerk)
    assert application.due_on == date(2026, 12, 31)


def test_no_deadline_is_fixed_in_a_year_that_is_not_entered(cast, make, filed):
    with at("2026-12-25"):
        draft = make(State.DRAFT, household=filed)
        with pytest.raises(UnknownYear, match=WHY):
            take(draft, "submit", by=cast.clerk)
        draft.refresh_from_db()
        assert (draft.state, draft.round) == (State.DRAFT, 0)
        load_fixed_days([2027])
        assert take(draft, "submit", by=cast.clerk).due_on == date(2027, 1, 4)


def test_the_page_says_so_in_words(cast, make, filed, as_user):
    with at("2026-12-25"):
        draft = make(State.DRAFT, household=filed)
        page = as_user(cast.clerk).get(reverse("applications:check", args=[draft.pk]))
        answer = as_user(cast.clerk).post(
            reverse("approvals:step", args=[draft.pk]),
            {"action": "submit", "seen_hash": page.context["seen_hash"]},
            follow=True,
        )
    assert WHY in answer.content.decode()


def test_no_notice_is_opened_that_ends_in_a_year_that_is_not_entered(cast, make, unfilled):
    with at("2026-12-22"):
        application = make(State.REVIEW)
    with at("2026-12-28"):
        outcome = take_many(
            items=[(application.pk, application.content_hash)], action="pass", by=cast.reviewer
        )
        assert [WHY in why for _row, why in outcome.refused] == [True]
        with pytest.raises(UnknownYear, match=WHY):
            take(application, "pass", by=cast.reviewer)
    assert not PublicNotice.objects.exists()


def test_a_notice_of_the_old_year_is_not_extended_into_the_new_one(cast, make, unfilled):
    with at("2026-12-24"):
        notice = entry_of(make(State.PUBLIC_NOTICE)).notice
        assert notice.ends_on == date(2026, 12, 31)
        with pytest.raises(UnknownYear, match=WHY):
            extend_notice(notice_id=notice.pk, days=1, reason="停工", by=cast.reviewer)
        assert follow_calendars() == 0
        CalendarDay.objects.create(on=date(2026, 12, 30), is_workday=False)
        assert follow_calendars() == 1  # the clock is not refused: longer is the safe side
    notice.refresh_from_db()
    assert notice.ends_on == date(2027, 1, 4)


def test_nothing_is_returned_suspended_or_received_with_a_period_that_is_not_known(cast, make, filed):
    with at("2026-12-22"):
        application = make(State.REVIEW)
    with at("2026-12-30"):
        for action, more in (("return", {}), ("suspend", {"until_on": date(2027, 1, 8)})):
            with pytest.raises(UnknownYear, match=WHY):
                take(application, action, by=cast.reviewer, **more)
        assert take(application, "suspend", by=cast.reviewer, until_on=date(2026, 12, 31)).due_on is None
        draft = make(State.DRAFT, household=filed)
        with pytest.raises(UnknownYear, match=WHY):
            issue_receipt(application_id=draft.pk, by=cast.clerk)


def test_one_that_waited_is_resumed_by_a_person_only_with_a_period_that_is_known(cast, make, unfilled):
    with at("2026-12-22"):
        application = make(State.REVIEW)
        take(application, "suspend", by=cast.reviewer, until_on=date(2026, 12, 31))
    with at("2026-12-30"), pytest.raises(UnknownYear, match=WHY):
        take(application, "resume", by=cast.reviewer)
    with at("2026-12-31"):
        assert resume_due() == 1  # the clock goes on with what is known
    application.refresh_from_db()
    assert (application.state, application.due_on.year) == (State.REVIEW, 2027)


def test_the_clock_ends_a_notice_and_pages_show_what_is_known(cast, make, unfilled, as_user):
    with at("2026-12-24"):
        application = make(State.PUBLIC_NOTICE)
    with at("2027-01-04"):
        assert conclude_due().done == [entry_of(application)]
        for person, page in ((cast.approver, "approvals:inbox"), (cast.reviewer, "notices:notices")):
            assert as_user(person).get(reverse(page)).status_code == 200
        page = as_user(cast.approver).get(reverse("applications:detail", args=[application.pk]))
        assert page.status_code == 200
    application.refresh_from_db()
    assert (application.state, application.due_on.year) == (State.APPROVAL, 2027)


def test_staff_enter_no_objection_without_its_day_and_a_citizen_is_heard_all_the_same(cast, make, unfilled):
    with at("2026-12-24"):
        entry = entry_of(make(State.PUBLIC_NOTICE))
    with at("2026-12-30"):
        with pytest.raises(UnknownYear, match=WHY):
            record_objection(
                entry_id=entry.pk, text="另有住房", received_on=timezone.localdate(), by=cast.reviewer
            )
        assert not Objection.objects.exists()
        heard = object_publicly(token=entry.notice.token, entry_id=entry.pk, text="另有住房", client="1")
    assert heard.due_on.year == 2027


# what follows from something that cannot be put off


def is_back(application):
    application.refresh_from_db()
    return (application.state, application.due_on) == (State.RETURNED, date(2027, 1, 13))


@pytest.mark.parametrize("whole", [True, False], ids=["notice", "line"])
def test_what_hangs_is_taken_down_whether_or_not_the_year_is_entered(whole, cast, make, unfilled):
    """A family that takes its consent back leaves the wall at once."""
    with at("2026-12-24"):
        application = make(State.PUBLIC_NOTICE)
        entry = entry_of(application)
    with at("2026-12-29"):
        with pytest.raises(UnknownYear, match=WHY):
            take(application, "return", by=cast.reviewer)  # by hand it is put off
        if whole:
            cancel_notice(notice_id=entry.notice_id, reason="名单有误", by=cast.reviewer)
        else:
            take_line_down(entry_id=entry.pk, reason="家庭撤回同意", by=cast.reviewer)
    assert is_back(application)


def test_an_objection_is_found_right_whether_or_not_the_year_is_entered(cast, make, unfilled):
    with at("2026-12-22"):
        application = make(State.PUBLIC_NOTICE)
        objection = record_objection(
            entry_id=entry_of(application).pk, text="另有住房", received_on=timezone.localdate(),
            by=cast.reviewer,
        )  # fmt: skip
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    with at("2026-12-29"):
        found = Answer(Outcome.UPHELD, "走访了邻居。", "属实", ToldHow.NOBODY, timezone.localdate())
        answer_objection(objection_id=objection.pk, answer=found, by=other)
    assert is_back(application)


def test_a_review_reopens_a_case_whether_or_not_the_year_is_entered(cast, make, unfilled):
    other = UserFactory(union=cast.city, role=Role.APPROVER)
    with at("2026-12-22"):
        application = make(State.APPROVAL)
        application = take(application, "reject", by=cast.approver, comment="不符合")
    with at("2026-12-29"):
        asked = ask(application, cast.clerk)
        answer_appeal(appeal_id=asked.pk, is_changed=True, answer="票据已核。", by=other)
    assert is_back(application)


# the other rooms


def test_a_wait_ends_before_the_year_that_is_not_entered(cast, make, unfilled):
    with at("2026-12-22"):
        application = make(State.REVIEW)
    with at("2026-12-28"):
        assert last_day_of_waiting(application) == date(2026, 12, 31)
    with at("2026-12-31"), pytest.raises(UnknownYear, match=WHY):
        take(application, "suspend", by=cast.reviewer, until_on=None)


def test_a_file_is_handed_in_with_a_period_that_is_known(cast, unfilled):
    with at("2026-12-30"):
        household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
        with pytest.raises(UnknownYear, match=WHY):
            take_file_step(household_id=household.pk, action="submit", by=cast.clerk)
        load_fixed_days([2027])
        take_file_step(household_id=household.pk, action="submit", by=cast.clerk)
    household.refresh_from_db()
    assert (household.state, household.due_on.year) == (FileState.UNDER_REVIEW, 2027)


def test_a_lead_is_entered_with_its_day_and_a_citizen_is_heard_all_the_same(cast, unfilled):
    with at("2026-12-31"):
        told = Told(channel="visit", heard_on=timezone.localdate(), name="程秀兰", hardship="丈夫住院")
        with pytest.raises(UnknownYear, match=WHY):
            record_lead(told=told, by=cast.clerk)
        assert not Lead.objects.exists()
        heard = begin_lead(told=told, union=cast.union, by=None)
    assert heard.due_on.year == 2027
