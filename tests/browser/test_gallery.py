"""The design system in a real browser: accessible, quiet, and no wider than the window."""

import gzip

import pytest

from tests.browser.conftest import DESK, PHONE

PAGES = ("/gallery/", "/gallery/case/", "/gallery/inbox/", "/gallery/entry/")


@pytest.fixture(autouse=True)
def _with_gallery(settings):
    settings.ROOT_URLCONF = "tests.browser.urls"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("address", PAGES)
def test_every_component_is_accessible_and_fits(window, viewport, address):
    here = window(viewport)
    here.page.goto(address)
    here.assert_accessible()
    here.assert_fits()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_large_type_still_fits(window, viewport):
    here = window(viewport)
    for address in PAGES:
        here.page.goto(address)
        here.page.evaluate("document.documentElement.classList.add('large')")
        here.assert_fits()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_login_is_accessible(window, viewport):
    here = window(viewport)
    here.page.goto("/accounts/login/")
    here.assert_accessible()
    here.assert_fits()


def test_running_jobs_fetch_themselves_and_nothing_else(window):
    page = window().page
    page.goto("/gallery/")
    jobs, tables = page.locator(".job").count(), page.locator("table").count()
    for _twice in range(2):
        with page.expect_response("**/gallery/jobs/1/"):
            pass
    assert (page.locator(".job").count(), page.locator("table").count()) == (jobs, tables)


def test_slash_goes_to_the_search_box_and_escape_closes_a_menu(window):
    page = window().page
    page.goto("/gallery/inbox/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.click(".user-menu summary")
    page.keyboard.press("Escape")
    assert not page.is_visible(".user-menu .menu-panel")


def test_drawer_opens_and_closes_on_a_phone(window):
    page = window(PHONE).page
    page.goto("/gallery/case/")
    assert not page.is_visible(".sidenav")
    page.click("[data-nav-toggle]")
    assert page.is_visible(".sidenav")
    assert page.get_attribute("[data-nav-toggle]", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.is_visible(".sidenav")


def test_bulk_bar_counts_and_writes_the_sum_in_words(window):
    page = window().page
    page.goto("/gallery/inbox/")
    assert page.inner_text("[data-picked]") == "3"
    assert page.inner_text("[data-sum]") == "¥18,760.00"
    assert page.inner_text("[data-words]") == "人民币壹万捌仟柒佰陆拾元整"
    page.check("input[aria-label='全选本页']")
    assert page.inner_text("[data-picked]") == "4"
    page.click("[data-unpick]")
    assert not page.is_visible(".bulk")


def test_a_comment_is_asked_for_in_a_dialog(window):
    here = window()
    here.page.goto("/gallery/")
    here.page.click("[data-dialog='dialog-return']")
    here.assert_accessible()
    assert here.page.evaluate("document.activeElement.name") == "comment"
    here.page.click("#dialog-return [data-close]")
    assert not here.page.is_visible("#dialog-return")


def test_a_confirmed_form_is_sent_once_whatever_one_clicks(window):
    here = window()
    sent = []
    here.page.route("**/accounts/login/", lambda route: (sent.append(route.request.method), route.abort()))
    here.page.goto("/gallery/")
    here.page.eval_on_selector("form[data-confirm]", "form => { form.action = '/accounts/login/' }")
    here.page.click("text=提交银行")
    assert here.page.inner_text("#confirm .dialog-sum").startswith("¥24,840.00")
    here.page.dblclick("#confirm [data-yes]", no_wait_after=True)
    here.page.wait_for_timeout(300)
    here.trouble.clear()
    assert sent == ["POST"]


def test_live_input_waits_for_the_input_method(window):
    page = window().page
    page.goto("/gallery/inbox/")
    heard = page.evaluate(
        """() => {
            const box = document.getElementById('search'), heard = [];
            box.addEventListener('ime-input', () => heard.push(box.value));
            const type = (value, composing) => {
                box.value = value;
                box.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: composing}));
            };
            type('w', true); type('wang', true); type('王', true);
            box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}));
            return heard;
        }"""
    )
    assert heard == ["王"]


def test_first_load_is_light(window):
    """Everything a first visit fetches, compressed as the server sends it: at most 100 KB."""
    here = window()
    sizes = {}
    here.page.on(
        "response", lambda response: sizes.setdefault(response.url, len(gzip.compress(response.body())))
    )
    here.page.goto("/gallery/inbox/", wait_until="networkidle")
    assert len(sizes) <= 8, sorted(sizes)
    assert sum(sizes.values()) <= 100 * 1024, sizes
