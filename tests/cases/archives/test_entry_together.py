"""Several people at work: two on one section, a draft that keeps itself, a person who has a file already."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cases.archives.services.entry.drafts import save_section
from hardship.accounts.states import Role
from tests.cases.archives.typed import filled, page, rows, section
from tests.factories import HouseholdFactory, UserFactory, id_number
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


@pytest.fixture
def clerk(cast, as_user):
    return as_user(cast.clerk)


def test_a_conflict_shows_both_and_loses_neither(cast, clerk, draft):
    colleague = UserFactory(union=cast.union, role=Role.CLERK, name="李帮办")
    save_section(
        household_id=draft.pk,
        section="housing",
        data={"address": "人民路", "homes": 2},
        version=1,
        by=colleague,
    )
    answer = clerk.post(section(draft), filled(draft, address="文峰路", homes="2", vehicles="1"))
    assert answer.status_code == 409
    for text in ("李帮办", "人民路", "文峰路", 'name="take-address"', 'name="version" value="2"'):
        assert text in answer.text
    assert 'name="take-homes"' not in answer.text
    clerk.post(
        section(draft),
        {"version": 2, "address": "文峰路", "vehicles": "1", "homes": "2", "take-address": "theirs"},
    )
    draft.refresh_from_db()
    assert (draft.address, draft.vehicles, draft.homes) == ("人民路", 1, 2)


def test_a_conflict_in_a_table_shows_what_is_on_record(cast, clerk, draft):
    colleague = UserFactory(union=cast.union, role=Role.CLERK, name="李帮办")
    data = {"rows": [{"relation": "wife", "name": "赵小云"}]}
    save_section(household_id=draft.pk, section="members", data=data, version=1, by=colleague)
    typed = rows("rows", {"relation": "son", "name": "王小明"})
    answer = clerk.post(section(draft, "members"), filled(draft, **typed))
    assert answer.status_code == 409
    assert "赵小云" in answer.text
    assert "王小明" in answer.text
    assert draft.members.count() == 2


def test_autosave_keeps_what_it_can_and_hands_on_the_version(clerk, draft):
    answer = clerk.post(page("autosave", draft, "worker"), filled(draft, name="王秀兰", phone="123"))
    draft.refresh_from_db()
    assert (answer.status_code, answer["X-Version"]) == (200, str(draft.version))
    assert re.fullmatch(r"已自动保存 \d\d:\d\d，有 1 处填写有误未保存", answer.text)
    assert str(draft) == "王秀兰"
    again = clerk.post(
        page("autosave", draft, "worker"), {"version": answer["X-Version"], "name": "王秀兰二"}
    )
    assert again.status_code == 200


def test_autosave_says_that_somebody_was_faster(cast, clerk, draft):
    colleague = UserFactory(union=cast.union, role=Role.CLERK, name="李帮办")
    save_section(
        household_id=draft.pk, section="housing", data={"address": "人民路"}, version=1, by=colleague
    )
    answer = clerk.post(page("autosave", draft, "housing"), filled(draft, address="文峰路"))
    assert answer.status_code == 409
    assert "李帮办" in answer.text
    assert clerk.post(page("autosave", draft, "members"), filled(draft)).status_code == 422


@pytest.mark.requirement("A10")
def test_another_unions_file_is_told_by_its_union_and_nothing_more(cast, clerk):
    number = id_number(born=date(1970, 3, 5))
    other = HouseholdFactory(union=cast.elsewhere, filed=True, name="钱保密", number=number)
    text = clerk.post(reverse("archives:id_check"), {"id_number": number}).text
    assert cast.elsewhere.name in text
    assert "在档" in text
    assert 'data-birth="1970-03-05" data-sex="female"' in text
    for secret in (
        "钱保密",
        str(other.file_no),
        number,
        reverse("archives:case", args=[other.pk]),
        "13800138000",
    ):
        assert secret not in text


def test_numbers_are_not_tried_one_after_the_other(cast, clerk, monkeypatch):
    monkeypatch.setattr("cases.archives.selectors.entry.FOUND_ELSEWHERE_PER_HOUR", 2)
    numbers = [id_number() for _time in range(3)]
    for number in numbers:
        HouseholdFactory(union=cast.elsewhere, filed=True, number=number)
    url = reverse("archives:id_check")
    for number in numbers[:2]:
        assert cast.elsewhere.name in clerk.post(url, {"id_number": number}).text
    refused = clerk.post(url, {"id_number": numbers[2]}).text
    assert cast.elsewhere.name not in refused
    assert "过多" in refused


@pytest.mark.requirement("A10")
def test_another_unions_draft_is_nobodys_business(cast, clerk):
    number = id_number()
    HouseholdFactory(union=cast.elsewhere, complete=True, number=number)
    assert cast.elsewhere.name not in clerk.post(reverse("archives:id_check"), {"id_number": number}).text


def test_the_own_unions_file_is_linked_and_the_file_at_hand_is_not(cast, clerk):
    number = id_number()
    mine = HouseholdFactory(union=cast.union, filed=True, name="王秀兰", number=number)
    url = reverse("archives:id_check")
    assert reverse("archives:case", args=[mine.pk]) in clerk.post(url, {"id_number": number}).text
    assert "王秀兰" not in clerk.post(url, {"id_number": number, "household": mine.pk}).text
    for odd in ("٣", "9" * 30, "-1", "x"):
        assert clerk.post(url, {"id_number": number, "household": odd}).status_code == 200


def test_a_wrong_number_is_told_what_is_wrong(clerk):
    number = id_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert "校验码" in clerk.post(reverse("archives:id_check"), {"id_number": wrong}).text
