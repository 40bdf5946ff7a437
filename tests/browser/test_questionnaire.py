"""A worker who is not on file scans the poster in the hall and writes to the union, on an old telephone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.leads.models import Lead
from cases.leads.services import open_questionnaire
from hardship.accounts.states import Role
from tests.browser.conftest import PHONE
from tests.browser.hands import answer, press
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("G2")]


def test_a_worker_answers_without_login(window, live_server):
    row = open_questionnaire(
        ends_on=timezone.localdate() + timedelta(days=30), contact="季老师", telephone="0513-85511234",
        by=UserFactory(role=Role.CLERK),
    )  # fmt: skip
    phone = window(PHONE)
    page = phone.page
    page.goto(reverse("leads:fill", args=[row.token]))
    phone.assert_accessible()
    phone.assert_fits()
    answer(page, name="翁志刚", phone="1386190", hardship="厂里停产", filled_by="family")
    press(page, "提交")
    expect(page.get_by_text("请先改正以下内容")).to_be_visible()
    assert page.input_value("[name=name]") == "翁志刚"
    assert page.is_checked("[name=filled_by][value=family]")
    phone.assert_accessible()
    answer(page, phone="13861900011", consent=True)
    press(page, "提交")
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    phone.assert_accessible()
    phone.assert_fits()
    assert Lead.objects.get().heard_from == "家人"
