"""A decision binds to what was submitted and seen."""

from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.selectors import content_hash
from cases.applications.states import State
from cases.approvals.services import take_step
from cases.archives.models import Evidence, IncomeItem
from hardship.kernel.workflow import Refused
from tests.factories import end_notices, make_evidence, take

pytestmark = pytest.mark.django_db


def change_income(application):
    IncomeItem.objects.filter(household=application.household).update(annual_amount=Decimal("1.00"))


def change_member(application):
    application.household.members.filter(relation="daughter").update(health="disabled")


def change_household(application):
    type(application.household).objects.filter(pk=application.household_id).update(vehicles=2)


def change_expense(application):
    application.household.expenses.update(annual_amount=1)


def remove_document(application):
    Evidence.objects.filter(applications=application).update(removed_at=timezone.now())


CHANGES = (
    (change_income, "家庭收入"),
    (change_member, "家庭成员"),
    (change_household, "家庭情况"),
    (change_expense, "刚性支出"),
    (remove_document, "申请材料"),
)


@pytest.mark.parametrize(("change", "part"), CHANGES, ids=[part for _change, part in CHANGES])
def test_a_change_after_the_submission_voids_it_and_says_what(change, part, cast, make):
    application = make(State.REVIEW)
    change(application)
    with pytest.raises(Refused, match=f"提交之后，{part}有变化"):
        take(application, "pass", by=cast.reviewer)
    returned = take(application, "return", by=cast.reviewer, comment="内容有变化，请核对")
    assert returned.state == State.RETURNED


def test_what_another_application_adds_to_the_file_changes_nothing(cast, make):
    application = make(State.REVIEW)
    make_evidence(application.household, kind="tuition_invoice", by=cast.clerk)
    assert take(application, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


def test_a_change_between_seeing_and_submitting_is_noticed(cast, make):
    application = make(State.DRAFT)
    seen = content_hash(application)
    applications.save(
        application_id=application.pk,
        version=application.version,
        by=cast.clerk,
        reason="别的理由",
        amount=100,
    )
    with pytest.raises(Refused, match="刚有变化"):
        take_step(application_id=application.pk, action="submit", by=cast.clerk, seen_hash=seen)


def test_a_page_of_the_round_before_decides_nothing(cast, make):
    application = make(State.RETURNED)
    old = application.content_hash
    applications.save(
        application_id=application.pk, version=application.version, by=cast.clerk, reason="补正后的理由"
    )
    take(application, "submit", by=cast.clerk)
    with pytest.raises(Refused, match="已重新提交"):
        take_step(application_id=application.pk, action="pass", by=cast.reviewer, seen_hash=old)


def test_the_hash_depends_on_every_figure_and_not_on_time(make):
    application = make(State.DRAFT)
    before = content_hash(application)
    assert content_hash(type(application).objects.get(pk=application.pk)) == before
    application.amount = Decimal("1.00")
    assert content_hash(application) != before


STEPS = (
    ("pass", State.REVIEW, "reviewer"),
    ("reject", State.REVIEW, "reviewer"),
    ("conclude", State.PUBLIC_NOTICE, "reviewer"),
    ("approve", State.APPROVAL, "approver"),
    ("reject", State.APPROVAL, "approver"),
)


@pytest.mark.parametrize(("action", "state", "who"), STEPS)
def test_whoever_puts_their_name_under_it_finds_what_was_submitted(action, state, who, cast, make, line):
    application = make(state)
    if state == State.PUBLIC_NOTICE:
        end_notices(application)
    change_income(application)
    with pytest.raises(Refused, match="提交之后，家庭收入有变化"):
        take(application, action, by=getattr(cast, who), line=line)
    application.refresh_from_db()
    assert application.state == state


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("amount", Decimal("100.00")), ("entitled", Decimal("100.00")), ("facts", {"self_paid": "100"}),
        ("reason", "别的理由"), ("category", "relative"), ("entitled_steps", []),
    ],
)  # fmt: skip
def test_a_figure_that_was_changed_past_every_guard_is_noticed(figure, value, cast, make):
    """The database keeps what was submitted; with its triggers off the fingerprint still tells."""
    application = make(State.REVIEW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        lowered = {"amount": 1} if figure == "entitled" else {}  # its check constraint holds all the same
        type(application).objects.filter(pk=application.pk).update(**{**lowered, figure: value})
        cursor.execute("SET session_replication_role = DEFAULT")
    with pytest.raises(Refused, match="申请内容有变化"):
        take(application, "pass", by=cast.reviewer)


def test_a_document_that_was_exchanged_is_noticed(cast, make):
    application = make(State.REVIEW)
    Evidence.objects.filter(applications=application, kind="income").update(sha256="0" * 64)
    with pytest.raises(Refused, match="申请材料有变化"):
        take(application, "pass", by=cast.reviewer)
