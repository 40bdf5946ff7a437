"""A real browser on the live server: what it complains of fails the test."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Error, expect, sync_playwright

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN"]
PATIENCE = 30_000  # ms; a machine that runs other work is slow, not wrong
expect.set_options(timeout=PATIENCE)
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True, scope="session")
def _folder_of_collected_files():
    """Whitenoise warns when it is missing; the live server finds the files where they are written."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def chromium(_worlds, django_db_blocker):
    # Playwright's loop runs in this thread; the ORM calls of the tests are synchronous all the same. But with
    # a loop Django's connection is another one: no world may be open across its beginning or its end.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # The shell draws the same pages without the windows around them, a fifth faster.
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with django_db_blocker.unblock():
        _worlds.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            _worlds.close_all()


class Window:
    """One browser window with its own cookies; `trouble` lists what the console complained of."""

    def __init__(self, browser, server, viewport):
        self.context = browser.new_context(
            base_url=server.url,
            viewport=viewport,
            has_touch=viewport == PHONE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.trouble = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def _note(self, message):
        # Chromium also logs the status of every refused form; the test itself looks at that.
        if message.type in ("error", "warning") and "status of" not in message.text:
            self.trouble.append(message.text)

    def assert_accessible(self):
        found = self._violations()
        lines = [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found.response["violations"]
            for node in violation["nodes"][:3]
        ]
        assert not lines, f"{self.page.url}\n" + "\n".join(lines)

    def _violations(self):
        """Of the page that a click leads to: one that is left while axe reads it takes axe with it."""
        self.page.wait_for_load_state()
        left = self.page.url
        try:
            return Axe().run(self.page, options=RULES)
        except Error:
            self.page.wait_for_load_state()
            if self.page.url == left:
                raise
            return Axe().run(self.page, options=RULES)

    def assert_fits(self):
        self.page.wait_for_load_state()
        wide, window = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window, f"{self.page.url} is {wide} wide in a window of {window}"


@pytest.fixture
def window(chromium, live_server):
    """`window(PHONE)` opens one; at the end no console may have complained."""
    opened = []

    def open_window(viewport=DESK):
        opened.append(Window(chromium, live_server, viewport))
        return opened[-1]

    yield open_window
    trouble = [line for one in opened for line in one.trouble]
    for one in opened:
        one.context.close()
    assert not trouble, trouble
