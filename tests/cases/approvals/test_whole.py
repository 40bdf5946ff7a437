"""全程时限: from the route, else R59; it stands still while mended or waiting, and is put off once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import list_options
from cases.approvals.selectors.whole import count_used
from cases.policies.rules import parse_policy
from cases.policies.rules.document.keys import PolicyInvalid
from cases.policies.rules.routing import route_words
from cases.policies.selectors import get_calendar
from cases.policies.services import load_policy
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.cases.approvals.test_routes import ROUTES
from tests.cases.outcomes.test_reopening import change
from tests.factories import UserFactory, take, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
WRITTEN = ROUTES.replace("label: 三级审批", "label: 三级审批\n    whole: {workdays: 12, longest: 20}")


def day(count):
    return get_calendar().add_workdays(timezone.localdate(), count)


def earlier(application, days):
    """All of it happened so many days before."""
    with unguarded():
        for step in application.steps.all():
            ApprovalStep.objects.filter(pk=step.pk).update(at=step.at - timedelta(days=days))


def test_thirty_working_days_and_with_a_reason_forty_five(make):
    application = make(State.REVIEW)
    assert (application.whole_due_on, application.whole_most_on) == (day(30), day(45))


def test_what_the_route_says_holds(make, cast, reference):
    load_policy(union=cast.city, text=WRITTEN, in_force_from=date(2020, 1, 1))
    UserFactory(union=cast.union, role=Role.REVIEWER)
    UserFactory(union=cast.city, role=Role.APPROVER)
    application = make(State.REVIEW, amount=3000)
    assert (application.whole_due_on, application.whole_most_on) == (day(12), day(20))


def test_the_days_of_mending_do_not_count(make, cast):
    application = make(State.REVIEW)
    earlier(application, 7)
    used = get_calendar().workdays_between(timezone.localdate() - timedelta(days=7), timezone.localdate())
    application = take(application, "return", by=cast.reviewer)
    application = take(application, "submit", by=cast.clerk)
    assert application.whole_due_on == day(30 - used)


def a_week():
    """How many working days the last seven days had."""
    return get_calendar().workdays_between(timezone.localdate() - timedelta(days=7), timezone.localdate())


def test_the_days_between_a_decision_and_its_being_taken_back_do_not_count(make, cast, line):
    application = make(State.APPROVED, line=line)
    earlier(application, 7)
    application = take(application, "retract", by=cast.approver)
    assert count_used(application, get_calendar()) == 0
    earlier(application, 7)
    application = take(application, "return", by=cast.approver)
    assert count_used(application, get_calendar()) == a_week(), "it runs again since then"


def test_nor_those_until_a_refusal_is_changed_on_review(make, cast):
    application = make(State.REJECTED)
    earlier(application, 7)
    application = change(application, UserFactory(union=cast.city, role=Role.APPROVER), cast.clerk)
    assert application.state == State.RETURNED
    assert count_used(application, get_calendar()) == 0


def test_waiting_for_the_applicant_moves_it_on(make, cast):
    application = take(make(State.REVIEW), "suspend", by=cast.reviewer)
    due = application.whole_due_on
    earlier(application, 7)
    application = take(application, "resume", by=cast.reviewer)
    waited = get_calendar().workdays_between(timezone.localdate() - timedelta(days=7), timezone.localdate())
    assert application.whole_due_on == get_calendar().add_workdays(due, waited)


def test_it_is_put_off_once_with_a_reason_by_whose_turn_it_is(make, cast):
    application = make(State.REVIEW)
    with pytest.raises(Refused, match="必须填写意见"):
        take(application, "prolong", by=cast.reviewer, comment=" ")
    with pytest.raises(Refused):
        take(application, "prolong", by=cast.approver)
    due = application.due_on
    application = take(application, "prolong", by=cast.reviewer, comment="要向外省核实收入")
    assert (application.whole_due_on, application.state, application.due_on) == (day(45), State.REVIEW, due)
    assert "prolong" not in [row.action for row in list_options(application, cast.reviewer).buttons]
    with pytest.raises(Refused, match="已经延长过"):
        take(application, "prolong", by=cast.reviewer)


def test_the_case_and_the_inbox_show_it(make, cast, as_user):
    application, browser = make(State.REVIEW), as_user(User.objects.get(pk=cast.reviewer.pk))
    due = application.whole_due_on
    page = browser.get(f"/applications/{application.pk}/").text
    assert f"{due.isoformat()}（剩 30 个工作日）" in page
    assert "延长全程时限" in page
    assert f"全程 {due:%m-%d} 前" in browser.get("/approvals/").text


def test_the_sentence_of_the_route_says_it():
    document = parse_policy(WRITTEN)
    words = route_words(document, document.routes["usual"])
    assert "全程 12 个工作日内办结，写明原因的最多 20 个工作日" in words
    with pytest.raises(PolicyInvalid):
        parse_policy(WRITTEN.replace("longest: 20", "longest: 11"))


def refused_by(constraint, sql, *values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_the_database_alone_keeps_it(make, cast):
    application = take(make(State.REVIEW), "hand_on", by=cast.reviewer, handed_to=other(cast).pk)
    update = "UPDATE applications_application SET whole_due_on = whole_most_on WHERE id = %s"
    refused_by("application_whole_by_steps", update, application.pk)
    update = "UPDATE applications_application SET whole_due_on = whole_most_on + 1 WHERE id = %s"
    with unguarded():
        refused_by("application_whole_within_its_most", update, application.pk)


PROLONG = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no,
         next_no, is_decision, comment, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, 'prolong', state, state, stage_no, stage_no, false, %s, content_hash, '{}', now(),
         submitted_by_id, %s FROM applications_application WHERE id = %s"""


def test_the_database_alone_puts_it_off_once_and_for_a_reason(make, cast):
    application = make(State.REVIEW)
    refused_by("step_prolongs_for_a_reason", PROLONG, "", cast.reviewer.pk, application.pk)
    refused_by("step_by_whom_the_route_names", PROLONG, "x", cast.approver.pk, application.pk)
    application = take(application, "prolong", by=cast.reviewer, comment="要向外省核实收入")
    refused_by("step_prolongs_once", PROLONG, "x", cast.reviewer.pk, application.pk)
    assert Application.objects.get(pk=application.pk).whole_due_on == day(45)


def other(cast):
    return UserFactory(union=cast.county, role=Role.REVIEWER)
