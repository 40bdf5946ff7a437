"""退回到前面的环节: which stages, what is void since, who signs again; kept by the database."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.reports import approval_form
from cases.approvals.selectors import get_entry, list_options
from cases.approvals.selectors.along import is_void, list_earlier, standing
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.selectors.permits import barred_for
from cases.approvals.services import StepRefused
from cases.notices.services import record_objection
from funds.ledgers.models import Commitment
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.books import assert_books_balance, available
from tests.cases.approvals.test_routes import people, walk
from tests.factories import UserFactory, take

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
OWN, COUNTY, NOTICE, CITY = range(4)


@pytest.fixture
def decided(make, people):
    """Signed by the grassroots union and the county, shown, and by one of two at the city."""
    return walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")


def back(application, by, to, comment="实地情况没有写清楚"):
    return take(application, "send_back", by=by, to_stage=to, comment=comment)


def test_a_case_goes_back_to_a_stage_and_on_from_there(decided, people, line):
    application = back(decided, people["city2"], COUNTY)
    assert (application.state, application.stage_no, application.round) == (State.REVIEW, COUNTY, 1)
    assert (application.awaits, application.awaits_role) == (people["county"].union, Role.REVIEWER)
    assert application in list_tab(user=people["county"], tab="todo")
    application = take(application, "pass", by=people["county"])
    assert (application.state, application.stage_no) == (State.APPROVAL, CITY)  # not shown twice
    application = take(application, "approve", by=people["city"])
    assert application.state == State.APPROVAL  # what was signed before is void: one of two again
    application = take(application, "approve", by=people["city2"], line=line)
    assert (application.state, available(line)) == (State.APPROVED, 47000)
    assert_books_balance()


def test_signatures_before_the_stage_stand_and_those_since_are_void(decided, people):
    application = back(decided, people["city2"], COUNTY)
    steps = list(application.steps.order_by("pk"))
    stand = set(standing(ApprovalStep.objects.filter(application=application)))
    assert [(step.action, step in stand) for step in steps] == [
        ("submit", True), ("pass", True), ("pass", False), ("conclude", True), ("approve", False),
        ("send_back", False),
    ]  # fmt: skip
    assert [not is_void(step, steps) for step in steps] == [step in stand for step in steps]
    printed = [one.step.by if one.step else None for one in approval_form(application)["opinions"]]
    assert printed == [steps[0].by, people["own"], None, None, None]


def test_no_money_is_held_for_what_went_back(decided, people, line):
    back(decided, people["city2"], OWN)
    assert not Commitment.objects.exists()
    assert available(line) == 50000


def test_whoever_signed_before_the_stage_does_not_sign_again(decided, people, cast):
    """They hold a post at the county as well: what they signed at the grassroots union stands."""
    both = people["own"]
    Appointment.objects.create(user=both, union=cast.county, role=Role.REVIEWER, from_on=date(2000, 1, 1))
    application = back(decided, people["city2"], COUNTY)
    both = User.objects.get(pk=both.pk).at(cast.county)
    assert application not in list_tab(user=both, tab="todo").exclude(barred_for(both))
    with pytest.raises(Refused, match="您在本轮已经签过意见"):
        take(application, "pass", by=both)


def test_where_it_may_go_back_to(make, people):
    application = make(State.REVIEW, amount=3000)
    assert list_earlier(application) == []
    application = take(take(application, "pass", by=people["own"]), "pass", by=people["county"])
    assert application.state == State.PUBLIC_NOTICE
    assert list_earlier(application) == []  # a running notice is taken down by returning to the clerk
    for to in (OWN, COUNTY):
        with pytest.raises(Refused, match="不能“退回前面环节”"):
            back(application, people["county"], to)


@pytest.mark.parametrize("to", [None, NOTICE, CITY, 9])
def test_it_goes_to_no_other_stage(to, decided, people):
    with pytest.raises(StepRefused, match="请选择退回到哪个环节"):
        back(decided, people["city2"], to)


@pytest.mark.parametrize("comment", ["", "  "])
def test_a_reason_is_needed(comment, decided, people):
    with pytest.raises(Refused, match="必须填写意见"):
        back(decided, people["city2"], COUNTY, comment=comment)


def test_only_whose_turn_it_is_sends_it_back(decided, people):
    for who in ("own", "county", "province"):
        with pytest.raises(Refused, match=r"由“|没有“"):
            back(decided, people[who], OWN)
    with pytest.raises(Refused, match="您在本轮已经签过意见"):
        back(decided, people["city"], OWN)
    assert "send_back" not in [row.action for row in list_options(decided, people["county"]).buttons]


def test_the_stage_is_told(decided, people):
    back(decided, people["city2"], COUNTY)
    told = Message.objects.get(kind="approvals.send_back")
    assert (told.union, told.role) == (people["county"].union, Role.REVIEWER)


def test_an_objection_to_what_was_shown_is_still_taken_and_holds_it(decided, people, cast):
    application = back(decided, people["city2"], COUNTY)
    record_objection(
        entry_id=get_entry(application).pk, text="家里有车", received_on=timezone.localdate(),
        by=UserFactory(union=cast.county, role=Role.REVIEWER),
    )  # fmt: skip
    application = take(application, "pass", by=people["county"])
    with pytest.raises(Refused, match="有异议还没有调查答复"):
        take(application, "approve", by=people["city"])


def test_the_page_offers_the_stages_and_strikes_out_what_is_void(decided, people, as_user):
    browser, address = as_user(people["city2"]), f"/applications/{decided.pk}/"
    page = browser.get(address).content.decode()
    assert "退回到" in page
    assert "区县审核（" in page
    sent = {"seen_hash": decided.content_hash, "comment": "请核实房产", "to_stage": COUNTY}
    answer = browser.post(f"/approvals/{decided.pk}/step/", {**sent, "action": "approve"})
    assert (answer.status_code, "按的却不是“退回”" in answer.content.decode()) == (422, True)
    answer = browser.post(f"/approvals/{decided.pk}/step/", {**sent, "action": "return"})
    assert answer.status_code == 302
    page = as_user(people["county"]).get(address).content.decode()
    for words in ("<del>", "已作废", "退回重办", "已公示，不再公示"):
        assert words in page


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, %s, state, %s, stage_no, %s, true, %s, content_hash, '{}', now(), submitted_by_id,
         %s FROM applications_application WHERE id = %s"""


@pytest.mark.parametrize(
    ("target", "following", "comment", "who", "constraint"),
    [
        ("review", NOTICE, "x", "city2", "step_back_along_the_route"),
        ("approval", CITY, "x", "city2", "step_back_along_the_route"),  # where it stands
        ("approval", COUNTY, "x", "city2", "step_back_along_the_route"),  # the state of another stage
        ("approved", COUNTY, "x", "city2", "step_back_along_the_route"),
        ("review", None, "x", "city2", "step_back_along_the_route"),
        ("review", COUNTY, " ", "city2", "step_back_along_the_route"),
        ("review", COUNTY, "x", "county", "step_by_whom_the_route_names"),
        ("review", COUNTY, "x", "city", "step_decided_once_a_round"),
    ],
)
def test_the_database_sends_back_along_the_route_alone(
    target, following, comment, who, constraint, decided, people
):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, ["send_back", target, following, comment, people[who].pk, decided.pk])
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_the_database_alone_lets_nobody_sign_twice_across_a_sending_back(make, people):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")
    application = back(application, people["city2"], COUNTY)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, ["pass", "approval", CITY, "", people["own"].pk, application.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_decided_once_a_round"


def test_the_database_alone_counts_only_what_stands(decided, people):
    application = take(back(decided, people["city2"], COUNTY), "pass", by=people["county"])
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, ["approve", "approved", None, "", people["city2"].pk, application.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_along_the_route"
