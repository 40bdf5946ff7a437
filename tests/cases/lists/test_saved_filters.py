"""Saved filters: kept, shared, ordered, one default each, removed and brought back."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.lists import services as filters
from cases.lists.models import SavedFilter
from cases.lists.selectors import saved
from hardship.audit.models import AuditRecord
from tests.cases.lists.test_list import draft, names
from tests.factories import UserFactory

LIST = reverse("lists:files")
MANAGE = reverse("lists:saved_filters")
pytestmark = pytest.mark.django_db


def keep(by, name="患病家庭", query="main_cause=illness", is_shared=False):
    return filters.save_filter(name=name, query=query, is_shared=is_shared, by=by)


def test_the_conditions_are_kept_without_what_was_searched_for(as_user, cast):
    answer = as_user(cast.clerk).post(
        f"{reverse('lists:filter_save')}?main_cause=illness&q=token&size=50&after=7", {"name": "患病家庭"}
    )
    row = SavedFilter.objects.get()
    assert (row.owner, row.union, row.query) == (cast.clerk, cast.union, "main_cause=illness&size=50")
    assert answer.url == f"{LIST}?main_cause=illness&size=50"
    assert AuditRecord.objects.get(action="filter.save").target_id == str(row.pk)
    assert "患病家庭" in as_user(cast.clerk).get(LIST).content.decode()


@pytest.mark.parametrize(("query", "name", "status"), [("", "空的", 409), ("size=50", "", 422)])
def test_nothing_and_no_name_are_refused(as_user, cast, query, name, status):
    answer = as_user(cast.clerk).post(f"{reverse('lists:filter_save')}?{query}", {"name": name})
    assert answer.status_code == status
    assert not SavedFilter.objects.exists()


def test_a_name_is_used_once(as_user, cast):
    keep(cast.clerk)
    answer = as_user(cast.clerk).post(f"{reverse('lists:filter_save')}?state=draft", {"name": "患病家庭"})
    assert answer.status_code == 409
    assert "请换一个名称" in answer.content.decode()


@pytest.mark.requirement("F1")
def test_a_shared_one_is_the_unions_and_no_other_unions(cast):
    keep(cast.clerk, is_shared=True)
    keep(cast.clerk, name="自己的")
    colleague = UserFactory(union=cast.union)
    assert [row.name for row in saved.list_filters(colleague)] == ["患病家庭"]
    assert saved.list_filters(cast.reviewer) == []
    assert saved.list_filters(cast.stranger) == []


@pytest.mark.parametrize("action", ["up", "default", "remove"])
def test_a_colleague_uses_and_does_not_change(as_user, cast, action):
    row = keep(cast.clerk, is_shared=True)
    client = as_user(UserFactory(union=cast.union))
    assert client.post(reverse("lists:filter_act", args=[row.pk, action])).status_code == 404
    assert client.post(reverse("lists:filter_change", args=[row.pk]), {"name": "我的"}).status_code == 404


def test_the_list_opens_with_the_default_and_shows_everything_when_asked(as_user, cast):
    draft(cast.union, cast.clerk, "王秀兰", main_cause="illness")
    draft(cast.union, cast.clerk, "李建国", main_cause="other")
    first, second = keep(cast.clerk), keep(cast.clerk, name="其他", query="main_cause=other")
    filters.set_default(pk=first.pk, on=True, by=cast.clerk)
    filters.set_default(pk=second.pk, on=True, by=cast.clerk)
    client = as_user(cast.clerk)
    answer = client.get(LIST, follow=True)
    assert answer.redirect_chain[0][0] == f"{LIST}?main_cause=other"
    assert names(answer) == ["李建国"]
    everything = re.search(r'href="(\?[^"]*)"[^>]*>全部清除', answer.content.decode())[1]
    assert sorted(names(client.get(LIST + everything))) == ["李建国", "王秀兰"]
    assert SavedFilter.objects.filter(is_default=True).count() == 1
    filters.set_default(pk=second.pk, on=False, by=cast.clerk)
    assert client.get(LIST).status_code == 200


def test_order_removal_and_return(as_user, cast):
    rows = [keep(cast.clerk, name=name) for name in "甲乙丙"]
    client = as_user(cast.clerk)

    def act(row, action):
        assert client.post(reverse("lists:filter_act", args=[row.pk, action])).url == MANAGE
        return [kept.name for kept in saved.list_filters(cast.clerk)]

    assert act(rows[2], "up") == ["甲", "丙", "乙"]
    assert act(rows[0], "down") == ["丙", "甲", "乙"]
    assert act(rows[0], "remove") == ["丙", "乙"]
    assert "最近删除的" in client.get(MANAGE).content.decode()
    assert act(rows[0], "restore") == ["丙", "甲", "乙"]


def test_one_whose_name_was_taken_meanwhile_does_not_come_back(cast):
    row = keep(cast.clerk)
    filters.remove_filter(pk=row.pk, by=cast.clerk)
    keep(cast.clerk)
    with pytest.raises(filters.FilterRefused):
        filters.restore_filter(pk=row.pk, by=cast.clerk)


def test_the_database_keeps_one_default_one_name_and_no_search(cast):
    row = keep(cast.clerk)
    other = keep(cast.clerk, name="其他")
    SavedFilter.objects.filter(pk=row.pk).update(is_default=True)
    for change in ({"is_default": True}, {"name": "患病家庭"}, {"name": ""}, {"query": "state=draft&q=x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedFilter.objects.filter(pk=other.pk).update(**change)
