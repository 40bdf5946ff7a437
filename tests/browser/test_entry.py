"""Entering a household in a real browser: what only a browser can show."""

from datetime import date

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from cases.archives.models import Household
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.factories import PASSWORD, HouseholdFactory, UnionFactory, UserFactory, id_number, living_standard

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


def sign_in(here, person):
    here.page.goto("/accounts/login/")
    here.page.fill("[name=username]", person.username)
    here.page.fill("[name=password]", PASSWORD)
    here.page.click("main button[type=submit]")
    here.page.wait_for_url("**/")
    return here.page


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_review_is_accessible_and_fits(window, clerk, viewport):
    submitted = HouseholdFactory(union=clerk.union, clerk=clerk, submitted=True)
    here = window(viewport)
    page = sign_in(here, UserFactory(username="lu", role=Role.REVIEWER, union=clerk.union.parent))
    page.goto(reverse("archives:review", args=[submitted.pk]))
    here.assert_accessible()
    here.assert_fits()
    page.click("#section-worker .entry-summary .entry-return summary")
    page.fill("#section-worker .entry-summary .entry-return[open] input", "写全称")
    expect(page.locator("[data-reason-count]")).to_have_text("已写退回原因 1 处")


@pytest.mark.requirement("A1", "A10")
def test_an_id_number_tells_the_rest_and_who_has_it_already(window, clerk):
    number = id_number(born=date(1970, 3, 5))
    elsewhere = UnionFactory(name="金沙街道总工会")
    HouseholdFactory(union=elsewhere, filed=True, name="钱保密", number=number)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:new"))
    page.fill("[name=id_number]", f" {number[:6]} {number[6:]} ")
    expect(page.locator(".entry-twin")).to_contain_text("金沙街道总工会")
    assert "钱保密" not in page.content()
    page.click("text=开始填报")
    expect(page.locator("main")).to_contain_text("金沙街道总工会")
    page.fill("[name=id_number]", id_number(born=date(1970, 3, 6)))
    page.click("text=开始填报")
    page.wait_for_url("**/worker/")
    page.fill("[name=id_number]", id_number(born=date(1981, 2, 3), male=True))
    expect(page.locator("[name=birth_on]")).to_have_value("1981-02-03")
    expect(page.locator("[name=sex][value=male]")).to_be_checked()


def test_a_section_keeps_itself_and_a_table_grows(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "worker"]))
    page.fill("[name=name]", "单小梅")
    expect(page.locator(".autosave")).to_contain_text("已自动保存")
    expect(page.locator("[name=version]")).to_have_value("2")
    page.click("[data-save-button]")
    expect(page.locator("h1")).to_have_text("职工本人")
    page.goto(reverse("archives:section", args=[household.pk, "members"]))
    for number in (2, 3):
        page.click("[data-add-row=rows]")
        page.fill(f"[name=rows-{number}-name]", f"小{number}")
    page.check("[name=rows-3-remove]")
    page.click("[data-save-button]")
    expect(page.locator("[name=rows-0-name]")).to_have_value("小2")
    assert household.members.count() == 2


def test_whether_it_is_kept_and_the_buttons_are_in_sight_from_the_first_field(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "worker"]))
    page.fill("[name=name]", "单小梅")
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight + 200")
    assert page.evaluate("scrollY") == 0
    expect(page.locator(".autosave")).to_contain_text("已自动保存")
    expect(page.locator(".autosave")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-save-button]")).to_be_in_viewport(ratio=1)


def test_figures_follow_the_typing_and_files_go_off_when_chosen(window, clerk, tmp_path):
    living_standard()
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(PHONE), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "money"]))
    page.select_option("[name=incomes-0-kind]", "wage")
    page.fill("[name=incomes-0-annual_amount]", "820×12")
    expect(page.locator("#figures")).to_contain_text("820.00")
    expect(page.locator("#figures")).to_contain_text("相对困难")
    picture = tmp_path / "身份证.png"
    Image.new("RGB", (60, 40), "red").save(picture)
    page.goto(reverse("archives:section", args=[household.pk, "evidence"]))
    page.set_input_files("#upload-id_card", picture)
    expect(page.locator("#kind-id_card .file-name")).to_have_text("身份证.png")


def test_a_household_is_submitted_by_one_click_however_often_it_is_made(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, complete=True)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:check", args=[household.pk]))
    page.dblclick("button[value=submit]")
    page.wait_for_url(f"**{reverse('archives:case', args=[household.pk])}")
    assert Household.objects.get(pk=household.pk).steps.count() == 1
