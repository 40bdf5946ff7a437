"""我的待办 by the keyboard, and a stage that is taken over from it, in a real browser."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.applications.states import State
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.cases.approvals.test_overdue import lag
from tests.factories import ApplicationFactory, UserFactory, competent_union

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("B3", "B7")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_late_below_is_opened_by_the_keyboard_and_taken_over(window, live_server, viewport):
    clerk = UserFactory(role=Role.CLERK)
    city = competent_union(clerk.union, "decide")
    late = lag(ApplicationFactory(union=clerk.union, clerk=clerk, state=State.REVIEW), 4)
    head = UserFactory(role=Role.REVIEWER, union=city, name="沈主席")
    here = window(viewport)
    page = sign_in(here, head)
    press(page, "件事等您办")
    page.wait_for_url("**/todo/")
    here.assert_accessible()
    here.assert_fits()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="督办")).to_be_visible()
    answer(page, comment="区里审核人病假，市里代为审核。")
    here.assert_accessible()
    press(page, "由上级接办")
    expect(page.get_by_text("已由您接办")).to_be_visible()
    here.assert_fits()
    late.refresh_from_db()
    assert (late.holder, late.awaits) == (head, city)
    page.goto(f"{reverse('desk:todo')}?kind=approvals.review")
    expect(page.locator("main table")).to_contain_text(str(late.household.head.name))
    here.assert_fits()
    assert late.due_on < timezone.localdate()
