"""One scan under two applications: told at the upload and to whoever decides, and decided by itself."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.selectors.scans import find_reused
from cases.applications.services import attach, upload
from cases.applications.states import State
from cases.approvals.selectors.hints import list_flags
from cases.approvals.services import take_many
from hardship.accounts.states import Role
from hardship.kernel.files import accept_upload
from tests.cases.archives.test_evidence import picture
from tests.factories import (
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    make_evidence,
    take,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
FLAG = "扫描件与别处相同"


def copy(application, of, kind="fee_list"):
    """Gives a document of this kind the bytes of another application's."""
    row = of.evidence.get(kind=kind)
    application.evidence.filter(kind=kind).update(sha256=row.sha256)


def flagged(*applications, by):
    flags = list_flags(list(Application.objects.filter(pk__in=[row.pk for row in applications])), by)
    return {key for key, texts in flags.items() if any(FLAG in text for text in texts)}


def page_of(browser, application):
    return browser.get(reverse("applications:detail", args=[application.pk])).text


class TestFlags:
    def test_a_bill_of_two_families_is_decided_by_itself_and_said_at_the_document(self, as_user, cast, make):
        first, second, other = (make(State.REVIEW, programme="medical") for _n in range(3))
        assert flagged(first, second, other, by=cast.reviewer) == set()
        copy(second, first)
        for row in (first, second):
            row.refresh_from_db()
        assert flagged(first, second, other, by=cast.reviewer) == {first.pk, second.pk}
        page = page_of(as_user(cast.reviewer), second)
        assert "扫描件重复" in page
        assert f"和申请 {first.number}（{first.programme.name}） 用的是同一份扫描件" in page
        assert "扫描件重复" not in page_of(as_user(cast.reviewer), other)

    def test_they_are_left_out_of_what_is_decided_together(self, cast, make):
        first, second, other = (make(State.REVIEW, programme="medical") for _n in range(3))
        copy(second, first)
        items = [(row.pk, row.content_hash) for row in (first, second, other)]
        outcome = take_many(items=items, action="pass", by=cast.reviewer, lines={})
        assert [row.pk for row in outcome.done] == [other.pk]
        assert all(FLAG in why for _row, why in outcome.refused)

    @pytest.mark.parametrize(
        ("kind", "state", "is_flagged"),
        [
            ("fee_list", State.REVIEW, True),
            ("fee_list", State.RETURNED, True),
            ("fee_list", State.WITHDRAWN, False),
            ("income", State.REVIEW, False),
        ],
    )
    def test_of_one_family_only_a_cost_is_claimed_twice(self, cast, make, kind, state, is_flagged):
        """An identity card serves many applications, a bill one; one that is over claims nothing."""
        earlier = make(programme="living")
        paper = make_evidence(earlier.household, kind=kind, by=cast.clerk)
        attach(application_id=earlier.pk, evidence_id=paper.pk, by=cast.clerk)
        if state == State.WITHDRAWN:
            take(earlier, "withdraw", by=cast.clerk)
        else:
            take(earlier, "submit", by=cast.clerk)
        if state == State.RETURNED:
            take(earlier, "return", by=cast.reviewer)
        later = make(programme="medical", household=earlier.household)
        attach(application_id=later.pk, evidence_id=paper.pk, by=cast.clerk)
        later = take(later, "submit", by=cast.clerk)
        assert (flagged(later, by=cast.reviewer) == {later.pk}) is is_flagged

    def test_a_picture_inside_of_a_pdf_is_found_too(self, cast, make):
        first, second = (make(State.REVIEW, programme="medical") for _n in range(2))
        inside = first.evidence.get(kind="fee_list").sha256
        second.evidence.filter(kind="fee_list").update(sources=[hashlib.sha256(b"x").hexdigest(), inside])
        assert flagged(first, second, by=cast.reviewer) == {first.pk, second.pk}

    def test_what_was_taken_out_of_a_file_counts_no_more(self, cast, make):
        first, second = (make(State.REVIEW, programme="medical") for _n in range(2))
        copy(second, first)
        first.evidence.filter(kind="fee_list").update(removed_at="2026-01-05T00:00:00Z")
        assert flagged(second, by=cast.reviewer) == set()

    def test_another_union_reads_that_there_is_one_and_not_which(self, as_user, cast, make):
        first = make(State.REVIEW, programme="medical")
        union = UnionFactory(parent=UnionFactory(parent=cast.city, level="county"))
        clerk = UserFactory(union=union, role=Role.CLERK)
        reviewer = UserFactory(union=union.parent, role=Role.REVIEWER)
        second = ApplicationFactory(
            union=union, clerk=clerk, reviewer=reviewer, programme="medical", state=State.REVIEW
        )
        copy(second, first)
        page = page_of(as_user(reviewer), second)
        assert "另一份申请也用了同一份扫描件" in page or "另一工会一户的材料是同一份扫描件" in page
        for hidden in (first.number, first.household.head.name, first.union.name):
            assert hidden not in page

    def test_a_whole_page_asks_as_often_as_one(self, cast, make):
        rows = [make(State.REVIEW, programme="medical") for _n in range(4)]
        copy(rows[1], rows[0])
        counts = []
        for some in (rows[:2], rows):
            with CaptureQueriesContext(connection) as queries:
                assert {key for key, found in find_reused(some).items() if found} == {rows[0].pk, rows[1].pk}
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestUpload:
    def test_the_upload_to_an_application_says_so_and_keeps_it(self, as_user, cast, make):
        first, second = make(programme="medical"), make(programme="medical")
        page, sent = "applications:edit", {"reason": "住院"}
        for row, said in ((first, False), (second, True)):
            address = reverse(page, args=[row.pk])
            answer = as_user(cast.clerk).post(
                address, {**sent, "version": row.version, "file_fee_list": picture()}, follow=True
            )
            assert ("同一份扫描件" in answer.text) is said
        assert second.household.evidence.filter(kind="fee_list").count() == 2

    def test_the_upload_to_a_file_says_so(self, as_user, cast, make):
        first, draft = make(programme="medical"), HouseholdFactory(union=cast.union, clerk=cast.clerk)
        accepted = accept_upload(picture())
        upload(application_id=first.pk, kind="other", accepted=accepted, by=cast.clerk)
        address = reverse("archives:evidence_add", args=[draft.pk])
        sent = {"kind": "other", "member_uid": "", "documents": picture()}
        answer = as_user(cast.clerk).post(address, sent, follow=True)
        assert "档案里的材料是同一份扫描件" in answer.text
