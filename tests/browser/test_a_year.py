"""Money of a year through the pages, from the grant to the books that are closed: allocated above, confirmed,
planned, approved, paid by the bank, reconciled, booked, published, carried over."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.states import State as ApplicationState
from funds.books import services as books
from funds.books.models import Statement
from funds.budgets.models import Budget
from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors import line_buckets
from funds.payments.models import Payment, PaymentBatch
from funds.publications.models import Publication
from hardship.accounts.states import Role
from hardship.demo import clock
from tests.books import make_line
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.factories import ApplicationFactory, UserFactory
from tests.funds.books.conftest import csv, proof, told

pytestmark = pytest.mark.django_db(transaction=True)

GRANT, DOCUMENT = Decimal(50_000), "苏工发〔2026〕88号"
GIVEN, APPROVED, SENT, ANSWERED = (date(2026, 12, day) for day in (1, 3, 7, 9))
AFTER = date(2027, 1, 6)


@pytest.mark.requirement("E1", "E2", "E3", "E4", "E5", "E6")
def test_from_the_grant_to_the_closed_year(window, live_server, cast, reference, tmp_path):
    def at_work(person):
        return sign_in(window(), person)

    above = UserFactory(union=cast.province, role=Role.FINANCE)
    cashier = UserFactory(union=cast.city, role=Role.CASHIER)
    source = make_line(above, f"{GRANT}")

    with clock.at(GIVEN):
        allocate(at_work(above), source, cast.city)
        finance = at_work(cast.finance)
        confirm_receipt(finance)
        plan(finance)
        check_plan(at_work(cast.city_reviewer))
        approve_plan(at_work(cast.approver))
        line = BudgetLine.objects.get(union=cast.city, use="living")
        account = open_account(cast, line)
    with clock.at(APPROVED):
        aid = ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
            state=ApplicationState.APPROVED, line=line,
        ).amount  # fmt: skip
    with clock.at(SENT):
        finance = at_work(cast.finance)
        make_batch(finance)
        sign_batch(at_work(cast.city_reviewer), "复核无误", "待放行")
        sign_batch(at_work(cast.approver), "放行并生成银行名单", "待送银行", sure=True)
        make_file(finance)
        send_batch(finance)
    with clock.at(ANSWERED):
        take_answer(at_work(cast.finance), tmp_path)
    with clock.at(AFTER):
        import_statement(at_work(cashier), account, aid, tmp_path)
        finance, leader = at_work(cast.finance), at_work(cast.approver)
        match(finance, account)
        sign_month(leader, account)
        draw_vouchers(finance)
        check_vouchers(leader)
        take_figures(finance, aid)
        check_figures(at_work(cast.city_reviewer))
        publish(leader)
        read_in_public(window().page, aid)
        carry_over(finance, GRANT - aid)
        close_december(finance)
        refuse_december(finance, line)
        call_command("check_ledger")
    assert line_buckets(line.pk)["paid"] == aid


def yuan(amount):
    return f"{amount:,.2f}"


def say(page, words):
    expect(page.locator("main")).to_contain_text(words)


def confirm(page):
    page.click("#confirm [data-yes]")


# Above: the document hands money down; here somebody saw it on the account.


def allocate(page, line, city):
    page.goto(reverse("ledgers:allocate", args=[line.pk]))
    answer(
        page,
        union_id=str(city.pk),
        document_no=DOCUMENT,
        document_on=f"{GIVEN}",
        amount=f"{GRANT}",
        on=f"{GIVEN}",
    )
    page.locator("main form button[type=submit]").click()
    say(page, yuan(GRANT))


def confirm_receipt(page):
    page.goto(reverse("ledgers:handings"))
    page.locator("table tbody a").first.click()
    say(page, DOCUMENT)
    answer(page, on=f"{GIVEN}")
    press(page, "确认到账")
    say(page, "已确认到账，对方不能再冲销")


# What it is for, by three people.


def plan(page):
    page.goto(reverse("budgets:new"))
    answer(page, year="2026")
    press(page, "起草")
    answer(page, **{"plan-0-use": "living", "plan-0-heads_4": "20", "plan-0-yuan_4": "4万"})
    press(page, "保存")
    say(page, "40,000.00")
    press(page, "提交复核")
    say(page, "待复核")


def check_plan(page):
    page.goto(reverse("budgets:budget", args=[Budget.objects.get().pk]))
    press(page, "复核无误")
    say(page, "待批准")


def approve_plan(page):
    page.goto(reverse("budgets:budget", args=[Budget.objects.get().pk]))
    answer(page, approval_no="主席办公会纪要 12 号")
    page.get_by_role("button", name="批准执行").click()
    say(page, "执行中")


def open_account(cast, line):
    """The special account of the city, with the bank's proof: empty on the last day of November."""
    entered = told(opening=Decimal(0), opening_on=date(2026, 11, 30))
    account = books.enter_account(told=entered, funds=[line.fund_id], proof=proof(), by=cast.finance)
    return books.take_account_step(account_id=account.pk, action="confirm", by=cast.approver)


# It leaves in a batch that three people sign, and the bank answers with a file.


def make_batch(page):
    page.goto(reverse("payments:new"))
    answer(page, title="十二月生活救助")
    press(page, "制单")
    say(page, "已制成，等待复核")


def sign_batch(page, words, then, *, sure=False):
    page.goto(reverse("payments:detail", args=[PaymentBatch.objects.get().pk]))
    press(page, words)
    if sure:
        confirm(page)
    expect(page.locator(".notice-success")).to_contain_text(then)


def make_file(page):
    page.goto(f"{reverse('payments:file', args=[PaymentBatch.objects.get().pk])}?layout=commas")
    press(page, "按这一格式生成文件")
    expect(page.locator("table").last).to_contain_text("下载")


def send_batch(page):
    page.goto(reverse("payments:detail", args=[PaymentBatch.objects.get().pk]))
    press(page, "登记送银行")
    say(page, "已登记送银行")


def take_answer(page, folder):
    payment = Payment.objects.get()
    file = folder / "银行结果.csv"
    file.write_text(
        "序号,收款人,银行卡号,金额（元）,结果,失败原因,入账日期,流水号\n"
        f"1,{payment.payee},{payment.bank_card.reveal()},{payment.amount},成功,,{ANSWERED},20261209001\n",
        encoding="utf-8-sig",
    )
    page.goto(reverse("payments:detail", args=[payment.batch_id]))
    page.set_input_files("main [name=file]", file)
    press(page, "上传并核对")
    say(page, "确认以后会怎样")
    press(page, "确认登记这 1 笔")
    say(page, yuan(payment.amount))
    payment.refresh_from_db()
    assert payment.is_paid


# The bank's statement beside the books.


def import_statement(page, account, aid, folder):
    rest = GRANT - aid
    file = folder / "对账单202612.csv"
    file.write_bytes(
        csv(
            (GIVEN, GRANT, "", GRANT, "转账", "江苏省总工会", "20261201001"),
            (ANSWERED, "", aid, rest, "批量代发", "", "20261209001"),
        )
    )
    page.goto(reverse("books:account", args=[account.pk]))
    page.set_input_files("main [name=file]", file)
    answer(page, until_on="2026-12-31", closing=f"{rest}")
    press(page, "上传并核对")
    say(page, "确认以后会怎样")
    press(page, "确认导入")
    say(page, "已导入")
    assert Statement.objects.get().rows == 2


def match(page, account):
    page.goto(reverse("books:matching", args=[account.pk]))
    press(page, "确定的 2 组一次对上")
    say(page, "都对上了")


def sign_month(page, account):
    page.goto(reverse("books:month", args=[account.pk, "2026-12"]))
    press(page, "核对无误，签字")
    confirm(page)
    say(page, "已签字")


def draw_vouchers(page):
    page.goto(f"{reverse('books:vouchers')}?month=2026-12")
    page.get_by_role("button", name="记账").first.click()
    say(page, "打印")


def check_vouchers(page):
    page.goto(f"{reverse('books:vouchers')}?month=2026-12")
    page.get_by_role("button", name="审核").first.click()
    expect(page.get_by_role("button", name="审核")).to_have_count(0)


# The workers read it.


def take_figures(page, aid):
    page.goto(reverse("publications:new"))
    answer(page, period="2026-4", note="本季度全部是生活救助。")
    press(page, "取数")
    say(page, yuan(aid))


def check_figures(page):
    page.goto(reverse("publications:publication", args=[Publication.objects.get().pk]))
    press(page, "复核无误")
    say(page, "待批准公开")


def publish(page):
    page.goto(reverse("publications:publication", args=[Publication.objects.get().pk]))
    answer(page, decision_no="主席办公会纪要 1 号")
    page.get_by_role("button", name="批准公开").click()
    say(page, "扫码以后看到的页面")


def read_in_public(page, aid):
    row = Publication.objects.get()
    page.goto(reverse("publications:public", args=[row.token, row.code]))
    say(page, "您扫的是现行的公开")
    say(page, yuan(aid))
    assert not page.context.cookies()


# The year ends.


def carry_over(page, rest):
    page.goto(f"{reverse('ledgers:year_end')}?year=2026")
    say(page, yuan(rest))
    page.get_by_role("button", name="结转").click()
    confirm(page)
    say(page, "已结转，共 1 张凭证")


def close_december(page):
    page.goto(reverse("ledgers:periods"))
    page.locator("tr", has_text="2026-12").get_by_role("button", name="结账").click()
    confirm(page)
    expect(page.locator("tr", has_text="2026-12")).to_contain_text("已结账")


def refuse_december(page, line):
    page.goto(reverse("ledgers:freeze", args=[line.pk]))
    answer(page, amount="1", reason="年终清查", on="2026-12-31")
    page.locator("main form button[type=submit]").click()
    say(page, "结账")
