"""Nothing typed is lost: a session that ended, a tab that was closed, another page, another person."""

import re
import time

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import Application
from cases.archives.models import Household, Member
from hardship.accounts.sessions import SessionStore
from hardship.accounts.states import Role
from hardship.unsent.models import UnsentForm
from tests.browser.test_entry import sign_in
from tests.factories import (
    PASSWORD,
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    id_number,
)

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "户口本上的地址与填报的不一致"


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


@pytest.fixture
def reviewer(clerk):
    return UserFactory(username="lu", role=Role.REVIEWER, union=clerk.union.parent)


@pytest.fixture
def submitted(clerk):
    return HouseholdFactory(union=clerk.union, clerk=clerk, submitted=True)


def end_session(here):
    here.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def log_in_over_the_page(page, person, password=PASSWORD):
    box = page.get_by_role("dialog", name="登录已过期")
    box.get_by_label("用户名").fill(person.username)
    box.get_by_label("密码").fill(password)
    box.get_by_role("button", name="登录").click()
    return box


def wait_until_kept(number=1):
    wait_for(lambda: UnsentForm.objects.exclude(content__isnull=True).count() == number)


def wait_for(shown):
    """What the server does after an answer, or while the next page is fetched."""
    for _try in range(100):
        if shown():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")


def wait_on(page, shown):
    """What the page tells while it is looked at."""
    for _try in range(100):
        if shown():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")


def go_idle(here, page, seconds):
    """So much later, for the server and for the page."""
    cookies = {cookie["name"]: cookie["value"] for cookie in here.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    session["seen_at"] = int(time.time()) - seconds
    session.save()
    page.clock.fast_forward(seconds * 1000)


def write_reason(page):
    page.click("#section-worker .entry-summary .entry-return summary")
    page.fill("#section-worker .entry-summary .entry-return[open] input", REASON)
    page.get_by_label("审核意见").or_(page.locator("[name=comment]")).first.fill("请核对后再报")


def test_the_reviewers_words_stay_while_the_evidence_is_looked_at(window, reviewer, submitted):
    """Another page, a crash, and then they are sent: nothing is kept any more."""
    here = window()
    page = sign_in(here, reviewer)
    review = reverse("archives:review", args=[submitted.pk])
    page.goto(review)
    write_reason(page)
    page.goto(reverse("desk:home"))
    page.goto(review)
    reason = page.locator("#section-worker .entry-summary .entry-return[open] input")
    expect(reason).to_have_value(REASON)
    expect(reason).to_be_visible()
    expect(page.locator("[data-reason-count]")).to_have_text("已写退回原因 1 处")
    expect(page.locator("[name=comment]")).to_have_value("请核对后再报")
    expect(page.locator(".unsent")).to_contain_text("已填回")
    here.assert_accessible()
    here.context.close()

    again = window()
    page = sign_in(again, reviewer)
    page.goto(review)
    expect(page.locator("[name=comment]")).to_have_value("请核对后再报")
    page.locator("#decision button[value=return]").click()
    page.wait_for_url(re.compile(r"/archives/(\?|\d+/$)"))
    assert Household.objects.get(pk=submitted.pk).state == "returned"
    wait_until_kept(0)


def test_the_evidence_is_looked_at_and_the_page_leads_back_to_the_words(window, reviewer, submitted):
    """The natural order: see something odd, look at the scan, come back by the viewer's own button."""
    page = sign_in(window(), reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    write_reason(page)
    page.locator(".entry-look").first.click()
    for _document in submitted.evidence.all():
        page.check("[name=verdict][value=agrees]")
        page.get_by_role("button", name=re.compile("^记下，")).click()
        page.wait_for_load_state()
    expect(page).to_have_url(re.compile(r"/review/"))
    reason = page.locator("#section-worker .entry-summary .entry-return[open] input")
    expect(reason).to_have_value(REASON)
    expect(page.locator("[name=comment]")).to_have_value("请核对后再报")


def test_what_nobody_wants_goes_and_the_page_is_as_it_was(window, reviewer, submitted):
    page = sign_in(window(), reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    write_reason(page)
    page.reload()
    page.get_by_role("button", name="不要这些内容").click()
    expect(page.locator("[name=comment]")).to_have_value("")
    wait_until_kept(0)
    page.reload()
    expect(page.locator("[name=comment]")).to_have_value("")
    expect(page.locator(".unsent")).to_have_count(0)


def test_the_login_opens_over_the_page_and_the_decision_goes_on(window, reviewer, submitted):
    here = window()
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    page.wait_for_load_state("networkidle")
    end_session(here)
    write_reason(page)
    box = log_in_over_the_page(page, reviewer, "falsch-falsch")
    expect(box.get_by_role("alert")).to_contain_text("密码")
    here.assert_accessible()
    log_in_over_the_page(page, reviewer)
    expect(box).to_be_hidden()
    page.locator("#decision button[value=return]").click()
    page.wait_for_url(re.compile(r"/archives/(\?|\d+/$)"))
    returned = Household.objects.get(pk=submitted.pk)
    assert returned.state == "returned"
    here.trouble.clear()  # the browser tells of each 401


def test_an_answer_of_before_the_login_that_comes_late_opens_nothing(window, reviewer, submitted):
    here, late = window(), []
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    page.wait_for_load_state("networkidle")
    end_session(here)
    write_reason(page)
    box = page.get_by_role("dialog", name="登录已过期")
    expect(box).to_be_visible()
    alive = f"**{reverse('accounts:alive')}"
    page.route(alive, lambda route: late.append((route, route.fetch())), times=1)
    page.evaluate("document.dispatchEvent(new CustomEvent('session-ended', { detail: function () {} }))")
    wait_on(page, lambda: late)
    log_in_over_the_page(page, reviewer)
    expect(box).to_be_hidden()
    (route, answer) = late[0]
    with page.expect_response(alive):  # asked once more
        route.fulfill(response=answer)
    expect(box).to_be_hidden()
    page.locator("#decision button[value=return]").click()
    page.wait_for_url(re.compile(r"/archives/(\?|\d+/$)"))
    here.trouble.clear()


def test_a_number_typed_after_the_session_ended_is_looked_up_once_logged_in(window, clerk):
    """The field itself asks the server: no login page may be drawn below it, and the number stays."""
    elsewhere, number = UnionFactory(name="金沙街道总工会"), id_number()
    HouseholdFactory(union=elsewhere, filed=True, number=number)
    here = window()
    page = sign_in(here, clerk)
    page.goto(reverse("archives:new"))
    page.wait_for_load_state("networkidle")
    end_session(here)
    page.fill("[name=id_number]", number)
    box = log_in_over_the_page(page, clerk)
    expect(box).to_be_hidden()
    expect(page.locator("[name=id_number]")).to_have_value(number)
    expect(page.locator("main .entry-twin")).to_contain_text("金沙街道总工会")
    expect(page.locator("main [name=password]")).to_have_count(0)
    here.trouble.clear()


def test_an_application_keeps_what_was_typed_until_it_is_saved(window, clerk):
    application = ApplicationFactory(union=clerk.union, clerk=clerk)
    page = sign_in(window(), clerk)
    address = reverse("applications:edit", args=[application.pk])
    page.goto(address)
    page.fill("[name=reason]", REASON)
    page.goto(reverse("desk:home"))
    page.goto(address)
    expect(page.locator("[name=reason]")).to_have_value(REASON)
    expect(page.locator(".unsent")).to_contain_text("已填回")
    page.get_by_role("button", name="保存").first.click()
    wait_for(lambda: Application.objects.get().reason == REASON)
    wait_until_kept(0)


def test_another_person_gets_a_clean_page(window, reviewer, clerk, submitted):
    here = window()
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    page.wait_for_load_state("networkidle")
    end_session(here)
    write_reason(page)
    log_in_over_the_page(page, clerk)
    page.wait_for_url("**/")
    expect(page.locator("body")).not_to_contain_text(REASON)
    assert Household.objects.get(pk=submitted.pk).state == "under_review"
    here.trouble.clear()


@pytest.mark.parametrize("is_same", [True, False], ids=["the same person", "somebody else"])
def test_what_was_sent_too_late_goes_on_after_the_login(window, reviewer, clerk, submitted, is_same):
    """Faster than any script notices: the login page carries the form, for its person alone."""
    here = window()
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    end_session(here)
    write_reason(page)
    page.evaluate("document.querySelector('#decision button[value=return]').click()")
    expect(page.locator("main")).to_contain_text("登录已过期")
    page.fill("[name=username]", (reviewer if is_same else clerk).username)
    page.fill("[name=password]", "falsch-falsch")
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("密码")
    page.fill("[name=username]", (reviewer if is_same else clerk).username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/archives/(\?|\d+/$)") if is_same else "**/")
    expect(page.locator("h1")).to_be_visible()
    state = Household.objects.get(pk=submitted.pk).state
    assert state == ("returned" if is_same else "under_review")


def test_a_login_in_another_tab_is_enough(window, reviewer, submitted):
    """The token of the first tab is old by then: no page that says so."""
    here = window()
    page = sign_in(here, reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    write_reason(page)
    wait_until_kept()
    end_session(here)
    other = here.context.new_page()
    other.goto("/accounts/login/")
    other.fill("[name=username]", reviewer.username)
    other.fill("[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    other.wait_for_url("**/")
    old = page.locator("#decision [name=csrfmiddlewaretoken]").input_value()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#decision [name=csrfmiddlewaretoken]")).not_to_have_value(old)
    page.locator("#decision button[value=return]").click()
    page.wait_for_url(re.compile(r"/archives/(\?|\d+/$)"))
    assert Household.objects.get(pk=submitted.pk).state == "returned"


def test_the_plain_way_tells_why_and_comes_to_a_page(window, reviewer, submitted):
    """Without the script: the login says that the session is over and leads to what can be opened."""
    here = window()
    page = sign_in(here, reviewer)
    end_session(here)
    page.goto(reverse("archives:step", args=[submitted.pk]))
    page.fill("[name=username]", reviewer.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(rf"/archives/{submitted.pk}/"))
    expect(page.locator("h1")).to_be_visible()


def test_who_leaves_within_the_two_seconds_of_the_autosave_loses_nothing(window, clerk):
    draft = HouseholdFactory(union=clerk.union, clerk=clerk, complete=True)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[draft.pk, "worker"]))
    page.fill("[name=employer]", "南通第二纺织厂")
    page.goto(reverse("desk:home"))
    wait_for(lambda: Member.objects.filter(household=draft, employer="南通第二纺织厂").exists())


def test_the_end_of_a_session_is_told_before(window, clerk):
    here = window()
    page = sign_in(here, clerk)
    page.clock.install()
    page.goto(reverse("archives:new"))
    go_idle(here, page, settings.SESSION_IDLE_SECONDS - 200)
    expect(page.locator("#ending")).to_contain_text("3 分钟")
    here.assert_fits()
    page.get_by_role("button", name="继续使用").click()
    expect(page.locator("#ending")).to_be_hidden()
    go_idle(here, page, settings.SESSION_IDLE_SECONDS + 1)
    box = log_in_over_the_page(page, clerk)
    expect(box).to_be_hidden()


def test_at_logout_nothing_stays(window, reviewer, submitted):
    page = sign_in(window(), reviewer)
    page.goto(reverse("archives:review", args=[submitted.pk]))
    write_reason(page)
    wait_until_kept()
    page.locator(".user-menu > summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/")
    wait_until_kept(0)
