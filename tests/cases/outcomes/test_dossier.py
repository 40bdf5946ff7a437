"""卷宗: one PDF of a case, pages numbered through, documents as pages; a damaged one is named on its page."""

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image
from pypdf import PdfReader

from cases.applications.states import State
from cases.archives.models import Evidence
from cases.notices.services import move_objection, record_objection
from cases.outcomes.reports.dossier import binding, dossier_pdf, family_dossier_pdf
from cases.outcomes.selectors.dossier import list_pairings
from cases.outcomes.selectors.pieces import list_pieces
from cases.outcomes.services import DOSSIER, FAMILY_DOSSIER, OutcomeRefused
from cases.outcomes.tasks import dossier_job  # noqa: F401
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from tests.cases.pairings.conftest import run
from tests.factories import HouseholdFactory, entry_of, make_pdf, take

pytestmark = pytest.mark.django_db


def bound(application, by):
    told = []
    content, pages = dossier_pdf(application, by=by, tell=told.append)
    texts = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
    assert len(texts) == pages
    assert told == sorted(told)
    return texts


def picture(household, shade, *, by):
    """A photograph of a document, another one for each shade."""
    image = Image.effect_noise((1500, 2000), 20 + shade).convert("RGB")
    out = BytesIO()
    image.save(out, "JPEG", quality=60)
    content = out.getvalue()
    evidence = Evidence(
        household=household, kind="income", original_name="照片.jpg", media_type="image/jpeg",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), uploaded_by=by,
    )  # fmt: skip
    evidence.file.save("file.jpg", ContentFile(content), save=True)
    return evidence


def stored(application):
    return [piece.evidence.file.name for piece in list_pieces(application)]


@pytest.mark.requirement("B3", "F6")
def test_every_page_has_its_number_and_the_contents_lead_there(make, line, cast):
    application = make(State.APPROVED, line=line)
    texts = bound(application, cast.reviewer)
    for number, text in enumerate(texts, start=1):
        assert f"卷宗第{number}页共{len(texts)}页" in text
    for title in ("困难职工档案表", "困难认定核算表", "结果告知书", "材料校验码"):
        first = next(n for n, text in enumerate(texts, start=1) if n > 1 and title in text)
        assert re.search(rf"{title}{first}", texts[0]), title
    whole = "".join(texts)
    for piece in list_pieces(application):
        assert piece.sha256 in whole
    assert "批准" in whole


def test_what_was_objected_is_for_those_whom_the_notice_shows_it(make, cast):
    application = make(State.PUBLIC_NOTICE)
    rows = [
        record_objection(entry_id=entry_of(application).pk, text=text, received_on=localdate(), by=cast.clerk)
        for text in ("有门面房", "已经就业")
    ]
    move_objection(objection_id=rows[0].pk, action="retract", comment="看错了人", by=cast.city_reviewer)
    texts = "".join(bound(application, cast.reviewer))
    for words in ("收到异议：有门面房已撤回：看错了人", "收到异议：已经就业待调查答复"):
        assert words in texts, words
    texts = "".join(bound(application, cast.clerk))
    assert ("收到2条异议" in texts, "有门面房" in texts, "看错了人" in texts) == (True, False, False)


def test_a_line_that_was_taken_down_and_who_stood_in_stand_in_it(make, cast, acting):
    application = take(make(State.PUBLIC_NOTICE), "return", by=acting(cast.reviewer), comment="材料不清")
    texts = "".join(bound(application, cast.reviewer))
    assert f"李代办（代{cast.reviewer.name}）" in texts
    assert "（已撤下）" in texts
    assert re.search(r"已撤下\d{4}", texts)


def test_a_pdf_is_drawn_page_by_page_whatever_its_size(make, cast):
    application = make(State.DRAFT)
    before = len(bound(application, cast.clerk))
    document = make_pdf(application.household, by=cast.clerk)
    application.evidence.add(document)
    assert len(bound(application, cast.clerk)) == before + 1


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda name: default_storage.delete(name), "文件不在服务器上"),
        (lambda name: Path(default_storage.path(name)).write_bytes(b"not a picture"), "校验码不符"),
        (lambda name: Path(default_storage.path(name)).write_bytes(b""), "校验码不符"),
    ],
)
def test_a_damaged_document_is_named_on_its_page(harm, why, make, cast):
    application = make(State.REVIEW)
    whole = len(bound(application, cast.reviewer))
    harm(stored(application)[0])
    texts = bound(application, cast.reviewer)
    assert len(texts) == whole
    assert sum(why in text for text in texts) == 1


def test_a_document_that_cannot_be_drawn_stops_nothing(make, cast):
    application = make(State.DRAFT)
    document = make_pdf(application.household, b"%PDF-1.7\nnothing\n%%EOF", by=cast.clerk)
    application.evidence.add(document)
    assert sum("PDF已损坏" in text for text in bound(application, cast.clerk)) == 1


def test_what_was_submitted_stays_in_it_when_the_file_removes_it(make, cast):
    from django.utils import timezone

    application = make(State.REVIEW)
    before = len(bound(application, cast.reviewer))
    Evidence.objects.filter(household=application.household).update(removed_at=timezone.now())
    assert len(bound(application, cast.reviewer)) == before


def test_more_pages_than_a_dossier_may_have_are_refused(make, cast, monkeypatch):
    monkeypatch.setattr(binding, "MOST_PAGES", 3)
    with pytest.raises(OutcomeRefused, match="超过 3 页"):
        bound(make(State.REVIEW), cast.reviewer)


def test_the_job_binds_it_for_whoever_may_see_the_case(make, cast, as_user):
    application = make(State.REVIEW)
    url = reverse("outcomes:dossier", args=[application.pk])
    assert as_user(cast.stranger).post(url).status_code in (403, 404)
    client = as_user(cast.reviewer)
    assert client.post(url).status_code == 302
    run_pending()
    job = Job.objects.get(kind=DOSSIER)
    assert (job.state, job.result_name) == ("done", f"卷宗_{application.number}.pdf")
    answer = client.get(reverse("jobs:file", args=[job.uid]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    record = AuditRecord.objects.get(action="export.dossier")
    assert record.data["rows"] == job.total
    assert "purpose" not in record.data


@pytest.mark.requirement("F6")
def test_a_family_has_one_dossier_of_all_years_with_each_document_once(make, cast, as_user):
    first = make(State.REJECTED)
    second = make(State.DRAFT, household=first.household, programme="medical")
    second.evidence.add(first.evidence.first())
    second = take(second, "submit", by=cast.clerk)
    make(State.DRAFT, household=first.household, programme="tuition")
    url, case = (
        reverse(name, args=[first.household_id]) for name in ("outcomes:family_dossier", "archives:case")
    )
    assert as_user(cast.stranger).post(url).status_code == 404
    assert "查阅用途" in as_user(cast.auditor).post(url).text
    client = as_user(cast.reviewer)
    assert url in client.get(case, {"tab": "aid"}).text
    assert client.post(url).status_code == 302
    run_pending()
    job = Job.objects.get(kind=FAMILY_DOSSIER)
    assert (job.state, job.result_name) == ("done", f"卷宗_{first.household.file_no}.pdf")
    content = b"".join(client.get(reverse("jobs:file", args=[job.uid])).streaming_content)
    texts = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
    contents, whole = texts[0], "".join(texts)
    for row in (first, second):
        assert f"{row.number}帮扶申请审批表" in contents
    assert contents.count("困难职工档案表") == 1
    both = [{row.sha256 for row in application.evidence.all()} for application in (first, second)]
    assert both[0] & both[1]
    for sha in both[0] | both[1]:
        assert whole.count(sha) == 2  # on the page that says that it is no picture, and among the codes
    assert AuditRecord.objects.get(action="export.dossier").data["rows"] == len(texts)
    empty = HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True)
    with pytest.raises(OutcomeRefused, match="没有提交过的申请"):
        family_dossier_pdf(empty, by=cast.clerk, tell=lambda _page: None)


@pytest.mark.parametrize("post", ["approver", "auditor", "finance"])
def test_whose_work_it_is_not_says_for_what_and_it_stands_in_the_log(make, cast, as_user, post):
    application = make(State.REVIEW)
    url, client = reverse("outcomes:dossier", args=[application.pk]), as_user(getattr(cast, post))
    asked = client.post(url)
    assert asked.status_code == 200
    assert "查阅用途" in asked.text
    for sent in ({"note": ""}, {"reason": "other", "note": " "}, {"reason": "audit", "note": "1" * 18}):
        assert client.post(url, sent).status_code == 422
    assert not Job.objects.exists()
    assert client.post(url, {"reason": "audit", "note": "专项抽查"}).status_code == 302
    run_pending()
    assert AuditRecord.objects.get(action="export.dossier").data["purpose"] == "审计、检查：专项抽查"
    assert client.post(url).status_code == 302
    assert Job.objects.filter(kind=DOSSIER).count() == 2


def test_pictures_stand_upright_on_pages_of_one_size(make, cast):
    application = make(State.DRAFT)
    for n in range(3):
        application.evidence.add(picture(application.household, n, by=cast.clerk))
    content, _pages = dossier_pdf(application, by=cast.clerk, tell=lambda _page: None)
    boxes = [page.mediabox for page in PdfReader(BytesIO(content)).pages]
    assert {(round(box.width), round(box.height)) for box in boxes} == {(595, 842)}


def test_each_file_of_a_family_has_its_form_in_the_dossier(make, cast):
    first = make(State.REJECTED)
    file = HouseholdFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True, previous=first.household
    )
    make(State.REVIEW, household=file)
    content, _pages = family_dossier_pdf(file, by=cast.reviewer, tell=lambda _page: None)
    contents = "".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())
    assert contents.count("困难职工档案表") == 2


def test_a_pairing_stands_in_it_for_whom_its_family_is_shown(make, cast):
    application = make(State.DRAFT)
    pairing = run(application.household, cast)
    assert list_pairings(application, cast.reviewer) == [pairing]
    assert list_pairings(application, cast.stranger) == []
