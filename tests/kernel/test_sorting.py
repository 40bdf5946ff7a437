"""Sorted lists: what a column sorts by, both ways, and nothing that an address makes up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict

from cases.archives.models import Household
from hardship.jobs.models import Job
from hardship.kernel import sorting
from hardship.kernel.columns import Column
from hardship.kernel.rows import Rows
from hardship.kernel.sorting import Sorting, sorted_page
from tests.factories import HouseholdFactory, UserFactory

JOBS = (
    Column("kind", "种类", "kind", kind="code"),
    Column("state", "状态", "state", kind="badge"),
    Column("asked", "提交", "requested_at", kind="datetime"),
    Column("who", "提交人", "requested_by.name", kind="name"),
    Column("message", "说明", "message"),
    Column("drawn", "画的", kind="money"),
)


@dataclass(frozen=True)
class Row:
    name: str
    total: Decimal | None


def sort(rows, query, columns=JOBS):
    return Sorting(columns, QueryDict(query), rows).sort()


@pytest.fixture
def jobs(db):
    users = [UserFactory(name=name) for name in ("乙", "甲")]
    return [
        Job.objects.create(kind=kind, requested_by=user, requested_in=user.union, union=user.union)
        for kind, user in (("b", users[0]), ("a", users[1]), ("a", users[0]))
    ]


def test_a_column_sorts_by_the_field_of_its_path_both_ways(jobs):
    rows = Job.objects.order_by("-pk")
    assert [job.kind for job in sort(rows, "sort=kind")] == ["a", "a", "b"]
    assert [job.kind for job in sort(rows, "sort=-kind")] == ["b", "a", "a"]


def test_what_is_equal_stays_in_the_order_of_the_list(jobs):
    first, second, third = jobs
    assert list(sort(Job.objects.order_by("-pk"), "sort=kind")) == [third, second, first]
    assert list(sort(Job.objects.order_by("pk"), "sort=kind")) == [second, third, first]


def test_choices_sort_as_they_are_declared_and_not_by_their_code(jobs):
    """What waits for a review is before what is on file, though its code is not."""
    submitted, filed = HouseholdFactory(until="submitted"), HouseholdFactory(until="filed")
    assert filed.state < submitted.state
    columns = (Column("state", "状态", "get_state_display"),)
    files = Household.objects.filter(pk__in=[filed.pk, submitted.pk])
    assert list(sort(files, "sort=state", columns)) == [submitted, filed]
    assert list(sort(files, "sort=-state", columns)) == [filed, submitted]


@pytest.mark.parametrize(
    "sort_by", ["", "pk", "requested_by__password", "--kind", "message", "drawn", "kind&sort=nothing"]
)
def test_what_no_column_sorts_by_leaves_the_list_as_it_is(jobs, sort_by):
    rows = Job.objects.order_by("-pk")
    assert list(sort(rows, f"sort={sort_by}")) == list(reversed(jobs))


def test_names_sort_by_pinyin_and_files_without_a_value_come_last_both_ways(db):
    columns = (
        Column("name", "户主", "head.name", kind="name"),
        Column("on", "日期", "filed_on", kind="date"),
    )
    made = {name: HouseholdFactory(name=name, until="complete") for name in ("张三", "安然")}
    Household.objects.filter(pk=made["张三"].pk).update(filed_on=date(2026, 1, 5))
    files = Household.objects.filter(pk__in=[one.pk for one in made.values()])
    assert [one.head.name for one in sort(files, "sort=name", columns)] == ["安然", "张三"]
    assert [one.head.name for one in sort(files, "sort=on", columns)] == ["张三", "安然"]
    assert [one.head.name for one in sort(files, "sort=-on", columns)] == ["张三", "安然"]


def test_rows_that_are_no_query_set_sort_too_but_for_those_without_a_value():
    columns = (Column("name", "名称", "name", kind="name"), Column("total", "金额", "total", kind="money"))
    rows = [Row("甲", None), Row("乙", Decimal(5)), Row("丙", Decimal(9))]
    assert [row.name for row in sort(rows, "sort=-total", columns)] == ["丙", "乙", "甲"]
    assert [row.name for row in sort(rows, "sort=total", columns)] == ["乙", "丙", "甲"]


def test_a_heading_sorts_dates_the_latest_first_and_turns_round(jobs):
    asked, kind = JOBS[2], JOBS[0]
    plain = Sorting(JOBS, QueryDict("state=x&page=3"), Job.objects.all())
    assert plain.url(asked) == "?state=x&sort=-asked"
    assert plain.url(kind) == "?state=x&sort=kind"
    assert plain.direction(asked) == ""
    turned = Sorting(JOBS, QueryDict("sort=-asked&after=7"), Job.objects.all())
    assert (turned.url(asked), turned.direction(asked)) == ("?sort=asked", "descending")
    assert turned.url(JOBS[4]) == turned.url(JOBS[5]) == ""


def test_a_list_that_is_too_long_to_be_sorted_says_so_by_having_no_links(jobs, monkeypatch):
    monkeypatch.setattr(sorting, "MOST_SORTED", 2)
    page, found = sorted_page(Job.objects.order_by("-pk"), QueryDict("sort=kind"), JOBS)
    assert found is None
    assert list(page) == list(reversed(jobs))
    context = Rows(JOBS[:1]).page(Job.objects.order_by("-pk"), QueryDict(""))
    assert [heading.url for heading in context["headings"]] == [""]


def test_a_page_of_a_sorted_list_is_counted_once(jobs, django_assert_num_queries):
    with django_assert_num_queries(2):
        context = Rows(JOBS[:1]).page(Job.objects.order_by("-pk"), QueryDict("sort=kind&page=2"), size=2)
    assert context["page"].number == 2
    assert context["headings"][0].direction == "ascending"
