"""Several pictures of one kind become one PDF; what they were stays on record."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from cases.archives.models import Evidence
from cases.archives.services.entry import evidence as documents
from cases.archives.services.entry.bundles import bundle_evidence
from cases.archives.services.refusals import FileRefused
from hardship.audit.models import AuditRecord
from hardship.kernel import files
from hardship.kernel.files import accept_upload, bundles
from tests.cases.archives.typed import page, section
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


def picture(colour, size=(40, 30)):
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return accept_upload(SimpleUploadedFile(f"{colour}.jpg", stream.getvalue()))


def add(draft, by, *colours, kind="diagnosis"):
    return [
        documents.add_evidence(household_id=draft.pk, kind=kind, accepted=picture(colour), by=by)
        for colour in colours
    ]


def put_together(draft, by, *parts):
    return bundle_evidence(household_id=draft.pk, uids=[str(part.uid) for part in parts], by=by)


def read(document):
    with document.file.open("rb") as file:
        return PdfReader(BytesIO(file.read()))


def test_pictures_become_the_pages_of_one_pdf_in_the_order_chosen(cast, draft):
    red, blue = add(draft, cast.clerk, "red", "blue")
    made = put_together(draft, cast.clerk, blue, red)
    pdf = read(made)
    colours = [page.images[0].image.getpixel((5, 5)) for page in pdf.pages]
    assert [max(range(3), key=colour.__getitem__) for colour in colours] == [2, 0]
    assert not pdf.metadata
    assert made.sources == [blue.sha256, red.sha256]
    assert (made.media_type, made.kind) == ("application/pdf", "diagnosis")
    assert list(draft.evidence.filter(removed_at=None)) == [made]
    told = AuditRecord.objects.about(draft).get(action="household.evidence_bundle").data
    assert told["sources"] == made.sources
    again = files.bundle([(open_bytes(blue), 0), (open_bytes(red), 0)], "诊断证明")
    assert again.sha256 == made.sha256 == hashlib.sha256(again.content).hexdigest()


def open_bytes(document):
    with document.file.open("rb") as file:
        return file.read()


def test_both_sides_of_a_card_stand_on_one_page(cast, draft):
    made = put_together(draft, cast.clerk, *add(draft, cast.clerk, "red", "blue", kind="id_card"))
    [page] = read(made).pages
    image = page.images[0].image
    assert image.size == bundles.PAGE
    assert image.getpixel((620, 400))[0] > 200 > image.getpixel((620, 400))[2]
    assert image.getpixel((620, 1250))[2] > 200 > image.getpixel((620, 1250))[0]


def test_amounts_follow_and_the_pictures_come_back(cast, draft):
    red, blue = add(draft, cast.clerk, "red", "blue")
    draft.expenses.create(kind="medical", annual_amount=1, evidence=red)
    made = put_together(draft, cast.clerk, red, blue)
    assert draft.expenses.get().evidence == made
    with pytest.raises(FileRefused, match="内容相同"):
        add(draft, cast.clerk, "red")
    assert set(documents.list_restorable(draft, cast.clerk)) == {red, blue}
    documents.restore_evidence(household_id=draft.pk, uid=red.uid, by=cast.clerk)
    assert Evidence.objects.get(pk=red.pk).removed_at is None


def test_what_cannot_be_put_together_is_refused(cast, draft, monkeypatch):
    red, blue = add(draft, cast.clerk, "red", "blue")
    [card] = add(draft, cast.clerk, "green", kind="id_card")
    for parts, why in (
        ((), "2 到 20"),
        ((red,), "2 到 20"),
        ((red, red), "2 到 20"),
        ((red, card), "改了种类"),
    ):
        with pytest.raises(FileRefused, match=why):
            put_together(draft, cast.clerk, *parts)
    monkeypatch.setattr(bundles, "MAX_BYTES", 10)
    with pytest.raises(FileRefused, match="超过 10 MB"):
        put_together(draft, cast.clerk, red, blue)
    monkeypatch.undo()
    made = put_together(draft, cast.clerk, red, blue)
    [white] = add(draft, cast.clerk, "white")
    with pytest.raises(FileRefused, match="PDF 不能再合"):
        put_together(draft, cast.clerk, made, white)
    assert draft.evidence.filter(removed_at=None).count() == 3


def test_the_page_offers_it_for_several_pictures_of_one_kind(cast, draft, as_user):
    client, url = as_user(cast.clerk), page("evidence_bundle", draft)
    [red] = add(draft, cast.clerk, "red")
    assert url not in client.get(section(draft, "evidence")).text
    [blue] = add(draft, cast.clerk, "blue")
    assert "合成一份 PDF" in client.get(section(draft, "evidence")).text
    answer = client.post(url, {"uids": [blue.uid, red.uid]}, follow=True)
    assert "已把 2 张图片合成一份 PDF" in answer.text
    assert "请选择要合成的图片" in client.post(url, {}, follow=True).text
    gone = client.post(url, {"uids": [blue.uid, red.uid]}, follow=True)
    assert "有图片已被移除" in gone.text
    assert as_user(cast.stranger).post(url).status_code == 404
    assert as_user(cast.reviewer).post(url).status_code == 403
