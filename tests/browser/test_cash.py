"""Cash as its people meet it: chosen, in envelopes, fetched, signed for; the papers of a voucher."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from funds.books import services as books
from funds.payments import services
from funds.payments.models import PaymentBatch
from hardship.accounts.states import Role
from tests.browser.conftest import PHONE
from tests.browser.hands import press
from tests.browser.test_entry import sign_in
from tests.factories import UserFactory
from tests.funds.payments.conftest import gift, gifts, line  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("E4")
def test_from_the_choice_to_the_signatures(window, live_server, cast, gift):  # noqa: F811
    for amount, card in (("388.88", ""), ("500.00", "1234"), ("100.00", "6222021001116245702")):
        gift(amount, bank_card=card)
    desk, phone = window(), window(PHONE)
    page = sign_in(desk, cast.finance)
    page.goto(reverse("payments:new"))
    page.get_by_role("link", name="现金发放").click()
    expect(page.locator("main tbody tr")).to_have_count(3)
    for box in page.locator("main tbody [name=pk]").all():
        box.check()
    press(page, "制单")
    expect(page.locator("main")).to_contain_text("待复核")
    batch = PaymentBatch.objects.get()
    page.get_by_role("link", name="封袋清单").click()
    expect(page.locator("main")).to_contain_text("988.88")
    desk.assert_accessible()
    small = sign_in(phone, cast.finance)
    small.goto(reverse("payments:envelopes", args=[batch.pk]))
    phone.assert_fits()
    phone.assert_accessible()
    services.take_step(batch_id=batch.pk, action="check", by=cast.city_reviewer)
    approver = sign_in(window(), cast.approver)
    approver.goto(reverse("payments:detail", args=[batch.pk]))
    expect(approver.get_by_role("button", name="放行，提取现金").first).to_be_visible()
    services.take_step(batch_id=batch.pk, action="release", by=cast.approver)
    cashier = sign_in(window(), UserFactory(union=cast.city, role=Role.CASHIER))
    cashier.goto(reverse("payments:detail", args=[batch.pk]))
    press(cashier, "登记提取现金")
    expect(cashier.locator("main")).to_contain_text("现金发放中")
    page.goto(reverse("payments:detail", args=[batch.pk]))
    press(page, "全部已签领")
    desk.assert_accessible()
    small.goto(reverse("payments:detail", args=[batch.pk]))
    phone.assert_fits()
    press(page, "登记结果")
    expect(page.locator("main")).to_contain_text("已签领")
    batch.refresh_from_db()
    assert batch.settled_by == cast.finance


@pytest.mark.requirement("E6")
def test_a_voucher_and_its_papers(window, live_server, cast, line):  # noqa: F811
    books.open_box(ceiling=Decimal(2000), by=cast.finance)
    month = timezone.localdate().replace(day=1)
    [voucher] = books.draw_vouchers(union=cast.city, month=month, by=cast.finance)
    desk = window()
    page = sign_in(desk, cast.finance)
    page.goto(reverse("books:voucher", args=[voucher.pk]))
    page.get_by_label("资金文件").fill("3")
    page.get_by_label("补记附件的名称").fill("会议纪要")
    page.get_by_label("补记附件的张数").fill("2")
    press(page, "保存附件")
    expect(page.locator("main")).to_contain_text("资金文件 3 张、银行回单 1 张、会议纪要 2 张")
    desk.assert_accessible()
    second = UserFactory(union=cast.city, role=Role.FINANCE)
    assert books.check_vouchers(union=cast.city, month=month, by=second) == 1
    page.reload()
    expect(page.get_by_role("button", name="保存附件")).to_have_count(0)
