"""What the printer makes of a page: no heading and no head of a table alone at the foot of a sheet."""

from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from hardship.accounts.states import Role
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_printed_statistics_break_between_tables_not_within_their_heads(window, live_server):
    clerk = UserFactory(username="ji", role=Role.CLERK)
    reviewer = UserFactory(username="lu", role=Role.REVIEWER, union=clerk.union.parent)
    HouseholdFactory(union=clerk.union, clerk=clerk, reviewer=reviewer, filed=True)
    page = sign_in(window(), reviewer)
    page.goto(reverse("statistics:archive"))
    titles = page.locator("main section.sheet h2").all_inner_texts()
    expect(page.locator("main tfoot").first).to_contain_text("合计")
    sheets = [
        [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
        for sheet in PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    ]
    assert len(sheets) > 2
    for lines in sheets[:-1]:
        assert lines[-1] not in titles
        assert "上年户数" not in lines[-1]
