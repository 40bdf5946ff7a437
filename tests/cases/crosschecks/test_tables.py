"""Lists of other departments as they come: units, further worksheets, formulas, two rows of header."""

import pytest
from django.urls import reverse

from cases.crosschecks import services as crosschecks
from cases.crosschecks.rules import describe
from cases.crosschecks.states import CheckState
from hardship.kernel.workflow import Refused
from tests.cases.crosschecks.test_crosschecks import match, number_of, upload
from tests.factories import HouseholdFactory, id_number
from tests.kernel.workbooks import rows, with_xml, workbook
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A9")]


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("保障金额（千元）", 0.64, "640.00"),
        ("保障金额（元/年）", 7680, "640.00"),
        ("保障金额（万元）", "640元", "640.00"),
        ("保障金额（万元）", 64000, "64000 万元"),
        ("保障金额（亩）", 3, "3 亩"),
        ("保障金额", 640, "640.00"),
    ],
)
def test_an_amount_is_read_by_the_unit_of_its_header(cast, home, header, cell, told):
    content = workbook(rows(["姓名", "身份证号", header], [home.head.name, number_of(home), cell]))
    made = match(cast, content)
    assert describe(made.kind, made.hits.get().listed) == [f"月保障金额 {told}"]


def test_a_unit_above_the_table_is_that_of_its_amounts(cast, home):
    header = ["姓名", "身份证号", "保障金额"]
    content = workbook(rows(["单位：千元"], header, [home.head.name, number_of(home), 0.5]))
    made = upload(cast, content)
    assert made.mapping["unit"] == "千元"
    assert describe(made.kind, match(cast, content).hits.get().listed) == ["月保障金额 500.00"]


def two_sheets(home):
    header = ["姓名", "身份证号", "保障金额（千元）"]
    return workbook(
        rows(["说明"], ["本表一式两份"]),
        城镇=rows(header, ["某人", id_number(), 0.5]),
        农村=rows(["农村低保"], header, [home.head.name, number_of(home), 0.4], ["某人", id_number(), 1]),
    )


def test_the_other_sheets_of_a_list_are_named_and_chosen(cast, home, as_user):
    made = upload(cast, two_sheets(home))
    assert (made.sheet, made.mapping["others"]) == ("城镇", {"农村": 2})
    client = as_user(cast.reviewer)
    url, choose = (
        reverse(f"crosschecks:crosscheck_{name}", args=[made.uid]) for name in ("columns", "sheet")
    )
    shown = client.get(url).text
    assert "农村（2 行）" in shown
    assert "C 保障金额（千元）" in shown
    client.post(choose, {"sheet": "没有"})
    made.refresh_from_db()
    assert made.sheet == "城镇"
    client.post(choose, {"sheet": "农村"})
    made.refresh_from_db()
    assert (made.sheet, made.header_row, made.mapping["others"]) == ("农村", 2, {"城镇": 1})
    crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=cast.reviewer)
    crosschecks.match_list(crosscheck_id=made.pk, by=cast.reviewer)
    made.refresh_from_db()
    assert (made.state, made.rows_total, made.hits.get().household) == (CheckState.DONE, 2, home)
    with pytest.raises(Refused):
        crosschecks.choose_sheet(crosscheck_id=made.pk, sheet="城镇", by=cast.reviewer)


def test_a_sheet_of_words_that_nobody_knows_can_still_be_chosen(cast):
    content = workbook(
        rows(["称呼", "号码"], ["某人", id_number()]), 名单=rows(["姓名", "身份证号"], ["甲", "1"])
    )
    made = upload(cast, content)
    assert (made.sheet, made.mapping["others"]) == ("名单", {"Sheet": 2})
    again = crosschecks.choose_sheet(crosscheck_id=made.pk, sheet="Sheet", by=cast.reviewer)
    assert (again.sheet, again.mapping["headers"], again.mapping["fields"]) == ("Sheet", ["称呼", "号码"], {})


def test_a_stranger_chooses_no_sheet(cast, home, as_user):
    made = upload(cast, two_sheets(home))
    url = reverse("crosschecks:crosscheck_sheet", args=[made.uid])
    assert as_user(cast.stranger).post(url, {"sheet": "农村"}).status_code in (403, 404)
    made.refresh_from_db()
    assert made.sheet == "城镇"


def test_a_formula_without_a_result_is_told_with_its_column(cast, home):
    header = ["姓名", "身份证号", "保障金额"]
    content = workbook(rows(header, [home.head.name, number_of(home), "=600+40"], ["甲", "=A1", None]))
    content = with_xml(content, b"<f>A1</f><v />", b"<f>A1</f><v>#REF!</v>")
    content = with_xml(content, b'<c r="B3">', b'<c r="B3" t="e">')
    made = match(cast, content)
    assert [(issue["row"], issue["why"].partition("，")[0]) for issue in made.issues] == [
        (2, "月保障金额：公式没有计算结果"),
        (3, "身份证号：单元格是错误值 #REF!"),
    ]
    assert (made.rows_matched, made.rows_unreadable) == (1, 1)
    assert describe(made.kind, made.hits.get().listed) == []


def test_a_header_of_two_rows_is_read(cast, home):
    groups = ["姓名", "证件", "救助"]
    content = workbook(rows(groups, [None, "身份证号", "保障金额"], [home.head.name, number_of(home), 640]))
    made = match(cast, content)
    assert (made.header_row, made.hits.get().household) == (2, home)
