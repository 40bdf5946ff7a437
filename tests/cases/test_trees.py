"""Any shape of tree: whoever is the next competent union reviews, decides and pays; nobody is a dead end."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.desk import DUTIES
from cases.approvals.selectors import list_tab
from cases.archives.models import ChangeRequest, Household
from cases.archives.services.assessments import request_override
from cases.archives.services.life import changes
from cases.archives.services.steps import take_step as take_file_step
from cases.archives.states import Section
from cases.archives.states import State as FileState
from cases.notices.models import PublicNotice
from funds.payments import services as payments
from funds.payments.rules import BankRow
from funds.payments.states import PayableState, Result
from hardship.accounts.models import Union
from hardship.accounts.selectors import competent_union, list_charges, union_to_be
from hardship.accounts.states import Level, Role
from hardship.kernel.scope import Part, competent
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, make_line
from tests.cases.archives.test_changes import save
from tests.factories import ApplicationFactory, HouseholdFactory, UnionFactory, UserFactory, payable_of, take

pytestmark = pytest.mark.django_db

PROVINCE, CITY, COUNTY, TOWNSHIP, UNIT = Level.values


@dataclass(frozen=True)
class Shape:
    """A branch of a tree from its root to the union whose worker is helped, and the places in it of the union
    that reviews and of the one that decides."""

    levels: tuple[str, ...]
    reviews: int
    decides: int


SHAPES = {
    "a county below its city": Shape((PROVINCE, CITY, COUNTY, UNIT), 2, 1),
    "a street office between": Shape((PROVINCE, CITY, COUNTY, TOWNSHIP, UNIT), 2, 1),
    "a street office's own workers": Shape((PROVINCE, CITY, COUNTY, TOWNSHIP), 2, 1),
    "a county's own workers": Shape((PROVINCE, CITY, COUNTY), 2, 1),
    "directly below a city": Shape((PROVINCE, CITY, UNIT), 1, 1),
    "an industry below a city": Shape((PROVINCE, CITY, TOWNSHIP, UNIT), 1, 1),
    "directly below a province": Shape((PROVINCE, UNIT), 0, 0),
    "a county without a city": Shape((PROVINCE, COUNTY, UNIT), 1, 0),
    "a city as root": Shape((CITY, COUNTY, UNIT), 1, 0),
    "a county as root": Shape((COUNTY, UNIT), 0, 0),
    "a county by itself": Shape((COUNTY,), 0, 0),
    "a company and its branches": Shape((TOWNSHIP, UNIT), 0, 0),
    "a company by itself": Shape((UNIT,), 0, 0),
}


@pytest.fixture(params=SHAPES)
def shape(request):
    return SHAPES[request.param]


@pytest.fixture
def branch(shape):
    """The unions of the branch, the root first; beside each a neighbour of the same level and parent."""
    unions = []
    for level in shape.levels:
        above = unions[-1] if unions else None
        unions.append(UnionFactory(level=level, parent=above))
        UnionFactory(level=level, parent=above)
    return unions


@pytest.mark.requirement("F1")
@pytest.mark.requirement("G9")
def test_a_family_comes_from_its_file_to_its_money(shape, branch):
    unit, reviewing, deciding = branch[-1], branch[shape.reviews], branch[shape.decides]
    clerk = UserFactory(union=unit, role=Role.CLERK)
    reviewer = UserFactory(union=reviewing, role=Role.REVIEWER)
    approver, finance = (UserFactory(union=deciding, role=role) for role in (Role.APPROVER, Role.FINANCE))
    household = HouseholdFactory(submitted=True, union=unit, clerk=clerk)
    take_file_step(household_id=household.pk, action="file", by=reviewer, skips_unseen=True)
    household.refresh_from_db()
    assert household.state == FileState.FILED

    line = make_line(finance, "50000")
    application = ApplicationFactory(
        state=State.APPROVED, union=unit, household=household, clerk=clerk, reviewer=reviewer,
        approver=approver, line=line,
    )  # fmt: skip
    assert PublicNotice.objects.get().union == reviewing

    owed = payable_of(application)
    batch = payments.make_batch(payable_ids=[owed.pk], title="第一批", by=finance)
    checker = UserFactory(union=deciding, role=Role.REVIEWER)
    batch = payments.take_step(batch_id=batch.pk, action="check", by=checker)
    batch = payments.take_step(batch_id=batch.pk, action="release", by=approver)
    payments.send_batch(batch_id=batch.pk, way="online", on=timezone.localdate(), by=finance)
    paid = BankRow(row=6, line=1, result=Result.PAID, paid_on=timezone.localdate())
    payments.record_results(batch_id=batch.pk, rows=[paid], by=finance)
    owed.refresh_from_db()
    assert owed.state == PayableState.PAID
    assert_books_balance()


@pytest.mark.requirement("F1")
def test_it_waits_for_the_competent_unions_and_for_no_other(shape, branch):
    unit, reviewing, deciding = branch[-1], branch[shape.reviews], branch[shape.decides]
    clerk = UserFactory(union=unit, role=Role.CLERK)
    reviewers = [UserFactory(union=union, role=Role.REVIEWER) for union in Union.objects.order_by("pk")]
    approvers = [UserFactory(union=union, role=Role.APPROVER) for union in Union.objects.order_by("pk")]
    household = HouseholdFactory(submitted=True, union=unit, clerk=clerk)
    waiting = DUTIES["archives.review"]
    assert [by.union for by in reviewers if waiting.is_of(by) and household in waiting.rows(by)] == [
        reviewing
    ]
    for by in reviewers:
        if by.union != reviewing:
            for action in ("file", "return"):
                with pytest.raises((Refused, Household.DoesNotExist)):
                    take_file_step(household_id=household.pk, action=action, by=by, comment="请核对")
            with pytest.raises((Refused, Household.DoesNotExist)):
                request_override(household_id=household.pk, category="accident", reason="火灾", by=by)

    filed = HouseholdFactory(filed=True, union=unit, clerk=clerk)
    change = save(filed, Section.HOUSING, clerk, homes=2)
    for by in reviewers:
        told = change in DUTIES["archives.changes"].rows(by) if waiting.is_of(by) else False
        assert told == (by.union == reviewing)
        if by.union != reviewing:
            with pytest.raises((Refused, ChangeRequest.DoesNotExist)):
                changes.decide(change_id=change.pk, action="accept", by=by)
    changes.decide(change_id=change.pk, action="withdraw", by=clerk)
    application = ApplicationFactory(state=State.REVIEW, union=unit, household=filed, clerk=clerk)
    assert [by.union for by in reviewers if application in list_tab(user=by, tab="todo")] == [reviewing]
    application = ApplicationFactory(state=State.APPROVAL, union=unit, clerk=clerk)
    assert [by.union for by in approvers if application in list_tab(user=by, tab="todo")] == [deciding]
    for by in approvers:
        if by.union != deciding:
            with pytest.raises((Refused, Application.DoesNotExist)):
                take(application, "reject", by=by)


def test_row_query_and_page_name_the_same_unions(shape, branch):
    unit, reviewing, deciding = branch[-1], branch[shape.reviews], branch[shape.decides]
    household = HouseholdFactory(union=unit)
    asked = Household.objects.values_list(competent(Part.REVIEW), competent(Part.DECIDE))
    assert asked.get(pk=household.pk) == (reviewing.pk, deciding.pk)
    assert [competent_union(household, part) for part in Part] == [reviewing, deciding]
    assert [charge.union for charge in list_charges(unit)] == [reviewing, deciding]
    to_be = union_to_be(branch[-2] if len(branch) > 1 else None, unit.level)
    own = [None if union == unit else union for union in (reviewing, deciding)]
    assert [charge.union for charge in list_charges(to_be)] == own


def test_a_union_says_how_many_can_do_it_there(cast):
    assert [charge.people for charge in list_charges(cast.union)] == [1, 1]
    UserFactory(union=cast.county, role=Role.REVIEWER)
    cast.approver.is_active = False
    cast.approver.save()
    assert [charge.people for charge in list_charges(cast.union)] == [2, 0]
