"""转办: a case is handed on within its post, to somebody who may sign it, and is theirs since."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import Supervision
from cases.approvals.selectors import list_options
from cases.approvals.selectors.handing import list_colleagues
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.selectors.overdue import list_to_answer
from cases.approvals.services import StepRefused
from cases.archives.services.recusals import declare_recusal
from hardship.accounts.models import Appointment, User
from hardship.accounts.services.people import set_active
from hardship.accounts.states import Role
from hardship.desk.selectors import count_todo
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


@pytest.fixture
def colleague(cast):
    return UserFactory(union=cast.county, role=Role.REVIEWER, name="周接手")


def hand(application, by, to, comment="下周出差，来不及实地看。"):
    return take(application, "hand_on", by=by, handed_to=to.pk, comment=comment)


def test_a_colleague_of_the_post_gets_it_with_its_deadline(cast, make, colleague):
    application = make(State.REVIEW)
    handed = hand(application, cast.reviewer, colleague)
    assert (handed.state, handed.stage_no, handed.holder) == (State.REVIEW, application.stage_no, colleague)
    assert handed.due_on == application.due_on
    assert not handed.steps.get(action="hand_on").is_decision
    assert Message.objects.filter(kind="approvals.hand_on").exists()


def test_then_it_is_theirs_alone(cast, make, colleague):
    application = make(State.REVIEW)
    people = (cast.reviewer, colleague)
    assert [count_todo(person).get("approvals:inbox") for person in people] == [1, 1]
    hand(application, *people)
    assert [count_todo(person).get("approvals:inbox", 0) for person in people] == [0, 1]
    assert application not in list_tab(user=cast.reviewer, tab="todo")
    assert application in list_tab(user=colleague, tab="todo")
    with pytest.raises(Refused, match="已转给“周接手”办理"):
        take(application, "pass", by=cast.reviewer)
    application = take(application, "pass", by=colleague)
    assert (application.state, application.holder) == (State.PUBLIC_NOTICE, None)


def test_who_stands_in_for_the_holder_may_sign(cast, make, colleague, acting):
    application = hand(make(State.REVIEW), cast.reviewer, colleague)
    assert take(application, "pass", by=acting(colleague)).state == State.PUBLIC_NOTICE


def loses_the_post(colleague, _application):
    Appointment.objects.filter(user=colleague).update(revoked_at=timezone.now())


def loses_the_account(colleague, _application):
    set_active(user=colleague, active=False, by=UserFactory(union=colleague.union, role=Role.ADMINISTRATOR))


def declares(colleague, application):
    kept_out(application, colleague)


def is_of_the_family(colleague, application):
    index = bytes(application.household.head.id_number_index)
    User.objects.filter(pk=colleague.pk).update(id_number_index=index)


@pytest.mark.parametrize("goes", [loses_the_post, loses_the_account, declares, is_of_the_family])
def test_whoever_may_not_sign_it_any_more_holds_up_nothing(goes, cast, make, colleague):
    application = hand(make(State.REVIEW), cast.reviewer, colleague)
    third = UserFactory(union=cast.county, role=Role.REVIEWER)
    assert application not in list_tab(user=third, tab="todo")
    assert count_todo(third).get("approvals:inbox", 0) == 0
    goes(colleague, application)
    assert application in list_tab(user=third, tab="todo")
    assert count_todo(third)["approvals:inbox"] == 1
    assert take(application, "pass", by=third).state == State.PUBLIC_NOTICE


def test_a_supervision_asks_whose_it_is(cast, make, colleague):
    application = hand(make(State.REVIEW), cast.reviewer, colleague)
    Supervision.objects.create(
        application=application, round=1, stage_no=application.stage_no, union=cast.county,
        role=Role.REVIEWER, above=cast.city, reason="请办理。", by=cast.approver,
    )  # fmt: skip
    assert [list_to_answer(person).count() for person in (cast.reviewer, colleague)] == [0, 1]
    loses_the_post(colleague, application)
    assert list_to_answer(cast.reviewer).count() == 1


def test_it_does_not_come_back_to_whoever_handed_it_on(cast, make, colleague):
    third = UserFactory(union=cast.county, role=Role.REVIEWER)
    application = hand(make(State.REVIEW), cast.reviewer, colleague)
    found = list_colleagues(application, colleague)
    assert third in found
    assert cast.reviewer not in found
    with pytest.raises(StepRefused, match="转出来过的不能再转回去"):
        hand(application, colleague, cast.reviewer)
    assert hand(application, colleague, third).holder == third


def test_nobody_gets_it_for_whom_somebody_wrote_on_it(cast, make, colleague):
    application = make(State.REVIEW)
    application.edits.create(version=application.version, by=cast.clerk, stood_in_for=colleague)
    assert colleague not in list_colleagues(application, cast.reviewer)
    assert refused_by(application, cast.reviewer, *handing(colleague)) == WITHIN


def maker_of(cast, make):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    return make(State.REVIEW, clerk=both, household=household), both


def kept_out(application, by):
    declare_recusal(household_id=application.household_id, cause="kin", reason="是我的叔叔", by=by)


def test_nobody_gets_it_who_may_not_sign_it(cast, make, colleague):
    application, both = maker_of(cast, make)
    kept_out(application, colleague)
    elsewhere = UserFactory(union=cast.city, role=Role.REVIEWER)
    finance = UserFactory(union=cast.county, role=Role.FINANCE)
    nobody = (both, colleague, elsewhere, finance, cast.reviewer)
    for who in nobody:
        with pytest.raises(StepRefused, match="请选择转给谁") as refused:
            hand(application, cast.reviewer, who)
        assert refused.value.field == "handed_to"
    assert not set(nobody) & set(list_colleagues(application, cast.reviewer))


def test_nobody_hands_it_on_who_may_not_sign_it(cast, make, colleague, acting):
    application, both = maker_of(cast, make)
    with pytest.raises(Refused, match="自己建立、填写或提交"):
        hand(application, both, colleague)
    kept_out(application, cast.reviewer)
    with pytest.raises(Refused, match="回避"):
        hand(application, cast.reviewer, colleague)
    with pytest.raises(Refused, match=r"您代“.*本人不能办"):
        hand(application, acting(cast.reviewer), colleague)


@pytest.mark.parametrize("comment", ["", "  "])
def test_it_needs_a_reason(comment, cast, make, colleague):
    with pytest.raises(Refused, match="必须填写意见"):
        hand(make(State.REVIEW), cast.reviewer, colleague, comment=comment)


def test_what_goes_back_is_nobodys(cast, make, colleague):
    application = hand(make(State.REVIEW), cast.reviewer, colleague)
    assert take(application, "return", by=colleague).holder is None


def test_the_page_offers_who_may_and_says_who_had_it_and_why(cast, make, colleague, as_user):
    application, browser = make(State.REVIEW), as_user(cast.reviewer)
    address = f"/approvals/{application.pk}/step/"
    assert "周接手" in browser.get(f"/applications/{application.pk}/").content.decode()
    sent = {"action": "hand_on", "comment": "下周出差", "seen_hash": application.content_hash}
    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, {**sent, "handed_to": colleague.pk}).status_code == 302
    page = as_user(colleague).get(f"/applications/{application.pk}/").content.decode()
    assert f"{cast.reviewer.name}转给周接手办理：下周出差" in page
    assert list_options(Application.objects.get(pk=application.pk), colleague).buttons


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, handed_to_id, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, %s, state, %s, stage_no, %s, %s, %s, %s, content_hash, '{}', now(),
         submitted_by_id, %s FROM applications_application WHERE id = %s"""
WITHIN = "step_hands_on_within_the_post"


def refused_by(application, by, *values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [*values, by.pk, application.pk])
    return caught.value.__cause__.diag.constraint_name


def handing(to, target="review", following=0, comment="x"):
    return "hand_on", target, following, False, comment, to and to.pk


def test_the_database_hands_on_within_the_post_alone(cast, make, colleague):
    application, both = maker_of(cast, make)
    for to in (both, cast.reviewer, cast.city_reviewer, cast.clerk):
        assert refused_by(application, cast.reviewer, *handing(to)) == WITHIN
    for more in ({"target": "approval"}, {"following": 1}, {"comment": " "}):
        assert refused_by(application, cast.reviewer, *handing(colleague, **more)) == WITHIN
    kept_out(application, colleague)
    assert refused_by(application, cast.reviewer, *handing(colleague)) == WITHIN
    assert refused_by(application, both, *handing(cast.reviewer)) == "step_not_on_own_work"
    assert refused_by(application, colleague, *handing(cast.reviewer)) == "step_by_who_stays_out"


def test_the_database_alone_keeps_it_for_its_holder(cast, make, colleague):
    application = hand(make(State.REVIEW), cast.reviewer, colleague)
    signed = ("pass", "public_notice", 1, True, "", None)
    assert refused_by(application, cast.reviewer, *signed) == "step_by_whom_it_was_handed_to"
    assert refused_by(application, colleague, *handing(cast.reviewer)) == WITHIN


def test_the_database_hands_on_by_a_step_alone(cast, make, colleague):
    with pytest.raises(DatabaseError, match="handed on by a step alone"), transaction.atomic():
        Application.objects.filter(pk=make(State.REVIEW).pk).update(holder=colleague)
