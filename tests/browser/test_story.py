"""One household from its entry to the last yuan, told through the pages by the six people who work on it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household
from cases.archives.states import State as FileState
from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors import line_buckets
from tests.browser.hands import answer, download, photograph, press, total_of
from tests.browser.test_entry import sign_in
from tests.factories import end_notices, id_number

pytestmark = pytest.mark.django_db(transaction=True)

WORKER, BORN, CARD = "周桂芳", date(1975, 3, 8), "6222021001122330018"
SELF_PAID = Decimal("12480.50")
IN_FIGURES, IN_WORDS = "12,480.50", "人民币壹万贰仟肆佰捌拾元零伍角"


@pytest.mark.requirement("A1", "A2", "B1", "B2", "B3", "B4", "E2", "E4", "E6", "F6")
def test_a_household_from_entry_to_payment(window, live_server, cast, reference, tmp_path):
    def at_work(person):
        return sign_in(window(), person)

    clerk, county, city = at_work(cast.clerk), at_work(cast.reviewer), at_work(cast.approver)
    finance, checker = at_work(cast.finance), at_work(cast.city_reviewer)

    start_household(clerk, id_number(born=BORN))
    fill_every_section(clerk, tmp_path)
    check_and_submit_file(clerk)
    household = Household.objects.get()
    file_the_household(county)
    household.refresh_from_db()
    assert (household.state, household.category) == (FileState.FILED, "deep")

    apply_for_medical_aid(clerk, household, tmp_path)
    application = Application.objects.get()
    assert (application.state, application.amount) == (ApplicationState.REVIEW, SELF_PAID)
    pass_at_county(county)
    read_the_notice(clerk)
    end_notices(application)
    conclude_the_notice(county)

    line = register_money(finance)
    approve_at_city(city, line)
    assert line_buckets(line.pk)["committed"] == SELF_PAID

    make_batch(finance)
    sign_batch(checker, "复核无误", "待放行")
    sign_batch(city, "放行并生成银行名单", "待送银行", sure=True)
    assert_bank_list_adds_up(take_bank_list(finance, tmp_path))
    type_bank_result(finance)

    roster = take_roster(at_work(cast.auditor), tmp_path)
    call_command("check_ledger")
    assert total_of(roster, "金额（元）") == SELF_PAID == line_buckets(line.pk)["paid"]
    assert_aid_stands_in_the_file(clerk, household)


# The clerk enters a household.


def start_household(page, number):
    page.click("text=新建一户档案")
    page.fill("[name=id_number]", number)
    expect(page.locator("[data-told=own]")).to_contain_text("女，1975年3月8日出生")
    page.fill("[name=name]", WORKER)
    press(page, "开始填报")
    expect(page.locator("[name=birth_on]")).to_have_value("1975-03-08")
    expect(page.locator("[name=sex][value=female]")).to_be_checked()


def fill_every_section(page, folder, category="深度困难"):
    answer(
        page, ethnicity="汉族", politics="masses", marriage="married", registration="urban",
        worker_type="urban", status="on_post", model_worker="none", employer="华联商场",
        employer_kind="private", employer_state="normal", industry="批发和零售业", working_since="1998.7.1",
        monthly_income="2100", health="renal", insurance="worker", phone="13800138000",
        bank_name="中国工商银行", bank_card=CARD,
    )  # fmt: skip
    press(page, "保存并继续")
    add_members(page)
    add_money(page, category)
    answer(
        page, address="文峰路8号", registered_at="江苏省南通市崇川区", housing_type="commercial",
        floor_area="62", homes="1", vehicles="0", has_business="0", deposits="3000",
    )  # fmt: skip
    press(page, "保存并继续")
    answer(
        page, main_cause="illness", secondary_causes=["schooling"], wants=["medical", "tuition"],
        cause_note="本人尿毒症，每周透析三次；女儿上高中。", is_on_dibao="0",
    )  # fmt: skip
    press(page, "保存并继续")
    for kind, name in {
        "id_card": "身份证", "household_register": "户口簿", "income": "收入证明", "diagnosis": "诊断证明",
        "admission": "录取通知书",
    }.items():  # fmt: skip
        page.set_input_files(f"#upload-{kind}", photograph(folder, name))
        expect(page.locator(f"#kind-{kind} .file-name")).to_have_text(f"{name}.jpg")
    press(page, "继续：承诺与授权")
    expect(page.locator("[name=signer]")).to_have_value(WORKER)
    answer(page, allows_check=True, allows_notice=True)
    press(page, "保存并继续")


def add_members(page):
    people = (
        ("husband", "孙国强", id_number(born=date(1962, 5, 4), male=True), "retired", "", "2900"),
        ("daughter", "孙雨", id_number(born=date(2009, 9, 1)), "senior", "启秀中学", "0"),
    )
    for row, (relation, name, number, status, employer, income) in enumerate(people):
        answers = {
            "relation": relation, "name": name, "id_number": number, "health": "good", "status": status,
            "employer": employer, "monthly_income": income,
        }  # fmt: skip
        answer(page, **{f"rows-{row}-{field}": value for field, value in answers.items()})
    press(page, "保存并继续")


def add_money(page, category):
    """The incomes stand there already, from the people; the expense makes the family poor."""
    expect(page.locator("[name=incomes-1-annual_amount]")).to_have_value("34800.00")
    answer(page, **{"expenses-0-kind": "medical", "expenses-0-annual_amount": "30481"})
    expect(page.locator("#figures")).to_contain_text("819.97")
    expect(page.locator("#figures")).to_contain_text(category)
    press(page, "保存并继续")


def check_and_submit_file(page):
    expect(page.locator("h1")).to_have_text("核对并提交")
    expect(page.locator("main")).to_contain_text("819.97")
    expect(page.locator("main")).to_contain_text("30,481.00 元没有关联票据")
    page.locator("input[name^=said-]").first.fill("票据原件已核对，存纸质档案")
    press(page, "保存说明")
    press(page, "提交审核")
    expect(page.locator("main")).to_contain_text("已提交，等待审核")


# The county looks at it and files it.


def file_the_household(page):
    page.goto(reverse("desk:home"))
    page.locator(".todo").get_by_text(WORKER).click()
    expect(page.locator("main")).to_contain_text("启秀中学")
    expect(page.locator("#remarks")).to_contain_text("票据原件已核对，存纸质档案")
    page.get_by_label("没有核对的材料已用其他方式核实").check()
    press(page, "审核通过，建档")
    expect(page.locator("main")).to_contain_text("已建档，档案号")


# Aid: applied for, passed, published, approved.


def apply_for_medical_aid(page, household, folder):
    page.goto(reverse("archives:case", args=[household.pk]))
    press(page, "申请帮扶")
    press(page, "申请医疗救助")
    answer(page, self_paid=f"{SELF_PAID}", reason="本人长期透析，自付费用大，申请医疗救助。")
    expect(page.locator("#offer")).to_contain_text(IN_FIGURES)
    press(page, "保存并核对")
    expect(page.locator("main")).to_contain_text("还缺 2 项")
    press(page, "返回修改")
    expect(page.locator("[name=file_medical_record]")).to_be_attached()
    for kind, name in {"medical_record": "病历", "fee_list": "费用清单"}.items():
        page.wait_for_load_state()  # a file is sent off by a script, and the page comes anew
        page.set_input_files(f"[name=file_{kind}]", photograph(folder, name))
        expect(page.locator(f"#kind-{kind} .file-name")).to_have_text(f"{name}.jpg")
    press(page, "保存并核对")
    press(page, "提交申请")
    expect(page.locator("main")).to_contain_text("已提交，申请号")


def open_from_inbox(page):
    page.goto(reverse("approvals:inbox"))
    page.locator("table").get_by_role("link", name=WORKER).click()
    expect(page.locator("main")).to_contain_text(IN_FIGURES)


def pass_at_county(page):
    open_from_inbox(page)
    answer(page, comment="票据齐全，同意公示。")
    press(page, "审核通过，公示")
    expect(page.locator("main")).to_contain_text("从今天起公示 5 个工作日")


def read_the_notice(page):
    page.goto(reverse("notices:notices"))
    page.locator("table tbody a").first.click()
    expect(page.locator("table")).to_contain_text("周*芳")
    expect(page.locator("table")).to_contain_text(IN_FIGURES)
    expect(page.locator("table")).not_to_contain_text(WORKER)


def conclude_the_notice(page):
    page.goto(reverse("notices:notices"))
    page.locator("table tbody a").first.click()
    press(page, "公示期满，报审批")
    expect(page.locator("main")).to_contain_text("1 件公示期满，已报审批")


def approve_at_city(page, line):
    open_from_inbox(page)
    expect(page.locator("#decision")).to_contain_text(IN_WORDS)
    answer(page, line=str(line.pk), comment="同意。")
    press(page, "批准")
    expect(page.locator("main")).to_contain_text("已批准，资金已占用")


# Money: arrives, is assigned, leaves in a batch that three people sign.


def register_money(page):
    page.goto(reverse("ledgers:funds"))
    press(page, "登记资金")
    answer(
        page, source="fiscal", name="中央财政专项帮扶资金", document_no="财社〔2026〕12号",
        document_on="2026-01-08", total="20万", uses=["medical", "living"],
    )  # fmt: skip
    press(page, "登记")
    press(page, "登记到账")
    answer(page, amount="200000")
    press(page, "记账")
    press(page, "新设指标")
    answer(page, use="medical")
    press(page, "设立")
    line = BudgetLine.objects.get(use="medical")
    page.goto(reverse("ledgers:line", args=[line.pk]))
    press(page, "编制指标")
    answer(page, amount="50,000")
    press(page, "记账")
    assert line_buckets(line.pk)["available"] == Decimal(50_000)
    return line


def make_batch(page):
    page.goto(reverse("payments:new"))
    expect(page.locator("table")).to_contain_text(WORKER)
    answer(page, title="十一月医疗救助")
    press(page, "制单")
    expect(page.locator("main")).to_contain_text("已制成，等待复核")


def open_batch(page):
    page.goto(reverse("payments:list"))
    page.locator("table tbody a").first.click()


def sign_batch(page, words, then, *, sure=False):
    open_batch(page)
    expect(page.locator("main")).to_contain_text(IN_WORDS)
    press(page, words)
    if sure:
        page.click("#confirm [data-yes]")
    expect(page.locator(".notice-success")).to_contain_text(then)


def take_bank_list(page, folder):
    open_batch(page)
    return download(page, "银行名单", folder)


def assert_bank_list_adds_up(sheet):
    head = "\n".join(str(row[0].value) for row in sheet.iter_rows(max_row=4))
    assert "笔数：1" in head
    assert IN_FIGURES in head
    assert IN_WORDS in head
    assert total_of(sheet, "金额（元）") == SELF_PAID
    assert CARD in [cell.value for row in sheet.iter_rows() for cell in row]


def type_bank_result(page):
    open_batch(page)
    press(page, "登记送银行")
    expect(page.locator(".notice-success")).to_contain_text("已登记送银行")
    answer(
        page, **{"line1-result": "paid", "line1-paid_on": f"{date.today()}", "line1-serial": "2026112100017"}
    )
    press(page, "登记结果")
    expect(page.locator("main")).to_contain_text("已登记 1 笔银行结果")


# The auditor takes the roster and finds every yuan.


def take_roster(page, folder):
    page.goto(reverse("payments:roster"))
    expect(page.locator("main")).to_contain_text(f"已到账 1 人次、{IN_FIGURES} 元")
    return download(page, "导出 Excel", folder)


def assert_aid_stands_in_the_file(page, household):
    page.goto(f"{reverse('archives:case', args=[household.pk])}?tab=aid")
    expect(page.locator("main")).to_contain_text(IN_FIGURES)
    expect(page.locator("main")).to_contain_text("医疗救助")
