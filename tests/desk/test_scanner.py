"""The code on a printed form holds its number and nothing else; what a scanner types of it opens the case."""

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from hardship.kernel.qr import write_code
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def scan(answer):
    """All codes that a scanner finds on a paper."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    pages = pypdfium2.PdfDocument(content)
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]


def test_a_scanned_file_opens_its_page(cast, as_user):
    home = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    client = as_user(cast.clerk)
    [number] = scan(client.get(reverse("archives:form_pdf", args=[home.pk])))
    assert number == home.file_no
    assert client.post(reverse("desk:search"), {"text": number}).url == reverse(
        "archives:case", args=[home.pk]
    )
    # or in the wide letters of an input method
    wide = number.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789-"})
    assert client.post(reverse("desk:search"), {"text": wide}).url == reverse("archives:case", args=[home.pk])
    elsewhere = as_user(cast.stranger).post(reverse("desk:search"), {"text": number}).url
    assert elsewhere.startswith(f"{reverse('lists:files')}?q=")


def test_a_draft_has_no_code(cast, as_user):
    draft = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    assert scan(as_user(cast.clerk).get(reverse("archives:form_pdf", args=[draft.pk]))) == []


def test_scanned_applications_and_batches_open_theirs(one_of_each, as_user):
    world = one_of_each
    client = as_user(world.reviewer)
    [code] = scan(client.get(reverse("approvals:form_pdf", args=[world.in_review.pk])))
    assert code.isascii()
    search = reverse("desk:search")
    page = reverse("applications:detail", args=[world.in_review.pk])
    assert client.post(search, {"text": code}).url == page
    assert client.post(search, {"text": world.in_review.number}).url == page
    finance = as_user(world.finance)
    page = reverse("payments:detail", args=[world.sent_batch.pk])
    assert finance.post(search, {"text": world.sent_batch.number}).url == page
    assert as_user(world.clerk).post(search, {"text": world.sent_batch.number}).url != page


def test_a_visit_form_carries_its_number_and_a_notice_is_found_by_its_own(one_of_each, as_user):
    world = one_of_each
    client = as_user(world.reviewer)
    page = reverse("notices:notice", args=[world.notice.pk])
    for text in (write_code(world.notice.number), world.notice.number):
        assert client.post(reverse("desk:search"), {"text": text}).url == page
    paper = as_user(world.clerk).get(reverse("visits:visit_blank_of", args=[world.filed.pk]))
    assert scan(paper) == [world.filed.file_no]
