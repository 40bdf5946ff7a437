"""Agreements with institutions and bases in a browser: entered, and said where a course goes beyond one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.employment.models import Partner
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import answer
from tests.browser.test_entry import sign_in
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("G19")]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_agreement_to_the_course(window, live_server, viewport):
    clerk, today = UserFactory(username="ji", roles=[Role.CLERK]), timezone.localdate()
    here = window(viewport)
    page = sign_in(here, clerk)
    page.goto(reverse("employment:partner_new"))
    here.assert_accessible()
    here.assert_fits()
    answer(page, name="启航职校", contract_no="合〔2026〕3号", from_on=f"{today}",
           until_on=f"{today + timedelta(days=30)}", trades="家政服务、电工")  # fmt: skip
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_contain_text("启航职校 有效")
    here.assert_accessible()
    here.assert_fits()
    page.goto(reverse("employment:new"))
    answer(page, name="电工班", trade="电工", hours="40", starts_on=f"{today + timedelta(days=20)}",
           ends_on=f"{today + timedelta(days=40)}", place="文化宫", seats="20",
           agreement=str(Partner.objects.get().pk))  # fmt: skip
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("没有覆盖这个班的全部日期")
    here.assert_accessible()
    here.assert_fits()
    page.goto(reverse("employment:partners"))
    expect(page.locator("main")).to_contain_text("启航职校")
    here.assert_accessible()
    here.assert_fits()
