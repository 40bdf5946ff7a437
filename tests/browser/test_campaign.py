"""A campaign from the approved lists to its report: teams, a visit on a telephone, a wish, the parts."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.campaigns.models import CampaignVisit, VisitTeam
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.cases.campaigns.conftest import visiting, writer  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("C3", "C5")
def test_from_the_teams_to_the_report(window, cast, visiting, writer):  # noqa: F811
    wide, phone = window(), window(PHONE)
    clerk, today = sign_in(wide, cast.clerk), timezone.localdate().isoformat()
    clerk.goto(reverse("campaigns:teams", args=[visiting.campaign.pk]))
    for leader in ("陆主席", "季主席"):
        clerk.get_by_role("link", name="编一个组").click()
        answer(clerk, leader=leader, post="工会主席", members="顾同行", visits_on=today)
        press(clerk, "保存")
    clerk.get_by_role("link", name="平均分派").click()
    wide.assert_fits()
    press(clerk, "就这样分派")
    expect(clerk.locator("main")).to_contain_text("已分派 3 个")
    wide.assert_accessible()
    clerk.get_by_role("link", name="走访谁").click()
    wide.assert_accessible()
    team = VisitTeam.objects.get(allotments__beneficiary=visiting.site)

    page = sign_in(phone, cast.clerk)
    page.goto(reverse("campaigns:team", args=[team.pk]))
    phone.assert_fits()
    page.get_by_role("link", name="环卫班组").click()
    phone.assert_fits()
    phone.assert_accessible()
    answer(page, met="self", handed="refused", kind="post", words="谢谢工会。", wishes="想要一间休息室")
    press(page, "登记")
    expect(page.locator("main")).to_contain_text("本人谢绝")
    assert CampaignVisit.objects.get().team == team

    page.goto(reverse("campaigns:wishes"))
    page.get_by_role("link", name="想要一间休息室").click()
    phone.assert_fits()
    phone.assert_accessible()
    page.locator("[name=answer]").fill("项目部腾出一间，已装空调。")
    press(page, "办结")
    expect(page.locator("main")).to_contain_text("已办结")

    clerk.goto(reverse("campaigns:report", args=[visiting.campaign.pk]))
    wide.assert_fits()
    wide.assert_accessible()
    clerk.get_by_role("link", name="上报本工会的总结").click()
    wide.assert_accessible()
    clerk.locator("main form").get_by_role("button", name="上报").click()
    looks = window()
    organiser = sign_in(looks, writer)
    organiser.goto(reverse("campaigns:report", args=[visiting.campaign.pk]))
    expect(organiser.locator("main")).to_contain_text("还有 1 个工会没有上报总结")
    organiser.locator("main").get_by_role("link", name=cast.union.name).first.click()
    looks.assert_fits()
    looks.assert_accessible()
    press(organiser, "收下总结")
    expect(organiser.locator("main")).to_contain_text("已收下")
