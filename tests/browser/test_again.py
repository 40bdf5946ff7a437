"""What comes back and what is taken back, by a reviewer and a clerk in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.archives.services.entry.drafts import save_section
from cases.archives.services.steps import Reason, take_step
from cases.archives.states import Section, State
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory, written_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


@pytest.fixture
def reviewer(clerk):
    return UserFactory(username="lu", role=Role.REVIEWER, union=clerk.union.parent)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_re_review_opens_on_the_changes_and_the_whole_file_is_one_click_away(
    window, clerk, reviewer, viewport
):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, submitted=True)
    reasons = [Reason(Section.WORKER, "employer", "写全称")]
    take_step(household_id=household.pk, action="return", by=reviewer, reasons=reasons)
    household.refresh_from_db()
    save_section(
        household_id=household.pk, section=Section.WORKER, version=household.version, by=clerk,
        data={"employer": "华联商场股份有限公司"},
    )  # fmt: skip
    take_step(household_id=household.pk, action="submit", by=clerk)
    here = window(viewport)
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[household.pk]))
    changed = page.locator("#changed")
    expect(changed).to_contain_text("华联商场股份有限公司")
    expect(changed.locator("del")).to_have_text("华联商场")
    expect(page.locator("#section-worker")).to_be_visible()
    expect(page.locator("#section-housing")).to_have_count(0)
    here.assert_accessible()
    here.assert_fits()
    page.click("text=整份档案")
    expect(page).to_have_url(re.compile(r"/review/\?show=all$"))
    expect(page.locator("#section-housing")).to_be_visible()
    expect(page.locator("#section-worker del")).to_have_text("华联商场")
    here.assert_accessible()
    here.assert_fits()


def test_a_filing_is_taken_back_with_a_word_why(window, clerk, reviewer):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, submitted=True)
    take_step(household_id=household.pk, action="file", by=reviewer, skips_unseen=True)
    page = sign_in(window(), reviewer)
    page.goto(reverse("desk:case", args=[household.pk]))
    page.click("aside >> text=撤回建档")
    page.fill("dialog[open] textarea", "把两户看混了")
    page.click("dialog[open] button[type=submit]")
    expect(page.locator("main")).to_contain_text("已撤回建档")
    expect(page.locator("aside")).to_contain_text("把两户看混了")
    household.refresh_from_db()
    assert household.state == State.UNDER_REVIEW


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_verification_is_asked_and_taken_back(window, clerk, reviewer, viewport):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, reviewer=reviewer, filed=True)
    here = window(viewport)
    page = sign_in(here, clerk)
    page.goto(reverse("archives:verify", args=[household.pk]))
    here.assert_accessible()
    here.assert_fits()
    page.click("main button:has-text('核查无变化')")
    expect(page.locator("main")).to_contain_text("请先向家庭核实")
    household.refresh_from_db()
    assert household.verified_at is None
    page.check("[name=confirmed]")
    page.click("main button:has-text('核查无变化')")
    expect(page.locator("main")).to_contain_text("已记录，下次核查")
    page.click("aside >> text=撤回“核查无变化”")
    expect(page.locator("main")).to_contain_text("已撤回“核查无变化”")
    household.refresh_from_db()
    assert household.verified_at is None


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_reason_at_a_cell_is_chosen_and_answered_at_that_cell(window, clerk, reviewer, viewport):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, complete=True)
    member = household.members.exclude(relation="head").first()
    member.employer = "江苏省南通市崇川区学田街道中心小学校（新胜路校区）"
    with written_on(household, "members"):
        member.save()
    take_step(household_id=household.pk, action="submit", by=clerk)
    here = window(viewport)
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[household.pk]))
    line = page.locator(f".entry-return:has(#cell-members-{member.uid})")
    line.locator("summary").click()
    line.locator("select").select_option("employer")
    line.locator("input").fill("学校请写全称")
    page.evaluate("scrollTo(0, 0)")  # nothing half under the bar
    here.assert_accessible()
    here.assert_fits()
    assert_within(page, "#section-members", ".entry-return")
    page.locator("#decision button[value=return]").click()
    page.wait_for_url(re.compile(r"/archives/(\?|\d+/$)"))
    here.context.clear_cookies()

    page = sign_in(here, clerk)
    page.goto(reverse("archives:section", args=[household.pk, "members"]))
    cell = page.locator("td.grid-cell-returned")
    expect(cell.locator("[name=rows-0-employer]")).to_be_visible()
    expect(cell).to_contain_text("学校请写全称")
    here.assert_accessible()
    here.assert_fits()
    cell.locator("summary").click()
    cell.locator("[name=text]").fill("户口本上就是这样写的")
    here.assert_fits()
    assert_within(page, "td.grid-cell-returned", "[name=text], button")
    cell.locator("button").click()
    expect(page.locator("td.grid-cell-returned")).to_contain_text("户口本上就是这样写的")
    page.goto(reverse("archives:member", args=[household.pk, member.uid]))
    expect(page.locator("form .entry-reason")).to_contain_text("学校请写全称")
    here.assert_accessible()
    here.assert_fits()


def assert_within(page, card, parts):
    """No part stands out of its card at the right."""
    edge = "box => box.getBoundingClientRect().right"
    for part in page.locator(card).locator(parts).all():
        assert part.evaluate(edge) <= page.locator(card).evaluate(edge)
