"""工会年度基数: entered by the clerk each January, corrected, imported, summed up; parts within the whole."""

from datetime import timedelta
from functools import partial
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.employers import services
from cases.employers.models import UnionYear
from cases.employers.resources import UnionYearResource
from cases.employers.selectors.years import due_year, list_missing, list_owed, list_union_years, sum_figures
from hardship.accounts.models import Union
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import list_todo
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory
from tests.imports.sheets import bring_in, faults, figures, run

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F3")]
FIGURES = {"workers": 915, "members": 800, "women": 400, "migrants": 60, "retirees": 1200}


def save(union, by, year=None, **more):
    return services.save_union_year(union=union, year=year or due_year(), by=by, **{**FIGURES, **more})


def test_figures_are_entered_and_corrected_on_record(cast):
    save(cast.union, cast.clerk)
    row = save(cast.union, cast.reviewer, workers=857)
    assert (row.workers, row.noted_by, UnionYear.objects.count()) == (857, cast.reviewer, 1)
    last = AuditRecord.objects.filter(action="union_year.save").order_by("-pk").first()
    assert (last.data["before"]["workers"], last.data["after"]["workers"]) == (915, 857)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"women": 916}, "女职工 916 人多于职工 915 人"),
        ({"members": 1000}, "工会会员 1000 人多于职工 915 人"),
        ({"migrants": 916}, "农民工 916 人多于职工 915 人"),
        ({"year": 2099}, "2099 年还没有到"),
    ],
)
def test_what_cannot_be(cast, more, sentence):
    with pytest.raises(Refused, match=sentence):
        save(cast.union, cast.clerk, **more)


@pytest.mark.parametrize("who", ["finance", "auditor", "stranger"])
def test_who_does_not_enter(cast, who):
    with pytest.raises(Refused, match="经办人、审核人"):
        save(cast.union, getattr(cast, who))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"year": 1989}, "union_year_sensible"),
        ({"members": 916}, "union_year_members_among_workers"),
        ({"women": 916}, "union_year_women_among_workers"),
        ({"migrants": 916}, "union_year_migrants_among_workers"),
        ({"retirees": -1}, "retirees"),
    ],
)
def test_the_database_refuses_it_too(cast, more, why):
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        UnionYear.objects.create(union=cast.union, **{"year": 2025, **FIGURES, **more})


def test_a_year_is_entered_once(cast):
    save(cast.union, cast.clerk)
    with pytest.raises(IntegrityError, match="union_year_once"), transaction.atomic():
        UnionYear.objects.create(union=cast.union, year=due_year(), **FIGURES)


def test_a_clerk_is_reminded_until_the_figures_are_there(cast):
    assert not list_owed(cast.clerk).exists()  # the union is new: it owes next January
    Union.objects.update(opened_on=timezone.localdate() - timedelta(days=800))
    assert [row.pk for row in list_owed(cast.clerk)] == [cast.union.pk]
    assert "未填报的年度基数" in str([group for group in list_todo(cast.clerk)])
    assert not any("未填报的年度基数" in str(group) for group in list_todo(cast.reviewer))
    save(cast.union, cast.clerk)
    assert not list_owed(cast.clerk).exists()
    assert cast.union not in list_missing(cast.reviewer, due_year())


def test_a_county_sees_the_sum_of_its_subtree(cast, as_user):
    save(cast.union, cast.clerk)
    save(UnionFactory(parent=cast.county), cast.reviewer, workers=85, members=70, women=5, migrants=1)
    save(cast.elsewhere, cast.stranger)
    rows = list_union_years(cast.reviewer, due_year())
    assert sum_figures(rows) == {
        "workers": 1000,
        "members": 870,
        "women": 405,
        "migrants": 61,
        "retirees": 2400,
    }
    page = as_user(cast.reviewer).get(reverse("employers:years")).content.decode()
    assert "1,000" in page
    assert cast.union.name in page
    assert cast.elsewhere.name not in page
    assert sum_figures(list_union_years(cast.clerk, due_year()))["workers"] == 915


def test_the_form_begins_with_what_is_there_and_says_what_is_wrong(cast, as_user):
    save(cast.union, cast.clerk)
    client = as_user(cast.reviewer)
    at = reverse("employers:year_edit")
    page = client.get(at, {"union": cast.union.pk, "year": due_year()}).content.decode()
    assert 'value="915"' in page
    typed = {"union": cast.union.pk, "year": due_year(), **FIGURES}
    wrong = client.post(at, {**typed, "women": 916})
    assert wrong.status_code == 409
    assert "女职工 916 人多于职工 915 人，请核对。" in wrong.content.decode()
    assert client.post(at, {**typed, "women": "许多"}).status_code == 422
    assert client.post(at, {**typed, "workers": "1200"}).status_code == 302
    assert client.post(at, {**typed, "union": cast.elsewhere.pk}).status_code == 422
    assert UnionYear.objects.get().workers == 1200


def test_the_workbook_that_was_exported_is_imported_again(cast, as_user):
    save(cast.union, cast.clerk)
    client = as_user(cast.reviewer)
    answer = client.post(f"{reverse('employers:years_export')}?year={due_year()}")
    assert AuditRecord.objects.get(action="export.union_years").data["rows"] == 1
    book = openpyxl.load_workbook(BytesIO(answer.content))
    [row] = [row for row in book.active.iter_rows() if row[0].value == cast.union.name]
    row[3].value = 1000
    more = UnionFactory(parent=cast.county)
    book.active.append([more.name, more.code, due_year(), 50, 40, 30, 20, 10])
    changed = BytesIO()
    book.save(changed)
    made = bring_in(client, "union-years", changed.getvalue(), cast.county)
    assert (made.state, made.rows_good, made.rows_changed, made.rows_same) == ("done", 2, 1, 0)
    assert {row.workers for row in UnionYear.objects.all()} == {1000, 50}


def test_somebody_who_knows_the_library_uses_the_resource(cast):
    save(cast.union, cast.clerk)
    resource = partial(UnionYearResource, union=cast.county, by=cast.reviewer)
    exported = resource().export()
    assert figures(resource().import_data(exported, dry_run=True)) == (0, 0, 1, 0)
    header = ["工会编码", "年度", "职工人数", "工会会员", "女职工", "农民工", "退休人员"]
    rows = [
        [cast.union.code, due_year(), None, 916],
        [cast.union.code, due_year(), 1000],
        [cast.elsewhere.code, due_year(), 9, 9, 9, 9, 9],
        [None, timezone.localdate().year + 1, 9, 9, 9, 9, 9],
    ]
    found = faults(run(resource(), header, *rows, dry_run=True))
    assert found[1, "members"] == "工会会员 916 人多于职工 915 人，请核对。"
    assert "说的是同一个" in found[2, "__all__"]
    assert "没有这个工会" in found[3, "union_code"]
    assert "还没有到" in found[4, "year"]
    assert figures(run(resource(), header, rows[1])) == (0, 1, 0, 0)
    assert UnionYear.objects.get().workers == 1000
