"""A union that is renamed keeps the name that it had on every paper and in every figure of before."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from hardship.accounts.models import Union, UnionName
from hardship.demo import clock
from tests.factories import UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


@pytest.fixture
def renamed(cast):
    """The grassroots union of the cast, renamed thirty and ten days ago."""
    today = timezone.localdate()
    with clock.at(today - timedelta(days=60)):
        union = UnionFactory(parent=cast.county, name="东方机械厂工会", opened_on=timezone.localdate())
    for days, name in ((30, "东方机械公司工会"), (10, "东方装备集团工会")):
        with clock.at(today - timedelta(days=days)):
            Union.objects.filter(pk=union.pk).update(name=name)
    return Union.objects.get(pk=union.pk)


def day(before):
    return timezone.localdate() - timedelta(days=before)


@pytest.mark.parametrize(
    ("before", "name"),
    [
        (400, "东方机械厂工会"),
        (31, "东方机械厂工会"),
        (30, "东方机械公司工会"),
        (11, "东方机械公司工会"),
        (10, "东方装备集团工会"),
        (-5, "东方装备集团工会"),
    ],
)
def test_each_day_has_its_name(renamed, before, name):
    assert renamed.name_on(day(before)) == name
    assert renamed.name_on(timezone.now() - timedelta(days=before)) == name


def test_what_has_no_day_has_the_name_of_today(renamed):
    assert renamed.name_on(None) == "东方装备集团工会"


def test_a_union_that_kept_its_name_costs_no_query(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert cast.union.name_on(timezone.localdate()) == cast.union.name


def test_two_changes_of_one_day_leave_the_last_word(cast):
    union = UnionFactory(parent=cast.county, name="甲工会")
    for name in ("乙工会", "丙工会"):
        Union.objects.filter(pk=union.pk).update(name=name)
    assert [row.name for row in union.names.all()] == ["丙工会"]


def test_the_list_finds_a_union_by_each_of_its_names(renamed, cast, as_user):
    client = as_user(cast.administrator)
    for text in ("机械厂", "机械公司", "装备集团"):
        assert "东方装备集团工会" in client.get(reverse("accounts:unions"), {"q": text}).content.decode()
    assert (
        "东方装备集团工会" not in client.get(reverse("accounts:unions"), {"q": "没有的名"}).content.decode()
    )
    shown = client.get(reverse("accounts:unions"), {"state": "renamed"}).content.decode()
    assert "东方装备集团工会" in shown
    assert cast.union.name not in shown


def test_the_page_of_a_union_lists_what_it_was_called(renamed, cast, as_user):
    client = as_user(cast.administrator)
    page = client.get(reverse("accounts:union_edit", args=[renamed.pk])).content.decode()
    assert "曾用名：东方机械公司工会、东方机械厂工会" in page
    page = client.get(reverse("trees:history", args=[renamed.pk])).content.decode()
    assert "东方机械厂工会" in page
    assert f"{day(30):%Y-%m-%d}" in page


def test_a_stale_row_does_not_move_the_day_of_the_name(renamed):
    stale = Union.objects.get(pk=renamed.pk)
    stale.named_on = timezone.localdate()
    stale.save()
    assert Union.objects.get(pk=renamed.pk).named_on == day(10)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_unionname SET name = '别的名' WHERE to_on IS NOT NULL",
        "UPDATE accounts_unionname SET name = '别的名' WHERE to_on IS NULL",
        "DELETE FROM accounts_unionname",
        "TRUNCATE accounts_unionname",
    ],
)
def test_nobody_writes_a_name_but_the_union_itself(renamed, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"written by the union|never deleted"), transaction.atomic():
            cursor.execute(statement)


def test_no_two_names_share_a_day(renamed):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_unionname DISABLE TRIGGER accounts_unionname_guard")
        with pytest.raises(IntegrityError, match="union_name_one_a_day"), transaction.atomic():
            UnionName.objects.create(
                union=renamed, name="又一个名", short_name="又", from_on=day(35), to_on=day(20)
            )
        cursor.execute("ALTER TABLE accounts_unionname ENABLE TRIGGER accounts_unionname_guard")


def test_a_paper_of_before_keeps_the_name_of_before(renamed, cast):
    paper = engines["django"].from_string("{% load unions %}{{ union|named:on }}")
    assert paper.render({"union": renamed, "on": day(20)}) == "东方机械公司工会"
    assert paper.render({"union": None, "on": day(20)}) == ""
