"""Money that was collected for one household pays that household and nobody else."""

import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors import list_budget_lines
from cases.approvals.services import StepRefused, granting
from cases.archives.rules.subjects import household_of, subject_of
from funds.donations import services
from funds.donations.models import Drive
from funds.donations.selectors import exclude_held_for_others, find_subject, name_subject
from funds.donations.services import Gift, Plan
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine, Commitment
from hardship.accounts.states import Role
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]


def told(**more):
    today = timezone.localdate()
    return {
        "name": "为患病职工募捐", "kind": "colleague", "purpose": "治病", "source": "entrusted",
        "use": "living", "from_on": today, "until_on": today, **more,
    }  # fmt: skip


@pytest.fixture
def collect(cast):
    """`collect(household)`: the line of money that was given for this household at the city."""
    second = UserFactory(union=cast.city, role=Role.FINANCE)

    def make(household):
        drive = services.draw_up(plan=Plan(**told(subject=subject_of(household.pk))), by=cast.finance)
        drive = services.take_drive_step(drive_id=drive.pk, action="open", by=second)
        gift = Gift(
            form="money", amount=Decimal(20000), given_on=timezone.localdate(), source="entrusted",
            use="living", method="bank", drive=drive,
        )  # fmt: skip
        row = services.enter(gift=gift, donor=None, by=cast.finance, key=uuid.uuid4())
        services.take_step(donation_id=row.pk, action="confirm", by=second)
        return BudgetLine.objects.get(fund__drive=drive, use="living")

    return make


def offered(cast, household=None):
    subject = subject_of(household.pk) if household else ""
    return list(list_budget_lines(user=cast.approver, uses=["living"], subject=subject))


def test_it_is_offered_for_its_household_alone(cast, make, line, collect):
    application = make(State.APPROVAL)
    held = collect(application.household)
    other = HouseholdFactory(filed=True, union=cast.union)
    assert {held, line} == set(offered(cast, application.household))
    assert offered(cast, other) == [line] == offered(cast)
    approved = take(application, "approve", by=cast.approver, line=held)
    assert Application.objects.get(pk=application.pk).state == State.APPROVED
    assert approved is None or Commitment.objects.get().line == held


def test_nobody_else_is_approved_with_it(cast, make, line, collect):
    application = make(State.APPROVAL)
    held = collect(HouseholdFactory(filed=True, union=cast.union))
    with pytest.raises(StepRefused, match="为另一位职工募集的"):
        take(application, "approve", by=cast.approver, line=held)
    assert not Commitment.objects.exists()
    take(application, "approve", by=cast.approver, line=line)


def test_around_python_the_database_keeps_it_for_whom_it_was_given(cast, make, collect, monkeypatch):
    application = make(State.APPROVAL)
    held = collect(HouseholdFactory(filed=True, union=cast.union))
    monkeypatch.setattr(granting, "exclude_held_for_others", lambda lines, subject: lines)
    with pytest.raises(DatabaseError) as caught:
        take(application, "approve", by=cast.approver, line=held)
    assert "payable_of_whom_it_was_collected_for" in str(caught.value.__cause__.diag.constraint_name)


def test_what_is_handed_down_stays_for_whom_it_was_given(cast, collect):
    household = HouseholdFactory(filed=True, union=cast.union)
    day = timezone.localdate()
    handed = ledger.allocate(
        line_id=collect(household).pk, union_id=cast.county.pk, amount=Decimal(400),
        document_no="通工〔2026〕9号", document_on=day, by=cast.finance, key=uuid.uuid4(), on=day,
    )  # fmt: skip
    lines = BudgetLine.objects.filter(pk=handed.lower_line.pk)
    assert exclude_held_for_others(lines, subject_of(household.pk)).exists()
    assert not exclude_held_for_others(lines, subject_of(household.pk + 1)).exists()


def test_the_page_of_a_case_leaves_it_out(cast, make, line, collect, as_user):
    application = make(State.APPROVAL)
    collect(HouseholdFactory(filed=True, union=cast.union))
    page = as_user(cast.approver).get(reverse("applications:detail", args=[application.pk])).text
    assert "为患病职工募捐" not in page
    assert line.fund.name in page


def test_the_form_asks_for_the_file_of_somebody_in_scope(cast, as_user):
    household = HouseholdFactory(filed=True, union=cast.union)
    far = HouseholdFactory(filed=True, union=UnionFactory(parent=cast.elsewhere))
    client, page = as_user(cast.finance), reverse("donations:drive_new")
    sent = {name: str(value) for name, value in told().items()}
    for wrong in ("", "没有这个号", far.file_no):
        assert client.post(page, {**sent, "file_no": wrong}).status_code == 422
    assert client.post(page, {**sent, "source": "donation", "file_no": household.file_no}).status_code == 422
    assert not Drive.objects.exists()
    answer = client.post(page, {**sent, "file_no": f" {household.file_no.lower()} "})
    drive = Drive.objects.get()
    assert answer["Location"] == reverse("donations:drive", args=[drive.pk])
    assert drive.subject == subject_of(household.pk)
    assert f"{household.file_no} {household}" in client.get(answer["Location"]).text


def test_a_subject_is_found_and_named_within_the_scope_alone(cast):
    household = HouseholdFactory(filed=True, union=cast.union)
    subject = subject_of(household.pk)
    assert household_of(subject) == household.pk
    assert household_of("member:5") == 0
    assert (find_subject(household.file_no, cast.clerk), find_subject("", cast.clerk)) == (subject, "")
    assert find_subject(household.file_no, cast.stranger) == name_subject(subject, cast.stranger) == ""
    assert name_subject("nonsense", cast.clerk) == ""
