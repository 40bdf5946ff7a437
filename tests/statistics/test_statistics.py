"""Statistics of the archive: figures, shares that add up, the way down to the rows (requirement F3)."""

import re
import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cases.archives.models import Household
from cases.archives.services.edits import record_start
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.statistics.rules import shares
from hardship.statistics.selectors.statistics import DIMENSIONS, get_statistics
from tests.cases.lists.test_list import count_queries, draft
from tests.factories import MemberFactory, UnionFactory
from tests.worlds import world

PAGE = reverse("statistics:archive")
ON = date(2026, 6, 30)
FILE_FIELDS = Household._meta.concrete_fields
pytestmark = pytest.mark.requirement("F3")


@given(st.lists(st.integers(min_value=0, max_value=10**7), max_size=40))
def test_shares_add_up_to_exactly_100(counts):
    found = shares(counts)
    assert sum(found) == (Decimal("100.00") if sum(counts) else 0)
    for count, share in zip(counts, found, strict=True):
        assert not sum(counts) or abs(share - Decimal(count * 100) / sum(counts)) < Decimal("0.01")
    ranked = sorted(zip(counts, found, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(ranked) if a[0] < b[0])


def test_thirds_and_nothing():
    assert shares([1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert shares([0, 0]) == [Decimal("0.00")] * 2
    assert shares([]) == []


def filed(cast, number, *, union=None, born=None, left_on=None, filed_on=date(2026, 3, 1), others=0, **facts):
    union = union or cast.union
    row = draft(union, cast.clerk, f"季某{number}")
    row.head.birth_on, row.head.status = born, facts.pop("status", "")
    row.head.save()
    for position in range(1, others + 1):
        MemberFactory(household=row, name="季某某", position=position)
    own = Household.objects.filter(pk=row.pk)
    own.update(
        file_no=f"X-{number}",
        file_year=filed_on.year,
        file_seq=number,
        filed_on=filed_on,
        state="filed",
        **facts,
    )
    if left_on:
        with clock.at(left_on):
            own.update(state="lifted", left_on=left_on)
    return row


@world
def stock(cast):
    facts = {"category": "deep", "main_cause": "illness", "is_on_dibao": True}
    one = filed(cast, 1, born=date(1986, 6, 30), others=1, **facts)
    filed(cast, 2, category="deep", main_cause="schooling", born=date(1986, 7, 1), filed_on=date(2025, 1, 5))
    filed(cast, 3, category="relative", main_cause="illness", left_on=ON, filed_on=date(2025, 1, 5))
    filed(cast, 4, category="", main_cause="other", filed_on=date(2026, 7, 1))
    filed(cast, 5, union=cast.elsewhere, category="deep")
    return one


def line(found, table, key):
    rows = next(row for row in found.tables if row.key == table).lines
    return next(row for row in rows if row.key == key)


@pytest.mark.django_db
def test_who_stood_at_the_date_is_counted_beside_the_year_before(cast, stock):
    found = get_statistics(user=cast.reviewer, on=ON)
    assert (found.total.households, found.total.people) == (2, 3)
    assert (found.total.households_before, found.total.people_before, found.total.change) == (2, 2, 0)
    deep = line(found, "category", "deep")
    assert (deep.figures.households, deep.figures.people, deep.household_share) == (2, 3, 100)
    assert line(found, "category", "relative").figures.households_before == 1
    assert line(found, "age", "to40").figures.households == 2  # one is forty that day, one is 39
    assert line(found, "is_on_dibao", "none").figures.households == 1
    assert line(found, "union", str(cast.union.pk)).figures.households == 2


@pytest.mark.django_db
def test_every_table_adds_up(cast, stock):
    found = get_statistics(user=cast.approver, on=ON)
    keys = [dimension.key for dimension in DIMENSIONS if dimension.key != "own"]  # nobody has an own category
    assert [table.key for table in found.tables] == keys
    for table in found.tables:
        assert sum(row.figures.households for row in table.lines) == found.total.households, table.key
        assert sum(row.figures.people for row in table.lines) == found.total.people, table.key
        assert sum(row.figures.households_before for row in table.lines) == found.total.households_before
        assert sum(row.household_share for row in table.lines) == Decimal("100.00")


@pytest.mark.django_db
@pytest.mark.requirement("F1")
def test_it_keeps_to_the_scope_and_asks_once(cast, stock, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert get_statistics(user=cast.stranger, on=ON).total.households == 1
    assert get_statistics(user=cast.auditor, on=ON, union=cast.county).total.households == 2


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-06-30", ""])
def test_every_figure_leads_to_its_files(as_user, cast, stock, day):
    """Of a past day to the files as they were, of today to the list of files."""
    client = as_user(cast.reviewer)
    page = client.get(f"{PAGE}?on={day}").content.decode()
    links = re.findall(r'<a href="(/(?:archives|statistics/files)/\?[^"]*)">([\d,]+)</a>', page)
    households = dict(reversed(links))  # of two links of a line the first one counts households
    assert len(households) > 10
    assert any("/archives/" in url for url in households) == (day == "")
    for url, number in households.items():
        answer = client.get(url.replace("&amp;", "&")).content.decode()
        shown = int(re.search(r"共 <b>(\d+)</b> 户", answer)[1])
        assert shown == int(number), url


@pytest.mark.django_db
def test_the_past_says_what_was_true_then(cast, stock):
    """A changed category, a transfer and a union hung elsewhere leave last year's figures as they were."""
    row, before = stock, date(2026, 4, 1)
    neighbour = UnionFactory(parent=cast.county)
    then = get_statistics(user=cast.reviewer, on=before)
    with clock.at(date(2026, 9, 1)):
        Household.objects.filter(pk=row.pk).update(category="relative", is_on_dibao=False)
        Household.objects.filter(pk=row.pk).update(union=neighbour)
    with clock.at(date(2026, 10, 1)):
        cast.union.parent = cast.elsewhere.parent
        cast.union.save()
    assert get_statistics(user=cast.reviewer, on=before) == then
    now = get_statistics(user=cast.reviewer, on=date(2026, 10, 1))
    assert (line(now, "category", "relative").figures.households, now.total.households) == (1, 1)
    assert line(now, "union", str(neighbour.pk)).figures.people == 2
    assert line(now, "category", "relative").figures.households_before == 1  # the one that left in June
    assert get_statistics(user=cast.stranger, on=before).total.households == 1


@pytest.mark.django_db
def test_the_list_of_a_past_day_names_nobody_who_left_the_scope(as_user, cast, stock):
    with clock.at(date(2026, 9, 1)):
        Household.objects.filter(pk=stock.pk).update(union=cast.elsewhere)
    url = reverse("statistics:files") + "?on=2026-06-30&category=deep"
    client = as_user(cast.reviewer)
    page = client.get(url).content.decode()
    assert "共 <b>2</b> 户" in page
    assert "已转到其他工会" in page
    assert "季某1" not in page
    assert "季某2" in page
    assert page.count(cast.union.name) >= 2
    content = client.post(url.replace("files/", "files/export/")).content
    names = [row[0].value for row in load_workbook(BytesIO(content)).active.iter_rows() if row[0].value]
    assert "季某2" in names
    assert "季某1" not in names
    trace = AuditRecord.objects.get(action="export.archive_status_periods")
    assert (trace.data["rows"], trace.data["filters"]) == (2, {"on": "2026-06-30", "category": "deep"})


@pytest.mark.django_db
def test_the_list_of_a_past_day_asks_equally_often_for_one_and_for_twenty(as_user, cast, stock):
    client = as_user(cast.reviewer)
    url = reverse("statistics:files")
    client.get(url)
    few = count_queries(client, url + "?on=2026-06-30&is_on_dibao=1")
    for number in range(10, 31):
        filed(cast, number)
    assert count_queries(client, url + "?on=2026-06-30") == few <= 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["", "?on=x&union=999999&age=x&category=x&after=x", "?on=2999-01-01&union=0"]
)
def test_odd_questions_are_answered_calmly(as_user, cast, stock, query):
    assert as_user(cast.reviewer).get(reverse("statistics:files") + query).status_code == 200


@pytest.mark.django_db
def test_pages_of_a_past_day_follow_one_another(as_user, cast, monkeypatch):
    from hardship.statistics.views import status_periods

    monkeypatch.setattr(status_periods, "PAGE_SIZE", 2)
    for number in range(5):
        filed(cast, number)
    client, seen, url = as_user(cast.reviewer), [], reverse("statistics:files") + "?on=2026-06-30"
    while url:
        page = client.get(url.replace("&amp;", "&")).content.decode()
        seen += re.findall(r"季某\d", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = following and following[1]
    assert seen == [f"季某{number}" for number in (4, 3, 2, 1, 0)]
    previous = re.search(r'rel="prev" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert re.findall(r"季某\d", client.get(previous).content.decode()) == ["季某2", "季某1"]


@pytest.mark.django_db
def test_the_workbook_has_the_same_figures_and_leaves_a_trace(as_user, cast, stock):
    answer = as_user(cast.auditor).post(f"{reverse('statistics:archive_export')}?on=2026-06-30")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    row = AuditRecord.objects.get(action="export.archive_statistics")
    assert row.data["filters"]["on"] == "2026-06-30"


@pytest.mark.django_db
@pytest.mark.requirement("F3", "G5")
def test_the_published_figures_of_a_city_come_out_of_its_files(cast):
    """SD2 §9: 低保户 5120, 边缘户 2476, 意外致困 1024, together 8620 (domain.md 6.1, F1)."""
    published = {"低保户": 5120, "低保边缘户": 2476, "意外致困户": 1024}
    first, *others = [name for name, count in published.items() for _place in range(count)]
    made = filed(cast, 1, category="own", own_category="x", own_label=first)
    pattern, copies = Household.objects.get(pk=made.pk), []
    for number, name in enumerate(others, start=2):
        copy = Household(**{field.attname: getattr(pattern, field.attname) for field in FILE_FIELDS})
        copy.pk, copy.uid, copy.head_id = None, uuid.uuid4(), None
        copy.file_no, copy.file_seq, copy.own_label = f"X-{number}", number, name
        copies.append(copy)
    record_start(Household.objects.bulk_create(copies), by=cast.clerk)
    found = get_statistics(user=cast.approver, on=ON)
    assert found.total.households == 8620
    told = {
        row.label: (row.figures.households, str(row.household_share))
        for table in found.tables
        if table.key == "own"
        for row in table.lines
    }
    assert told == {
        "低保户": (5120, "59.40"), "低保边缘户": (2476, "28.72"), "意外致困户": (1024, "11.88")
    }  # fmt: skip
