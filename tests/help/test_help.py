"""帮助: each place has one, the guide covers the year, the words come from the glossary, all is found."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from hardship.accounts.states import Role
from hardship.help import selectors
from hardship.help.rules import Term, read_terms, terms_in
from hardship.kernel.desk import HELP, PLACES
from tests.factories import HouseholdFactory

PLACE_NAMES = [name for name, _place in PLACES.items()]


@pytest.mark.parametrize("name", PLACE_NAMES)
def test_every_place_says_what_it_is_for_what_happens_then_and_who_sees_it(name):
    found = HELP.get(name)
    assert found is not None, f"{name} has no Help in its room's desk.py"
    for text in (found.purpose, found.then, found.seen):
        assert str(text).endswith("。")
    for work in found.year:
        assert set(work.months) <= set(range(1, 13))
        assert set(work.roles) <= set(Role.values)
        roles = PLACES[name].roles
        assert not roles or set(work.roles) <= roles, "whoever has work there may go there"


def test_no_help_is_left_over():
    assert {name for name, _help in HELP.items()} == set(PLACE_NAMES)


def test_every_month_has_work_and_so_has_every_role():
    assert [month.number for month in selectors.list_year(Role.values)] == [1, 0, *range(2, 13)]
    assert [month.number for month in selectors.list_year(Role.values, now=12)] == [12, 0, *range(1, 12)]
    for role in Role:
        assert selectors.list_year([role]), role
    everybody = {work.topic.name for month in selectors.list_year(["nobody"]) for work in month.works}
    assert everybody == {"desk:home", "desk:todo"}


@pytest.mark.django_db
def test_each_topic_is_a_page_that_the_page_of_its_place_leads_to(cast, as_user):
    for person in (cast.clerk, cast.reviewer, cast.finance, cast.administrator, cast.auditor):
        client = as_user(person)
        for topic in selectors.list_topics():
            page = client.get(topic.url)
            assert page.status_code == 200
            assert str(topic.help.purpose) in page.text
            may_open = not topic.place.roles or topic.place.roles & person.roles
            assert (f'href="{reverse(topic.name)}">打开' in page.text) == bool(may_open)
            if may_open:
                assert (
                    f'class="help-link" href="{topic.url}"'
                    in client.get(reverse(topic.name), follow=True).text
                )


@pytest.mark.django_db
def test_the_guide_is_for_ones_own_roles_first(cast, as_user):
    client, url = as_user(cast.finance), reverse("help:index")
    assert "每周做一批" in client.get(url).text
    assert "逐份看材料" not in client.get(url).text
    assert "逐份看材料" in client.get(url, {"role": Role.REVIEWER}).text
    assert "逐份看材料" in client.get(url, {"role": "all"}).text
    assert client.get(url, {"role": "'><script>"}).status_code == 200
    assert client.get(reverse("help:topic", args=["no", "where"])).status_code == 404


def test_the_words_are_those_of_the_glossary():
    terms = selectors.list_terms()
    assert len(terms) > 50
    assert all(term.meaning and "`" not in term.meaning for term in terms)
    names = [name for term in terms for name in term.names]
    assert len(names) == len(set(names))
    text = Path(settings.BASE_DIR, "docs", "glossary.md").read_text()
    said = [row.split(" |")[0] for row in text.partition("## One name")[2].split("\n| ") if " | " in row]
    assert {"净人均月收入", "后台任务", "临期和超期", "作废草稿", "入户调查清单"} <= set(names) & set(said)


def test_terms_are_read_from_the_one_section():
    head = "# G\n| a | `b` | c |\n\n## 词语解释\n\n| 词 | 意思 |\n|---|---|\n"
    text = head + "| 甲、乙 | 丙 |\n\n## 其他\n| 丁 | 戊 |\n"
    assert read_terms(text) == [Term("甲、乙", "丙")]
    assert read_terms("") == []
    assert terms_in([Term("甲、乙", "丙")], "有乙") == [Term("甲、乙", "丙")]


@pytest.mark.django_db
def test_the_search_box_finds_help_where_nobody_is_called_so(cast, as_user):
    client, url = as_user(cast.clerk), reverse("desk:search")
    answer = client.post(url, {"text": "渐退期"})
    assert answer.url == reverse("help:found")  # the text stands in no address
    page = client.get(answer.url).text
    assert "脱困以后政策还允许继续帮扶的几个月" in page
    assert "困难职工档案" in client.post(url, {"text": "？花名册 导入"}, follow=True).text
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, name="公示", complete=True)
    assert client.post(url, {"text": "公示"}).url == reverse("archives:case", args=[home.pk])
    assert client.post(url, {"text": "?公示"}).url == reverse("help:found")
    assert "没有找到" in client.post(url, {"text": "?<script>"}, follow=True).text
    assert client.post(url, {"text": "查无此人"}).url != reverse("help:found")
    assert client.post(url, {"text": "?"}, follow=True).status_code == 200
