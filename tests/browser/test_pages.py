"""Every page of the site in a browser, at a desk and on a phone: quiet, accessible, light, narrow enough.

On the phone with large type as well, which is the narrowest that anybody has. Nothing is broken over lines
that should not be, nothing cropped (measure.js), and no page has two red buttons.
"""

import gzip
import re
from collections import defaultdict
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cases.archives.models import Member
from cases.archives.states import Section
from hardship.accounts.models import Union, User
from tests.addresses import ADDRESSES, BOTH, PAGE, build, one, walk
from tests.browser.conftest import DESK, PHONE, RULES
from tests.browser.hands import press
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

AXE = Axe()
VIOLATIONS = """rules => axe.run(document, rules).then(
    found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))"""
MEASURE = (Path(__file__).parent / "measure.js").read_text()
PRIMARY = """() => Array.from(document.querySelectorAll("main .btn-primary"), button => button)
    .filter(button => !button.closest("dialog") && button.getClientRects().length)
    .map(button => button.textContent.trim())"""
# As if the page had come in this size: what fits its sheet is asked anew.
TYPE = "size => { document.documentElement.className = size; window.dispatchEvent(new Event('resize')); }"
WIDE = {"width": 1440, "height": 900}
# In this order the window is changed least; what is refused has the words of the page and some more.
SIZES = ((DESK, "large"), (WIDE, ""), (DESK, ""), (PHONE, ""), (PHONE, "large"))
NARROWEST = ((DESK, ""), (PHONE, "large"))
PARTS = 2
LIGHT = 100 * 1024  # bytes that a first visit fetches, compressed
PEOPLE = ("reviewer", "approver", "finance", "auditor", "administrator")
TABS = ("overview", "members", "money", "evidence", "visits", "assessments", "aid", "log")
FILES = ("empty", "draft")
AT_CLERK = ("begun", "sent_back", "on_notice", "sent")
# The same addresses for other people, in other states, with other questions: who, name, arguments, query.
MORE = (
    *((who, "desk:home", None, {}) for who in PEOPLE),
    *(("auditor", "desk:case", one("filed"), {"tab": tab}) for tab in TABS),
    *(("clerk", "desk:case", one(state), {}) for state in ("empty", "draft", "returned")),
    *(("clerk", "archives:section", one(state, name), {}) for state in FILES for name in Section),
    *(("clerk", name, one(state), {}) for name in ("archives:tasks", "archives:check")
      for state in ("empty", "returned")),
    ("reviewer", "lists:files", None, {"state": "under_review"}),
    ("clerk", "lists:files", None, {"state": "closed"}),
    ("administrator", "lists:files", None, {}),
    ("clerk", "rosters:import_mapping", lambda world: [world.uploaded_roster.uid], {"all": "1"}),
    *(("clerk", "applications:detail", one(state), {}) for state in AT_CLERK),
    *(("reviewer", "applications:detail", one(state), {}) for state in ("in_review", "on_notice")),
    ("approver", "applications:detail", one("at_city"), {}),
    ("approver", "applications:list", None, {"state": "approved"}),
    *(("approver", "approvals:inbox", None, {"tab": tab}) for tab in ("todo", "late", "done", "mine")),
    ("clerk", "notices:notice", one("notice"), {}),
    ("clerk", "visits:visit_list", None, {"tab": "year"}),
    ("auditor", "ledgers:line", one("line"), {}),
    *(("finance", "payments:detail", one(name), {}) for name in ("made_batch", "failed_batch")),
    ("city_reviewer", "payments:detail", one("made_batch"), {}),
    ("finance", "payments:roster", None, {"state": "failed"}),
    ("administrator", "policies:standards", None, {"q": "南通"}),
    *(("clerk", "rosters:import_detail", lambda world: [world.done_roster.uid], {"tab": tab})
      for tab in ("", "issues")),
)  # fmt: skip


@pytest.fixture
def world(live_server, cast, reference):
    made = build(cast)
    Walk.names = names_of_people_and_unions()
    return made


def names_of_people_and_unions():
    """What has to stay on one line wherever it stands."""
    found = {name for model in (User, Union, Member) for name in model.objects.values_list("name", flat=True)}
    return sorted(name for name in found if len(name) > 1)


class Walk:
    """One person's window and what is wrong with the pages in it."""

    weights: ClassVar[dict[str, int]] = {}
    names: ClassVar[list[str]] = []

    def __init__(self, here, server, person=None):
        self.here, self.page, self.wrong = here, here.page, []
        if person is not None:
            client = Client()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            here.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])

    def visit(self, url, status=200):
        answer = self.page.goto(url)
        arrived = self.page.url.endswith(url) and answer.status == status
        self._expect(arrived, url, f"came to {self.page.url} with {answer.status}")
        weight = self._weigh(answer)
        self._expect(weight <= LIGHT, url, f"weighs {weight} bytes")
        self._look(url)

    def send(self, url):
        """What the page says that is open when its form is sent as it stands."""
        shown = "main form[method=post] button[type=submit]:visible:enabled"
        button = self.page.locator(f"{shown}:not([aria-hidden=true])").first
        if not button.count():
            self._expect(False, url, "has no form to send: its row in ADDRESSES says so")
            return
        button.click()
        self.page.wait_for_load_state()
        # A form that htmx sends stays on its page; the button tells when the answer has come.
        expect(self.page.locator(".busy")).to_have_count(0)
        self._look(f"{url} sent", NARROWEST)

    def _look(self, url, sizes=SIZES):
        self.page.evaluate(AXE.axe_script)
        for viewport, size in sizes:
            self.page.set_viewport_size(viewport)
            self.page.evaluate(TYPE, size)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            self._expect(wide <= viewport["width"], url, f"is {wide} wide at {viewport['width']} {size}")
            if not size:
                self._measure(viewport, url)
            if (viewport, size) in ((DESK, ""), (PHONE, "large")):
                found = self._violations(viewport)
                self._expect(not found, url, f"at {viewport['width']}: {found}")
        self.page.set_viewport_size(DESK)
        self._expect(not self.here.trouble, url, f"complains: {self.here.trouble}")
        self.here.trouble.clear()

    def _measure(self, viewport, url):
        found = self.page.evaluate(MEASURE, self.names)
        self._expect(not found, url, f"at {viewport['width']}: {'; '.join(found)}")
        if viewport is DESK:
            primary = self.page.evaluate(PRIMARY)
            self._expect(len(primary) < 2, url, f"has {len(primary)} primary buttons: {primary}")

    def _expect(self, good, url, what):
        if not good:
            self.wrong.append(f"{url} {what}")

    def _violations(self, viewport):
        """Colours are those of the desk on a phone too, and looking at them takes most of the time."""
        colours = {"color-contrast": {"enabled": viewport is DESK}}
        asked = {**RULES, "resultTypes": ["violations"], "rules": colours}
        found = self.page.evaluate(VIOLATIONS, asked)
        return [f"{rule}: {html[:160]}" for rule, nodes in found for html in nodes[:3]]

    def _weigh(self, answer):
        """The page and everything that it fetches, as the server sends it."""
        fetched = self.page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        for url in fetched:
            if url not in self.weights:
                self.weights[url] = len(gzip.compress(self.page.request.get(url).body()))
        return len(gzip.compress(answer.body())) + sum(self.weights[url] for url in set(fetched))


def test_a_phone_shows_no_cell_that_is_empty(window, live_server, world):
    """A file without a category, and an application that nobody has to decide on."""
    for name in ("lists:files", "applications:list"):
        walk_of = Walk(window(PHONE), live_server, world.clerk)
        walk_of.page.goto(reverse(name))
        cells = walk_of.page.locator("main tbody td", has_text=re.compile("^—$"))
        shown = [cells.nth(place).is_visible() for place in range(cells.count())]
        assert shown
        assert not any(shown), name


def test_what_the_list_of_files_keeps_back_comes_when_it_is_opened(window, live_server, world):
    """More conditions, the choice of columns, a filter to keep, the export: each in its place, and of use."""
    here = Walk(window(), live_server, world.clerk)
    page = here.page
    page.goto(f"{reverse('lists:files')}?main_cause=illness")
    page.locator("summary", has_text="更多条件").click()
    page.get_by_label("用工类别").select_option("urban")
    page.locator(".menu-panel").get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("main_cause=illness.*worker_type=urban"))
    page.locator("summary", has_text="选列").click()
    expect(page.get_by_label("上移 状态")).to_be_visible()
    here._look("columns")
    page.get_by_label("状态", exact=True).uncheck()
    press(page, "应用")
    expect(page.get_by_role("columnheader", name="状态")).to_have_count(0)
    press(page, "保存筛选")
    expect(page.get_by_label("名称")).to_be_focused()
    here._look("filter")
    page.get_by_label("名称").fill("城镇患病")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.locator(".chip-row summary", has_text="城镇患病")).to_be_visible()
    press(page, "导出 Excel")
    expect(page.get_by_role("dialog")).to_contain_text("当前列表")
    here._look("export")
    assert not here.wrong, "\n".join(here.wrong)
    with page.expect_download() as waiting:
        page.get_by_role("dialog").get_by_role("button", name="导出").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_a_menu_asks_to_log_in_when_the_session_is_over_and_opens_then(window, live_server, world):
    here = Walk(window(), live_server, world.clerk)
    page = here.page
    page.goto(reverse("lists:files"))
    page.locator("summary", has_text="更多条件").click()
    expect(page.get_by_label("用工类别")).to_be_visible()
    page.keyboard.press("Escape")
    here.here.context.clear_cookies()
    page.locator("summary", has_text="选列").click()
    box = page.get_by_role("dialog", name="登录已过期")
    box.get_by_label("用户名").fill(world.clerk.username)
    box.get_by_label("密码").fill(PASSWORD)
    box.get_by_role("button", name="登录").click()
    expect(page.get_by_label("上移 状态")).to_be_visible()  # what was asked for is asked for again
    # htmx also tells the console, which is the one complaint
    assert all("401" in line for line in here.here.trouble), here.here.trouble
    here.here.trouble.clear()


def pages_of(world):
    """Every page, by the person who opens it."""
    found = defaultdict(list)
    for address, url in samples(world):
        found[address.who].append(url)
    for who, name, arguments, query in MORE:
        found[who].append(with_query(reverse(name, args=arguments(world) if arguments else []), query))
    return found


def forms_of(world):
    """Every page that is a form, by the person who sends it."""
    found = defaultdict(list)
    for address, url in samples(world):
        if address.methods == BOTH and address.sends:
            found[address.who].append(url)
    return found


def samples(world):
    for name, address in ADDRESSES.items():
        if address.gives == PAGE and "GET" in address.methods:
            yield address, with_query(address.url(name, world), address.query(world))


def with_query(url, query):
    return f"{url}?{urlencode(query)}" if query else url


def test_every_address_is_in_the_table():
    assert {name for name, _pattern in walk()} == set(ADDRESSES), "put it into tests/addresses.py"


def test_pages_of_things_gone_wrong(window, live_server, cast, monkeypatch):
    lost = Walk(window(), live_server, cast.finance)
    lost.visit(reverse("archives:new"), 403)
    lost.visit(reverse("ledgers:line", args=[0]), 404)
    monkeypatch.setattr("hardship.desk.views.home.list_todo", None)
    lost.visit(reverse("desk:home"), 500)
    assert not lost.wrong, "\n".join(lost.wrong)


def test_the_door_is_quiet_accessible_light_and_fits(window, live_server):
    door = Walk(window(), live_server)
    door.visit(reverse("accounts:login"))
    door.send(reverse("accounts:login"))
    assert not door.wrong, "\n".join(door.wrong)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_quiet_accessible_light_and_fits(window, live_server, world, part):
    """In parts that cores can share: every second page of everybody, and its form as it stands."""
    wrong, forms = [], forms_of(world)
    for who, urls in pages_of(world).items():
        walk_of = Walk(window(), live_server, getattr(world, who))
        for url in urls[part::PARTS]:
            walk_of.visit(url)
            if url in forms[who]:
                walk_of.send(url)
        wrong += [f"{who} {line}" for line in walk_of.wrong]
    assert not wrong, "\n".join(wrong)
