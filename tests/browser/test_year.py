"""A year of two files, told through the pages: the survey, a visit, a change, and one family's way out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import expect

from cases.archives.models import Household
from cases.archives.rules.exits import last_months
from cases.archives.states import State
from cases.visits.rules import default_items
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, photograph, press
from tests.browser.test_entry import sign_in
from tests.browser.test_visit import write
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db(transaction=True)

STAYING, LEAVING = "王守成", "李有望"


@pytest.mark.requirement("A7", "A8")
def test_from_the_survey_to_the_exit(window, live_server, cast, reference, tmp_path):
    def at_work(person):
        return sign_in(window(), person)

    with freeze_time(timezone.now() - timedelta(days=400)):
        staying, leaving = file_of(cast, STAYING), file_of(cast, LEAVING)
    call_command("mark_due_files")
    assert state_of(staying) == state_of(leaving) == State.REVIEW_DUE
    city, county, clerk = at_work(cast.city_reviewer), at_work(cast.reviewer), at_work(cast.clerk)

    open_survey(city)
    find_what_waits(clerk)
    verify_without_change(clerk)
    assert state_of(staying) == State.FILED
    visit_at_home(sign_in(window(PHONE), cast.clerk), leaving, tmp_path)
    submit_too_early(clerk)
    report_more_income(clerk, leaving)
    accept_change(county, leaving)
    submit_list(clerk)
    accept_list(county, cast.union.name)
    see_everything_done(city)

    assert state_of(leaving) == State.REVIEW_DUE  # the category does not hold any more: the county decides
    lift_too_early(county, leaving)
    record_months(clerk, leaving)
    record_cause(clerk, leaving)
    lift(county, leaving)
    assert state_of(leaving) == State.LIFTED
    find_among_those_who_left(clerk, leaving)


def file_of(cast, name):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name=name)


def state_of(household):
    return Household.objects.get(pk=household.pk).state


# The city calls for the survey; the grassroots union works its list off.


def open_survey(page):
    page.goto(reverse("surveys:surveys"))
    expect(page.locator("main")).to_contain_text("还没有年度核查")
    press(page, "组织核查")
    answer(
        page, from_on=f"{date.today()}", to_on=f"{date.today().year}1231", instructions="三查一访，两人入户。"
    )
    press(page, "保存")
    press(page, "启动核查")
    expect(page.locator("main")).to_contain_text("2 户中完成 0 户")


def find_what_waits(page):
    page.goto(reverse("desk:home"))
    page.locator("nav a", has_text="年度核查").first.click()
    page.locator("table tbody a").first.click()
    expect(page.locator("main")).to_contain_text("三查一访，两人入户。")
    expect(page.locator("main")).to_contain_text("还有 2 户没有核查")


def row_of(page, name):
    return page.locator("tbody tr", has_text=name)


def verify_without_change(page):
    row_of(page, STAYING).get_by_role("button", name="核查无变化").click()
    expect(page.locator("#confirm")).to_contain_text("所选各户您已向家庭核实")
    page.click("#confirm [data-yes]")
    expect(row_of(page, STAYING)).to_contain_text("核查无变化")
    expect(page.locator("main")).to_contain_text("还有 1 户没有核查")


def visit_at_home(page, household, folder):
    page.goto(reverse("visits:visit_new", args=[household.pk]))
    answer(
        page, visitor2_name="陆同行", persons="3", situation="本人已返岗，丈夫退休金照发。",
        causes_found="透析已停，病情稳定。", wants_found="暂无",
    )  # fmt: skip
    for item in default_items():
        page.check(f"[name='answer-{item.key}'][value=confirmed]")
    page.check("[name=conclusion][value=to_change]")
    page.locator("#at-photos input[capture]").set_input_files(photograph(folder, "家门"))
    expect(page.locator("#at-photos .file-name")).to_have_text("家门.jpg")
    for hand, name in enumerate(("signature1", "signature2", "signature_respondent"), start=1):
        write(page, name, hand)
    press(page, "登记入户调查")
    page.wait_for_url("**/visits/*/")


def submit_too_early(page):
    press(page, "提交验收")
    expect(page.locator("main")).to_contain_text("还有 1 户没有核查：请逐户核查")


def report_more_income(page, household):
    page.goto(reverse("archives:section", args=[household.pk, "money"]))
    answer(page, **{"incomes-0-annual_amount": "12万", "expenses-0-annual_amount": "0"})
    press(page, "提交变更")
    expect(page.locator("main")).to_contain_text("变更已提交，审核后生效")


def accept_change(page, household):
    page.goto(reverse("desk:home"))
    page.locator("section", has_text="待审核的档案变更").get_by_text(LEAVING).first.click()
    expect(page.locator("main")).to_contain_text("120,000.00")
    press(page, "同意变更")
    expect(page.locator("main")).to_contain_text("已同意")


def to_the_list(page):
    page.goto(reverse("surveys:surveys"))
    page.locator("table tbody a").first.click()


def submit_list(page):
    to_the_list(page)
    expect(row_of(page, LEAVING)).to_contain_text("变更已完成")
    press(page, "提交验收")
    expect(page.locator("main")).to_contain_text("待验收")


def accept_list(page, union):
    to_the_list(page)
    page.locator("table").get_by_role("link", name=union).click()
    press(page, "验收通过")
    expect(page.locator("main")).to_contain_text("已验收")


def see_everything_done(page):
    to_the_list(page)
    expect(page.locator("main")).to_contain_text("2 户中完成 2 户")


# The family has had half a year above the line: it leaves.


def lift_too_early(page, household):
    page.goto(reverse("archives:leaving", args=[household.pk]))
    expect(page.locator(".entry-side")).to_contain_text("还差 6 个月；致困原因还没有登记为已消除")


def record_months(page, household):
    page.goto(reverse("archives:leaving", args=[household.pk]))
    for month in last_months(date.today())[:6]:
        answer(page, **{f"income-{month:%Y-%m}": "１.２万", f"rigid_expense-{month:%Y-%m}": "300"})
    press(page, "保存月度收支")
    expect(page.locator("main")).to_contain_text("已登记 6 个月")
    expect(page.locator("main")).to_contain_text(f"{Decimal('3900'):,.2f} 元，高于 820.00 元")


def record_cause(page, household):
    answer(page, is_removed="1", note="上门核实，已返岗半年，查看工资流水。")
    press(page, "登记查明情况")
    expect(page.locator("main")).to_contain_text("符合脱困条件")


def lift(page, household):
    page.goto(reverse("archives:leaving", args=[household.pk]))
    form = page.locator(".entry-side form", has=page.locator("[name=action][value=lift]"))
    form.locator("textarea").fill("连续六个月达标，同意脱困。")
    form.get_by_role("button", name="脱困").click()
    expect(page.locator("main")).to_contain_text("已脱困")


def find_among_those_who_left(page, household):
    page.goto(f"{reverse('lists:files')}?view=lifted")
    page.locator("table").get_by_role("link", name=LEAVING).click()
    expect(page.locator("main")).to_contain_text("脱困。档案保存到")
    expect(page.locator("main")).to_contain_text(household.file_no)
