"""What is required follows what is chosen, and Enter stays on the page: what only a browser can show."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hardship.accounts.states import Role
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
STAR = "(place, pseudo) => getComputedStyle(place, pseudo).content"


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


def star(page, selector):
    return page.locator(selector).first.evaluate(STAR, "::after") == '"*"'


def test_asterisks_follow_what_is_chosen_at_once(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "worker"]))
    assert not star(page, ".field-employer > label")
    page.select_option("[name=status]", "on_post")
    assert all(star(page, f".field-{name} > label") for name in ("employer", "industry", "working_since"))
    assert not star(page, ".field-employer_state > label")
    page.select_option("[name=employer_kind]", "private")
    assert star(page, ".field-employer_state > label")
    page.check("[name=worker_type][value=migrant]")
    assert star(page, ".field-contract_on > label")
    page.select_option("[name=status]", "retired")
    assert not star(page, ".field-employer > label")
    page.goto(reverse("archives:section", args=[household.pk, "members"]))
    page.select_option("[name=rows-1-status]", "primary")
    expect(page.locator("td.entry-needed [name]")).to_have_attribute("name", "rows-1-employer")
    page.click("[data-add-row=rows]")
    page.select_option("[name=rows-2-status]", "senior")
    expect(page.locator("td.entry-needed")).to_have_count(2)
    assert star(page, "td.entry-needed .field")


def test_enter_goes_to_the_next_field_and_saving_says_what_is_missing(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "worker"]))
    page.fill("[name=name]", "单小梅")
    page.press("[name=name]", "Enter")
    expect(page.locator("[name=birth_on]")).to_be_focused()
    page.select_option("[name=marriage]", "married")
    page.press("[name=marriage]", "Enter")
    expect(page.locator("[name=registration]")).to_be_focused()
    page.press("[name=registration]", "Control+Enter")
    notice = page.locator(".notice-warning", has_text="已保存，还缺")
    expect(notice).to_contain_text("职工本人")
    expect(page.locator("h1")).to_have_text("职工本人")
    household.refresh_from_db()
    assert household.head.name == "单小梅"
    page.click("text=保存并继续")
    expect(page.locator("h1")).to_have_text("家庭成员")
    notice.locator("a", has_text="身份证号").click()
    expect(page.locator("#id_id_number")).to_be_in_viewport()
