"""Who stands in decides as the holder could, both names stand there, and neither may have made the thing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.selectors.permits import is_left
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.reports import approval_form
from cases.archives.models import FileEdit, FileStep
from cases.archives.services.steps import list_buttons
from cases.archives.services.steps import take_step as take_file_step
from hardship.accounts import services
from hardship.accounts.models import standing_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


def test_a_decision_of_who_stands_in_bears_both_names(cast, make, line, acting, as_user):
    person = acting(cast.approver)
    application = take(make(State.APPROVAL, line=line), "approve", by=person, line=line)
    step = application.steps.latest("pk")
    assert (application.state, step.by, step.stood_in_for) == (State.APPROVED, person, cast.approver)
    said = f"李代办（代 {cast.approver.name}）"
    assert step.who == said
    logged = AuditRecord.objects.about(application).get(action="application.approve")
    assert (logged.by, logged.stood_in_for) == (person, cast.approver)
    assert approval_form(application)["opinions"][2].step.who == said
    client = as_user(cast.city_reviewer)
    assert said in client.get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert said in client.get(reverse("desk:case", args=[application.household_id])).content.decode()
    assert said in as_user(cast.auditor).get(reverse("desk:log")).content.decode()


def test_neither_of_the_two_may_have_made_it(cast, make, acting):
    substitute = UserFactory(union=cast.union, role=Role.CLERK)
    with pytest.raises(Refused, match="不能审批自己建立"):
        take(make(State.REVIEW, clerk=substitute), "pass", by=acting(cast.reviewer, substitute))
    both = UserFactory(union=cast.county, roles=[Role.REVIEWER])
    services.appoint(
        user=both, union=cast.union, role=Role.CLERK, from_on=timezone.localdate(), by=cast.administrator
    )
    application = make(State.REVIEW, clerk=both.at(cast.union))
    today = timezone.localdate()
    row = services.stand_in(
        appointment_id=both.appointments.get(role=Role.REVIEWER).pk, by=both, from_on=today, until_on=today,
        user=UserFactory(union=cast.county, roles=[]), reason="开会",
    )  # fmt: skip
    with pytest.raises(Refused, match=f"而“{both.name}”本人不能办：不能审批自己建立"):
        take(application, "pass", by=standing_in(row.user, row))


def insert(application, by, holder, **more):
    with transaction.atomic():
        return ApprovalStep.objects.create(
            application=application, round=application.round, action="approve", source=application.state,
            target=State.APPROVED, is_decision=True, content_hash=application.content_hash, by=by,
            stood_in_for=holder, maker=application.submitted_by, stage_no=application.stage_no, **more,
        )  # fmt: skip


def test_the_database_refuses_what_the_holder_made_and_who_was_never_asked(cast, make, acting):
    application, person = make(State.APPROVAL), acting(cast.clerk)
    with pytest.raises(DatabaseError, match="nobody decides on what they made"):
        insert(application, person, cast.clerk)
    with pytest.raises(DatabaseError, match="without being asked"):
        insert(application, person, cast.approver)
    late, other = timezone.now() + timedelta(days=9), acting(cast.approver)
    with pytest.raises(DatabaseError, match="without being asked"):
        insert(application, other, cast.approver, at=late)


def test_the_database_lets_one_hand_decide_once_a_round(cast, make, acting):
    application = make(State.APPROVAL)  # the reviewer passed it in this round
    with pytest.raises(DatabaseError, match="one hand decides once"):
        insert(application, acting(cast.reviewer), cast.reviewer)


def test_a_file_is_reviewed_by_who_stands_in_and_not_for_its_maker(cast, reference, acting):
    person = acting(cast.reviewer)
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    take_file_step(household_id=household.pk, action="return", by=person, comment="材料不清")
    step = FileStep.objects.get(action="return")
    assert (step.by, step.stood_in_for) == (person, cast.reviewer)
    with pytest.raises(DatabaseError, match="nobody decides on what they wrote"), transaction.atomic():
        FileStep.objects.create(
            household=household, action="file", source="under_review", target="filed", is_decision=True,
            content_hash="0" * 64, by=acting(cast.clerk), stood_in_for=cast.clerk,
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="without being asked"), transaction.atomic():
        FileStep.objects.create(
            household=household, action="return", source="under_review", target="returned", by=cast.finance,
            is_decision=True, content_hash="0" * 64, stood_in_for=cast.approver, comment="材料不清",
        )  # fmt: skip


def test_what_the_holder_wrote_in_a_file_is_told_in_words(cast, reference, acting):
    both = UserFactory(union=cast.county, roles=[Role.REVIEWER])
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    FileEdit.objects.create(household=household, version=household.version + 1, sections=["money"], by=both)
    person = acting(both)
    assert "file" not in {row.action for row in list_buttons(household, person)}
    with pytest.raises(Refused, match=f"而“{both.name}”本人不能办：不能审核自己"):
        take_file_step(household_id=household.pk, action="file", by=person)


def test_whoever_stood_in_takes_their_own_step_back(cast, reference, acting):
    person = acting(cast.reviewer)
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    take_file_step(household_id=household.pk, action="return", by=person, comment="材料不清")
    assert take_file_step(household_id=household.pk, action="unreturn", by=person).by == person


@pytest.fixture
def both(cast):
    """A clerk of the union who reviews at the county, and somebody who stands in for the clerk."""
    person = UserFactory(union=cast.union, role=Role.CLERK)
    services.appoint(
        user=person, union=cast.county, role=Role.REVIEWER, from_on=timezone.localdate(),
        by=cast.administrator,
    )  # fmt: skip
    today, post = timezone.localdate(), person.appointments.get(role=Role.CLERK)
    row = services.stand_in(
        appointment_id=post.pk, by=person, from_on=today, until_on=today, reason="开会",
        user=UserFactory(union=cast.union, roles=[]),
    )  # fmt: skip
    return person.at(cast.county), standing_in(row.user, row)


def test_an_application_written_for_a_clerk_is_not_decided_by_that_clerk(cast, make, both):
    reviewer, writer = both
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    application = make(State.REVIEW, clerk=writer, household=household)
    with pytest.raises(Refused, match="不能审批自己"):
        take(application, "pass", by=reviewer)
    with pytest.raises(DatabaseError, match="nobody decides on what they made"):
        insert(application, reviewer, None)


def test_a_file_written_for_a_clerk_is_not_reviewed_by_that_clerk(cast, reference, both):
    reviewer, writer = both
    household = HouseholdFactory(union=cast.union, clerk=writer, submitted=True)
    assert set(FileEdit.objects.filter(household=household, by=writer).values_list("stood_in_for")) == {
        (reviewer.pk,)
    }
    with pytest.raises(Refused, match="不能审核自己"):
        take_file_step(household_id=household.pk, action="file", by=reviewer)
    with pytest.raises(DatabaseError, match="nobody decides on what they wrote"), transaction.atomic():
        FileStep.objects.create(
            household=household, action="file", source="under_review", target="filed", is_decision=True,
            content_hash="0" * 64, by=reviewer,
        )  # fmt: skip


def test_what_a_stand_in_received_is_in_their_hand_and_not_left(cast, make, both):
    _reviewer, writer = both
    application = make(clerk=writer)
    assert (application.contact, is_left(application)) == (writer, False)
    writer.stand_in.ended_at, writer.stand_in.ended_by = timezone.now(), cast.administrator
    writer.stand_in.save(update_fields=["ended_at", "ended_by"])
    assert is_left(application)
