"""A roster goes in by a real browser: the sample from its upload to 148 drafts with 12 coming back in red, an
update with its before and after, and back again."""

import re
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from cases.archives.models import Household
from cases.archives.states import State
from cases.rosters.models import RosterImport
from cases.rosters.states import ImportState
from hardship.accounts.states import Role
from hardship.jobs.services import run_pending
from tests.browser.conftest import PHONE
from tests.browser.hands import download, press
from tests.browser.test_entry import sign_in
from tests.cases.rosters.roster_files import EXPECTED, SAMPLE, person, roster
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

RED = "FFFFC7CE"
IN, BACK = EXPECTED["importable"], EXPECTED["rejected"]


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


def send(page, path):
    page.goto(reverse("rosters:import_new"))
    page.set_input_files("[name=file]", path)
    page.click("main form button[type=submit]")


def work_and_wait(page, text, work=run_pending):
    """The worker does what waits; the page finds out by itself."""
    expect(page.locator(".job")).to_be_visible()
    work()
    page.locator("main").get_by_text(text).first.wait_for()


@pytest.mark.requirement("A1", "A3", "A10")
def test_the_sample_goes_in_and_what_is_wrong_comes_back(window, clerk, tmp_path):
    here = window()
    page = sign_in(here, clerk)
    press(page, "导入已有花名册")
    wrong = tmp_path / "名单.xlsx"
    wrong.write_text("<html><table><tr><td>姓名</td></tr></table>")
    send(page, wrong)
    expect(page.locator(".error-summary")).to_contain_text("网页表格")
    here.assert_accessible()

    send(page, SAMPLE)
    expect(page.locator("main")).to_contain_text("87 列全部认出")
    page.click("text=修改对应关系")
    here.assert_accessible()
    page.go_back()
    press(page, "开始检查")
    expect(page.locator(".job")).to_contain_text("正在逐行检查")
    here.assert_accessible()
    # what `script/server` runs beside the web server
    work_and_wait(page, f"先导入正确的 {IN} 户", lambda: call_command("run_worker", "--until-empty"))
    here.assert_accessible()
    expect(page.locator(".import-issues tbody tr")).to_have_count(len(EXPECTED["issues"]))
    page.click(".chip:has-text('提醒')")
    expect(page.locator(".import-issues tbody tr")).to_have_count(3)
    assert_wrong_cells_are_red(download(page, "下载标红的原表", tmp_path))

    press(page, f"先导入正确的 {IN} 户")
    work_and_wait(page, "正确的户已成为草稿")
    here.assert_accessible()
    for figure in (IN, BACK):
        expect(page.locator("main")).to_contain_text(str(figure))
    assert Household.objects.filter(union=clerk.union, state=State.DRAFT).count() == IN
    find_one_of_them(page)


@pytest.mark.requirement("A7")
def test_an_update_fits_a_phone_and_is_taken_back(window, clerk, tmp_path):
    """The pages of an update on a phone: before and after, the result, and back after a question."""
    here = window(PHONE)
    page = sign_in(here, clerk)
    for name, rows in (("花名册", [person(1)]), ("更新", [person(1, address="新地址 2 号"), person(2)])):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(roster(*rows))
        page.goto(reverse("rosters:import_new"))
        look(here)
        if name == "更新":
            page.get_by_label("新增和更新").check()
        page.set_input_files("[name=file]", path)
        page.click("main form button[type=submit]")
        look(here)
        press(page, "开始检查")
        work_and_wait(page, "导入 1 户" if name == "花名册" else "新增 1 户，更新 1 户")
        if name == "花名册":
            press(page, "导入 1 户")
            work_and_wait(page, "全部导入")
    expect(page.locator(".import-changes")).to_contain_text("新地址 2 号")
    look(here)
    press(page, "新增 1 户，更新 1 户")
    work_and_wait(page, "改写的档案列在下面")
    look(here)
    page.click("button:has-text('撤销这次导入')")
    expect(page.locator("#confirm")).to_contain_text("共 2 户")
    page.click("#confirm [data-yes]")
    work_and_wait(page, "这次导入已由")
    look(here)
    assert RosterImport.objects.latest("pk").state == ImportState.UNDONE
    assert re.search("已作废", page.locator("table.data-list").last.inner_text())
    assert not Household.objects.filter(address="新地址 2 号").exists()


def test_another_sheet_is_chosen_and_what_the_roster_wrote_is_shown(window, clerk, tmp_path):
    """Two worksheets, amounts in 万元, a name with a blank: on the pages, in the workbook, at the case."""
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(two_sheets())
    here = window(PHONE)
    page = sign_in(here, clerk)
    send(page, path)
    look(here)
    expect(page.locator("main")).to_contain_text("这次只读“学田”")
    page.click("button:has-text('先锋（1 行）')")
    expect(page.locator("main")).to_contain_text("这次只读“先锋”")
    expect(page.locator("main")).to_contain_text("家庭年度总收入（万元）")
    look(here)
    press(page, "开始检查")
    work_and_wait(page, "名册原文与存入的写法")
    expect(page.locator("#spellings tbody tr")).to_have_count(1)
    expect(page.locator("#spellings tbody")).to_contain_text("季 小梅")
    look(here)
    cell = download(page, "下载标红的原表", tmp_path)["C4"]
    assert (cell.value, "名册原文“季 小梅”" in cell.comment.text) == ("季 小梅", True)
    press(page, "导入 1 户")
    work_and_wait(page, "全部导入")
    page.get_by_role("link", name="名册原文").click()
    page.wait_for_url("**tab=spellings*")
    look(here)
    page.goto(reverse("archives:case", args=[Household.objects.get().pk]))
    expect(page.locator("main")).to_contain_text("名册原文“季 小梅”，存为“季小梅”")
    look(here)
    assert Household.objects.get().head.name == "季小梅"


def two_sheets():
    """The same household in two sheets, the second with a blank in its name."""
    headers = {"annual_income": "家庭年度总收入（万元）"}
    book = load_workbook(BytesIO(roster(person(1, annual_income=1.2), headers=headers)))
    book.active.title = "学田"
    book.copy_worksheet(book.active).title = "先锋"
    book["先锋"]["C4"] = "季 小梅"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def look(here):
    here.assert_accessible()
    here.assert_fits()


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
