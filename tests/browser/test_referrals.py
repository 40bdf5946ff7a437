"""转介 in a browser: from the case to the letter, the answer and what was won."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.aid.models import ExternalAid
from cases.referrals import services
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import answer
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory, load_years

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("G15")]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_case_to_the_history_of_aid(window, live_server, viewport):
    load_years()
    clerk = UserFactory(username="ji", roles=[Role.CLERK])
    reviewer = UserFactory(username="ping", union=clerk.union, roles=[Role.REVIEWER])
    home = HouseholdFactory(union=clerk.union, filed=True)
    offer = services.Offer(
        "区民政局", "临时救助", "civil_affairs", "emergency", timezone.localdate(), 10, bring="身份证"
    )
    row = services.enter_service(offer=offer, by=reviewer)
    here = window(viewport)
    page = sign_in(here, clerk)
    page.goto(f"{reverse('archives:case', args=[home.pk])}?tab=service_referrals")
    page.goto(reverse("referrals:new", args=[home.pk]))
    here.assert_accessible()
    here.assert_fits()
    answer(page, member=str(home.head.pk), service=str(row.pk), reason="住院自付 3 万多元")
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_contain_text("临时救助")
    here.assert_accessible()
    here.assert_fits()
    page.fill("[id=id_answer_comment]", "已受理。")
    page.locator("details[open] button", has_text="登记答复").click()
    page.fill("[id=id_win_won]", "2600")
    page.fill("[id=id_win_comment]", "一次性救助。")
    page.locator("details[open] button", has_text="登记办成").click()
    expect(page.locator("main .lead")).to_contain_text("办成")
    expect(page.locator("main")).to_contain_text("¥2,600.00")
    assert ExternalAid.objects.get().value == 2600
    for name in ("referrals", "services", "counts"):
        page.goto(reverse(f"referrals:{name}"))
        expect(page.locator("main")).to_contain_text("临时救助")
        here.assert_accessible()
        here.assert_fits()
    page.goto(reverse("referrals:service", args=[row.uid]))
    here.assert_accessible()
    here.assert_fits()
