"""见原件: who had the original of a document in hand; it stays said, and the list of documents prints it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State
from cases.archives.models import Evidence
from cases.archives.services.entry.refiling import refile_evidence
from cases.archives.services.entry.verdicts import see_original
from cases.archives.services.refusals import FileRefused
from cases.outcomes.selectors import list_documents
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, close_file, make_evidence

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("B3")
def test_the_list_of_documents_says_who_saw_which_original(cast, reference, as_user):
    application = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state=State.REVIEW
    )
    document, *others = application.evidence.order_by("pk")
    address = reverse("archives:evidence_original", args=[document.household_id, document.uid])
    viewer = reverse("archives:evidence_view", args=[document.household_id, document.uid])
    client = as_user(cast.clerk)
    assert "我看过原件" in client.get(viewer).text
    page = client.post(address, follow=True).text
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert f"{cast.clerk.name} {day}见过原件" in page
    assert "我看过原件" not in page
    assert "见过原件" in as_user(cast.reviewer).get(f"/applications/{application.pk}/").text
    said = {line.code: line.original for line in list_documents(application)}
    assert said[document.sha256[:12]] == f"{cast.clerk.name} {day}"
    assert {said[other.sha256[:12]] for other in others} <= {""}
    assert AuditRecord.objects.get(action="household.evidence_original").data["document"] == document.kind
    application.refresh_from_db()
    assert application.state == State.REVIEW  # nobody wrote on what was submitted


def test_only_who_works_with_the_file_says_so_and_once(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True)
    document = make_evidence(household, kind="income")
    elsewhere = UserFactory(union=cast.county, role=Role.CLERK)
    for person in (cast.approver, cast.auditor, elsewhere):
        with pytest.raises(FileRefused, match="本单位经办人或审核人"):
            see_original(uid=document.uid, by=person)
    with pytest.raises(Evidence.DoesNotExist):
        see_original(uid=document.uid, by=cast.stranger)
    see_original(uid=document.uid, by=cast.reviewer)
    with pytest.raises(FileRefused, match="登记一次"):
        see_original(uid=document.uid, by=cast.clerk)
    other = make_evidence(household, kind="income")
    close_file(household)
    with pytest.raises(FileRefused):
        see_original(uid=other.uid, by=cast.reviewer)


def test_it_goes_along_when_the_document_is_put_elsewhere(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    document = make_evidence(household, kind="income")
    see_original(uid=document.uid, by=cast.clerk)
    made = refile_evidence(
        household_id=household.pk, uid=document.uid, kind="hardship", reason="wrong_kind", by=cast.clerk
    )
    assert made.original_by == cast.clerk


def test_the_database_keeps_what_was_said(cast):
    document = make_evidence(HouseholdFactory(union=cast.union, clerk=cast.clerk), kind="income")
    rows = Evidence.objects.filter(pk=document.pk)

    def refused(why, **change):
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            rows.update(**change)

    refused("evidence_original_seen_by_somebody", original_at=timezone.now())
    refused("evidence_original_seen_by_somebody", original_by=cast.clerk)
    seen = {"original_at": timezone.now(), "original_by": cast.clerk}
    refused("stands in without", **seen, original_for=cast.reviewer)
    see_original(uid=document.uid, by=cast.clerk)
    refused("saw it", original_by=cast.reviewer)
    refused("saw it", original_at=None, original_by=None)
