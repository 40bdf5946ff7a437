"""Several people at once: exactly one effect."""

from datetime import date

import pytest
from django.db import transaction

from cases.applications.models import ApplicationCounter
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.archives.models import Household
from cases.notices.models import PublicNotice
from cases.policies.services import load_policy
from funds.ledgers.models import Commitment
from funds.payments import services as payments
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available, make_line
from tests.cases.approvals.test_overdue import lag
from tests.cases.approvals.test_routes import ROUTES
from tests.factories import (
    HouseholdFactory,
    MemberFactory,
    UnionFactory,
    UserFactory,
    close_file,
    end_notices,
    give_elsewhere,
    payable_of,
    take,
    written_on,
)
from tests.threads import after_this, at_once, impatient

pytestmark = pytest.mark.django_db(transaction=True)


def people(cast, count):
    return [UserFactory(union=cast.city, role=Role.APPROVER) for _n in range(count)]


def test_twenty_approvals_at_once_have_one_effect(cast, make, line):
    application = make(State.APPROVAL)

    def approve(approver):
        person = User.objects.select_related("union").get(pk=approver.pk)
        return take(application, "approve", by=person, line=line)

    results = at_once(approve, people(cast, 20))
    assert sum(not isinstance(result, Refused) for result in results) == 1
    assert ApprovalStep.objects.filter(application=application, action="approve").count() == 1
    assert Commitment.objects.count() == 1
    assert available(line) == 50000 - application.amount
    assert_books_balance()


def test_of_six_who_sign_at_once_where_two_must_two_have_signed(cast, reference, make, line):
    load_policy(union=cast.city, text=ROUTES, in_force_from=date(2020, 1, 1))
    own = UserFactory(union=cast.union, role=Role.REVIEWER)
    signers = people(cast, 6)
    application = make(State.REVIEW, amount=3000)
    for by in (own, cast.reviewer):
        application = take(application, "pass", by=by)
    end_notices(application)
    application = take(application, "conclude", by=cast.reviewer)

    def approve(approver):
        person = User.objects.select_related("union").get(pk=approver.pk)
        return take(application, "approve", by=person, line=line)

    results = at_once(approve, signers)
    signed = ApprovalStep.objects.filter(application=application, action="approve")
    assert sum(not isinstance(result, Refused) for result in results) == 2
    assert len({step.by_id for step in signed}) == signed.count() == 2
    assert [step.target for step in signed.order_by("pk")] == [State.APPROVAL, State.APPROVED]
    assert (Commitment.objects.count(), available(line)) == (1, 47000)


def test_one_person_clicking_twenty_times_approves_once(cast, make, line):
    application = make(State.APPROVAL)

    def approve(_click):
        person = User.objects.select_related("union").get(pk=cast.approver.pk)
        return take(application, "approve", by=person, line=line)

    results = at_once(approve, range(20))
    assert sum(not isinstance(result, Refused) for result in results) == 1
    assert Commitment.objects.count() == 1


def test_one_approves_while_another_returns(cast, make, line):
    application = make(State.APPROVAL)
    first, second = people(cast, 2)

    def decide(step):
        person = User.objects.select_related("union").get(pk=step[1].pk)
        return take(application, step[0], by=person, line=line)

    results = at_once(decide, [("approve", first), ("return", second)])
    assert sum(isinstance(result, Refused) for result in results) == 1
    application.refresh_from_db()
    assert Commitment.objects.count() == (1 if application.state == State.APPROVED else 0)


def test_of_four_who_take_over_at_once_one_has_it(cast, make):
    late = lag(make(State.REVIEW), 3)
    takers = [UserFactory(union=cast.city, role=Role.REVIEWER) for _n in range(4)]

    def take_over(taker):
        person = User.objects.select_related("union").get(pk=taker.pk)
        return take(late, "take_over", by=person)

    results = at_once(take_over, takers)
    assert sum(not isinstance(result, Refused) for result in results) == 1
    late.refresh_from_db()
    assert late.steps.get(action="take_over").by == late.holder


def test_two_applications_of_one_household_do_not_pass_its_cap_together(cast, make, reference):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    with written_on(household, "members", by=cast.clerk):
        sister = MemberFactory(household=household, relation="daughter", position=3)
    sisters = [household.members.get(stage="senior", position=2), sister]
    line = make_line(cast.finance, "50000", use="tuition")
    both = [
        make(State.APPROVAL, household=household, programme="tuition", member=member) for member in sisters
    ]
    give_elsewhere(household, 11000, "tuition", by=cast.clerk)
    # 15,000 a year, 3,000 each: only one fits

    def approve(application):
        person = User.objects.select_related("union").get(pk=cast.approver.pk)
        return take(application, "approve", by=person, line=line)

    results = at_once(approve, both)
    assert [type(result).__name__ for result in results].count("CapExceeded") == 1
    assert Commitment.objects.count() == 1
    assert available(line) == 47000


def test_numbers_and_notices_are_shared_out_without_gaps(cast, make):
    unions = [cast.union, UnionFactory(parent=cast.county)]
    clerks = {union.pk: UserFactory(union=union, role=Role.CLERK) for union in unions}
    drafts = [make(union=union, clerk=clerks[union.pk]) for union in unions for _n in range(4)]

    def submit(draft):
        person = User.objects.select_related("union").get(pk=clerks[draft.union_id].pk)
        return take(draft, "submit", by=person).number

    numbers = at_once(submit, drafts)
    for union in unions:
        mine = sorted(number for number in numbers if union.code in number)
        assert [number[-4:] for number in mine] == ["0001", "0002", "0003", "0004"]
    assert set(ApplicationCounter.objects.values_list("last", flat=True)) == {4}

    def publish(draft):
        person = User.objects.select_related("union").get(pk=cast.reviewer.pk)
        return take(draft, "pass", by=person)

    results = at_once(publish, drafts)
    assert not [result for result in results if isinstance(result, Refused)]
    assert PublicNotice.objects.get().entries.count() == 8


def again(user):
    """The person as another connection reads them."""
    return User.objects.select_related("union").get(pk=user.pk)


def test_a_file_does_not_change_while_it_is_decided(cast, make):
    """The row of the household is locked with the decision: whoever writes on it waits and is seen next."""
    application = make(State.REVIEW)
    household = application.household

    def write():
        return Household.objects.select_for_update(no_key=True).get(pk=household.pk)

    with transaction.atomic():
        take(application, "pass", by=cast.reviewer)
        assert impatient(write) == "waits"
    assert impatient(write) == household


def test_a_decision_waits_for_whoever_writes_on_the_file(cast, make):
    application = make(State.REVIEW)

    def decide():
        return take(application, "pass", by=again(cast.reviewer))

    with written_on(application.household, "money", by=cast.clerk):
        application.household.incomes.update(annual_amount=1)
        list(Household.objects.select_for_update().filter(pk=application.household_id))
        assert impatient(decide) == "waits"
    assert "家庭收入有变化" in str(impatient(decide))


def test_a_decision_waits_for_another(cast, make):
    application = make(State.REVIEW)
    other = UserFactory(union=cast.county, role=Role.REVIEWER)

    def decide():
        return take(application, "pass", by=again(other))

    with after_this(decide) as results:
        take(application, "return", by=cast.reviewer)
    assert "已被他人处理" in str(results[0])


def test_a_revocation_waits_for_the_batch_that_pays_it(cast, make, line):
    """Payments lock applications and files before money leaves, so neither is taken back meanwhile."""
    application = make(State.APPROVED, line=line)
    payable = payable_of(application)

    def revoke():
        return take(application, "revoke", by=again(cast.approver))

    with transaction.atomic():
        payments.make_batch(payable_ids=[payable.pk], title="", by=cast.finance)
        assert impatient(revoke) == "waits"
        assert impatient(lambda: close_file(application.household)) == "waits"
    assert impatient(revoke).state == State.REVOKED
