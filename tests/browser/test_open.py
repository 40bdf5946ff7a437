"""What opens over a page is as accessible as the page at rest: dialogs, menus, the keys, the drawer."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.addresses import build
from tests.browser.conftest import DESK, PHONE, RULES
from tests.browser.test_pages import AXE, MEASURE, Walk

pytestmark = pytest.mark.django_db(transaction=True)

VIOLATIONS = """([part, rules]) => axe.run(document.querySelector(part), rules).then(
    found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))"""
DIALOG, MENU = "[data-dialog]:visible", "details.menu > summary:visible"
# Who, the page, the object of the world that it is about, its query: each kind of thing that opens.
PAGES = (
    ("clerk", "lists:files", "", "?state=filed"),
    ("clerk", "archives:check", "draft", ""),
    ("clerk", "desk:case", "filed", "?tab=members"),
    ("reviewer", "archives:review", "submitted", ""),
    ("reviewer", "applications:detail", "in_review", ""),
    ("reviewer", "crosschecks:crosscheck_list", "", ""),
    ("city_reviewer", "payments:detail", "made_batch", ""),
    ("auditor", "payments:roster", "", ""),
    ("administrator", "accounts:user_edit", "colleague", ""),
)


@pytest.fixture
def world(live_server, cast, reference):
    return build(cast)


class Opened:
    """One page on which one thing after the other is opened, looked at and closed."""

    def __init__(self, window, server, person, viewport):
        self.walk = Walk(window(viewport), server, person)
        self.page, self.viewport, self.count = self.walk.page, viewport, 0

    def look(self, what, part="body"):
        """Axe over what is open alone: a menu lies over links of the page, which are none while it does."""
        self.count += 1
        self.page.evaluate(AXE.axe_script)
        colours = {"color-contrast": {"enabled": self.viewport is DESK}}
        asked = {**RULES, "resultTypes": ["violations"], "rules": colours}
        found = self.page.evaluate(VIOLATIONS, [part, asked])
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.walk._expect(not found, self.page.url, f"{what}: {found}")
        self.walk._expect(wide <= self.viewport["width"], self.page.url, f"{what} is {wide} wide")
        cropped = self.page.evaluate(MEASURE, [])
        self.walk._expect(not cropped, self.page.url, f"{what}: {'; '.join(cropped)}")

    def dialogs(self):
        for button in self.page.locator(DIALOG).all():
            button.click()
            box = self.page.locator("dialog[open]")
            expect(box).to_be_visible()
            expect(self.page.locator(".htmx-request")).to_have_count(0)
            self.look(f"dialog {button.inner_text()}")
            self.page.keyboard.press("Escape")
            expect(box).to_have_count(0)
            expect(button).to_be_focused()  # from where it was opened

    def menus(self):
        for summary in self.page.locator(MENU).all():
            summary.click()
            menu = self.page.locator("details.menu[open]")
            expect(menu.locator(".menu-panel")).to_be_visible()
            expect(self.page.locator(".htmx-request")).to_have_count(0)
            self.look(f"menu {summary.inner_text()}", "details.menu[open]")
            self.page.keyboard.press("Escape")
            expect(menu).to_have_count(0)

    def keys(self):
        self.page.locator("h1").click()
        self.page.keyboard.press("?")
        expect(self.page.get_by_role("dialog", name="这一页能用的键")).to_be_visible()
        self.look("the keys")
        self.page.keyboard.press("Escape")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_whatever_opens_over_a_page_is_accessible_and_closes_again(window, live_server, world, viewport):
    wrong = []
    for who, name, about, query in PAGES:
        open_page = Opened(window, live_server, getattr(world, who), viewport)
        arguments = [getattr(world, about).pk] if about else []
        open_page.page.goto(reverse(name, args=arguments) + query)
        open_page.dialogs()
        open_page.menus()
        if viewport is DESK:
            open_page.keys()
        assert open_page.count, f"{name} opens nothing"
        wrong += open_page.walk.wrong
    assert not wrong, "\n".join(wrong)


def test_the_drawer_of_a_phone_is_accessible_when_it_is_open(window, live_server, world):
    here = Opened(window, live_server, world.clerk, PHONE)
    here.page.goto(reverse("desk:home"))
    here.page.locator("[data-nav-toggle]:visible").first.click()
    here.look("the drawer")
    assert not here.walk.wrong, "\n".join(here.walk.wrong)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_login_over_a_page_is_accessible(window, live_server, world, viewport):
    here = Opened(window, live_server, world.clerk, viewport)
    here.page.goto(reverse("lists:files"))
    here.walk.here.context.clear_cookies()
    here.page.locator("summary", has_text="选列" if viewport is DESK else "更多条件").click()
    expect(here.page.get_by_role("dialog", name="登录已过期")).to_be_visible()
    here.look("the login")
    here.walk.here.trouble.clear()  # htmx tells the console of the 401
    assert not here.walk.wrong, "\n".join(here.walk.wrong)
