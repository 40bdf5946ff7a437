"""Finding a household by name, pinyin, number: in scope, and never by an address that tells."""

import pytest
from django.urls import reverse

from cases.archives.services.entry import people
from cases.lists.selectors import lists
from hardship.accounts.models import Session
from hardship.kernel.searches import read_search
from tests.cases.lists.test_list import draft, names
from tests.factories import HouseholdFactory, MemberFactory
from tests.worlds import world

NUMBER = "320602198003070028"
PHONE = "13912345678"


@world
def found(cast):
    household = draft(cast.union, cast.clerk, "单小梅")
    MemberFactory(household=household, name="欧阳建国", number=NUMBER, phone=PHONE, position=1)
    draft(cast.union, cast.clerk, "单位梅")
    draft(cast.elsewhere, cast.stranger, "单小梅")
    return household


def look(client, text, follow=True):
    return client.post(reverse("lists:find"), {"text": text}, follow=follow)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("320602198003070028", "id_number"), ("３２０６０２１９８００３０７００２８", "id_number"),
        ("13912345678", "phone"), ("139 1234 5678", "phone"), ("010-65551234", "phone"),
        ("王小梅", "name"), (" 王　小梅 ", "name"), ("wxm", "pinyin"), ("Wang Xiao", "pinyin"),
        ("CC01-2026-0001", "file_no"), ("148", "file_no"),
    ],
)  # fmt: skip
def test_what_is_typed_is_told_apart(text, kind):
    assert read_search(text).kind == kind


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "''"])
def test_nothing_is_looked_for_nothing(text):
    assert read_search(text) is None


@pytest.mark.parametrize(
    "text",
    ["单小", "小梅", "梅", "单小梅", "shanxiao", "sxm", "sx", "欧阳", "oyjg", NUMBER, NUMBER.lower(), PHONE],
)
def test_a_household_is_found_by_any_of_its_people(as_user, cast, found, text):
    assert "单小梅" in names(look(as_user(cast.reviewer), text))


def test_the_member_who_was_meant_is_named(as_user, cast, found):
    assert "欧阳建国（女儿）" in look(as_user(cast.reviewer), "欧阳").content.decode()


def test_a_file_number_is_found_by_its_beginning(as_user, cast):
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    client = as_user(cast.clerk)
    assert names(look(client, filed.file_no)) == [filed.head.name]
    assert names(look(client, filed.file_no[:7].lower())) == [filed.head.name]


def test_a_passport_finds_who_holds_it_and_only_in_scope(as_user, cast, found):
    foreigner = found.members.get(name="欧阳建国")
    foreigner.document_kind = "passport"
    people.set_document(foreigner, "E12345678")
    foreigner.save()
    page = look(as_user(cast.reviewer), "e1234 5678")
    assert names(page) == ["单小梅"]
    assert "证件号相符" in page.text
    assert names(look(as_user(cast.stranger), "E12345678")) == []
    assert names(look(as_user(cast.reviewer), "E12345679")) == []


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("text", ["单小梅", "sxm", NUMBER, PHONE])
def test_a_stranger_finds_their_own_and_nobody_elses(as_user, cast, found, text):
    pages = look(as_user(cast.stranger), text)
    assert found.pk not in [row.pk for row in lists.list_households(user=cast.stranger)]
    assert len(names(pages)) == (1 if text in ("单小梅", "sxm") else 0)


def test_somebody_removed_is_not_found(as_user, cast, found):
    found.members.filter(name="欧阳建国").update(removed_at=found.created_at)
    assert names(look(as_user(cast.reviewer), NUMBER)) == []


@pytest.mark.parametrize("text", [NUMBER, PHONE, "单小梅", "sxm"])
def test_no_address_tells_who_was_looked_for(as_user, cast, found, text):
    answer = look(as_user(cast.reviewer), text, follow=False)
    assert answer.status_code == 302
    assert text not in answer.url


def test_the_session_keeps_no_number(as_user, cast, found):
    client = as_user(cast.reviewer)
    look(client, NUMBER)
    kept = str(Session.objects.get(session_key=client.session.session_key).get_decoded())
    assert NUMBER not in kept
    assert "320602********0028" in kept


def test_other_conditions_stay_when_one_searches(as_user, cast, found):
    answer = as_user(cast.reviewer).post(f"{reverse('lists:find')}?state=draft&size=50", {"text": "单小梅"})
    assert "state=draft" in answer.url
    assert "size=50" in answer.url


def test_a_token_of_another_session_shows_nothing(as_user, cast, found, client):
    as_user(cast.reviewer)
    page = client.get(f"{reverse('lists:files')}?q=stolen")
    assert "刚才的查找已过期" in page.content.decode()
    assert names(page) == []


def test_the_top_bar_goes_straight_to_the_only_hit(as_user, cast, found):
    client = as_user(cast.reviewer)
    answer = client.post(reverse("desk:search"), {"text": NUMBER})
    assert answer.url == reverse("desk:case", args=[found.pk])
    answer = client.post(reverse("desk:search"), {"text": "单"})
    assert answer.url.startswith(f"{reverse('lists:files')}?q=")
    assert client.post(reverse("desk:search"), {"text": ""}).url == reverse("lists:files")


def test_the_top_bar_is_scoped(as_user, cast, found):
    answer = as_user(cast.stranger).post(reverse("desk:search"), {"text": NUMBER}, follow=True)
    assert "没有找到" in answer.content.decode() or "没有符合条件" in answer.content.decode()


@pytest.mark.parametrize("text", [NUMBER[-4:], PHONE[-4:]])
def test_the_last_four_places_find_a_household_in_scope(as_user, cast, found, text):
    assert "单小梅" in names(look(as_user(cast.reviewer), text))
    assert names(look(as_user(cast.stranger), text)) == []


def test_the_former_number_finds_it(as_user, cast, found):
    type(found).objects.filter(pk=found.pk).update(former_no="JS20190148")
    for text in ("JS2019", "js20190148"):
        assert names(look(as_user(cast.reviewer), text)) == ["单小梅"]
    type(found).objects.filter(pk=found.pk).update(former_no="0148")
    page = look(as_user(cast.reviewer), "0148")
    assert names(page) == ["单小梅"]
    assert "原编号 0148" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NUMBER, "欧阳建国（女儿）：证件号相符"), (NUMBER[-4:], "欧阳建国（女儿）：证件号末四位"),
        (PHONE[-4:], "电话末四位"), (PHONE, "电话相符"), ("单小", "姓名含“单小”"),
        ("shanx", "姓名拼音相符"), ("sxm", "姓名首字母相符"),
    ],
)  # fmt: skip
def test_a_result_says_why_it_came_up(as_user, cast, found, text, reason):
    assert reason in look(as_user(cast.reviewer), text).content.decode()
