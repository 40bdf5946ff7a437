"""The page of a poster: anybody reads what hangs and no more; what they object to is checked by hand."""

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from cases.applications.states import State
from cases.leads.services import sendings
from cases.notices.models import Objection
from cases.notices.selectors import get_version
from cases.notices.services import cancel_notice, move_objection, public
from cases.notices.states import ObjectionState
from hardship.kernel.workflow import Refused
from tests.cases.notices.test_notice_pages import NAME, assert_public, text_of
from tests.factories import HouseholdFactory, end_notices, entry_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


@pytest.fixture
def application(cast, make):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, name=NAME)
    return make(State.PUBLIC_NOTICE, household=household)


@pytest.fixture
def notice(application):
    return entry_of(application).notice


def page_of(notice, version=None):
    return reverse("notices:public", args=[notice.token, version or get_version(notice)])


def test_the_code_on_the_poster_leads_to_what_hangs_and_to_nothing_else(as_user, cast, application, notice):
    for paper in ("", "a3"):
        pdf = (
            as_user(cast.reviewer)
            .get(reverse("notices:notice_pdf", args=[notice.pk]), {"paper": paper})
            .content
        )
        code = zxingcpp.read_barcode(pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()).text
        assert get_version(notice) in text_of(pdf)
        assert code == f"http://testserver{page_of(notice)}"
    answer = Client().get(code.removeprefix("http://testserver"))
    text = answer.content.decode()
    assert_public(text, application.household)
    assert ("您扫的是现行的公示" in text, application.number in text) == (True, False)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_an_old_poster_is_recognised_once_a_line_is_gone(cast, make, application, notice):
    make(State.PUBLIC_NOTICE)
    old = page_of(notice)
    take(application, "return", by=cast.reviewer)
    text = Client().get(old).content.decode()
    assert ("已经更换" in text, "欧阳*" in text) == (True, False)
    assert "您扫的是现行的公示" in Client().get(page_of(notice)).content.decode()


def test_a_notice_that_ended_and_an_address_that_never_was_look_the_same(cast, application, notice):
    address = page_of(notice)
    never = Client().get(reverse("notices:public", args=["abcd-efgh-jkmn-pqrs-tuvw", "0a1b2c3d"]))
    end_notices(application)
    ended = Client().get(address)
    assert (never.status_code, ended.status_code) == (404, 404)
    assert "欧阳*" not in ended.content.decode()
    assert Client().post(address, {"text": "x"}).status_code == 404
    assert not Objection.objects.exists()


def test_a_cancelled_notice_is_gone_at_once(cast, notice):
    cancel_notice(notice_id=notice.pk, reason="名单有误", by=cast.reviewer)
    assert Client().get(page_of(notice)).status_code == 404


def test_an_objection_from_the_page_holds_nothing_up_before_somebody_looked_at_it(cast, application, notice):
    said = {
        "entry": entry_of(application).pk,
        "text": "家中另有门面房",
        "objector": "",
        "contact": "",
        "website": "",
    }
    assert Client().post(page_of(notice), {**said, "text": " "}).status_code == 422
    assert Client().post(page_of(notice), {**said, "entry": 0}).status_code == 422
    assert Client().post(page_of(notice), {**said, "website": "https://x.example"}).status_code == 302
    assert not Objection.objects.exists()
    answer = Client().post(page_of(notice), said, follow=True)
    assert "已经收到" in answer.content.decode()
    row = Objection.objects.get()
    assert (row.state, row.channel, row.recorded_by) == (ObjectionState.TO_CHECK, "page", None)
    end_notices(application)
    move_objection(objection_id=row.pk, action="accept", comment="", by=cast.reviewer)
    with pytest.raises(Refused, match="还没有调查答复"):
        take(application, "conclude", by=cast.reviewer)


def test_what_nobody_looked_at_does_not_hold_the_case(cast, application, notice):
    said = {"entry": entry_of(application).pk, "text": "看不惯"}
    assert Client().post(page_of(notice), said).status_code == 302
    end_notices(application)
    assert take(application, "conclude", by=cast.reviewer).state == State.APPROVAL


def test_a_flood_ends_by_itself(monkeypatch, application, notice):
    monkeypatch.setattr(public, "MOST_UNCHECKED", 2)
    said = {"entry": entry_of(application).pk, "text": "看不惯"}
    statuses = [Client().post(page_of(notice), said).status_code for _turn in range(3)]
    assert statuses == [302, 302, 429]
    assert Objection.objects.count() == 2


def test_one_client_sends_so_many_in_an_hour_and_loses_nothing_beyond(monkeypatch, application, notice):
    monkeypatch.setattr(sendings, "MOST_OF_CLIENT", 1)
    said = {"entry": entry_of(application).pk, "text": "家中另有门面房"}
    assert Client().post(page_of(notice), said).status_code == 302
    answer = Client().post(page_of(notice), said)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "家中另有门面房" in answer.content.decode()
    assert "请过一小时再提交" in answer.content.decode()
    assert Objection.objects.count() == 1


def test_what_is_too_long_is_said_with_the_form_and_not_kept(application, notice):
    said = {"entry": entry_of(application).pk, "text": "长" * 20_000}
    answer = Client().post(page_of(notice), said)
    words = answer.content.decode()
    assert (answer.status_code, "请写短一些" in words, "提交异议" in words) == (413, True, True)
    assert (answer["Cache-Control"], Objection.objects.exists()) == ("no-store", False)


@pytest.mark.parametrize("told", ["", "many", "-1"])
def test_a_length_that_is_no_number_harms_nothing(told, notice):
    assert Client().get(page_of(notice), CONTENT_LENGTH=told).status_code == 200
