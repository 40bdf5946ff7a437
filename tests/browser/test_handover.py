"""工作移交 in the browser: the clerk hands over, the colleague confirms, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hardship.accounts.states import Role
from tests.browser.conftest import PHONE
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_in_hand_goes_to_the_colleague(window, live_server):
    clerk = UserFactory(username="ji", name="季春兰", role=Role.CLERK)
    colleague = UserFactory(username="shi", name="施晓燕", union=clerk.union, role=Role.CLERK)
    HouseholdFactory(union=clerk.union, clerk=clerk)
    first = window()
    page = sign_in(first, clerk)
    page.goto(reverse("handovers:person", args=[clerk.pk]))
    first.assert_accessible()
    page.select_option("[name=to]", str(colleague.pk))
    page.fill("[name=reason]", "调离")
    page.click("form.form-sheet button[type=submit]")
    expect(page.locator("h1")).to_have_text("季春兰 移交给 施晓燕")
    second = window(PHONE)
    page = sign_in(second, colleague)
    page.goto(reverse("handovers:handovers"))
    second.assert_fits()
    page.click("text=季春兰")
    second.assert_fits()
    second.assert_accessible()
    page.click("text=确认接收")
    expect(page.locator("main")).to_contain_text("已移交")
