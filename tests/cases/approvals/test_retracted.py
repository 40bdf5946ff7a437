"""撤回我的意见: while it is the last thing done, by whose it is; what it gave goes back."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.reports import approval_form
from cases.approvals.selectors import list_options
from cases.approvals.selectors.deadlines import list_taken
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.selectors.permits import has_decided
from cases.approvals.selectors.retracting import find_retractable
from cases.approvals.states import RETRACT
from cases.archives.services.recusals import declare_recusal
from funds.ledgers.models import CapUsage, Commitment
from funds.payments import services as payments
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.books import assert_books_balance, available
from tests.cases.approvals.test_routes import minute, people, walk
from tests.factories import UserFactory, take, unguarded

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
OWN, COUNTY, NOTICE, CITY = range(4)
WHY = "签错了，还没有核对票据"


@pytest.fixture
def passed(make, people):
    """Signed by the grassroots union, waiting for the county."""
    return take(make(State.REVIEW, amount=3000), "pass", by=people["own"])


@pytest.fixture
def approved(make, people, line):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")
    return take(application, "approve", by=people["city2"], line=line)


def back(application, by, comment=WHY):
    return take(application, RETRACT, by=by, comment=comment)


def offers(application, by):
    return RETRACT in [row.action for row in list_options(application, by).buttons]


def test_the_case_stands_where_it_stood_and_is_signed_anew(make, people):
    before = make(State.REVIEW, amount=3000)
    application = back(take(before, "pass", by=people["own"]), people["own"])
    assert (application.state, application.stage_no, application.round) == (State.REVIEW, OWN, 1)
    assert (application.awaits, application.awaits_role) == (before.awaits, before.awaits_role)
    assert application.due_on == before.due_on
    assert application in list_tab(user=people["own"], tab="todo")
    assert application not in list_tab(user=people["county"], tab="todo")
    assert not has_decided(application, people["own"])
    application = take(application, "pass", by=people["own"])
    assert (application.state, application.stage_no) == (State.REVIEW, COUNTY)
    signed = application.steps.filter(action="pass").order_by("pk")
    assert list(signed.values_list("again", flat=True)) == [0, 1]


def test_the_signature_is_void_and_says_why(passed, people, as_user):
    application = back(passed, people["own"])
    signed, undone = application.steps.order_by("pk")[1:]
    assert (undone.takes_back, undone.comment, undone.is_decision) == (signed, WHY, False)
    assert [one.step for one in approval_form(application)["opinions"]][1:] == [None] * 4
    page = as_user(people["own"]).get(f"/applications/{application.pk}/").text
    for words in ("<del>", "已作废", WHY):
        assert words in page
    taken = list_taken(people["county"], people["county"].union)
    assert not taken.filter(application=application).exists()


def test_one_of_two_takes_back_and_the_other_need_not(make, people, line):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")
    application = back(application, people["city"])
    assert (application.state, application.stage_no) == (State.APPROVAL, CITY)
    application = take(application, "approve", by=people["city2"])
    assert application.state == State.APPROVAL, "one of two"
    application = take(application, "approve", by=people["city"], line=line)
    assert application.state == State.APPROVED


@pytest.mark.requirement("E2")
def test_an_approval_taken_back_holds_no_money_and_may_be_given_again(approved, people, line):
    assert available(line) == 47000
    application = back(approved, people["city2"])
    assert (application.state, application.stage_no, application.awaits) == (
        State.APPROVAL, CITY, people["city"].union,
    )  # fmt: skip
    assert (application.decided_at, application.decided_by) == (None, None)
    assert available(line) == 50000
    assert not Commitment.objects.filter(committed__gt=0).exists()
    assert Payable.objects.get().state == PayableState.VOID
    assert CapUsage.objects.get(scope="programme:living").used == 0
    told = Receipt.objects.get(message__kind="approvals.retract")
    assert told.to == application.submitted_by
    application = take(application, "approve", by=people["city2"], line=line)
    assert (application.state, available(line)) == (State.APPROVED, 47000)
    application = take(back(application, people["city2"]), "approve", by=people["city2"], line=line)
    assert (application.state, available(line)) == (State.APPROVED, 47000)
    assert_books_balance()


def test_in_words_once_somebody_acted(passed, people):
    application = take(passed, "suspend", by=people["county"])
    application = take(application, "resume", by=people["county"])
    assert not offers(application, people["own"])
    with pytest.raises(Refused, match="已经有人接着办理，不能撤回"):
        back(application, people["own"])


def test_in_words_while_the_notice_is_up(passed, people):
    application = take(passed, "pass", by=people["county"])
    assert application.state == State.PUBLIC_NOTICE
    assert not offers(application, people["county"])
    with pytest.raises(Refused, match="已经公示，不能撤回"):
        back(application, people["county"])


def test_in_words_once_finance_has_it_in_hand(approved, cast, people):
    payments.make_batch(payable_ids=[Payable.objects.get().pk], title="", by=cast.finance)
    assert not offers(approved, people["city2"])
    with pytest.raises(Refused, match="编进发放批次"):
        back(approved, people["city2"])


def test_in_words_once_it_is_on_the_agenda_of_who_decides_next(passed, people):
    county = people["county"]
    minute(passed, county, UserFactory(union=county.union, role=Role.APPROVER))
    assert not offers(passed, people["own"])
    with pytest.raises(Refused, match="列入会议议程"):
        back(passed, people["own"])


def test_in_words_once_the_family_has_another_under_way(approved, make, people):
    make(State.DRAFT, household=approved.household, amount=100)
    assert not offers(approved, people["city2"])
    assert approved.pk not in find_retractable([approved], people["city2"])
    with pytest.raises(Refused, match="另有申请正在办理，不能撤回"):
        back(approved, people["city2"])


def test_another_year_of_it_keeps_nothing(approved, make, people):
    other = make(State.DRAFT, household=approved.household, amount=100)
    Application.objects.filter(pk=other.pk).update(year=other.year - 1)
    assert back(approved, people["city2"]).state == State.APPROVAL


@pytest.mark.parametrize("who", ["county", "city", "province"])
def test_nobody_else_takes_it_back(who, passed, people):
    assert not offers(passed, people[who])
    with pytest.raises(Refused):
        back(passed, people[who])


def test_a_colleague_of_the_same_post_does_not(passed, people):
    colleague = UserFactory(union=people["own"].union, role=Role.REVIEWER)
    with pytest.raises(Refused, match="由签这个意见的"):
        back(passed, colleague)


def test_who_holds_the_post_no_more_does_not(passed, people):
    own = people["own"]
    with unguarded():
        Appointment.objects.filter(user=own).update(role=Role.APPROVER)
    with pytest.raises(Refused, match="不在签这个意见时的岗位上"):
        back(passed, User.objects.get(pk=own.pk))


def test_who_stands_in_takes_it_back_with_both_names(passed, people, acting):
    application = back(passed, acting(people["own"]))
    step = application.steps.get(action=RETRACT)
    assert (step.stood_in_for, step.who) == (people["own"], f"李代办（代 {people['own'].name}）")
    assert take(application, "pass", by=people["own"]).stage_no == COUNTY


def test_who_stays_out_since_takes_it_back(passed, people):
    own = people["own"]
    declare_recusal(household_id=passed.household_id, cause="relative", reason="户主是我表弟", by=own)
    application = back(passed, own)
    assert (application.state, application.stage_no) == (State.REVIEW, OWN)
    with pytest.raises(Refused, match="已申请回避"):
        take(application, "pass", by=own)


def test_who_made_it_takes_it_back_in_the_name_of_who_signed(make, cast, people, acting):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")
    application = back(application, acting(people["city"], cast.clerk))
    assert application.steps.get(action=RETRACT).who == f"{cast.clerk.name}（代 {people['city'].name}）"


@pytest.mark.parametrize("comment", ["", "  "])
def test_a_reason_is_needed(comment, passed, people):
    with pytest.raises(Refused, match="必须填写意见"):
        back(passed, people["own"], comment=comment)


def test_a_case_handed_on_is_its_holders_again(make, people):
    application = make(State.REVIEW, amount=3000)
    colleague = UserFactory(union=people["own"].union, role=Role.REVIEWER)
    application = take(application, "hand_on", by=people["own"], handed_to=colleague.pk)
    application = back(take(application, "pass", by=colleague), colleague)
    assert application.holder == colleague
    with pytest.raises(Refused, match="已转给"):
        take(application, "pass", by=people["own"])


def test_the_page_and_what_was_done_offer_it(passed, people, as_user):
    browser = as_user(people["own"])
    assert f"/applications/{passed.pk}/#decision" in browser.get("/approvals/?tab=done").text
    page = browser.get(f"/applications/{passed.pk}/").text
    assert 'value="retract"' in page
    sent = {"action": RETRACT, "seen_hash": passed.content_hash, "comment": WHY}
    answer = browser.post(f"/approvals/{passed.pk}/step/", sent, follow=True)
    assert "的意见已撤回作废，请重新办理" in answer.text
    assert "#decision" not in browser.get("/approvals/?tab=done").text
    answer = browser.post(f"/approvals/{passed.pk}/step/", sent)
    assert (answer.status_code, "已经有人接着办理" in answer.text) == (409, True)


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id, takes_back_id)
         SELECT id, round, 'retract', state, %s, stage_no, %s, %s, %s, content_hash, '{}', now(),
         submitted_by_id, %s, %s FROM applications_application WHERE id = %s"""
KEPT = "step_retracts_what_nobody_acted_on"


def refused_by(constraint, application, *, by, signed, target="review", to=OWN, comment="x", decides=False):
    values = [target, to, decides, comment, by.pk, signed and signed.pk, application.pk]
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, values)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_the_database_takes_back_the_last_signature_of_its_own_person_alone(passed, people):
    signed = passed.steps.get(action="pass")
    submitted = passed.steps.get(action="submit")
    colleague = UserFactory(union=people["own"].union, role=Role.REVIEWER)
    for by, row, more in (
        (colleague, signed, {}),
        (people["own"], submitted, {}),
        (people["own"], signed, {"comment": " "}),
        (people["own"], signed, {"decides": True}),
        (people["own"], signed, {"to": COUNTY}),
        (people["own"], signed, {"to": None}),
    ):
        refused_by(KEPT, passed, by=by, signed=row, **more)
    refused_by("step_takes_one_back", passed, by=people["own"], signed=None)


def test_the_database_alone_keeps_what_somebody_acted_on(passed, people):
    signed = passed.steps.get(action="pass")
    application = take(passed, "suspend", by=people["county"])
    application = take(application, "resume", by=people["county"])
    refused_by(KEPT, application, by=people["own"], signed=signed)


def test_the_database_alone_keeps_what_is_on_a_notice(passed, people):
    application = take(passed, "pass", by=people["county"])
    signed = application.steps.order_by("-pk").first()
    refused_by(KEPT, application, by=people["county"], signed=signed, to=COUNTY)


def test_the_database_alone_asks_for_the_money_first(approved, people):
    signed = approved.steps.order_by("-pk").first()
    more = {"by": people["city2"], "signed": signed, "target": "approval", "to": CITY}
    refused_by("step_retracts_with_its_money", approved, **more)


def test_the_database_alone_keeps_what_finance_has_in_hand(approved, cast, people):
    payments.make_batch(payable_ids=[Payable.objects.get().pk], title="", by=cast.finance)
    signed = approved.steps.order_by("-pk").first()
    more = {"by": people["city2"], "signed": signed, "target": "approval", "to": CITY}
    refused_by(KEPT, approved, **more)


def test_the_database_alone_lets_nobody_of_another_post(passed, people):
    signed = passed.steps.get(action="pass")
    Appointment.objects.filter(user=people["own"]).update(until_on=date(2000, 1, 2), from_on=date(2000, 1, 1))
    refused_by(KEPT, passed, by=people["own"], signed=signed)


def test_what_was_taken_back_decided_nothing_for_a_review(approved, people, line):
    application = back(approved, people["city2"])
    third = UserFactory(union=people["city"].union, role=Role.APPROVER)
    take(application, "approve", by=third, line=line)
    stands = ApprovalStep.objects.filter(application=approved, action="approve", taken_back=None)
    assert {step.by for step in stands} == {people["city"], third}
    assert Application.objects.get(pk=approved.pk).decided_by == third
