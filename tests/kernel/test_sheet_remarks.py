from io import BytesIO

import pytest

from hardship.kernel.sheets import Remark, SheetError, annotate, read_sheet
from hardship.kernel.sheets.container import open_container, pack
from hardship.kernel.sheets.remarks import _NAMES
from tests.kernel.workbooks import opened, parts_of, rows, with_xml, workbook

RED, AMBER = "FFFFC7CE", "FFFFEB9C"


def roster(sheet):
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    sheet["A1"] = "困难职工档案汇总表"
    sheet.merge_cells("A1:C1")
    sheet.append(["姓名", "身份证号", "月收入"])
    sheet.append(["王小梅", "110101199001011464", 800])
    sheet.append(["李强", 1.1e17, "不详"])
    sheet.append(["陈静", "110101199001011465", "=400*2"])
    sheet["A3"].font = Font(bold=True, color="FF00B050")
    sheet["A3"].comment = Comment("用户自己的批注", "用户")
    sheet["C5"].number_format = "#,##0.00"
    sheet.column_dimensions["B"].width = 22


REMARKS = [
    Remark(4, 2, "身份证号存成了数字。"),
    Remark(4, 3, "这不是金额。"),
    Remark(5, 3, "与人口不符。", "warning"),
    Remark(3, 1, "请核对姓名。", "warning"),
]


def annotated(content=None, remarks=REMARKS, rejected=(4,), **options):
    content = annotate(content or workbook(roster), remarks, rejected, header_row=2, **options)
    return opened(content).active


def test_wrong_cells_are_red_doubtful_ones_amber_and_each_says_why():
    sheet = annotated()
    assert sheet["B4"].fill.fgColor.rgb == RED
    assert sheet["C4"].fill.fgColor.rgb == RED
    assert sheet["C5"].fill.fgColor.rgb == AMBER
    assert sheet["A4"].fill.fill_type is None
    assert sheet["B4"].comment.text == "身份证号存成了数字。"
    assert sheet["C5"].comment.text == "与人口不符。"


def test_only_rejected_rows_get_a_reason_in_the_last_column():
    sheet = annotated()
    assert sheet["D2"].value == "错误原因"
    assert sheet["D4"].value == "身份证号存成了数字；这不是金额"
    assert [sheet[f"D{row}"].value for row in (3, 5)] == [None, None]
    assert sheet.auto_filter.ref == "A2:D5"


def test_everything_else_stays_as_it_was():
    sheet = annotated()
    assert sheet["A3"].font.color.rgb == "FF00B050"
    assert sheet["A3"].comment.text == "用户自己的批注\n请核对姓名。"
    assert sheet["C5"].value == "=400*2"
    assert sheet["C5"].number_format == "#,##0.00"
    assert sheet.column_dimensions["B"].width == 22
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A1"].value == "困难职工档案汇总表"


def test_a_second_round_uses_the_same_column_again():
    once = annotate(workbook(roster), REMARKS, [4], header_row=2)
    sheet = annotated(once, [Remark(5, 2, "校验码不对。")], [5])
    assert sheet["D2"].value == "错误原因"
    assert sheet["E2"].value is None
    assert (sheet["D4"].value, sheet["D5"].value) == (None, "校验码不对")


def test_an_error_is_not_painted_over_by_a_warning():
    both = [Remark(4, 2, "错。"), Remark(4, 2, "疑。", "warning")]
    for remarks in (both, both[::-1]):
        sheet = annotated(remarks=remarks)
        assert sheet["B4"].fill.fgColor.rgb == RED
        assert set(sheet["B4"].comment.text.split("\n")) == {"错。", "疑。"}
        assert sheet["D4"].value == "错"


def test_a_remark_on_the_whole_row_stands_only_in_the_last_column():
    sheet = annotated(remarks=[Remark(4, 0, "整行重复。")])
    assert sheet["D4"].value == "整行重复"
    assert sheet["A4"].comment is None


def test_a_remark_inside_a_merged_area_goes_to_the_cell_that_shows():
    sheet = annotated(remarks=[Remark(1, 3, "标题不对。")])
    assert sheet["A1"].comment.text == "标题不对。"


def test_a_reason_is_text_whatever_it_begins_with():
    sheet = annotated(remarks=[Remark(4, 2, "=1+1\x00")])
    assert (sheet["D4"].value, sheet["D4"].data_type) == ("=1+1", "s")


def test_a_sheet_is_found_by_name_and_hidden_ones_are_passed_over():
    def hide(sheet):
        sheet.append(["隐藏"])
        sheet.sheet_state = "hidden"

    content = workbook(hide, 数据=roster, 另一=roster)
    one = opened(annotate(content, REMARKS, [4], header_row=2))
    assert one["数据"]["D2"].value == "错误原因"
    assert one["另一"]["D2"].value is None
    other = opened(annotate(content, REMARKS, [4], header_row=2, sheet="另一"))
    assert other["另一"]["D2"].value == "错误原因"


def test_a_filter_of_the_user_is_left_alone():
    def fill(sheet):
        roster(sheet)
        sheet.auto_filter.ref = "A2:B5"

    assert annotated(workbook(fill)).auto_filter.ref == "A2:B5"


def test_an_existing_fill_gives_way_to_the_remark():
    from openpyxl.styles import PatternFill

    def fill(sheet):
        roster(sheet)
        sheet["B4"].fill = PatternFill("solid", fgColor="FF00FF00")

    assert annotated(workbook(fill))["B4"].fill.fgColor.rgb == RED


def test_the_result_is_read_again_like_any_workbook():
    content = annotate(workbook(roster), REMARKS, [4], header_row=2)
    assert [row.number for row in read_sheet(content).rows] == [1, 2, 3, 4, 5]


def test_what_cannot_be_read_cannot_be_annotated():
    with pytest.raises(SheetError):
        annotate(b"%PDF-1.7", [], [], header_row=1)
    with pytest.raises(SheetError):
        annotate(workbook(rows()), [], [], header_row=1)


def _book(fill):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["姓名", "身份证号", "备注"], ["陈大年", "1", None], ["吴长根", "2", None]):
        book.active.append(row)
    fill(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _notes(page):
    page["D2"], page["E3"] = "已电话核实", "身份证待补"


@pytest.mark.parametrize(
    ("fill", "column"),
    [
        (lambda page: None, "D"),
        (_notes, "F"),
        (lambda page: page.merge_cells("C1:D1"), "E"),
        (lambda page: page.merge_cells("C2:F3"), "G"),
        (lambda page: page.merge_cells("B3:B4"), "D"),
    ],
)
def test_reasons_stand_behind_everything_that_is_used(fill, column):
    original = _book(fill)
    page = opened(annotate(original, [Remark(2, 1, "请核对。")], [2], header_row=1)).worksheets[0]
    assert (page[f"{column}1"].value, page[f"{column}2"].value) == ("错误原因", "请核对")
    before = opened(original).worksheets[0]
    kept = {cell.coordinate: cell.value for row in before.iter_rows() for cell in row if cell.value}
    assert {place: page[place].value for place in kept} == kept


def test_a_title_that_is_wider_than_the_table_does_not_push_the_reasons_away():
    def fill(page):
        page.insert_rows(1)
        page.merge_cells("A1:Z1")
        page["A1"] = "花名册"

    page = opened(annotate(_book(fill), [Remark(3, 1, "请核对。")], [3], header_row=2)).worksheets[0]
    assert page["D2"].value == "错误原因"


def test_a_strict_workbook_is_marked_like_any_other():
    parts = open_container(_book(lambda page: None))
    strict = {}
    for name, data in parts.items():
        for ours, usual in _NAMES.items():
            data = data.replace(usual, ours)
        strict[name] = data
    content = pack(strict)
    assert read_sheet(content).rows[1].values[0] == "陈大年"
    assert opened(annotate(content, [Remark(2, 1, "请核对。")], [2], header_row=1)).worksheets[0]["D2"].value


def computed(sheet):
    sheet.append(["姓名", "月收入", "年收入", "备注"])
    sheet.append(["王小梅", 800, "=B2*12", '=IF(C2>1,"是","")'])
    sheet.append(["李强", 900, "=1/0", "=B3>1"])
    sheet.append(["陈静", 700, "=SUM(B2:B4)", "没有公式"])


def with_stored_results():
    """The same as Excel keeps it: each formula with its kind and its result, but for the last."""
    content = workbook(computed)
    for cell, formula, kind, value in (
        ("C2", "B2*12", "", "9600"),
        ("D2", 'IF(C2&gt;1,"是","")', ' t="str"', "是"),
        ("C3", "1/0", ' t="e"', "#DIV/0!"),
        ("D3", "B3&gt;1", ' t="b"', "1"),
    ):
        old = f'<c r="{cell}"><f>{formula}</f><v /></c>'
        new = f'<c r="{cell}"{kind}><f>{formula}</f><v>{value}</v></c>'
        content = with_xml(content, old.encode(), new.encode())
    return content


def test_results_of_formulas_stay_for_whoever_does_not_compute():
    from openpyxl import load_workbook

    made = annotate(with_stored_results(), [Remark(3, 3, "错误值。")], [3], header_row=1)
    shown = load_workbook(BytesIO(made), data_only=True).active
    assert [shown[cell].value for cell in ("C2", "D2", "C3", "D3")] == [9600, "是", "#DIV/0!", True]
    assert shown["C4"].value is None
    assert [opened(made).active[cell].value for cell in ("C2", "C3")] == ["=B2*12", "=1/0"]
    assert read_sheet(made).rows[1].values[:3] == ["王小梅", 800.0, 9600.0]


def test_a_workbook_that_is_marked_twice_keeps_its_results():
    once = annotate(with_stored_results(), [], [3], header_row=1)
    again = annotate(once, [], [3], header_row=1)
    assert b"<v>9600</v>" in parts_of(again)["xl/worksheets/sheet1.xml"]


def test_a_result_is_of_its_own_sheet_and_cell():
    def more(sheet):
        sheet.append(["别的表", "=1+1"])

    made = annotate(workbook(computed, 另一张=more), [], [], header_row=1)
    assert b"<v>" not in parts_of(made)["xl/worksheets/sheet2.xml"]


def test_what_an_array_or_a_shared_formula_came_to_stays():
    content = with_xml(
        workbook(rows(["数", "倍"], [1, "=A2*2"], [2, "=A3*2"])),
        b'<c r="B2"><f>A2*2</f><v /></c>',
        b'<c r="B2"><f t="array" ref="B2">A2*2</f><v>2</v></c>',
    )
    content = with_xml(
        content,
        b'<c r="B3"><f>A3*2</f><v /></c>',
        b'<c r="B3"><f t="shared" ref="B3:B4" si="0">A3*2</f><v>4</v></c>',
    )
    made = annotate(content, [], [], header_row=1)
    assert [row.values[1] for row in read_sheet(made).rows[1:]] == [2.0, 4.0]


def test_a_marked_workbook_opens_at_the_sheet_that_was_marked():
    content = workbook(rows(["姓名"], ["甲"]), 另一张=rows(["姓名"], ["乙"]), 藏着=rows(["姓名"], ["丙"]))
    book = opened(annotate(content, [Remark(2, 1, "请核对。")], [2], header_row=1, sheet="另一张"))
    assert book.active.title == "另一张"
    assert [page.title for page in book if page.sheet_view.tabSelected] == ["另一张"]


def test_a_hidden_sheet_is_marked_and_stays_hidden():
    def hidden(sheet):
        sheet.append(["姓名"])
        sheet.sheet_state = "hidden"

    book = opened(annotate(workbook(rows(["x"]), 藏着=hidden), [], [], header_row=1, sheet="藏着"))
    assert (book.active.title, book["藏着"].sheet_state) == ("Sheet", "hidden")
