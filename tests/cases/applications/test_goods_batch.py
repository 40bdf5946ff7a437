"""A batch of goods in kind: a quantity for each item and household on one grid, or out of a workbook."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.applications import services
from cases.applications.forms.goods import read_goods
from cases.applications.models import Application, Batch
from cases.applications.resources import BatchResource
from cases.applications.states import State
from cases.approvals.services.batches import submit_whole
from cases.policies.rules.document.handling import Goods
from cases.policies.selectors import list_programmes
from cases.policies.services import load_policy
from tests.cases.applications.test_goods import ALL, SUPPLIES
from tests.factories import HouseholdFactory
from tests.imports.sheets import faults, figures, run

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]
ITEMS = (Goods("大米", "公斤", Decimal(10)), Goods("大米粉", "袋", Decimal(2)))


@pytest.fixture
def homes(cast, reference):
    load_policy(union=cast.county, text=SUPPLIES, in_force_from=date(2020, 1, 1))
    return [HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk) for _n in range(2)]


@pytest.fixture
def batch(cast, homes):
    """A batch for rice and oil with two households."""
    programmes = {row.code: row for row in list_programmes(union=cast.union, on=date(2026, 3, 5))}
    made = services.make_batch(
        uid=uuid4(), programme_id=programmes["supplies"].pk, reason="过冬", by=cast.clerk
    )
    services.add_households(batch_id=made.pk, household_ids=[row.pk for row in homes], by=cast.clerk)
    return made


def page_of(batch):
    return reverse("applications:batch", args=[batch.uid])


def rows_of(batch):
    return list(Application.objects.filter(batch=batch).order_by("pk"))


def typed(row, rice, oil):
    place = f"r{row.pk}"
    return {f"{place}-version": row.version, f"{place}-goods_1": rice, f"{place}-goods_2": oil}


def test_the_grid_has_a_column_for_each_item_begins_with_the_most_and_adds_up(cast, batch, as_user):
    page = as_user(cast.clerk).get(page_of(batch))
    assert [column.label for column in page.context["goods"]] == ["大米（公斤）", "食用油（升）"]
    assert [column.total for column in page.context["goods"]] == ["20 公斤", "5 升"]
    values = [[field.value() for field in line["cells"]] for line in page.context["lines"]]
    assert values == [["10", "2.5"], ["10", "2.5"]]
    text = page.content.decode()
    assert "合计 2 户" in text
    assert "申请金额" not in text


def test_what_was_typed_is_kept_row_by_row(cast, batch, as_user):
    first, second = rows_of(batch)
    client = as_user(cast.clerk)
    assert client.post(page_of(batch), typed(first, "８", "") | typed(second, "10", "2.5")).status_code == 302
    rows = {row.pk: (row.goods_words, row.version) for row in rows_of(batch)}
    assert rows == {first.pk: ("大米 8 公斤", first.version + 1), second.pk: (ALL, second.version)}
    totals = [column.total for column in client.get(page_of(batch)).context["goods"]]
    assert totals == ["18 公斤", "2.5 升"]


@pytest.mark.parametrize(
    ("rice", "oil", "field", "sentence"),
    [
        ("11", "0", "goods_1", "最多 10 公斤。"),
        ("10", "2.125", "goods_2", "最多 1 位小数。"),
        ("两袋", "1", "goods_1", "请只填数字，例如 10。"),
        ("-1", "1", "goods_1", "请只填数字，例如 10。"),
        ("9" * 400, "1", "goods_1", "请只填数字，例如 10。"),
    ],
)
def test_what_is_wrong_stands_at_its_cell_and_the_good_row_is_saved(
    cast, batch, as_user, rice, oil, field, sentence
):
    wrong, good = rows_of(batch)
    answer = as_user(cast.clerk).post(page_of(batch), typed(wrong, rice, oil) | typed(good, "5", "1"))
    assert answer.status_code == 422
    forms = {line["row"].pk: line["form"] for line in answer.context["lines"]}
    assert forms[wrong.pk].errors == {field: [sentence]}
    assert [row.goods_words for row in rows_of(batch)] == [ALL, "大米 5 公斤、食用油 1 升"]


def test_nothing_of_anything_is_no_application_and_says_so_beside_the_row(cast, batch, as_user):
    nothing, _other = rows_of(batch)
    client = as_user(cast.clerk)
    assert client.post(page_of(batch), typed(nothing, "0", "0")).status_code == 302
    assert "请至少填写一种物品的数量。" in client.get(page_of(batch)).content.decode()


def test_a_grid_without_the_items_leaves_them_as_they_are(cast, batch, as_user):
    row, _other = rows_of(batch)
    as_user(cast.clerk).post(page_of(batch), {f"r{row.pk}-version": row.version})
    assert [row.goods_words for row in rows_of(batch)] == [ALL, ALL]


def test_one_submission_then_each_shows_its_goods_to_whoever_decides(cast, batch, as_user):
    first, second = rows_of(batch)
    as_user(cast.clerk).post(page_of(batch), typed(first, "4", "1") | typed(second, "10", "2.5"))
    assert submit_whole(batch_id=batch.pk, by=cast.clerk) == 2
    assert {row.state for row in rows_of(batch)} == {State.REVIEW}
    inbox = as_user(cast.reviewer).get(reverse("approvals:inbox"), {"batch": batch.number})
    assert "大米 4 公斤、食用油 1 升" in inbox.content.decode()
    shown = as_user(cast.auditor).get(page_of(batch)).content.decode()
    assert "4 公斤" in shown
    assert "14 公斤" in shown, "the sum stays below what was handed in"


HEADER = ("身份证号", "姓名", "帮扶项目", "物资数量", "申请理由")


def sheet_row(household, goods, programme="送温暖物资"):
    return [household.head.id_number.reveal(), household.head.name, programme, goods, "过冬。"]


@pytest.mark.requirement("F1")
def test_a_workbook_brings_the_quantities(cast, homes):
    rows = [sheet_row(homes[0], "大米 8公斤，食用油：1.5"), sheet_row(homes[1], "")]
    resource = BatchResource(union=cast.union, by=cast.clerk)
    assert figures(run(resource, HEADER, *rows, dry_run=True)) == (2, 0, 0, 0)
    assert figures(run(resource, HEADER, *rows)) == (2, 0, 0, 0)
    found = [row.goods_words for row in rows_of(Batch.objects.get())]
    assert found == ["大米 8 公斤、食用油 1.5 升", ALL]


@pytest.mark.requirement("F1")
@pytest.mark.parametrize(
    ("goods", "sentence"),
    [
        ("大米 11", "大米：最多 10 公斤。"),
        ("棉被 1", "这个项目发大米（公斤）、食用油（升）"),
        ("大米 一袋", "大米请按公斤填数字，例如：大米 10。"),
        ("大米 8 袋", "大米请按公斤填数字"),
        ("大米 1、大米 2", "“大米”写了两次。"),
    ],
)
def test_what_is_wrong_in_a_workbook_is_told_at_its_cell(cast, homes, goods, sentence):
    rows = [sheet_row(homes[0], goods)]
    found = faults(run(BatchResource(union=cast.union, by=cast.clerk), HEADER, *rows, dry_run=True))
    assert sentence in found[1, "goods"]


@pytest.mark.requirement("F1")
def test_a_sum_of_money_has_no_items(cast, homes):
    rows = [sheet_row(homes[0], "大米 1", "生活救助")]
    found = faults(run(BatchResource(union=cast.union, by=cast.clerk), HEADER, *rows, dry_run=True))
    assert "不按件发物资" in found[1, "goods"]


def test_the_longer_name_is_meant_and_blanks_and_lines_are_read():
    assert read_goods(" 大米粉 1袋\n大米 2.5 ", ITEMS) == {"大米粉": Decimal(1), "大米": Decimal("2.5")}
    assert read_goods("、；", ITEMS) == {}
