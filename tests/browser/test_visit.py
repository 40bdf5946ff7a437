"""A home visit on a phone: two visitors, a photo, signatures drawn with a finger, no network for a while."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.visits.models import HomeVisit, VisitDraft
from cases.visits.rules import default_items
from hardship.accounts.states import Role
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, photograph, press
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", name="季走访", role=Role.CLERK)


@pytest.fixture
def filed(clerk):
    return HouseholdFactory(filed=True, union=clerk.union, clerk=clerk, name="王秀兰")


def write(page, name, shift):
    """A line on the canvas of one signature, another one for each hand."""
    canvas = page.locator(f"#at-{name} canvas")
    canvas.scroll_into_view_if_needed()
    frame = canvas.bounding_box()
    page.mouse.move(frame["x"] + 20, frame["y"] + 20 + shift)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(frame["x"] + 20 + 30 * step, frame["y"] + 20 + (step * shift * 7) % 50)
    page.mouse.up()


@pytest.mark.requirement("A7")
def test_a_visit_is_recorded_on_a_phone(window, clerk, filed, tmp_path):
    here = window(PHONE)
    page = sign_in(here, clerk)
    page.goto(reverse("visits:visit_new", args=[filed.pk]))
    expect(page.locator("[name=visitor1_name]")).to_have_value("季走访")
    expect(page.locator("#at-mode_reason")).to_be_hidden()
    answer(page, visitor2_name="陆同行", persons="3", situation="长期透析，入不敷出。", causes_found="患病")
    for item in default_items():
        page.check(f"[name='answer-{item.key}'][value=confirmed]")
    page.check("[name='answer-id02'][value=untrue]")
    page.check("[name=conclusion][value=to_change]")
    expect(page.locator(".autosave")).to_contain_text("已自动保存")
    with page.expect_file_chooser() as chooser:
        page.locator("#at-photos input[capture]").click()
    chooser.value.set_files(photograph(tmp_path, "photo"))
    expect(page.locator("#at-photos .file-name")).to_have_text("photo.jpg")
    for hand, name in enumerate(("signature1", "signature2", "signature_respondent"), start=1):
        write(page, name, hand)
    press(page, "登记入户调查")
    # what is wrong is said at its place; photo and signatures are still there
    expect(page.locator("#at-note-id02 .visit-said")).to_contain_text("实际情况")
    expect(page.locator("#at-wants_found .visit-said")).to_be_visible()
    here.assert_accessible()
    here.assert_fits()
    answer(page, wants_found="医疗救助", **{"note-id02": "女儿已搬走"})
    here.context.set_offline(True)
    press(page, "登记入户调查")
    expect(page.locator("#visit-errors")).to_contain_text("现在没有网络")
    here.context.set_offline(False)
    here.trouble.clear()  # the lost connection was complained of
    press(page, "登记入户调查")
    page.wait_for_url("**/visits/*/")
    visit = HomeVisit.objects.get()
    kinds = sorted(visit.documents.values_list("evidence__kind", flat=True))
    assert kinds == ["signature", "signature", "signature", "visit_photo"]
    assert visit.visitors.count() == 2
    expect(page.locator(".visit-pictures img").first).to_be_visible()
    here.assert_accessible()
    here.assert_fits()
    page.wait_for_timeout(2500)  # no draft comes after the visit
    assert not VisitDraft.objects.exists()


def test_what_was_typed_outlives_a_reload(window, clerk, filed):
    here = window(PHONE)
    page = sign_in(here, clerk)
    page.goto(reverse("visits:visit_new", args=[filed.pk]))
    here.context.set_offline(True)
    answer(page, situation="楼道里没有信号时写的", mode="phone")
    page.wait_for_timeout(2500)
    here.context.set_offline(False)
    here.trouble.clear()
    page.reload()
    expect(page.locator("[name=situation]")).to_have_value("楼道里没有信号时写的")
    expect(page.locator("#at-mode_reason")).to_be_visible()
    expect(page.locator("#at-place")).to_be_hidden()
