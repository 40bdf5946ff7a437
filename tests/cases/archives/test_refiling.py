"""A document that was uploaded in the wrong place is put right, and one may stand for several kinds."""

import pytest

from cases.archives.models import Evidence, EvidenceCheck, Household
from cases.archives.services.entry.evidence import list_restorable, remove_evidence, restore_evidence
from cases.archives.services.entry.refiling import refile_evidence
from cases.archives.services.refusals import FileRefused
from cases.policies.states import VISIT_KINDS
from hardship.audit.models import AuditRecord
from tests.cases.archives.typed import page, section
from tests.factories import HouseholdFactory, make_evidence
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)


@pytest.fixture
def paper(cast, draft):
    return make_evidence(draft, kind="diagnosis", by=cast.clerk)


def refile(paper, by, **more):
    told = {"kind": "hardship", "reason": "wrong_kind", **more}
    return refile_evidence(household_id=paper.household_id, uid=paper.uid, by=by, **told)


def live(household):
    rows = household.evidence.filter(removed_at__isnull=True).order_by("pk")
    return list(rows.values_list("kind", "sha256"))


def test_another_kind_takes_the_same_bytes_along_and_leaves_the_old_one_on_record(cast, draft, paper):
    before = live(draft)
    made = refile(paper, cast.clerk)
    paper.refresh_from_db()
    assert (made.kind, made.file.name, made.sha256) == ("hardship", paper.file.name, paper.sha256)
    assert (made.uploaded_at, made.uploaded_by) == (paper.uploaded_at, paper.uploaded_by)
    assert paper.removed_by == cast.clerk
    assert len(live(draft)) == len(before)
    told = AuditRecord.objects.about(draft).get(action="household.evidence_refile").data
    assert (told["was"], told["document"], told["reason"]) == ("diagnosis", "hardship", "wrong_kind")
    with made.file.open("rb") as file:
        assert file.read()


def test_one_document_stands_for_several_kinds(cast, draft, paper):
    made = refile(paper, cast.clerk, reason="several")
    paper.refresh_from_db()
    assert (paper.removed_at, made.kind) == (None, "hardship")
    remove_evidence(household_id=draft.pk, uid=made.uid, by=cast.clerk)
    with Evidence.objects.get(pk=paper.pk).file.open("rb") as file:
        assert file.read()


def test_another_person_of_the_same_kind(cast, draft, paper):
    member = draft.members.exclude(relation="head").first()
    made = refile(paper, cast.clerk, kind="diagnosis", reason="wrong_person", member_uid=str(member.uid))
    assert (made.kind, made.member) == ("diagnosis", member)


def test_amounts_follow_and_findings_do_not(cast, draft, paper):
    draft.expenses.update(evidence=paper)
    EvidenceCheck.objects.create(evidence=paper, verdict="agrees", by=cast.reviewer)
    made = refile(paper, cast.clerk)
    assert set(draft.expenses.values_list("evidence", flat=True)) == {made.pk}
    assert not made.checks.exists()


WRONG = {
    "the same place": {"kind": "diagnosis"},
    "one more of the same kind": {"kind": "diagnosis", "reason": "several"},
    "a kind of visits": {"kind": sorted(VISIT_KINDS)[0]},
    "no kind": {"kind": ""},
    "an invented kind": {"kind": "passport\x00"},
    "no reason": {"reason": ""},
    "an invented reason": {"reason": "so"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_refused_and_changes_nothing(cast, draft, paper, wrong):
    before = live(draft)
    with pytest.raises(FileRefused):
        refile(paper, cast.clerk, **wrong)
    assert live(draft) == before


def test_a_kind_that_has_it_a_stranger_and_a_closed_file_are_refused(cast, draft, paper):
    refile(paper, cast.clerk, reason="several")
    with pytest.raises(FileRefused, match="已经有这份材料"):
        refile(paper, cast.clerk)
    with pytest.raises(Household.DoesNotExist):
        refile(paper, cast.stranger)
    with pytest.raises(FileRefused, match="经办人"):
        refile(paper, cast.reviewer)
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    somebody = other.members.first()
    with pytest.raises(FileRefused, match="已被移除"):
        refile(paper, cast.clerk, kind="income", member_uid=str(somebody.uid))
    Household.objects.filter(pk=draft.pk).update(state="filed", file_no="X-1", file_year=2026, file_seq=1)
    with pytest.raises(FileRefused, match="不能修改"):
        refile(paper, cast.clerk, kind="income")


def test_the_page_offers_it_and_leads_to_the_new_place(cast, as_user, draft, paper):
    client = as_user(cast.clerk)
    text = client.get(section(draft, "evidence")).text
    assert text.count("改种类") >= 1
    assert "data-drop" in text
    address = page("evidence_refile", draft, paper.uid)
    answer = client.post(address, {"kind": "hardship", "reason": "wrong_kind"})
    assert answer.url.endswith("#kind-hardship")
    assert "已被移除" in client.post(address, {"kind": "income", "reason": "several"}, follow=True).text
    for typed in ({"kind": "income"}, {"kind": "nonsense", "reason": "several"}, {"member_uid": "x"}):
        answer = client.post(address, typed, follow=True)
        assert "notice-danger" in answer.text
    assert as_user(cast.stranger).post(address, {}).status_code == 404
    assert as_user(cast.reviewer).post(address, {}).status_code == 403


def test_what_was_put_elsewhere_is_not_taken_back_beside_it(cast, draft, paper):
    refile(paper, cast.clerk)
    assert paper not in list_restorable(draft, cast.clerk)
    with pytest.raises(FileRefused, match="不用再撤回移除"):
        restore_evidence(household_id=draft.pk, uid=paper.uid, by=cast.clerk)


def test_a_full_file_takes_no_second_kind_of_a_document(cast, draft, paper, monkeypatch):
    monkeypatch.setattr("cases.archives.services.entry.evidence.MAX_FILES", len(live(draft)))
    with pytest.raises(FileRefused, match="最多"):
        refile(paper, cast.clerk, reason="several")
    assert refile(paper, cast.clerk).kind == "hardship"
