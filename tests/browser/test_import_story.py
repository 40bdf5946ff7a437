"""A real roster goes in through the pages: 148 households become drafts, 12 come back in red."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from cases.archives.models import Household
from cases.archives.states import State
from tests.browser.hands import download, press
from tests.browser.test_entry import sign_in
from tests.cases.archives.roster_files import EXPECTED, SAMPLE

pytestmark = pytest.mark.django_db(transaction=True)

RED = "FFFFC7CE"
IN, BACK = EXPECTED["importable"], EXPECTED["rejected"]


@pytest.mark.requirement("A1", "A10")
def test_a_roster_goes_in_and_what_is_wrong_comes_back(window, live_server, cast, reference, tmp_path):
    page = sign_in(window(), cast.clerk)
    upload(page, SAMPLE)
    confirm_the_columns(page)
    let_the_worker_work(page, f"先导入正确的 {IN} 户")
    press(page, f"先导入正确的 {IN} 户")
    let_the_worker_work(page, "正确的户已成为草稿")
    assert_figures(page, "main", IN, BACK)
    assert Household.objects.filter(union=cast.union, state=State.DRAFT).count() == IN

    assert_wrong_cells_are_red(download(page, "下载标红的原表", tmp_path))
    find_one_of_them(page)


def upload(page, path):
    page.goto(reverse("desk:home"))
    press(page, "导入已有花名册")
    page.set_input_files("[name=file]", path)
    press(page, "上传")


def confirm_the_columns(page):
    expect(page.locator("main")).to_contain_text("87 列全部认出")
    press(page, "开始检查")


def let_the_worker_work(page, then):
    """What `script/server` runs beside the web server; the page finds out by itself when it is done."""
    expect(page.locator(".job")).to_be_visible()
    call_command("run_worker", "--until-empty")
    page.locator("main").get_by_text(then).first.wait_for()


def assert_figures(page, where, *figures):
    for figure in figures:
        expect(page.locator(where)).to_contain_text(str(figure))


def assert_wrong_cells_are_red(sheet):
    """The clerk's own workbook: each wrong cell is red and says why, each refused row ends with a reason."""
    headings = {
        str(cell.value).replace("\n", ""): cell.column for row in sheet.iter_rows(max_row=3) for cell in row
    }
    wrong = [issue for issue in EXPECTED["issues"] if issue["level"] == "error"]
    for issue in wrong:
        cell = sheet.cell(issue["row"], headings[issue["column"]])
        assert (cell.fill.fgColor.rgb, bool(cell.comment)) == (RED, True), issue
    reasons = [sheet.cell(row, headings["错误原因"]).value for row in range(4, sheet.max_row + 1)]
    assert len([reason for reason in reasons if reason]) == BACK


def find_one_of_them(page):
    name = Household.objects.filter(state=State.DRAFT).earliest("pk").head.name
    page.fill("#search", name)
    page.press("#search", "Enter")
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("main")).to_contain_text("草稿")
