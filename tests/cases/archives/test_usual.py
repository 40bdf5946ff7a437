"""Less to type: what most people have is proposed to new ones, and words are taken as people write them."""

import re

import pytest

from cases.archives.models import Household, Member
from cases.archives.rules.readers import PEOPLES, read_ethnicity
from cases.archives.services.entry.drafts import save_section
from cases.rosters.resources.kinds import EthnicityWidget
from tests.cases.archives.typed import filled, page, section
from tests.factories import HouseholdFactory
from tests.worlds import world

MARK, LIKE_HEAD = "已按多数人预填", "已按户主预填"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("汉", "汉族"),
        (" 汉 ", "汉族"),
        ("汉族", "汉族"),
        ("维吾尔", "维吾尔族"),
        ("穿青人", "穿青人"),
        ("", ""),
        ("族", "族"),
    ],
)
def test_a_people_has_its_full_name(typed, kept):
    assert read_ethnicity(typed) == kept
    assert EthnicityWidget(20).clean(typed) == kept


def test_there_are_56_peoples():
    assert len(PEOPLES) == 56


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


@pytest.fixture
def clerk(cast, as_user):
    return as_user(cast.clerk)


def chosen(text, name):
    select = re.search(rf'<select name="{name}".*?</select>', text, re.DOTALL)[0]
    found = re.search(r'<option value="([^"]*)" selected', select)
    return found[1] if found else ""


@pytest.mark.django_db
def test_a_new_worker_gets_what_most_have_each_with_its_mark(clerk, draft):
    text = clerk.get(section(draft, "worker")).text
    assert 'name="ethnicity" value="汉族"' in text
    values = [chosen(text, name) for name in ("politics", "model_worker", "insurance")]
    assert values == ["masses", "none", "worker"]
    assert text.count(MARK) == 4
    assert (draft.head.ethnicity, draft.version) == ("", 1)


@pytest.mark.django_db
def test_nothing_is_proposed_once_something_of_the_person_is_on_record(cast, clerk, draft):
    save_section(
        household_id=draft.pk, section="worker", data={"status": "retired"}, version=1, by=cast.clerk
    )
    text = clerk.get(section(draft, "worker")).text
    assert MARK not in text
    assert chosen(text, "politics") == ""
    full = HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True)
    assert MARK not in clerk.get(section(full, "worker")).text


@pytest.mark.django_db
def test_what_was_taken_away_is_not_put_back_by_an_error(clerk, draft):
    answer = clerk.post(section(draft, "worker"), filled(draft, ethnicity="", birth_on="昨天"))
    assert answer.status_code == 422
    assert MARK not in answer.text
    assert 'name="ethnicity" value="汉族"' not in answer.text


@pytest.mark.django_db
def test_a_new_member_is_like_the_head(cast, clerk, draft):
    head = {"ethnicity": "回族", "registration": "urban", "postcode": "226001"}
    head["registration"] = Member._meta.get_field("registration").choices[0][0]
    save_section(household_id=draft.pk, section="worker", data=head, version=1, by=cast.clerk)
    lines = [{"relation": "son", "name": "张小雨"}]
    save_section(household_id=draft.pk, section="members", data={"rows": lines}, version=2, by=cast.clerk)
    son = Member.objects.get(household=draft, relation="son")
    text = clerk.get(page("member", draft, son.uid)).text
    assert 'name="ethnicity" value="回族"' in text
    assert chosen(text, "registration") == head["registration"]
    assert text.count(LIKE_HEAD) == 3
    assert text.count("data-same=") == 3
    son.refresh_from_db()
    assert son.ethnicity == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "kept"), [("无", 0), ("没有", 0), ("０", 0), ("2", 2)])
def test_none_may_be_said_in_words_where_a_number_is_asked(clerk, draft, typed, kept):
    clerk.post(section(draft), filled(draft, homes=typed, vehicles=typed, deposits=typed))
    draft.refresh_from_db()
    assert (draft.homes, draft.vehicles, draft.deposits) == (kept, kept, kept)


@pytest.mark.django_db
def test_none_is_no_year(clerk, cast, draft):
    save_section(
        household_id=draft.pk, section="members", data={"rows": [{"name": "小"}]}, version=1, by=cast.clerk
    )
    member = Member.objects.get(household=draft, name="小")
    draft.refresh_from_db()
    answer = clerk.post(page("member", draft, member.uid), filled(draft, name="小", entry_year="无"))
    assert answer.status_code == 422
    assert "请只填整数" in answer.text


@pytest.mark.django_db
def test_the_worker_is_kept_as_the_full_name_of_the_people(clerk, draft):
    clerk.post(section(draft, "worker"), filled(draft, ethnicity="汉"))
    assert Member.objects.get(household=draft).ethnicity == "汉族"


@pytest.mark.django_db
def test_the_task_list_goes_on_where_one_stopped(cast, clerk, draft):
    def way_on(household):
        found = re.search(
            r'<a class="btn btn-primary" href="[^"]*entry/(\w+)/">继续填报：(.+?)</a>', text_of(household)
        )
        return found and found[1]

    def text_of(household):
        return clerk.get(page("tasks", household)).text

    assert way_on(draft) == "worker"
    save_section(household_id=draft.pk, section="housing", data={"homes": 0}, version=1, by=cast.clerk)
    assert way_on(draft) == "housing"
    full = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    assert way_on(full) is None
    Household.objects.filter(pk=full.pk).update(address="")
    assert way_on(full) == "housing"
