"""Documents: taken in clean, kept once, shown to whom they concern."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from PIL import Image

from cases.archives.models import Evidence
from cases.archives.services.entry import evidence
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import accept_upload
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, make_pdf
from tests.worlds import world

pytestmark = pytest.mark.django_db

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n0\n%%EOF"
)


def picture(name="id.jpg", colour="red"):
    stream = BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="text/html")


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


def add(household, by, file=None, *, kind="id_card", **more):
    accepted = accept_upload(file or picture())
    return evidence.add_evidence(household_id=household.pk, kind=kind, accepted=accepted, by=by, **more)


def test_a_document_is_kept_under_a_random_name_with_its_trace(cast, draft):
    made = add(draft, cast.clerk, picture("王秀兰身份证.jpg"), member_uid=str(draft.head.uid))
    assert (made.media_type, made.original_name, made.member) == (
        "image/jpeg",
        "王秀兰身份证.jpg",
        draft.head,
    )
    assert "王秀兰" not in made.file.name
    record = AuditRecord.objects.about(draft).get(action="household.evidence_add")
    assert record.data == {"section": "evidence", "version": 2, "evidence": made.pk, "document": "id_card"}


def test_the_same_document_is_kept_once(cast, draft):
    add(draft, cast.clerk)
    with pytest.raises(Refused, match="内容相同"):
        add(draft, cast.clerk, picture("copy.jpg"), kind="other")
    assert draft.evidence.count() == 1


def test_a_removed_document_stays_on_record_and_may_come_again(cast, draft):
    made = add(draft, cast.clerk)
    evidence.remove_evidence(household_id=draft.pk, uid=made.uid, by=cast.clerk)
    made.refresh_from_db()
    assert made.removed_by == cast.clerk
    assert made.file.storage.exists(made.file.name)
    add(draft, cast.clerk)
    with pytest.raises(Refused):
        evidence.remove_evidence(household_id=draft.pk, uid=made.uid, by=cast.clerk)


def test_a_document_of_another_household_is_out_of_reach(cast, draft):
    other = HouseholdFactory(union=cast.union, complete=True).evidence.first()
    with pytest.raises(Refused):
        evidence.remove_evidence(household_id=draft.pk, uid=other.uid, by=cast.clerk)
    with pytest.raises(Refused):
        add(draft, cast.clerk, member_uid=str(other.household.head.uid))


def test_a_filed_household_takes_documents_and_gives_none_back(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True)
    made = add(household, cast.clerk, kind="fee_list")
    with pytest.raises(Refused):
        evidence.remove_evidence(household_id=household.pk, uid=made.uid, by=cast.clerk)


def test_pages_take_several_files_and_name_the_ones_that_were_there(cast, as_user, draft):
    client, url = as_user(cast.clerk), reverse("archives:evidence_add", args=[draft.pk])
    files = [picture("a.jpg", "red"), picture("b.jpg", "blue"), picture("a2.jpg", "red")]
    answer = client.post(url, {"kind": "diagnosis", "documents": files}, follow=True)
    assert draft.evidence.count() == 2
    assert "已上传 2 个文件" in answer.text
    assert "第 3 个文件：与已上传的“诊断证明”第 1 份内容相同" in answer.text
    told = "".join(str(message) for message in answer.context["messages"])
    assert ".jpg" not in told


def test_what_is_removed_and_restored_is_told_without_its_file_name(cast, as_user, draft):
    client = as_user(cast.clerk)
    sent = {"kind": "diagnosis", "documents": [picture("王秀兰320602196001100204.jpg", "red")]}
    client.post(reverse("archives:evidence_add", args=[draft.pk]), sent)
    for name in ("evidence_remove", "evidence_restore"):
        url = reverse(f"archives:{name}", args=[draft.pk, draft.evidence.get().uid])
        *_before, told = client.post(url, follow=True).context["messages"]
        assert "诊断证明" in str(told)
        assert "王秀兰" not in str(told)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg/>"),
        ("a.jpg", b"<html><script>"),
        ("a.exe", b"MZ"),
        ("a.pdf", b"%PDF-1.4 /JavaScript"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_by_name(cast, as_user, draft, name, content):
    url = reverse("archives:evidence_add", args=[draft.pk])
    answer = as_user(cast.clerk).post(url, {"kind": "other", "documents": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert name in answer.text
    assert not Evidence.objects.exists()


def test_a_picture_is_shown_and_a_pdf_is_handed_over(cast, as_user, draft):
    shown = add(draft, cast.clerk, picture("照片.jpg"))
    handed = add(draft, cast.clerk, SimpleUploadedFile("诊断.pdf", PDF), kind="diagnosis")
    client = as_user(cast.clerk)
    for made, disposition in ((shown, "inline"), (handed, "attachment")):
        answer = client.get(reverse("archives:evidence_file", args=[made.uid]))
        assert answer["Content-Disposition"].startswith(disposition)
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
        assert answer["Content-Type"] == made.media_type
        assert b"".join(answer.streaming_content)
    assert AuditRecord.objects.filter(action="evidence.read", kind="read", by=cast.clerk).count() == 2


def test_documents_are_for_those_in_scope(cast, as_user, draft):
    made = add(draft, cast.clerk)
    url = reverse("archives:evidence_file", args=[made.uid])
    assert as_user(cast.reviewer).get(url).status_code == 200
    assert as_user(cast.stranger).get(url).status_code == 404
    evidence.remove_evidence(household_id=draft.pk, uid=made.uid, by=cast.clerk)
    assert as_user(cast.clerk).get(url).status_code == 404


def test_the_name_of_a_file_is_no_markup_and_no_path(cast, as_user, draft):
    add(draft, cast.clerk, picture('../../"><img src=x onerror=alert(1)>.jpg'))
    text = as_user(cast.clerk).get(reverse("archives:section", args=[draft.pk, "evidence"])).text
    assert "<img src=x" not in text
    assert ".." not in draft.evidence.get().original_name


@pytest.mark.requirement("A3")
def test_the_pages_of_a_pdf_are_seen_by_those_in_scope(cast, as_user, draft):
    paper = make_pdf(draft, by=cast.clerk)
    url = reverse("archives:evidence_page", args=[paper.uid, 1])
    answer = as_user(cast.clerk).get(url)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    upright = Image.open(BytesIO(answer.content)).size
    assert as_user(cast.stranger).get(url).status_code == 404
    for number in (0, 2, 61):
        other = reverse("archives:evidence_page", args=[paper.uid, number])
        assert as_user(cast.clerk).get(other).status_code == 404
    read = AuditRecord.objects.filter(action="evidence.read", by=cast.clerk, data__page=1)
    assert read.count() == 1
    viewer = reverse("archives:evidence_view", args=[draft.pk, paper.uid])
    assert url in as_user(cast.clerk).get(viewer).text
    as_user(cast.clerk).post(reverse("archives:evidence_rotate", args=[draft.pk, paper.uid]), {"right": "1"})
    assert Image.open(BytesIO(as_user(cast.clerk).get(url).content)).size == upright[::-1]


def test_a_picture_has_no_pages(cast, as_user, draft):
    made = add(draft, cast.clerk, kind="diagnosis")
    assert as_user(cast.clerk).get(reverse("archives:evidence_page", args=[made.uid, 1])).status_code == 404


def on_a_sheet(*, cards=1):
    """Cards below each other on a white A4 page, as a flatbed scans them."""
    sheet = Image.new("RGB", (1240, 1754), (250, 250, 248))
    for place in range(cards):
        sheet.paste(Image.new("RGB", (500, 320), "navy"), (90, 120 + place * 1200))
    out = BytesIO()
    sheet.save(out, "PNG")
    return SimpleUploadedFile("卡.png", out.getvalue())


@pytest.mark.requirement("A3")
def test_a_card_is_seen_without_the_sheet_it_was_scanned_on(cast, as_user, draft):
    made = add(draft, cast.clerk, on_a_sheet())
    client, url = as_user(cast.clerk), reverse("archives:evidence_page", args=[made.uid, 1])
    viewer = client.get(reverse("archives:evidence_view", args=[draft.pk, made.uid]))
    assert f'class="viewer-picture turned-0 viewer-card" src="{url}"' in viewer.text
    assert reverse("archives:evidence_file", args=[made.uid]) in viewer.text
    answer = client.get(url)
    width, height = Image.open(BytesIO(answer.content)).size
    assert (500 <= width <= 580, 320 <= height <= 400) == (True, True)
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert AuditRecord.objects.filter(action="evidence.read", data__page=1).count() == 1
    assert client.get(reverse("archives:evidence_page", args=[made.uid, 2])).status_code == 404
    assert as_user(cast.stranger).get(url).status_code == 404


def test_both_sides_of_a_card_stay_on_one_picture_and_other_papers_as_they_are(cast, as_user, draft):
    made = add(draft, cast.clerk, on_a_sheet(cards=2), kind="household_register")
    answer = as_user(cast.clerk).get(reverse("archives:evidence_page", args=[made.uid, 1]))
    assert Image.open(BytesIO(answer.content)).height > 1500
    other = add(draft, cast.clerk, on_a_sheet(), kind="diagnosis")
    page = as_user(cast.clerk).get(reverse("archives:evidence_view", args=[draft.pk, other.uid])).text
    assert "viewer-card" not in page


def test_a_broken_pdf_is_offered_for_download_with_a_sentence(cast, as_user, draft):
    paper = make_pdf(draft, b"%PDF-1.4 broken %%EOF", by=cast.clerk)
    text = as_user(cast.clerk).get(reverse("archives:evidence_view", args=[draft.pk, paper.uid])).text
    assert "不能在这里显示" in text
    assert reverse("archives:evidence_file", args=[paper.uid]) in text
    assert as_user(cast.clerk).get(reverse("archives:evidence_page", args=[paper.uid, 1])).status_code == 422


def test_whoever_decides_opens_a_document_in_the_viewer(cast, as_user):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    document = household.evidence.first()
    viewer = reverse("archives:evidence_view", args=[household.pk, document.uid])
    page = as_user(cast.approver).get(reverse("archives:case", args=[household.pk]), {"tab": "evidence"}).text
    assert viewer in page
    assert reverse("archives:evidence_file", args=[document.uid]) not in page
    assert as_user(cast.approver).get(viewer, follow=True).status_code == 200


class TestPurpose:
    """Whose daily work the file is not says for what they open a document, by whichever way they come."""

    @pytest.fixture
    def document(self, cast, draft):
        return add(draft, cast.clerk, kind="diagnosis")

    def ways(self, document):
        return (
            reverse("archives:evidence_file", args=[document.uid]),
            reverse("archives:evidence_view", args=[document.household_id, document.uid]),
        )

    def why(self, document):
        return reverse("archives:evidence_why", args=[document.household_id, document.uid])

    @pytest.mark.parametrize("post", ["approver", "auditor", "finance"])
    def test_every_way_leads_to_the_page_that_asks_and_then_on(self, cast, as_user, document, post):
        client, why = as_user(getattr(cast, post)), self.why(document)
        for way in self.ways(document):
            assert client.get(way).url == why
        assert not AuditRecord.objects.filter(action="evidence.read").exists()
        assert "查阅用途" in client.get(why).text
        assert client.post(why, {"reason": "audit", "note": "专项抽查"}).url == self.ways(document)[1]
        for way in self.ways(document):
            assert client.get(way).status_code == 200
        read = AuditRecord.objects.get(action="evidence.read", by=getattr(cast, post))
        assert read.data["purpose"] == "审计、检查：专项抽查"

    @pytest.mark.parametrize("post", ["clerk", "reviewer"])
    def test_whose_work_it_is_says_nothing(self, cast, as_user, document, post):
        client = as_user(getattr(cast, post))
        for way in self.ways(document):
            assert client.get(way).status_code == 200
        assert "purpose" not in AuditRecord.objects.get(action="evidence.read").data

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"reason": "no such"},
            {"reason": "other"},
            {"reason": "other", "note": "  "},
            {"reason": "audit", "note": "查320602196001100204"},
            {"reason": "audit", "note": "长" * 101},
        ],
    )
    def test_without_a_purpose_nothing_is_shown(self, cast, as_user, document, sent):
        client = as_user(cast.auditor)
        assert client.post(self.why(document), sent).status_code == 422
        for way in self.ways(document):
            assert client.get(way).status_code == 302

    def test_it_holds_for_an_hour(self, cast, as_user, document):
        client = as_user(cast.auditor)
        client.post(self.why(document), {"reason": "other", "note": "年度审计"})
        file, _viewer = self.ways(document)
        with freeze_time(timezone.now() + timedelta(minutes=20)):
            assert client.get(file).status_code == 200
        session = client.session
        session["looking"] = {**session["looking"], "until": int(timezone.now().timestamp()) - 1}
        session.save()
        assert client.get(file).status_code == 302

    def test_another_union_is_asked_nothing(self, cast, as_user, document):
        client = as_user(UserFactory(union=cast.elsewhere, role=Role.APPROVER))
        for address in (*self.ways(document), self.why(document)):
            assert client.get(address).status_code == 404


def test_an_upload_by_script_comes_back_as_the_page_in_its_place(cast, as_user, draft):
    client, url = as_user(cast.clerk), reverse("archives:evidence_add", args=[draft.pk])
    sent = {"kind": "diagnosis", "documents": [picture("a.jpg")]}
    answer = client.post(url, sent, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reselect"]) == (200, "#page")
    assert "已上传 1 个文件" in answer.text
    assert reverse("archives:evidence_file", args=[draft.evidence.get().uid]) in answer.text
    refused = client.post(url, {"kind": "diagnosis"}, headers={"HX-Request": "true"})
    assert (refused.status_code, "error-summary" in refused.text) == (422, True)
