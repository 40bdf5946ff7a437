"""A receipt that is claimed once and a paper that is waived, in a browser, from the draft to the approver."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import Application
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_entry import sign_in
from tests.cases.applications.conftest import make  # noqa: F401 (fixtures)
from tests.cases.applications.test_invoices import LINE
from tests.cases.applications.test_waivers import AGREED, LACKING, WHY, draft  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B2", "B3")]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_receipt_is_noted_and_a_paper_waived(window, live_server, cast, draft, viewport):  # noqa: F811
    here = window(viewport)
    page = sign_in(here, cast.clerk)
    page.goto(reverse("applications:edit", args=[draft.pk]))
    number = page.locator("main [name=invoices]")
    number.fill("12345 市人民医院")
    page.get_by_role("button", name="保存", exact=False).first.click()
    expect(page.locator("main")).to_contain_text("第 1 行的号码应为 6 至 40 位")
    assert number.input_value() == "12345 市人民医院"
    here.assert_fits()
    number.fill(LINE)
    page.get_by_role("button", name="保存", exact=False).first.click()
    page.goto(reverse("applications:check", args=[draft.pk]))
    assert Application.objects.get(pk=draft.pk).invoices
    expect(page.locator("main")).to_contain_text(LACKING)
    here.assert_fits()
    here.assert_accessible()
    assert page.locator("main [name=kinds]").input_value() == "fee_list"  # the only one that is missing
    page.locator("main [name=reason]").fill(WHY)
    page.get_by_role("button", name="申请免交").click()
    expect(page.locator("main")).to_contain_text("已申请免交")
    there = window(viewport)
    other = sign_in(there, cast.approver)
    other.goto(reverse("applications:detail", args=[draft.pk]))
    there.assert_fits()
    there.assert_accessible()
    other.get_by_label("意见和原因").fill(AGREED)
    other.get_by_role("button", name="同意免交", exact=True).click()
    expect(other.locator("main")).to_contain_text(AGREED)
    page.reload()
    expect(page.locator("main")).not_to_contain_text(LACKING)
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("main")).to_contain_text("待审核")
