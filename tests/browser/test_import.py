"""A roster goes in by a real browser: the sample from its upload to 148 drafts, and back again."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.archives.models import Household, RosterImport
from cases.archives.states import ImportState, State
from hardship.accounts.states import Role
from hardship.jobs.services import run_pending
from hardship.kernel.sheets import read_sheet
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_entry import sign_in
from tests.cases.archives.roster_files import EXPECTED, SAMPLE, person, roster
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


def send(page, path):
    page.goto(reverse("archives:import_new"))
    page.set_input_files("[name=file]", path)
    page.click("main form button[type=submit]")


def work_and_wait(page, text):
    """The worker does what waits; the page finds out by itself."""
    run_pending()
    page.locator(f"text={text}").first.wait_for()


@pytest.mark.requirement("A3")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_sample_goes_in_page_by_page(window, clerk, viewport, tmp_path):
    here = window(viewport)
    page = sign_in(here, clerk)

    def look():
        here.assert_accessible()
        here.assert_fits()

    page.goto(reverse("archives:import_list"))
    look()
    wrong = tmp_path / "名单.xlsx"
    wrong.write_text("<html><table><tr><td>姓名</td></tr></table>")
    send(page, wrong)
    expect(page.locator(".error-summary")).to_contain_text("网页表格")
    look()

    send(page, SAMPLE)
    expect(page.locator("main")).to_contain_text("87 列全部认出")
    look()
    page.click("text=修改对应关系")
    look()
    page.go_back()
    page.click("button:has-text('开始检查')")
    expect(page.locator(".job")).to_contain_text("正在逐行检查")
    look()
    work_and_wait(page, "先导入正确的 148 户")
    look()
    expect(page.locator(".import-issues tbody tr")).to_have_count(len(EXPECTED["issues"]))
    page.click(".chip:has-text('提醒')")
    expect(page.locator(".import-issues tbody tr")).to_have_count(3)

    with page.expect_download() as download:
        page.click("a:has-text('下载标红的原表')")
    returned = tmp_path / "returned.xlsx"
    download.value.save_as(returned)
    assert download.value.suggested_filename == "archive_roster_错误原因.xlsx"
    reasons = {row.number: row.values[-1] for row in read_sheet(returned.read_bytes()).rows if row.number > 3}
    assert len([reason for reason in reasons.values() if reason]) == EXPECTED["rejected"]

    page.click("button:has-text('先导入正确的 148 户')")
    expect(page.locator(".job")).to_contain_text("正在导入")
    work_and_wait(page, "正确的户已成为草稿")
    look()
    assert Household.objects.filter(union=clerk.union, state=State.DRAFT).count() == EXPECTED["importable"]
    page.click("table.data-list a >> nth=0")
    expect(page.locator("main h1")).to_contain_text("江浩")


def test_an_import_is_undone_after_a_question(window, clerk, tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster(person(1), person(2)))
    page = sign_in(window(), clerk)
    send(page, path)
    page.click("button:has-text('开始检查')")
    work_and_wait(page, "导入 2 户")
    page.click("button:has-text('导入 2 户')")
    work_and_wait(page, "全部导入")
    page.click("button:has-text('撤销这次导入')")
    expect(page.locator("#confirm")).to_contain_text("2 户草稿将全部作废")
    page.click("#confirm [data-yes]")
    expect(page.locator(".job")).to_contain_text("正在撤销")
    work_and_wait(page, "这次导入已由")
    assert RosterImport.objects.get().state == ImportState.UNDONE
    assert re.search("已作废", page.locator("table.data-list").inner_text())
