"""The form of an application one section at a time: each person chooses; same fields, nothing is lost."""

import re

import pytest
from django.urls import reverse

from cases.applications.forms.sections import section_of
from cases.applications.models import Application
from cases.applications.states import EntrySection
from hardship.accounts.models import User
from tests.cases.applications.test_pages import picture, posted
from tests.factories import ApplicationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]


@pytest.fixture
def draft(cast, reference):
    return ApplicationFactory(union=cast.union, clerk=cast.clerk, programme="medical")


@pytest.fixture
def send(as_user, cast, draft):
    """`send("case", reason="…")`: what a button of the form sends."""

    def press(go, **more):
        application = Application.objects.get(pk=draft.pk)
        data = posted(application, **{**application.facts, **more})
        return as_user(cast.clerk).post(page_of(draft), data | {"go": go})

    return press


def page_of(draft):
    return reverse("applications:edit", args=[draft.pk])


def names(page):
    found = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)
    return set(found) - {"section", "q", "csrfmiddlewaretoken"}


def shown(page):
    """The headings of the sections that are not hidden."""
    section = r'<section class="sheet"[^>]*?( hidden)?>.*?<h2>(.*?)</h2>'
    found = re.findall(section, page[page.index('id="aid"') : page.index("<aside")], re.DOTALL)
    return [title for hidden, title in found if not hidden]


def by_sections(person):
    return User.objects.get(pk=person.pk).by_sections


def test_the_whole_page_is_there_until_somebody_chooses_otherwise(as_user, cast, draft, send):
    client = as_user(cast.clerk)
    whole = client.get(page_of(draft)).text
    assert "改为一步一步填" in whole
    answer = send("sections", reason="每周透析三次。")
    assert answer.url == f"{page_of(draft)}?section=who"
    assert (by_sections(cast.clerk), by_sections(cast.reviewer)) == (True, False)
    assert Application.objects.get(pk=draft.pk).reason == "每周透析三次。"
    page = client.get(page_of(draft)).text
    assert shown(page) == ["家庭与对象"]
    assert names(page) == names(whole)
    assert send("whole", section="money").url == page_of(draft)
    assert shown(client.get(page_of(draft)).text) == shown(whole)


def test_each_button_saves_all_of_it_and_goes_on(as_user, cast, draft, send):
    send("sections")
    answer = send("case", section="who", channel="phone", received_on="2026-01-05")
    assert answer.url == f"{page_of(draft)}?section=case"
    assert Application.objects.get(pk=draft.pk).channel == "phone"
    answer = send("papers", section="case", reason="长期透析，自付很多。")
    page = as_user(cast.clerk).get(answer.url).text
    assert shown(page) == ["证明材料"]
    assert "下一步：金额与领款" in page
    answer = send("money", section="papers", file_other=picture())
    page = as_user(cast.clerk).get(answer.url).text
    assert shown(page) == ["金额与领款"]
    head = draft.household.head
    assert head.bank_name in page
    assert head.bank_card.reveal() not in page
    assert Application.objects.get(pk=draft.pk).evidence.filter(kind="other").exists()
    assert send("check", section="money").url == reverse("applications:check", args=[draft.pk])
    row = Application.objects.get(pk=draft.pk)
    assert (row.reason, row.channel) == ("长期透析", "phone")


def test_what_is_wrong_is_shown_wherever_it_stands(draft, send):
    send("sections")
    answer = send("papers", section="who", self_paid="一大笔", amount="-5")
    assert answer.status_code == 422
    assert shown(answer.text) == ["家庭与对象", "事由与数据", "金额与领款"]
    assert "一大笔" in answer.text


def test_a_switch_loses_nothing_that_cannot_be_saved(cast, draft, send):
    answer = send("sections", self_paid="一大笔", reason="每周透析三次。")
    assert answer.status_code == 422
    assert by_sections(cast.clerk)
    assert ("一大笔" in answer.text, "每周透析三次。" in answer.text) == (True, True)
    answer = send("whole", self_paid="一大笔", section="case")
    assert (answer.status_code, "一大笔" in answer.text, by_sections(cast.clerk)) == (422, True, False)


def test_what_lacks_is_linked_to_its_section(as_user, cast, draft, send):
    send("sections")
    draft.refresh_from_db()
    draft.evidence.clear()
    client = as_user(cast.clerk)
    check = client.get(reverse("applications:check", args=[draft.pk])).text
    link = re.search(r'href="([^"]+\?at=evidence#id_evidence)"', check)[1]
    assert shown(client.get(link).text) == ["证明材料"]
    assert shown(client.get(f"{page_of(draft)}?section=nowhere").text) == ["家庭与对象"]


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("member", EntrySection.WHO), ("received_on", EntrySection.WHO), ("received", EntrySection.WHO),
        ("self_paid", EntrySection.CASE), ("is_urgent", EntrySection.CASE), ("reason", EntrySection.CASE),
        ("evidence", EntrySection.PAPERS), ("paper:diagnosis", EntrySection.PAPERS),
        ("file_other", EntrySection.PAPERS), ("goods_1", EntrySection.MONEY), ("goods", EntrySection.MONEY),
        ("amount", EntrySection.MONEY),
    ],
)  # fmt: skip
def test_each_field_has_its_section(name, section):
    assert section_of(name) == section
