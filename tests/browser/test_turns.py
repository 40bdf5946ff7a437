"""What is done in an approval besides yes and no, by those who sign, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.applications.states import State
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_entry import sign_in
from tests.factories import ApplicationFactory, Part, UserFactory, competent_union

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_case_goes_back_waits_and_is_handed_on(window, live_server, viewport):
    clerk = UserFactory(username="ji", role=Role.CLERK)
    county, city = (competent_union(clerk.union, part) for part in (Part.REVIEW, Part.DECIDE))
    reviewer = UserFactory(username="lu", role=Role.REVIEWER, union=county, name="陆审核")
    colleague = UserFactory(username="zhou", role=Role.REVIEWER, union=county, name="周接手")
    approver = UserFactory(username="shen", role=Role.APPROVER, union=city)
    application = ApplicationFactory(
        union=clerk.union, clerk=clerk, reviewer=reviewer, approver=approver, state=State.APPROVAL
    )
    address = reverse("applications:detail", args=[application.pk])
    here = window(viewport)
    page = sign_in(here, approver)
    page.goto(address)
    for fold in page.locator("#decision details").all():
        fold.evaluate("fold => { fold.open = true }")
    here.assert_accessible()
    here.assert_fits()
    page.get_by_label("退回到").select_option(label=f"审核（{county.name}审核人）")
    page.get_by_role("textbox", name="意见").fill("请核实是否另有住房。")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("已退回")).to_be_visible()

    here = window(viewport)
    page = sign_in(here, reviewer)
    page.goto(address)
    expect(page.get_by_text("已作废").first).to_be_visible()
    here.assert_accessible()
    here.assert_fits()
    page.get_by_text("转给同事办", exact=True).click()
    page.get_by_label("转给", exact=True).select_option(label="周接手")
    page.get_by_role("textbox", name="意见").fill("下周外出培训。")
    page.get_by_role("button", name="转给他办").click()
    expect(page.get_by_text("已转给同事办理")).to_be_visible()

    here = window(viewport)
    page = sign_in(here, colleague)
    page.goto(address)
    page.get_by_text("等申请人？挂起").click()
    page.get_by_role("textbox", name="意见").fill("本人住院，等出院后补交出院小结。")
    page.get_by_label("最迟等到").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    page.get_by_role("button", name="挂起，等申请人").click()
    expect(page.get_by_text("已挂起，停止计时")).to_be_visible()
    page.goto(f"{reverse('approvals:inbox')}?tab=paused")
    expect(page.get_by_text("本人住院，等出院后补交出院小结。")).to_be_visible()
    page.goto(address)
    here.assert_accessible()
    here.assert_fits()
    page.get_by_role("button", name="恢复办理").click()
    expect(page.get_by_text("已恢复办理")).to_be_visible()
    application.refresh_from_db()
    assert (application.state, application.holder) == (State.REVIEW, colleague)
