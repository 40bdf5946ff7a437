"""What people met who tried the program for two hours, one page after the other: it stays mended."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.archives.services.entry.drafts import save_section
from cases.archives.services.steps import take_step
from cases.archives.states import Section
from hardship.accounts.states import Role
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory, id_number, living_standard, make_evidence

pytestmark = pytest.mark.django_db(transaction=True)
CARD_WITH_A_SLIP = "6222021001122330018"


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


@pytest.fixture
def reviewer(clerk):
    return UserFactory(username="lu", role=Role.REVIEWER, union=clerk.union.parent)


def section(household, name):
    return reverse("archives:section", args=[household.pk, name])


def left_of(page, selector):
    return page.locator(selector).first.bounding_box()["x"]


def test_what_one_has_just_typed_can_be_compared_with_the_card(window, clerk):
    """In full until the page is left, by its button afterwards; a number too short is told at once."""
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(section(household, "worker"))
    for name in ("birth_on", "working_since"):
        expect(page.locator(f"[name={name}]")).not_to_have_attribute("placeholder", re.compile(r"\d"))
    page.fill("[name=id_number]", "320613750308123")
    page.press("[name=id_number]", "Tab")
    expect(page.locator("[data-told=own]")).to_contain_text("18")
    page.fill("[name=ethnicity]", "汉")
    page.fill("[name=phone]", "13912341234")
    page.fill("[name=id_number]", number := id_number(born=date(1975, 3, 8)))
    expect(page.locator(".autosave")).to_contain_text("已自动保存")
    expect(page.locator("[name=phone]")).to_have_value("13912341234")
    expect(page.locator("[name=id_number]")).to_have_value(number)
    page.click("[data-save-button]")
    expect(page.locator("[name=phone]")).to_have_value("139****1234")
    expect(page.locator("[name=ethnicity]")).to_have_value("汉族")
    page.click("[data-show-in=id_phone]")
    expect(page.locator("[name=phone]")).to_have_value("13912341234")


def test_a_birth_date_against_the_number_is_told_and_kept(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, complete=True)
    page = sign_in(window(), clerk)
    page.goto(section(household, "worker"))
    page.fill("[name=birth_on]", "1901-01-01")
    page.click("[data-save-button]")
    expect(page.locator(".field-birth_on")).to_contain_text("身份证号")
    expect(page.locator("[name=birth_on]")).to_have_value("1901-01-01")


def test_a_remark_stays_from_the_tasks_to_the_review(window, clerk, reviewer):
    """A card number with a slip: said on each page until somebody says why it is right."""
    household = HouseholdFactory(union=clerk.union, clerk=clerk, reviewer=reviewer, complete=True)
    save_section(
        household_id=household.pk, section=Section.WORKER, data={"bank_card": CARD_WITH_A_SLIP},
        version=household.version, by=clerk,
    )  # fmt: skip
    here = window()
    page = sign_in(here, clerk)
    for name in ("tasks", "check"):
        page.goto(reverse(f"archives:{name}", args=[household.pk]))
        expect(page.locator("#remarks")).to_contain_text("银行卡")
    take_step(household_id=household.pk, action="submit", by=clerk)
    here.context.clear_cookies()
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[household.pk]))
    expect(page.locator("#remarks")).to_contain_text("银行卡")


def test_the_figures_go_on_beside_a_wrong_line_and_the_sum_stands_below_its_column(window, clerk):
    living_standard()
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(section(household, "money"))
    page.select_option("[name=incomes-0-kind]", "wage")
    page.fill("[name=incomes-0-annual_amount]", "24000")
    expect(page.locator("#figures")).to_contain_text("2,000.00")
    page.select_option("[name=expenses-0-kind]", "medical")
    page.fill("[name=expenses-0-annual_amount]", "三百")
    page.click("[data-save-button]")
    expect(page.locator(".error-summary")).to_contain_text("支出")
    expect(page.locator("#figures")).to_contain_text("2,000.00")
    total = page.locator("[data-grid=incomes] [data-grid-total]").bounding_box()
    field = page.locator("[name=incomes-0-annual_amount]").bounding_box()
    assert field["x"] <= total["x"] + total["width"] <= field["x"] + field["width"] + 24


def test_what_is_the_main_cause_is_no_other_cause(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(section(household, "causes"))
    page.select_option("[name=main_cause]", "illness")
    expect(page.locator("[name=secondary_causes][value=illness]")).to_be_disabled()
    page.goto(section(household, "housing"))
    page.fill("[name=homes]", "无")
    page.click("[data-save-button]")
    expect(page.locator("[name=homes]")).to_have_value("0")


def test_a_document_in_the_wrong_box_is_moved(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, complete=True)
    document = make_evidence(household, kind="id_card", by=clerk)
    page = sign_in(window(), clerk)
    page.goto(section(household, "evidence"))
    page.locator(f"details:has(#refile-kind-{document.pk}) > summary").click()
    page.select_option(f"#refile-kind-{document.pk}", "household_register")
    page.locator(f"details:has(#refile-kind-{document.pk}) button").click()
    expect(page.locator("#kind-household_register")).to_contain_text(document.original_name)


def test_the_reviewers_way_leads_to_what_waits_and_says_what_was_not_seen(window, clerk, reviewer):
    HouseholdFactory(union=clerk.union, clerk=clerk, filed=True)
    household = HouseholdFactory(union=clerk.union, clerk=clerk, reviewer=reviewer, submitted=True)
    page = sign_in(window(), reviewer)
    page.get_by_role("link", name=re.compile("审核下级提交的档案")).first.click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.goto(reverse("archives:review", args=[household.pk]))
    page.locator(".entry-look").first.click()
    while page.locator("[rel=next]").count():
        page.click("[rel=next]")
        page.wait_for_load_state()
    before, after = left_of(page, "[rel=prev]"), left_of(page, "[data-viewer-turn]")
    assert after - before < 300
    page.check("[name=verdict][value=agrees]")
    page.click("main form button:has-text('记下')")
    expect(page.locator(".lead")).to_contain_text("1 /")  # what was passed over comes next
    expect(page.locator(".lead")).to_contain_text(f"未核对 {household.evidence.count() - 1}")
