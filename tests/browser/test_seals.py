"""日志封存 as an auditor uses it: a row that was changed behind the program is named on the page."""

import os
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import expect

from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.services import run_pending
from hardship.seals.services import seal_days
from tests.browser.conftest import PHONE
from tests.browser.hands import press
from tests.browser.test_entry import sign_in
from tests.factories import UserFactory, unguarded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("E6")]


def photograph(page, name):
    """For whoever wants to look: PHOTOGRAPHS names a folder."""
    if folder := os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_auditor_finds_the_row_that_was_changed(window, live_server):
    auditor = UserFactory(role=Role.AUDITOR)
    with freeze_time(timezone.now() - timedelta(days=3)):
        row = audit.record("log.look", target=None, by=auditor, count=1)
        audit.record("log.look", target=None, by=auditor, count=2)
    seal_days()
    desk = window()
    page = sign_in(desk, auditor)
    page.goto(reverse("seals:seals"))
    kept = page.get_by_role("row").nth(1).inner_text().split()
    press(page, "逐条校验")
    run_pending()
    page.goto(reverse("seals:seals"))
    expect(page.get_by_text("逐条相符")).to_be_visible()
    desk.assert_accessible()
    photograph(page, "seals")
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditrecord SET data = '{}' WHERE id = %s", [row.pk])
    press(page, "逐条校验")
    run_pending()
    page.goto(reverse("seals:seals"))
    expect(page.get_by_text(f"第 {row.pk} 条被改动过")).to_be_visible()
    page.get_by_label("外部留存的校验码").fill(" ".join(kept[:3]))
    press(page, "核对")
    expect(page.get_by_text("外部留存的 1 天和系统里的封存一致")).to_be_visible()
    desk.assert_accessible()
    photograph(page, "seals_broken")
    phone = window(PHONE)
    sign_in(phone, auditor).goto(reverse("seals:seals"))
    phone.assert_accessible()
    phone.assert_fits()
    photograph(phone.page, "seals_phone")
