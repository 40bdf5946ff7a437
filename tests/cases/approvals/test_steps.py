"""The route of an application: who may take which step, and what each step does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.selectors import content_hash
from cases.applications.states import OPEN_STATES, State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import list_options
from cases.approvals.services import StepRefused, take_step
from cases.approvals.states import (
    EXTEND,
    OF_CLERKS,
    ONWARD,
    OPINE,
    RECALL,
    REOPEN,
    RETRACT,
    SEND_BACK,
    TAKE_BACK,
    TAKE_OVER,
    TRANSITIONS,
)  # fmt: skip
from cases.policies.selectors import get_calendar
from funds.ledgers import services as ledger
from funds.ledgers.models import CapUsage, Commitment
from funds.ledgers.services import CapExceeded, InsufficientBalance, UseNotPermitted
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available, make_line
from tests.factories import (
    ApplicationFactory,
    HouseholdFactory,
    UserFactory,
    close_file,
    end_notices,
    give_elsewhere,
    promote,
    take,
)

pytestmark = pytest.mark.django_db

ACTIONS = sorted({row.action for row in TRANSITIONS})
PLACES = ("union", "county", "city")
TAKING = {row.role for row in TRANSITIONS}  # everybody else is tried where the case is decided
# Whose step it is on the usual route, in each state that it passes through: role and union.
POSTS = {
    State.REVIEW: (Role.REVIEWER, "county"), State.PUBLIC_NOTICE: (Role.REVIEWER, "county"),
    State.SUSPENDED: (Role.REVIEWER, "county"),
    State.APPROVAL: (Role.APPROVER, "city"), State.APPROVED: (Role.APPROVER, "city"),
}  # fmt: skip
# The first stage has none before it; what hangs is refused for an objection alone; what was passed is not
# taken back; nobody was asked; it is not late.
NEVER = (
    (SEND_BACK, State.REVIEW), ("withdraw", State.APPROVAL), (RECALL, State.APPROVAL),
    ("reject", State.PUBLIC_NOTICE),
    *((action, state) for action in (OPINE, TAKE_BACK, TAKE_OVER, EXTEND)
      for state in (State.REVIEW, State.APPROVAL)),
)  # fmt: skip
NEXT = {
    State.REVIEW: State.PUBLIC_NOTICE,
    State.PUBLIC_NOTICE: State.APPROVAL,
    State.APPROVAL: State.APPROVED,
}


def legal(action, state, role, place):
    """Where the table and the usual route lead, None where they do not."""
    if (role, place) != ((Role.CLERK, "union") if action in OF_CLERKS else POSTS.get(state)):
        return None
    if (action, state) in NEVER or action in (REOPEN, RETRACT):  # nobody here signed
        return None
    rows = (row for row in TRANSITIONS if (row.action, row.role) == (action, role) and state in row.source)
    return next((row.target for row in rows if action not in ONWARD or row.target == NEXT[state]), None)


class Undo(Exception):
    """Ends a try without leaving anything behind."""


@pytest.mark.requirement("B3")
def test_an_application_goes_from_the_clerk_to_the_city_and_holds_its_money(cast, make, line):
    application = make(State.APPROVED, line=line)
    assert application.state == State.APPROVED
    assert [step.action for step in application.steps.order_by("pk")] == [
        "submit", "pass", "conclude", "approve",
    ]  # fmt: skip
    year = timezone.localdate().year
    assert application.number == f"申-{cast.union.code}-{year}-0001"
    assert application.decided_by == cast.approver
    held = Commitment.objects.get(source=f"applications.application:{application.pk}")
    assert (held.committed, held.line) == (application.amount, line)
    assert available(line) == 50000 - application.amount
    usage = CapUsage.objects.get(subject=f"household:{application.household_id}", scope="programme:living")
    assert usage.used == application.amount
    assert_books_balance()


@pytest.mark.requirement("B3")
@pytest.mark.parametrize("state", State.values)
def test_take_step_does_what_the_table_says_and_nothing_else(state, cast, make, line):
    application = make(state, line=line)
    if state == State.PUBLIC_NOTICE:
        end_notices(application)
    people = {
        (role, place): UserFactory(union=getattr(cast, place), role=role)
        for role in Role
        for place in (PLACES if role in TAKING else PLACES[-1:])
    }
    takers = {State.REVIEW: cast.reviewer, State.APPROVAL: cast.approver}
    steps = application.steps.count()
    for (role, place), person in people.items():
        for action in ACTIONS:
            target = legal(action, state, role, place)
            moved = attempt(application, action, person, line, takers.get(state))
            assert moved == ((target, steps + 1) if target else None), (action, state, role, place)
    application.refresh_from_db()
    assert (application.state, application.steps.count()) == (state, steps)


def attempt(application, action, person, line, to):
    """Where the step led and how many steps there were then, or None when it was refused; all undone."""
    result = None
    try:
        with transaction.atomic():
            moved = take(application, action, by=person, line=line, to_stage=0, handed_to=to and to.pk)
            result = (moved.state, moved.steps.count())
            raise Undo
    except (Undo, Refused):
        return result


@pytest.mark.parametrize("action", ["pass", "return", "reject"])
def test_a_neighbouring_county_does_not_even_see_it(action, cast, make):
    application = make(State.REVIEW)
    with pytest.raises(Application.DoesNotExist):
        take_step(
            application_id=application.pk, action=action, by=cast.stranger, comment="不见",
            seen_hash=application.content_hash,
        )  # fmt: skip


def test_a_city_reviewer_takes_no_step_of_the_county(cast, make):
    application = make(State.REVIEW)
    with pytest.raises(Refused, match=f"由“{cast.county.name}”办理"):
        take(application, "pass", by=cast.city_reviewer)


@pytest.mark.parametrize("action", ["return", "reject"])
def test_a_step_against_the_family_needs_a_comment(action, cast, make):
    application = make(State.REVIEW)
    with pytest.raises(Refused, match="必须填写意见"):
        take(application, action, by=cast.reviewer, comment="  ")
    take(application, action, by=cast.reviewer, comment="费用清单不清楚")
    assert application.steps.get(action=action).comment == "费用清单不清楚"


@pytest.mark.requirement("B2")
def test_an_incomplete_application_is_not_submitted(cast, make):
    application = make(State.DRAFT)
    application.evidence.clear()
    with pytest.raises(Refused, match="还缺 2 项：缺少“困难证明”。缺少“收入证明”"):
        take(application, "submit", by=cast.clerk)
    application.refresh_from_db()
    assert (application.state, application.number) == (State.DRAFT, None)


def test_submitting_twice_has_one_effect(cast, make):
    application = make(State.REVIEW)
    with pytest.raises(Refused, match="可能已被他人处理"):
        take_step(
            application_id=application.pk, action="submit", by=cast.clerk, seen_hash=content_hash(application)
        )
    assert application.steps.count() == 1


def test_numbers_are_gapless_whatever_is_refused(cast, make):
    first, second = make(State.DRAFT), make(State.DRAFT)
    first.evidence.clear()
    with pytest.raises(Refused):
        take(first, "submit", by=cast.clerk)
    assert take(second, "submit", by=cast.clerk).number.endswith("-0001")
    assert make(State.REVIEW).number.endswith("-0002")


def test_a_returned_application_keeps_its_number_and_gets_a_new_round(cast, make):
    application = make(State.RETURNED)
    again = take(application, "submit", by=cast.clerk)
    assert (again.number, again.round) == (application.number, 2)
    take(again, "pass", by=cast.reviewer)
    assert again.steps.filter(is_decision=True, by=cast.reviewer).count() == 2


@pytest.mark.requirement("B7")
@pytest.mark.parametrize(("state", "days"), [(State.REVIEW, 5), (State.APPROVAL, 5), (State.RETURNED, 10)])
def test_each_stage_has_its_working_days(state, days, make):
    application = make(state)
    assert application.due_on == get_calendar().add_workdays(timezone.localdate(), days)


@pytest.mark.parametrize("state", [State.APPROVED, State.REJECTED, State.WITHDRAWN])
def test_what_is_over_has_no_deadline(state, make, line):
    assert make(state, line=line).due_on is None


def test_nobody_decides_on_what_they_made(cast, make):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    application = make(State.REVIEW, clerk=both, household=filed(cast))
    with pytest.raises(Refused, match="不能审批自己建立、填写或提交的申请"):
        take(application, "pass", by=both)
    assert "不能审批" in list_options(application, both).why
    assert list_options(application, cast.reviewer).buttons[0].action == "pass"


def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)


def test_who_submits_for_a_colleague_does_not_decide_either(cast, make):
    application = make(State.DRAFT)
    colleague = UserFactory(union=cast.union, role=Role.CLERK)
    application = take(application, "submit", by=colleague)
    assert (application.created_by, application.submitted_by) == (cast.clerk, colleague)


def submitted_by_a_reviewer(cast, make):
    """Begun and written by one clerk of the county, submitted by another who reviews there too."""
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    application = take(make(State.DRAFT, clerk=maker, household=filed(cast)), "submit", by=both)
    assert not application.edits.filter(by=both).exists()
    return application, both


def test_python_alone_refuses_who_only_submitted(cast, make):
    application, both = submitted_by_a_reviewer(cast, make)
    with pytest.raises(Refused, match="自己建立、填写或提交"):
        take(application, "pass", by=both)


def test_the_database_alone_refuses_who_only_submitted(cast, make, monkeypatch):
    application, both = submitted_by_a_reviewer(cast, make)
    monkeypatch.setattr("cases.approvals.services.executing.blocker", lambda *_args: "")
    with pytest.raises(IntegrityError, match="nobody decides on what they made"), transaction.atomic():
        take(application, "pass", by=both)


def promoted(cast):
    """The county's reviewer, who is the city's approver since."""
    person = cast.reviewer
    person.union = cast.city
    person.save()
    return promote(person, Role.APPROVER)


def test_the_database_alone_refuses_a_second_decision_in_a_round(cast, make, line, monkeypatch):
    application = make(State.APPROVAL)
    monkeypatch.setattr("cases.approvals.services.executing.blocker", lambda *_args: "")
    with pytest.raises(IntegrityError, match="step_decided_once_a_round"), transaction.atomic():
        take(application, "approve", by=promoted(cast), line=line)


def test_last_year_s_money_is_not_given(cast, make, line):
    year = timezone.localdate().year - 1
    old = ledger.open_line(fund_id=line.fund_id, use="living", year=year, by=cast.finance)
    application = make(State.APPROVAL)
    with pytest.raises(Refused, match="请选择审批工会当年"):
        take(application, "approve", by=cast.approver, line=old)


def test_a_person_who_moved_up_does_not_decide_the_same_round_again(cast, make, line):
    application = make(State.APPROVAL)
    with pytest.raises(Refused, match="您在本轮已经签过意见"):
        take(application, "approve", by=promoted(cast), line=line)


@pytest.mark.requirement("E2")
def test_without_money_nothing_is_approved(cast, make, reference):
    short = make_line(cast.finance, "100")
    application = make(State.APPROVAL)
    with pytest.raises(InsufficientBalance, match="余额不足"):
        take(application, "approve", by=cast.approver, line=short)
    application.refresh_from_db()
    assert application.state == State.APPROVAL
    assert application.steps.filter(action="approve").count() == 0
    assert available(short) == 100


def test_money_for_something_else_or_of_somebody_else_does_not_do(cast, make, reference):
    application = make(State.APPROVAL)
    medical = make_line(cast.finance, "50000", use="medical")
    theirs = make_line(UserFactory(union=cast.county, role=Role.FINANCE), "50000")
    for line in (medical, theirs, None):
        with pytest.raises((StepRefused, UseNotPermitted), match="请选择审批工会当年"):
            take(application, "approve", by=cast.approver, line=line)


@pytest.mark.requirement("B5")
def test_the_year_s_cap_holds_across_applications(cast, make, line):
    household = filed(cast)
    first = make(State.APPROVED, line=line, household=household, amount=9000)
    second = make(State.DRAFT, household=household)
    assert (first.entitled, second.amount) == (9840, 840)
    for action, who in (("submit", cast.clerk), ("pass", cast.reviewer)):
        take(second, action, by=who)
    end_notices(second)
    take(second, "conclude", by=cast.reviewer)
    give_elsewhere(household, 500, "living", by=cast.clerk)
    with pytest.raises(CapExceeded, match="还可帮扶 340"):
        take(second, "approve", by=cast.approver, line=line)


def test_a_file_that_was_closed_gets_no_aid(cast, make, line):
    application = make(State.APPROVAL)
    close_file(application.household)
    with pytest.raises(Refused, match="在档后才能申请帮扶"):
        take(application, "approve", by=cast.approver, line=line)


def test_each_step_leaves_its_trace(cast, make):
    application = make(State.REVIEW)
    step = ApprovalStep.objects.get(application=application)
    record = AuditRecord.objects.about(application).first()
    assert (record.action, record.by, record.data["step"]) == ("application.submit", cast.clerk, step.pk)
    assert step.content_hash == application.content_hash == content_hash(application)


def test_a_withdrawn_application_makes_room_for_another(cast, make):
    household = filed(cast)
    make(State.WITHDRAWN, household=household)
    assert make(State.DRAFT, household=household).state in OPEN_STATES


def test_an_application_of_a_clerk_above_goes_the_same_way(cast, reference):
    clerk = UserFactory(union=cast.county, role=Role.CLERK)
    application = ApplicationFactory(
        union=cast.union,
        household=filed(cast),
        clerk=clerk,
        reviewer=cast.reviewer,
        state=State.PUBLIC_NOTICE,
    )
    assert application.union == cast.union
    assert application.created_by == clerk
