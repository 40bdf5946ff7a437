"""Tables wherever they stand in a file: which worksheet, which rows of header, which unit, which format."""

from decimal import Decimal
from functools import partial

import pytest

from hardship.kernel.sheets import SheetError, as_workbook
from hardship.kernel.sheets.headers import best_header, normal_header
from hardship.kernel.sheets.tables import MAX_BYTES, Table, refused_as, say_units
from hardship.kernel.sheets.units import InUnit, UnitError, figure_of, in_yuan, unit_of
from hardship.kernel.workflow import Refused
from tests.kernel.workbooks import rows, workbook

WORDS = {"姓名": "name", "身份证号": "number", "金额": "amount", "日期": "on"}
HEADER, LINE = ["姓名", "身份证号", "金额（元）"], ["王小梅", "110101199001011464", 800]


def match(texts):
    found = {}
    for place, text in enumerate(texts):
        if key := WORDS.get(normal_header(text)):
            found.setdefault(key, place)
    return found


find = partial(best_header, match=match, fewest=2)


def opened(content, **options):
    return Table.find(content, find, **options)


def cells(table):
    return [[value for value in row.values if value is not None] for row in table.below()]


def test_the_first_sheet_with_a_table_is_taken_and_the_others_are_named():
    def cover(sheet):
        sheet.title = "说明"
        sheet.append(["填表说明"])

    content = workbook(
        cover, 学田=rows(HEADER, LINE), 先锋=rows(["某表"], HEADER, LINE, LINE), 空表=rows(HEADER)
    )
    table = opened(content)
    assert (table.sheet, table.header_row, table.others) == ("学田", 1, {"先锋": 2})
    other = opened(content, sheet="先锋")
    assert (other.sheet, other.header_row, other.others) == ("先锋", 2, {"学田": 1})
    assert len(cells(other)) == 2


def test_two_sheets_that_are_alike_are_two_tables():
    content = workbook(rows(HEADER, LINE), 又一张=rows(HEADER, LINE))
    assert (opened(content).sheet, opened(content).others) == ("Sheet", {"又一张": 1})


def test_a_sheet_that_is_asked_for_is_taken_though_another_knows_more():
    content = workbook(rows(["备注"], ["无"]), 名单=rows(HEADER, LINE))
    assert opened(content, sheet="Sheet").header_row == 0
    with pytest.raises(SheetError, match="没有这个工作表"):
        opened(content, sheet="没有")


def test_a_hidden_sheet_is_neither_taken_nor_named():
    def hidden(sheet):
        sheet.append(HEADER)
        sheet.append(LINE)
        sheet.sheet_state = "hidden"

    assert opened(workbook(rows(HEADER, LINE), 旧表=hidden)).others == {}
    assert opened(workbook(rows(["说明"]), 旧表=hidden)).header_row == 0


def test_sheets_beside_come_along_from_whichever_sheet_the_table_stands_in():
    content = workbook(rows(["说明"]), 名单=rows(HEADER, LINE), 成员=rows(["成员"], ["甲"]))
    assert len(opened(content, beside=["成员"]).beside["成员"]) == 2


@pytest.mark.parametrize(
    ("above", "row", "texts"),
    [
        ([HEADER], 1, ("姓名", "身份证号", "金额（元）")),
        ([["2026 年金秋助学"], HEADER], 2, ("姓名", "身份证号", "金额（元）")),
        ([["受助人", None, "发放"], HEADER], 2, ("姓名", "身份证号", "金额（元）")),
        ([["姓名", "身份证号", "发放"], [None, None, "金额"]], 2, ("姓名", "身份证号", "金额")),
        (
            [["姓名", "身份证号", "发"], [None, None, "放"], [None, None, "金额"]],
            3,
            ("姓名", "身份证号", "金额"),
        ),
        ([["姓名", "合计"], HEADER], 2, ("姓名", "身份证号", "金额（元）")),
    ],
)
def test_a_header_of_several_rows_ends_with_its_lowest_names(above, row, texts):
    table = opened(workbook(rows(*above, LINE)))
    assert (table.header_row, table.texts) == (row, texts)
    assert cells(table) == [LINE]


def test_a_header_that_is_repeated_counts_where_it_comes_first():
    assert opened(workbook(rows(HEADER, LINE, HEADER, LINE))).header_row == 1


def test_a_row_of_data_is_no_second_row_of_the_header():
    assert opened(workbook(rows(HEADER, ["王小梅"], LINE))).header_row == 1


@pytest.mark.parametrize("content", [workbook(rows(HEADER, LINE)), "姓名,身份证号\n甲,1".encode("gb18030")])
def test_it_is_opened_again_with_the_columns_that_were_chosen(content):
    mapping = {"headers": ["甲", "乙"], "fields": {"name": 1}}
    table = Table.reopen(content, mapping, 1, sheet="")
    assert (table.fields, table.texts, len(cells(table))) == ({"name": 1}, ("甲", "乙"), 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b"PK\x03\x04broken", "损坏"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        (b"a" * (MAX_BYTES + 1), "10 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence), refused_as(Refused):
        opened(content)


def test_a_table_of_another_format_is_found_alike():
    content = as_workbook("说明\n姓名\t身份证号\t金额\n甲\t1\t2".encode("utf-16"))
    assert opened(content).header_row == 2


@pytest.mark.parametrize(
    ("header", "value", "times", "yuan"),
    [
        ("金额（万元）", 1.2, None, "12000.00"),
        ("金额（千元）", "3,000.5", None, "3000500.00"),
        ("金额（元/年）", 1200, 12, "100.00"),
        ("金额（万元/年）", 2.4, 12, "2000.00"),
        ("金额（元/月）", 100, 1, "1200.00"),
        ("金额（万元）", -1, None, "-10000.00"),
        ("金额（万元）", 0.1 + 0.2, None, "3000.00"),
        ("金额（万元）", "2万", None, None),
        ("金额（万元）", "①", None, None),
    ],
)
def test_a_figure_below_a_unit_in_yuan(header, value, times, yuan):
    found = in_yuan(InUnit(value, unit_of(header)), times=times)
    assert found == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    ("header", "value", "times", "code"),
    [
        ("金额（亩）", 3, None, "unit"),
        ("金额（元/月）", 3, None, "unit"),
        ("金额（万元）", 1000, None, "unit_contradicts"),
        ("金额（亿元）", "1", None, "unit_contradicts"),
    ],
)
def test_a_unit_that_fits_neither_column_nor_figures_is_refused(header, value, times, code):
    with pytest.raises(UnitError) as refused:
        in_yuan(InUnit(value, unit_of(header)), times=times)
    assert refused.value.code == code
    assert "3" not in str(refused.value)


def test_yuan_are_never_too_much_for_their_unit():
    assert in_yuan(InUnit(12_000_000, unit_of("金额（元/年）")), times=12) == 1_000_000


@pytest.mark.parametrize("value", [True, None, "", "一千", float("1e3")])
def test_what_is_no_figure_is_none(value):
    assert figure_of(value) == (1000 if value == 1000 and value is not True else None)


@pytest.mark.parametrize(
    ("above", "headers", "told"),
    [
        ([], HEADER, []),
        ([], ["姓名", "身份证号", "金额（千元）"], ["C 金额（千元）"]),
        ([["单位：万元"]], ["姓名", "身份证号", "金额"], ["C 金额（表上写明单位：万元）"]),
        ([["单位：万元"]], HEADER, []),
    ],
)
def test_a_page_names_the_columns_that_are_converted(above, headers, told):
    table = opened(workbook(rows(*above, headers, LINE)))
    assert say_units(table.mapping(), {"amount"}.__contains__) == told


def test_a_mapping_of_before_there_were_units_says_none():
    assert say_units({"headers": HEADER, "fields": {"amount": 2}}, {"amount"}.__contains__) == []
