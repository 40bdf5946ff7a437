"""A call on 12351 from the ring to the answer, in a browser: the caller is known while they talk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.petitions.models import Petition
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.cases.petitions.calls import record
from tests.factories import UserFactory, load_years

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("D5")]
NUMBER = "13861920003"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_call_from_ring_to_answer(window, live_server, viewport):
    load_years()
    clerk = UserFactory(username="ji", role=Role.CLERK)
    earlier = record(clerk, name="姜伟民", phone=NUMBER)
    here = window(viewport)
    page = sign_in(here, clerk)
    page.goto(reverse("petitions:petitions"))
    here.assert_fits()
    press(page, "接待登记")
    here.assert_accessible()
    here.assert_fits()
    answer(page, phone=NUMBER)
    page.locator("main [name=name]").focus()
    expect(page.locator("[data-twins]")).to_contain_text(earlier.number)
    answer(page, name="姜伟民", matter="law", text="三个月没发工资，已经停工。", persons="2",
           companions="樊立新 13861920004")  # fmt: skip
    press(page, "保存")
    expect(page.locator("h1")).to_contain_text("-XF")
    assert NUMBER not in page.content()
    assert NUMBER not in page.url
    here.assert_fits()
    here.assert_accessible()
    page.locator("summary", has_text="交办").click()
    page.select_option("[id=id_assign_handler]", str(clerk.pk))
    page.locator("details[open] button", has_text="交办").click()
    expect(page.locator("main .lead")).to_contain_text("办理中")
    page.select_option("[id=id_answer_told_by]", "telephone")
    page.fill("[id=id_answer_comment]", "已责令本月 25 日前补发，到期没有收到请再来电。")
    page.locator("details[open] button", has_text="答复").click()
    expect(page.locator("main .lead")).to_contain_text("已答复")
    expect(page.locator("a", has_text="答复书")).to_have_attribute("target", "_blank")
    page.select_option("[id=id_close_satisfaction]", "content")
    page.locator("details[open] button", has_text="回访办结").click()
    expect(page.locator("main")).to_contain_text("满意")
    done = Petition.objects.latest("pk")
    assert (done.state, done.persons, done.companions.get().name) == ("closed", 2, "樊立新")
    for name in ("petitions:counts", "petitions:terms"):
        page.goto(reverse(name))
        here.assert_accessible()
        here.assert_fits()
