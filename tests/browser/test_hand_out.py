"""Goods for many as its people meet it: asked for on a grid, approved, put on a roster, signed, checked."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import Application
from cases.approvals.services.batches import submit_whole
from cases.giving.models import Roster, RosterLine
from funds.goods.models import Slip
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.cases.applications.test_goods_batch import batch, homes  # noqa: F401 (fixtures)
from tests.cases.giving.test_goods import shelf  # noqa: F401 (a fixture)
from tests.factories import end_notices, take

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("C4")
def test_from_the_grid_to_the_signatures(window, live_server, cast, batch, shelf):  # noqa: F811
    clerk, phone = sign_in(window(), cast.clerk), window(PHONE)
    first, second = Application.objects.filter(batch=batch).order_by("pk")
    clerk.goto(reverse("applications:batch", args=[batch.uid]))
    clerk.fill(f"[name=r{first.pk}-goods_1]", "11")
    press(clerk, "保存本页")
    expect(clerk.locator("main .field-error")).to_contain_text("最多 10 公斤")
    clerk.fill(f"[name=r{first.pk}-goods_1]", "8")
    press(clerk, "保存本页")
    expect(clerk.locator("main tfoot")).to_contain_text("18 公斤")
    submit_whole(batch_id=batch.pk, by=cast.clerk)
    for application in (first, second):
        approve(application, cast)

    page = sign_in(phone, cast.clerk)
    page.goto(reverse("giving:roster_new"))
    phone.assert_fits()
    phone.assert_accessible()
    answer(page, place="职工之家一楼")
    for row in page.locator("main tbody tr").all():
        row.get_by_role("checkbox").check()
        row.get_by_role("textbox").first.fill("1")
    press(page, "保存花名册")
    expect(page.locator("main")).to_contain_text("待登记签领")
    phone.assert_fits()
    line = RosterLine.objects.order_by("position").first()
    page.locator(f"[name=signed-{line.pk}]").check()
    press(page, "登记签领")
    expect(page.locator("main")).to_contain_text("已签领，待复核")

    checker = sign_in(window(), cast.reviewer)
    checker.goto(reverse("goods:slip", args=[Slip.objects.get(kind="issue").uid]))
    press(checker, "复核无误，记账")
    expect(checker.locator("main")).to_contain_text("已记账")
    page.goto(reverse("giving:roster", args=[Roster.objects.get().pk]))
    expect(page.locator("main")).to_contain_text("未领")
    line.fulfilment.refresh_from_db()
    assert line.fulfilment.is_done


def approve(application, cast):
    application.refresh_from_db()
    application = take(application, "pass", by=cast.reviewer)
    end_notices(application)
    application = take(application, "conclude", by=cast.reviewer)
    take(application, "approve", by=cast.approver)
