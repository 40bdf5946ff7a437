"""Tables that behave like a sheet of Excel, and documents looked at large: what only a browser can show."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData('text', text);
    cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


def picture(page, name):
    if os.environ.get("PICTURES"):
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)


@pytest.mark.requirement("A1")
def test_a_block_from_excel_fills_the_table_and_keys_move_in_it(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "money"]))
    cell = page.locator("[name=incomes-0-kind]")
    block = (
        "收入项目\t对象\t全年金额（元）\t说明\n"
        "工资性收入\t全家\t1.2万\t厂里\n"
        "养老金、退休金\t全家\t３千\t\n"
        "彩票\t全家\t2100×12\t"
    )
    cell.evaluate(PASTE, block)
    expect(page.locator("[name=incomes-2-annual_amount]")).to_have_value("2100×12")
    expect(page.locator("[name=incomes-0-kind]")).to_have_value("wage")
    expect(page.locator("[data-grid-says=incomes]")).to_contain_text("3 行")
    expect(page.locator("[data-grid=incomes] [data-grid-total]")).to_have_text("40,200.00")
    page.select_option("[name=incomes-2-kind]", "other")
    page.focus("[name=incomes-0-annual_amount]")
    page.keyboard.press("Enter")
    expect(page.locator("[name=incomes-1-annual_amount]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[name=incomes-0-member]")).to_be_focused()
    page.check("[name=incomes-2-remove]")
    expect(page.locator("[data-grid=incomes] [data-grid-total]")).to_have_text("15,000.00")
    page.click("text=撤销移除")
    expect(page.locator("[data-grid=incomes] [data-grid-total]")).to_have_text("40,200.00")
    picture(page, "money")
    page.click("[data-save-button]")
    expect(page.locator("[name=incomes-2-annual_amount]")).to_have_value("25200.00")
    assert [str(item.annual_amount) for item in household.incomes.order_by("pk")] == [
        "12000.00",
        "3000.00",
        "25200.00",
    ]


@pytest.mark.requirement("A1")
def test_cells_with_line_breaks_and_quotes_come_over_as_excel_gives_them(window, clerk):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "members"]))
    block = (
        '妻子\t王小梅\t\t良好\t失业\t"第二棉纺织厂\r\n（""城东""）"\t３，２００\r\n'
        '儿子\t熊"小"明\t\t良好\t小学\t学田小学\t0\r\n'
    )
    page.locator("[name=rows-0-relation]").evaluate(PASTE, block)
    expect(page.locator("[name=rows-0-employer]")).to_have_value('第二棉纺织厂 （"城东"）')
    expect(page.locator("[name=rows-0-monthly_income]")).to_have_value("３，２００")
    expect(page.locator("[name=rows-0-status]")).to_have_value("unemployed")
    expect(page.locator("[name=rows-1-name]")).to_have_value('熊"小"明')
    expect(page.locator("[data-grid-says=rows]")).to_contain_text("2 行")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_documents_are_looked_at_by_keyboard_and_pages_fit(window, clerk, viewport):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, submitted=True)
    here = window(viewport)
    page = sign_in(here, UserFactory(username="lu", role=Role.REVIEWER, union=clerk.union.parent))
    page.goto(reverse("archives:review", args=[household.pk]))
    picture(page, f"review-{viewport['width']}")
    page.locator(".entry-look").first.click()
    expect(page.locator("[data-viewer]")).to_be_visible()
    here.assert_accessible()
    here.assert_fits()
    picture(page, f"viewer-{viewport['width']}")
    page.keyboard.press("+")
    page.keyboard.press("-")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".lead")).to_contain_text("2 /")
    page.check("[name=verdict][value=agrees]")
    page.click("text=记下")
    expect(page.locator(".lead")).to_contain_text("一致 1")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_of_one_member_fits(window, clerk, viewport):
    household = HouseholdFactory(union=clerk.union, clerk=clerk, complete=True)
    here = window(viewport)
    page = sign_in(here, clerk)
    member = household.members.exclude(relation="head").first()
    page.goto(reverse("archives:member", args=[household.pk, member.uid]))
    here.assert_accessible()
    here.assert_fits()
    for name in ("worker", "members", "money", "housing", "causes"):
        page.goto(reverse("archives:section", args=[household.pk, name]))
        picture(page, f"{name}-{viewport['width']}")
        here.assert_fits()
