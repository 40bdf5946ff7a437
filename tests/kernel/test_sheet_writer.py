import csv
import hashlib
import os
import subprocess
import time
from datetime import date, datetime
from decimal import Decimal
from shutil import which
from tempfile import SpooledTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardship.kernel.columns import Column
from hardship.kernel.fields import Secret
from hardship.kernel.sheets import Beside, SheetHeader, read_sheet, write_rows, write_sheet
from tests.kernel.workbooks import opened, parts_of

COLUMNS = (
    Column("line", "序号", "", kind="number", width=6),
    Column("name", "姓名", "", kind="name", width=10),
    Column("id_number", "身份证号", "", kind="id_number", width=21),
    Column("amount", "金额（元）", "", kind="money", width=14),
    Column("on", "日期", "", kind="date"),
    Column("at", "时间", "", kind="datetime", width=18),
    Column("note", "备注", "", width=24),
)
HEADER = SheetHeader("发放花名册", ["制表单位：南通市总工会", "筛选条件：全部"], ["制表人：　　复核人："])
ID = "110101199001011464"
ROW = [1, "王小梅", ID, Decimal("1234.50"), date(2026, 3, 5), datetime(2026, 3, 5, 10, 30), "住院"]
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    ' "=1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("x")',
]


def written(rows, columns=COLUMNS, header=HEADER, **options):
    """The sheet as openpyxl sees it, formulas and all."""
    return opened(write_sheet(columns, rows, header=header, **options)).active


def test_values_keep_their_types_and_formats():
    sheet = written([ROW])
    assert [cell.value for cell in sheet[4]] == [column.label for column in COLUMNS]
    line, name, id_number, amount, on, at, note = sheet[5]
    assert (line.value, name.value, note.value) == (1, "王小梅", "住院")
    assert (id_number.value, id_number.number_format, id_number.data_type) == (ID, "@", "s")
    assert (amount.value, amount.number_format) == (1234.5, "#,##0.00")
    assert (on.value, on.number_format) == (datetime(2026, 3, 5), "yyyy-mm-dd")
    assert (at.value, at.number_format) == (datetime(2026, 3, 5, 10, 30), "yyyy-mm-dd hh:mm")


def test_the_page_is_ready_to_print():
    sheet = written([ROW] * 3)
    assert sheet["A1"].value == "发放花名册"
    assert sheet["A2"].value == "制表单位：南通市总工会"
    assert sheet["A8"].value == "制表人：　　复核人："
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:G7"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.dimensions == "A1:G8"
    assert "A1:G1" in {str(area) for area in sheet.merged_cells.ranges}
    assert "&P" in sheet.oddFooter.center.text


def test_totals_are_numbers_and_said_in_words():
    sheet = written([ROW, ROW], totals=["amount"], in_words="amount")
    assert (sheet["A7"].value, sheet["D7"].value, sheet["D7"].number_format) == ("合计", 2469, "#,##0.00")
    assert sheet["A8"].value == "合计（大写）：人民币贰仟肆佰陆拾玖元整"
    assert sheet["D5"].number_format == "#,##0.00"


def test_control_totals_must_be_met():
    assert written([ROW], totals={"amount": Decimal("1234.5")})["D6"].value == 1234.5
    with pytest.raises(ValueError, match="control totals"):
        write_sheet(COLUMNS, [ROW], header=HEADER, totals={"amount": Decimal("1234.51")})


@pytest.mark.parametrize("options", [{"totals": ["nonsense"]}, {"in_words": "nonsense"}])
def test_totals_need_a_column(options):
    with pytest.raises(ValueError, match="column"):
        write_sheet(COLUMNS, [], header=HEADER, **options)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        write_sheet(COLUMNS, [ROW[:-1]], header=HEADER)


@pytest.mark.parametrize("kind", ["text", "name", "money", "number", "date", "id_number", "badge"])
@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text, kind):
    content = write_sheet(
        [Column("x", "列", "", kind=kind)], [[text]], header=SheetHeader(text, [text], [text])
    )
    assert b"<f" not in parts_of(content)["xl/worksheets/sheet1.xml"]
    cell = opened(content).active["A4"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.replace("\r", "\n").strip()
    assert cell.quotePrefix  # stays text when somebody edits the cell


def test_ordinary_text_has_no_quote_prefix():
    assert not written([ROW])["G5"].quotePrefix


def test_what_a_spreadsheet_cannot_hold_is_written_as_text():
    columns = [Column(f"x{place}", "列", "", kind="number") for place in range(6)]
    values = [10**15, 10**15 - 1, Decimal("NaN"), float("inf"), True, date(1850, 1, 1)]
    cells = [cell.value for cell in written([values], columns)[5]]
    assert cells == ["1000000000000000", 999999999999999, "NaN", "inf", "True", "1850-01-01"]


def test_secrets_are_masked_whatever_the_column_says():
    assert (
        written([["x", "王", Secret("id_number", ID), None, None, None, ""]])["C5"].value
        == "110101********1464"
    )


def test_nothing_is_an_empty_cell():
    assert [cell.value for cell in written([[None, "", None, None, None, None, ""]])[5]] == [None] * 7


@given(st.lists(st.text(max_size=60), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_text_comes_back_as_it_went(texts):
    content = write_sheet(
        [Column("x", "列", "")], [["头", *[]]] + [[text] for text in texts], header=SheetHeader("题")
    )
    illegal = {*map(chr, range(32)), "\x7f", "\ufffe", "\uffff"} - {"\t", "\n", "\r"}
    sheet = read_sheet(content)
    found = {row.number: row.values[0] for row in sheet.rows}
    for number, text in enumerate(texts, start=4):
        clean = text.replace("\r\n", "\n").replace("\r", "\n")
        clean = "".join(char for char in clean if char not in illegal and not 0xD800 <= ord(char) <= 0xDFFF)
        assert (found.get(number) or "") == clean


def test_text_that_looks_like_an_escape_stays_as_it_is():
    content = write_sheet([Column("x", "列", "")], [["_x0041_"]], header=SheetHeader("题"))
    assert b"<t>_x005F_x0041_</t>" in parts_of(content)["xl/worksheets/sheet1.xml"]


def test_a_very_long_text_is_cut_where_a_cell_ends():
    sheet = written([["x" * 40_000]], [Column("x", "列", "")])
    assert len(sheet["A5"].value) == 32_767


def test_the_same_rows_give_the_same_bytes():
    one = write_sheet(COLUMNS, [ROW], header=HEADER, totals=["amount"])
    time.sleep(0.01)
    assert one == write_sheet(COLUMNS, [ROW], header=HEADER, totals=["amount"])
    assert one != write_sheet(COLUMNS, [ROW, ROW], header=HEADER, totals=["amount"])


def test_rows_are_streamed_counted_and_hashed():
    columns = COLUMNS[:4]
    with SpooledTemporaryFile(1024) as target:
        result = write_rows(
            target,
            columns,
            ([n, "王小梅", ID, Decimal("0.01")] for n in range(20_000)),
            header=HEADER,
            totals=["amount"],
        )
        target.seek(0)
        content = target.read()
    assert (result.rows, result.totals) == (20_000, {"amount": Decimal("200.00")})
    assert result.sha256 == hashlib.sha256(content).hexdigest()
    rows = read_sheet(content).rows
    assert rows[4 + 19_999 - 1].values[0] == 19_998
    assert rows[-2].values[3] == 200.0


def test_an_empty_list_is_a_valid_workbook():
    sheet = written([], totals=["amount"], in_words="amount")
    assert sheet["D5"].value == 0
    assert sheet["A6"].value == "合计（大写）：人民币零元整"


def test_a_single_column_needs_no_merging():
    assert written([["甲"]], [Column("x", "列", "")])["A5"].value == "甲"


def test_many_columns_have_their_letters():
    columns = [Column(f"x{place}", f"列{place}", "", kind="number") for place in range(60)]
    sheet = written([list(range(60))], columns)
    assert (sheet["AA5"].value, sheet["BH5"].value) == (26, 59)


def test_rows_grow_with_their_text():
    sheet = written([[*ROW[:-1], "很长的说明" * 12], ROW])
    assert sheet.row_dimensions[5].height > 60
    assert sheet.row_dimensions[6].height is None


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_evaluates_nothing(tmp_path):
    row = [*ROW[:-1], '=HYPERLINK("http://127.0.0.1/","点我")']
    content = write_sheet(COLUMNS, [row, ROW], header=HEADER, totals=["amount"], in_words="amount")
    (tmp_path / "roster.xlsx").write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1",
            "roster.xlsx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    lines = list(csv.reader((tmp_path / "roster.csv").read_text(encoding="utf-8").splitlines()))
    assert lines[4] == ["1", "王小梅", ID, "1,234.50", "2026-03-05", "2026-03-05 10:30", row[-1]]
    assert lines[6][3] == "2,469.00"
    assert lines[7][0] == "合计（大写）：人民币贰仟肆佰陆拾玖元整"


def test_more_sheets_stand_beside_the_first():
    columns = [Column("name", "姓名", "", kind="name"), Column("amount", "金额", "", kind="money")]
    rows = ([f"成员{number}", Decimal(number)] for number in range(1200))
    beside = [Beside("家庭成员", columns, rows), Beside("空表", columns[:1], [])]
    content = write_sheet(columns, [["=1+1", Decimal(5)]], header=HEADER, totals=["amount"], beside=beside)
    second = read_sheet(content, sheet="家庭成员")
    assert [row.values for row in second.rows[:2]] == [["姓名", "金额"], ["成员0", 0.0]]
    assert len(second.rows) == 1201
    assert read_sheet(content).names[1:] == ["家庭成员", "空表"]
    assert read_sheet(content, sheet="空表").rows[0].values == ["姓名"]
