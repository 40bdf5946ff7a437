"""三必访 in a browser: reported in a minute, called on, counted."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.outreach import services
from cases.outreach.models import EventVisit
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.factories import UserFactory, load_years

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("G12")]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_report_to_the_count(window, live_server, viewport):
    load_years()
    clerk = UserFactory(username="ji", roles=[Role.CLERK])
    reviewer = UserFactory(username="ping", union=clerk.union, roles=[Role.REVIEWER])
    services.lay_down(
        occasion="hospital", from_on=timezone.localdate(), days=2, document="崇工办〔2026〕9号", by=reviewer
    )
    here = window(viewport)
    page = sign_in(here, clerk)
    page.goto(reverse("outreach:events"))
    press(page, "报告")
    here.assert_accessible()
    here.assert_fits()
    answer(page, occasion="hospital", name="秦国栋", phone="13861920002", unit="永固五金厂",
           place="市第一人民医院 7 楼", told="阑尾炎手术，一个人在家。")  # fmt: skip
    press(page, "报告")
    expect(page.locator("h1")).to_contain_text("住院 秦国栋")
    here.assert_accessible()
    here.assert_fits()
    page.fill("[id=id_visit_visitors]", "工会主席顾永康")
    page.fill("[id=id_visit_comment]", "手术顺利，下周出院。")
    page.locator("details[open] button", has_text="登记走访").click()
    expect(page.locator("main .lead")).to_contain_text("已走访")
    assert EventVisit.objects.get().visitors == "工会主席顾永康"
    for name in ("events", "counts", "terms"):
        page.goto(reverse(f"outreach:{name}"))
        expect(page.locator("main")).to_contain_text("住院")
        here.assert_accessible()
        here.assert_fits()
