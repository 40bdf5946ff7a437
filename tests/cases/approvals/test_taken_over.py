"""接办: a stage that is late below is taken over by somebody above, who has no other part in the case."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.selectors import get_paper
from cases.applications.states import EVERYTHING, State
from cases.approvals.models import ApprovalStep
from cases.approvals.reports import _opinions
from cases.approvals.selectors import list_options
from cases.approvals.selectors.deadlines import ABOVE, get_deadlines
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.selectors.overdue import list_overdue
from cases.approvals.services.corrections import Corrections
from cases.approvals.services.taking_over import TAKEN_OVER
from cases.archives.services.recusals import declare_recusal
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.cases.approvals.test_overdue import lag
from tests.cases.approvals.test_routes import people
from tests.factories import UserFactory, end_notices, take, unguarded

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
WHY = "区里审核人病假，市里代为审核。"


@pytest.fixture
def late(make):
    """One that the county has let lie for three working days."""
    return lag(make(State.REVIEW), 3)


def taken(application, by):
    return take(application, "take_over", by=by, comment=WHY)


def offers(application, by):
    found = Application.objects.get(pk=application.pk)
    return "take_over" in {row.action for row in list_options(found, by).buttons}


def stays_out(cast, late, _acting):
    person = UserFactory(union=cast.city, role=Role.REVIEWER)
    declare_recusal(household_id=late.household_id, cause="relative", reason="户主是我表弟", by=person)
    return person


PEOPLE = {
    "a reviewer above": (lambda cast, _late, _acting: cast.city_reviewer, True),
    "two levels above": (
        lambda cast, _late, _acting: UserFactory(union=cast.province, role=Role.APPROVER), True,
    ),
    "who stands in": (lambda cast, _late, acting: acting(cast.city_reviewer), True),
    "who decides later": (lambda cast, _late, _acting: cast.approver, False),
    "who stands in for one who decides later": (lambda cast, _late, acting: acting(cast.approver), False),
    "who decides later and stands in for another": (
        lambda cast, _late, acting: acting(cast.city_reviewer, cast.approver), False,
    ),
    "the post itself": (lambda cast, _late, _acting: cast.reviewer, False),
    "a post beside": (lambda cast, _late, _acting: cast.stranger, False),
    "another post above": (lambda cast, _late, _acting: cast.finance, False),
    "who stays out": (stays_out, False),
}  # fmt: skip


@pytest.mark.parametrize("whose", PEOPLE)
def test_who_may_by_service_page_and_database(whose, cast, late, acting):
    make_person, may = PEOPLE[whose]
    person = make_person(cast, late, acting)
    assert offers(late, person) == may
    try:
        with transaction.atomic():
            assert taken(late, person).holder == (getattr(person, "stands_for", None) or person)
            assert may
            raise Refused("undo")
    except (Refused, Application.DoesNotExist):
        pass
    holder = getattr(person, "stands_for", None)
    role = Role.APPROVER if person.union == cast.province else Role.REVIEWER
    if may:
        around_python(late, person, holder=holder, role=role)
    else:
        with pytest.raises(IntegrityError, match=r"taken over|stays out|stands in"), transaction.atomic():
            around_python(late, person, holder=holder, role=role)


def around_python(application, by, *, holder=None, role=Role.REVIEWER, **more):
    return ApprovalStep.objects.create(
        **{
            "application": application, "round": application.round, "action": "take_over",
            "source": application.state, "target": application.state, "stage_no": application.stage_no,
            "next_no": application.stage_no, "comment": WHY, "content_hash": application.content_hash,
            "maker": application.submitted_by, "due_on": application.due_on, "by": by,
            "stood_in_for": holder, "handed_to": holder or by, "taken_to": by.union, "taken_role": role,
            **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "is_checked"),
    [
        ({"comment": ""}, True),
        ({"taken_role": Role.DEPARTMENT}, True),
        ({"taken_to": None}, True),
        ({"is_decision": True}, False),
        ({"taken_role": Role.APPROVER}, False),
    ],
)
def test_around_python_it_says_who_and_why(more, is_checked, cast, late):
    with pytest.raises(IntegrityError, match="not taken over so"), transaction.atomic():
        around_python(late, cast.city_reviewer, **more)
    if is_checked:
        with (
            unguarded(), transaction.atomic(),
            pytest.raises(IntegrityError, match="step_takes_over_to_a_post"), transaction.atomic(),
        ):  # fmt: skip
            around_python(late, cast.city_reviewer, **more)


def test_an_opinion_that_is_awaited_holds_up_nobody_above(cast, late):
    """Nor does the one who was asked answer any more: by service, page and database."""
    colleague = UserFactory(union=cast.county, role=Role.DEPARTMENT)
    asked = take(late, "consult", by=cast.reviewer, handed_to=colleague.pk, comment="请看看。")
    assert offers(asked, cast.city_reviewer)
    row = taken(asked, cast.city_reviewer)
    assert (row.asked, row.holder) == (None, cast.city_reviewer)
    with pytest.raises(Refused, match="没有请您"):
        take(row, "opine", by=colleague, comment="同意。")
    assert take(row, "pass", by=cast.city_reviewer).state == State.PUBLIC_NOTICE


def test_not_before_it_is_late_nor_by_who_had_a_hand_in_it(cast, make, late):
    fresh = make(State.REVIEW)
    assert not offers(fresh, cast.city_reviewer)
    with pytest.raises(Refused, match="没有在下级工会超期"):
        taken(fresh, cast.city_reviewer)
    with pytest.raises(IntegrityError, match="not taken over so"), transaction.atomic():
        around_python(fresh, cast.city_reviewer)
    with pytest.raises(Refused, match="意见"):
        take(late, "take_over", by=cast.city_reviewer, comment=" ")
    took = UserFactory(union=cast.city, role=Role.REVIEWER)
    row = taken(late, took)
    row = take(row, "return", by=took, corrections=Corrections([(EVERYTHING, "")], []))
    row = take(row, "submit", by=cast.clerk)
    row = lag(row, 3)
    with pytest.raises(Refused, match="经手过这份申请"):
        taken(row, took)
    with pytest.raises(IntegrityError, match="no other part in it"), transaction.atomic():
        around_python(row, took)


def test_it_is_the_taker_s_is_printed_and_stays_late_of_the_union_below(cast, late, line, as_user):
    colleague = UserFactory(union=cast.city, role=Role.REVIEWER)
    page = as_user(cast.city_reviewer).get(reverse("approvals:supervise", args=[late.pk])).text
    assert "看申请，由上级接办" in page
    row = taken(late, cast.city_reviewer)
    assert (row.awaits, row.awaits_role, row.holder) == (cast.city, Role.REVIEWER, cast.city_reviewer)
    assert (row.due_on, row.stage_no, row.state) == (late.due_on, late.stage_no, State.REVIEW)
    assert Receipt.objects.filter(to=cast.reviewer, message__kind=TAKEN_OVER).count() == 1
    assert list_tab(user=cast.city_reviewer, tab="todo").contains(row)
    assert not list_tab(user=cast.reviewer, tab="todo").contains(row)
    assert not list_overdue(Application.objects.all(), cast.city).contains(row)
    for other in (cast.reviewer, colleague):
        with pytest.raises(Refused):
            take(row, "pass", by=other)
        with pytest.raises(IntegrityError), transaction.atomic():
            around_python(row, other, action="pass", target="public_notice", next_no=1, is_decision=True,
                          handed_to=None, taken_to=None, taken_role="")  # fmt: skip
    with pytest.raises(Refused):
        taken(row, colleague)
    open_late = get_deadlines(user=cast.city_reviewer, month=late.due_on.replace(day=1))
    assert {one.key: one.tally.open_late for one in open_late.unions} == {str(cast.county.pk): 1}

    page = as_user(cast.city_reviewer).get(reverse("applications:detail", args=[row.pk])).text
    assert f"由{cast.city.name}{cast.city_reviewer.name}接办：{WHY}" in page
    row = take(row, "suspend", by=cast.city_reviewer)
    row = take(row, "resume", by=cast.city_reviewer)
    row = take(row, "pass", by=cast.city_reviewer)
    figures = get_deadlines(user=cast.city_reviewer, month=late.due_on.replace(day=1))
    assert {one.key for one in figures.unions} == {str(cast.county.pk)}
    assert {one.key: one.label for one in figures.people} == {str(ABOVE): "由上级接办"}
    end_notices(row)
    row = take(row, "conclude", by=cast.reviewer)
    row = take(row, "approve", by=cast.approver, line=line)
    assert row.state == State.APPROVED
    printed = [(one.title, one.union) for one in _opinions(row, get_paper(row))]
    assert [union for title, union in printed if "由上级接办" in title] == [cast.city.name] * 2
    assert [
        one.text for one in _opinions(row, get_paper(row)) if one.step and one.step.action == "take_over"
    ] == [WHY]


def test_its_signature_is_taken_back_to_whom_it_was(cast, people, make):
    """The stage was the grassroots union's; what the city signed for it is the city's to take back."""
    row = lag(make(State.REVIEW, amount=3000), 3)
    head = UserFactory(union=cast.city, role=Role.REVIEWER)
    row = take(taken(row, head), "pass", by=head)
    assert row.awaits == cast.county
    with pytest.raises(Refused):
        take(row, "retract", by=people["own"])
    row = take(row, "retract", by=head)
    assert (row.awaits, row.holder, row.stage_no) == (cast.city, head, 0)
    row = take(row, "pass", by=head)
    row = take(row, "send_back", by=people["county"], to_stage=0)
    assert (row.awaits, row.holder) == (cast.union, None)
    assert take(row, "pass", by=people["own"]).awaits == cast.county
