"""Urgent aid as its people meet it: ticked, looked at once, decided, paid; then completed, checked, shown on
a wall, and done. The next one waits where a union owes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.completions.models import Completion
from cases.completions.states import State
from cases.notices.models import PublicNotice
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.cases.completions.conftest import let_go_by, line, make, pay  # noqa: F401 (fixtures)
from tests.factories import end_notices

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "租住房屋失火，房东和居委会都证实；全家三口暂住亲戚家。"


@pytest.mark.requirement("B8")
def test_decided_and_paid_first_completed_after(window, live_server, cast, line, make, pay):  # noqa: F811
    clerk, phone = sign_in(window(), cast.clerk), window(PHONE)
    application = make(is_urgent=False)
    tick(clerk, application)
    submit(clerk, application)
    sign(sign_in(window(), cast.reviewer), application, "审核通过")
    sign(sign_in(window(), cast.approver), application, "批准", line=str(line.pk))
    application = pay(application)

    owed = Completion.objects.get()
    page = sign_in(phone, cast.clerk)
    page.goto(reverse("completions:list"))
    page.locator("main").get_by_role("link", name=str(application.household)).click()
    expect(page.locator("main")).to_contain_text("材料齐")
    phone.assert_fits()
    phone.assert_accessible()
    press(page, "提交补办")
    expect(page.locator("main .error-summary")).to_contain_text("事由")
    answer(page, account=WORDS)
    press(page, "提交补办")
    expect(page.locator("main")).to_contain_text("待复核")

    reviewer = sign_in(window(), cast.reviewer)
    reviewer.goto(reverse("completions:completion", args=[owed.pk]))
    expect(reviewer.locator("main")).to_contain_text(WORDS)
    press(reviewer, "复核通过，补公示")
    expect(reviewer.locator("main .notice-success")).to_be_visible()
    end_notices(application)
    reviewer.goto(reverse("notices:notice", args=[PublicNotice.objects.get().pk]))
    press(reviewer, "公示期满")
    expect(reviewer.locator("main")).to_contain_text("公示期满")
    owed.refresh_from_db()
    assert owed.state == State.DONE


@pytest.mark.requirement("B8")
def test_who_owes_one_is_told_at_the_next(window, live_server, cast, make, pay):  # noqa: F811
    let_go_by(pay(make("approved")).completion)
    page = sign_in(window(), cast.clerk)
    following = make(is_urgent=False)
    tick(page, following)
    expect(page.locator("main")).to_contain_text("超期没有补办")
    expect(page.locator("main button").filter(has_text="提交申请").first).to_be_disabled()


def tick(page, application):
    page.goto(reverse("applications:edit", args=[application.pk]))
    page.locator("main [name=is_urgent]").check()
    press(page, "保存并核对")


def submit(page, application):
    page.goto(reverse("applications:check", args=[application.pk]))
    press(page, "提交申请")
    expect(page.locator("main")).to_contain_text("已提交，申请号")


def sign(page, application, words, **more):
    page.goto(reverse("applications:detail", args=[application.pk]))
    expect(page.locator("#decision")).to_be_visible()
    answer(page, comment="情况紧急，先行救助。", **more)
    press(page, words)
    expect(page.locator("main .notice-success")).to_be_visible()
