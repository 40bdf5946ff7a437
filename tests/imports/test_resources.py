"""Resources used as somebody would who knows django-import-export: a Dataset in, a Result or Dataset out."""

from datetime import date
from decimal import Decimal

import pytest
from tablib import Dataset

from cases.policies.models import LivingStandard
from cases.policies.resources import StandardResource
from cases.policies.services import add_standard
from hardship.accounts.models import Union
from hardship.audit.models import AuditRecord
from hardship.imports.resources.unions import UnionResource

pytestmark = pytest.mark.django_db
HEADERS = ["工会名称", "简称", "工会编码", "级别", "上级工会", "行政区划代码"]
STANDARDS = ["行政区划代码", "地区", "城乡", "标准（元/人·月）", "执行日期", "依据文件"]
GOOD = ["学田街道工会", "学田街道", "T1", "乡镇", "@", "320602"]
BELOW = ["学田小学工会", "学田小学", "T2", "基层", "T1", "320602"]


def unions(cast, *rows, **kwargs):
    resource = UnionResource(union=cast.city, by=cast.administrator)
    typed = [[cast.county.code if cell == "@" else cell for cell in row] for row in rows]
    return resource.import_data(Dataset(*typed, headers=HEADERS), **kwargs)


def errors(result):
    return [(row.number, row.error_dict) for row in result.invalid_rows]


@pytest.mark.requirement("F1")
def test_a_dry_run_says_what_would_come_and_writes_nothing(cast):
    before = Union.objects.count()
    result = unions(cast, GOOD, BELOW, dry_run=True)
    assert (errors(result), result.has_errors(), result.totals["new"]) == ([], False, 2)
    assert Union.objects.count() == before


@pytest.mark.requirement("F1")
def test_a_tree_comes_in_from_above_and_again_without_change(cast):
    assert not unions(cast, GOOD, BELOW).has_errors()
    street, school = (Union.objects.get(code=code) for code in ("T1", "T2"))
    assert (street.parent, school.parent, school.level) == (cast.county, street, "grassroots")
    assert AuditRecord.objects.filter(action="union.create", by=cast.administrator).count() == 2
    again = unions(cast, GOOD, BELOW)
    assert (again.totals["skip"], again.totals["new"]) == (2, 0)


def changed(row, place, value):
    return [*row[:place], value, *row[place + 1 :]]


@pytest.mark.parametrize(
    ("rows", "key", "sentence"),
    [
        ([changed(GOOD, 0, "")], "name", "请填写此项。"),
        ([changed(GOOD, 2, "320602 001")], "code", "工会编码最多 20 位"),
        ([changed(GOOD, 3, "镇工会")], "level", "请填其中之一"),
        ([changed(GOOD, 3, "市级")], "level", "级别"),
        ([changed(GOOD, 4, "没有的工会")], "parent_code", "没有找到上级工会"),
        ([BELOW, GOOD], "parent_code", "要写在前面的行"),
        ([changed(GOOD, 5, "3206")], "region_code", "六位数字"),
        ([GOOD, changed(BELOW, 2, "T1")], "code", "表里前面已有这个编码"),
    ],
)
def test_each_wrong_row_is_named_with_its_column(cast, rows, key, sentence):
    before = Union.objects.count()
    result = unions(cast, *rows, dry_run=True)
    [(_number, found)] = errors(result)
    assert list(found) == [key]
    assert sentence in found[key][0], found
    assert Union.objects.count() == before


def test_a_code_of_a_union_elsewhere_is_taken_and_its_name_is_not_told(cast):
    [(_number, found)] = errors(unions(cast, changed(GOOD, 2, cast.elsewhere.code), dry_run=True))
    assert found == {"code": ["这个编码已有工会使用，请核对。"]}


def test_a_parent_outside_the_scope_is_not_found(cast):
    [(_number, found)] = errors(unions(cast, changed(GOOD, 4, cast.elsewhere.county.code), dry_run=True))
    assert "parent_code" in found


def test_what_is_exported_comes_in_again_as_it_is(cast):
    unions(cast, GOOD, BELOW)
    resource = UnionResource(union=cast.city, by=cast.administrator)
    dataset = resource.export()
    assert dataset.headers == HEADERS
    assert ["学田小学工会", "学田小学", "T2", "基层", "T1", "320602"] in [list(row) for row in dataset]
    result = UnionResource(union=cast.city, by=cast.administrator).import_data(dataset, dry_run=True)
    assert (errors(result), result.totals["new"]) == ([], 0)


def standards(cast, *rows, **kwargs):
    resource = StandardResource(union=cast.city, by=cast.administrator)
    return resource.import_data(Dataset(*rows, headers=STANDARDS), **kwargs)


def test_standards_come_in_one_after_the_other(cast, reference):
    code = f"{cast.city.region_code[:4]}81"
    rows = [
        [code, "新设区", "城镇", "1115.50", "2025-07-01", "通民发〔2025〕12号"],
        [code, "新设区", "城镇", 1200, date(2026, 7, 1), ""],
    ]
    result = standards(cast, *rows)
    assert (errors(result), result.totals["new"]) == ([], 2)
    first, second = LivingStandard.objects.filter(region_code=code).order_by("effective")
    assert (first.monthly, first.effective.upper) == (Decimal("1115.50"), date(2026, 7, 1))
    assert (second.monthly, second.effective.upper) == (Decimal("1200.00"), None)
    assert standards(cast, *rows).totals["skip"] == 2
    exported = StandardResource(union=cast.city, by=cast.administrator).export()
    assert [code, "新设区", "城镇", Decimal("1200.00"), date(2026, 7, 1), ""] in [
        list(row) for row in exported
    ]


@pytest.mark.parametrize(
    ("place", "value", "key", "sentence"),
    [
        (0, "110101", "region_code", "只能维护"),
        (0, "32O6", "region_code", "六位数字"),
        (2, "郊区", "area", "请填其中之一"),
        (3, "0", "monthly", "1"),
        (3, "-5", "monthly", ""),
        (3, "1115.505", "monthly", ""),
        (4, "2026-13-01", "starts_on", "日期"),
        (4, "2024-07-01", "starts_on", "要晚于它"),
    ],
)
def test_a_wrong_standard_is_told_at_its_cell(cast, place, value, key, sentence):
    code = f"{cast.city.region_code[:4]}81"
    told = {"region_code": code, "region": "新设区", "area": "urban", "document": ""}
    add_standard(monthly=Decimal(1000), starts_on=date(2025, 7, 1), by=cast.administrator, **told)
    row = [code, "新设区", "城镇", "1200", "2026-07-01", ""]
    [(_number, found)] = errors(standards(cast, changed(row, place, value), dry_run=True))
    assert list(found) == [key]
    assert sentence in found[key][0], found
