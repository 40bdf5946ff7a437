"""The guide that a union hangs up, from the button to a worker's telephone; names at the province."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import PublishedGuide
from cases.applications.selectors.guides import list_guided
from cases.policies import services
from hardship.accounts.states import Role
from hardship.kernel.documents import mask_name
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory, load_years

pytestmark = pytest.mark.django_db(transaction=True)


def photograph(page, name):
    """For whoever wants to look: PHOTOGRAPHS names a folder."""
    if folder := os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.requirement("B1", "F5")
def test_a_worker_scans_what_an_approver_published(window, live_server):
    clerk = UserFactory(role=Role.CLERK)
    services.load_standards()
    services.load_default_policy(union=clerk.union.parent.parent.parent)
    load_years()
    approver = UserFactory(union=clerk.union.parent, role=Role.APPROVER)
    programme = next(row for row in list_guided(approver) if row.code == "medical")
    desk = window()
    page = sign_in(desk, approver)
    page.goto(reverse("applications:guide", args=[programme.pk]))
    press(page, "公开")
    expect(page.get_by_text("已公开。重新打印")).to_be_visible()
    desk.assert_accessible()
    photograph(page, "guide")
    address = page.get_by_role("link", name="扫码以后看到的页面").get_attribute("href")
    phone = window(PHONE)
    phone.page.goto(address)
    expect(phone.page.get_by_role("heading", name="带什么材料")).to_be_visible()
    assert phone.context.cookies() == []
    phone.assert_accessible()
    phone.assert_fits()
    photograph(phone.page, "guide_public")
    press(page, "停止公开")
    page.locator("dialog[open]").get_by_role("button", name="停止公开").click()
    expect(page.get_by_text("已停止公开。")).to_be_visible()
    assert not PublishedGuide.objects.get().is_open
    phone.page.goto(address)
    expect(phone.page.get_by_role("heading", name="办事指南没有公开")).to_be_visible()
    phone.assert_fits()
    photograph(phone.page, "guide_over")


@pytest.mark.requirement("H3")
def test_the_province_says_what_for_and_reads_who(window, live_server):
    file = HouseholdFactory(filed=True)
    name = file.head.name
    reader = UserFactory(union=file.union.province, role=Role.AUDITOR)
    here = window()
    page = sign_in(here, reader)
    page.goto(reverse("lists:files"))
    expect(page.get_by_text(mask_name(name)).first).to_be_visible()
    here.assert_accessible()
    photograph(page, "masked")
    page.get_by_role("link", name="填写事由").click()
    here.assert_accessible()
    photograph(page, "why")
    answer(page, reason="audit")
    press(page, "显示姓名")
    expect(page.get_by_text(name).first).to_be_visible()
    here.assert_fits()
