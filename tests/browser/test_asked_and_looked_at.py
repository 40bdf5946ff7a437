"""A file asked for, a card, pictures in order, a folder of scans, for what one looks: in a browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from cases.archives.services.entry import evidence
from cases.transfers.models import TransferRequest
from hardship.accounts.states import Role
from hardship.kernel.files import accept_upload
from tests.browser.conftest import PHONE
from tests.browser.hands import photograph, press
from tests.browser.test_entry import sign_in
from tests.factories import HouseholdFactory, UnionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(live_server):
    return UserFactory(username="ji", role=Role.CLERK)


def add(household, by, folder, name, kind="diagnosis"):
    path = photograph(folder, name)
    accepted = accept_upload(SimpleUploadedFile(path.name, path.read_bytes()))
    return evidence.add_evidence(household_id=household.pk, kind=kind, accepted=accepted, by=by)


def test_a_file_of_another_union_is_asked_for_and_its_union_answers(window, clerk):
    filed = HouseholdFactory(filed=True, union=clerk.union)
    asking = UserFactory(username="lu", role=Role.CLERK, union=UnionFactory(parent=clerk.union.parent))
    here, there = window(PHONE), window()
    page, desk = sign_in(here, asking), sign_in(there, clerk)
    page.goto(reverse("archives:new"))
    page.fill("[name=id_number]", filed.head.id_number.reveal())
    press(page, "开始填报")
    here.assert_accessible()
    page.fill("[name=reason]", "今年调入本单位")
    press(page, "申请转入")
    expect(page.locator("h1")).to_have_text("申请转入")
    here.assert_fits()
    desk.goto(reverse("transfers:requests"))
    desk.locator("tbody a").click()
    there.assert_accessible()
    press(desk, "同意，去提出转移")
    expect(desk.locator("[name=target]")).to_have_value(asking.union.code)
    press(desk, "提出转移")
    desk.wait_for_url("**/transfers/*-*/")
    page.reload()
    expect(page.locator("main .lead")).to_contain_text("同意转出")
    assert TransferRequest.objects.get().transfer is not None


def test_pictures_of_one_pdf_are_put_in_order_by_mouse_and_by_keyboard(window, clerk, tmp_path):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    for name in ("jia", "yi", "bing"):
        add(household, clerk, tmp_path, name)
    page = sign_in(window(), clerk)
    page.goto(reverse("archives:section", args=[household.pk, "evidence"]))
    page.locator("summary", has_text="合成一份 PDF").click()
    lines = page.locator("form[action$='bundle/'] li")
    lines.nth(2).drag_to(lines.nth(0), target_position={"x": 8, "y": 2})
    expect(lines.nth(0)).to_contain_text("bing")
    lines.nth(0).locator("[data-move=down]").press("Enter")
    expect(lines.nth(0)).to_contain_text("jia")
    expect(lines.nth(1)).to_contain_text("bing")
    expect(lines.nth(1).locator("[data-move=down]")).to_be_focused()


def test_a_card_fills_its_place_and_is_zoomed_by_keyboard(window, clerk, tmp_path):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    card = add(household, clerk, tmp_path, "card", kind="id_card")
    here = window()
    page = sign_in(here, clerk)
    page.goto(reverse("archives:evidence_view", args=[household.pk, card.uid]))
    stage, picture = page.locator(".viewer-stage"), page.locator(".viewer-card")
    assert picture.evaluate("image => image.clientWidth") > 0.9 * stage.evaluate("stage => stage.clientWidth")
    here.assert_accessible()
    page.keyboard.press("+")
    expect(picture).to_have_class("viewer-picture turned-0 viewer-card zoomed-1")


def test_the_address_of_a_document_asks_for_what_and_leads_on(window, clerk, tmp_path):
    household = HouseholdFactory(union=clerk.union, clerk=clerk)
    paper = add(household, clerk, tmp_path, "paper")
    here = window(PHONE)
    page = sign_in(here, UserFactory(username="lu", role=Role.AUDITOR, union=clerk.union.parent))
    page.goto(reverse("archives:evidence_file", args=[paper.uid]))
    here.assert_accessible()
    here.assert_fits()
    page.check("[name=reason][value=audit]")
    press(page, "看材料")
    expect(page.locator("h1")).to_have_text("诊断证明")
    page.wait_for_function("() => document.querySelector('.viewer-picture').naturalWidth > 0")


def test_a_folder_of_scans_says_where_each_of_them_lay(window, clerk, tmp_path):
    person = tmp_path / "存量" / "季小梅"
    person.mkdir(parents=True)
    photograph(person, "诊断证明")
    here = window()
    page = sign_in(here, clerk)
    page.goto(reverse("intakes:batches"))
    page.set_input_files("[name=folder]", tmp_path / "存量")
    assert page.input_value("[name=paths]") == "存量/季小梅/诊断证明.jpg"
    press(page, "上传，开始分拣")
    page.wait_for_url("**/scans/*-*/")
    here.assert_accessible()
