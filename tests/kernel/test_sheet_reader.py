import os
import re
import resource
import struct
import time
import zipfile
from datetime import date, datetime
from datetime import time as clock
from io import BytesIO

import pytest

from hardship.kernel.columns import Column
from hardship.kernel.sheets import (
    MAX_COLUMNS,
    CellError,
    SheetError,
    SheetHeader,
    as_workbook,
    read_sheet,
    write_sheet,
)
from tests.kernel.workbooks import parts_of, repack, rows, with_part, with_xml, workbook

PLAIN = workbook(rows(["姓名", "金额"], ["王小梅", 500], ["李强", 300.5]))
CELLS = rb'<c r="B2" t="n"><v>500</v></c>'


def code_of(content, **options):
    with pytest.raises(SheetError) as refusal:
        read_sheet(content, **options)
    assert str(refusal.value)
    return refusal.value.code


def table(content, **options):
    return [(row.number, row.values) for row in read_sheet(content, **options).rows]


def test_rows_come_with_their_number_and_their_types():
    def fill(sheet):
        sheet["B3"], sheet["C3"], sheet["D3"], sheet["E3"] = "文字", 1, 1.5, True
        sheet["F3"], sheet["G3"], sheet["H3"] = date(2026, 3, 5), datetime(2026, 3, 5, 10, 30), clock(8, 0)
        sheet["B7"] = "  两端空格 "

    third, seventh = read_sheet(workbook(fill)).rows
    assert (third.number, seventh.number) == (3, 7)
    assert third.values == [
        None,
        "文字",
        1.0,
        1.5,
        True,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 10, 30),
        clock(8, 0),
    ]
    assert [type(value) for value in third.values[2:5]] == [float, float, bool]
    assert seventh.values[1] == "  两端空格 "


@pytest.mark.parametrize(
    "code",
    [
        "mm-dd-yy",
        'yyyy"年"m"月"d"日"',
        '[$-804]yyyy"年"m"月"d"日";@',
        "yyyy/m/d;@",
        '[DBNum1]yyyy"年"m"月"d"日"',
    ],
)
def test_chinese_date_formats_are_dates(code):
    def fill(sheet):
        sheet["A1"] = date(2026, 3, 5)
        sheet["A1"].number_format = code

    assert table(workbook(fill)) == [(1, [date(2026, 3, 5)])]


@pytest.mark.parametrize("builtin", [14, 27, 30, 31, 36, 50, 57, 58])
def test_the_built_in_chinese_date_formats_are_dates(builtin):
    def fill(sheet):
        sheet["A1"] = date(2026, 3, 5)
        sheet["A1"].number_format = "mm-dd-yy"

    content = with_xml(workbook(fill), b'<xf numFmtId="14"', b'<xf numFmtId="%d"' % builtin, "xl/styles.xml")
    assert table(content) == [(1, [date(2026, 3, 5)])]


def test_dates_counted_from_1904_are_right():
    content = workbook(lambda sheet: sheet.__setitem__("A1", date(2026, 3, 5)))
    content = with_xml(content, b"<workbookPr />", b'<workbookPr date1904="1" />', "xl/workbook.xml")
    assert table(content) == [(1, [date(2030, 3, 6)])]


def test_a_number_that_was_an_id_number_stays_a_number():
    (row,) = read_sheet(workbook(rows([110101199001011464, "110101199001011464"]))).rows
    assert isinstance(row.values[0], float)
    assert row.values[1] == "110101199001011464"


def test_errors_and_formulas_never_calculated_are_told_from_empty_cells():
    content = workbook(rows(["#N/A", "=1+1", "=A1", None, "后"]))
    content = with_xml(content, b"<f>A1</f><v />", b"<f>A1</f><v>7</v>")
    (row,) = read_sheet(content).rows
    assert row.values == [CellError("#N/A"), CellError(""), 7.0, None, "后"]
    assert "#N/A" in row.values[0].message
    assert "公式" in row.values[1].message


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell():
    content = workbook(rows(["=A2", "后"]))
    content = with_xml(content, b'<c r="A1"><f>A2</f><v />', b'<c r="A1" t="str"><f>A2</f><v></v>')
    assert table(content) == [(1, [None, "后"])]


def test_an_error_outside_the_filled_rectangle_is_seen():
    assert table(workbook(lambda sheet: sheet.__setitem__("C4", "#REF!"))) == [
        (4, [None, None, CellError("#REF!")])
    ]


@pytest.mark.parametrize("reference", [b"A1", b"A1:XFD1048576", b"A1:B2", b"nonsense"])
def test_a_wrong_dimension_loses_no_row(reference):
    content = workbook(rows(*([f"第{number}行", number] for number in range(1, 11))))
    content = with_xml(content, b'ref="A1:B10"', b'ref="' + reference + b'"')
    assert [row.number for row in read_sheet(content).rows] == list(range(1, 11))


def test_a_sheet_without_a_dimension_is_read():
    assert len(table(with_xml(PLAIN, b'<dimension ref="A1:B3" />', b""))) == 3


def sheet_xml(body):
    """PLAIN with other rows."""
    data = parts_of(PLAIN)["xl/worksheets/sheet1.xml"]
    data = re.sub(
        rb"<sheetData>.*</sheetData>",
        lambda match: b"<sheetData>" + body + b"</sheetData>",
        data,
        flags=re.DOTALL,
    )
    return with_part(PLAIN, "xl/worksheets/sheet1.xml", data)


def test_a_million_styled_blank_rows_cost_little():
    body = b'<row r="1"><c r="A1"><v>1</v></c></row>' + b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (number, number)
        for number in range(2, 1_048_577)
    )
    content = sheet_xml(body)
    start = time.process_time()
    assert table(content) == [(1, [1.0])]
    assert time.process_time() - start < 3


def test_one_value_in_the_last_cell_does_not_fill_the_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lonely = sheet_xml(
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    assert table(lonely) == [(1, [1.0])]
    assert code_of(sheet_xml(b'<row r="1"><c r="XFD1"><v>2</v></c></row>')) == "too_many_columns"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize(
    "blank",
    [
        b'<c r="XFD1" s="3"></c>',
        b'<c r="XFD1" s="3"/>',
        b'<c r="OK1" t="s"><v></v></c>',
        b'<c r="OK1" t="str"><v/></c>',
        b'<c r="ZZ1" t="inlineStr"><is><t xml:space="preserve">  </t></is></c>',
    ],
)
def test_blanks_beyond_the_last_column_do_not_make_a_sheet_too_wide(blank):
    assert table(sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c>' + blank + b"</row>")) == [(1, [1.0])]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1048576"><v>2</v></c>',  # in row 1
        b'<c r="ZZZZZZ99999999999"><v>2</v></c>',
        b'<c r="3B"><v>2</v></c>',
        b'<c r=""><v>2</v></c>',
        b"<c q='>' r='XFD1048576'><v>2</v></c>",
        b'<c r="A1" r="XFD1048576"><v>2</v></c>',
        b'<c r="&#88;FD1048576"><v>2</v></c>',
    ],
)
def test_a_cell_that_lies_about_its_place_is_refused(cell):
    assert code_of(sheet_xml(b'<row r="1"><c r="B1"><v>1</v></c>' + cell + b"</row>")) == "damaged"


def test_unnumbered_and_prefixed_cells_are_read():
    assert table(sheet_xml(b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")) == [
        (1, [1.0, 2.0]),
        (2, [3.0, None]),
    ]
    content = with_part(
        PLAIN,
        "xl/worksheets/sheet1.xml",
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b"<x:row r='2'><x:c r='B2'><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>",
    )
    assert table(content) == [(2, [None, 5.0])]


def test_too_many_unnumbered_cells_are_too_many_columns():
    assert (
        code_of(sheet_xml(b"<row>" + b"<c><v>1</v></c>" * (MAX_COLUMNS + 1) + b"</row>"))
        == "too_many_columns"
    )
    assert len(table(sheet_xml(b"<row>" + b"<c><v>1</v></c>" * MAX_COLUMNS + b"</row>"))[0][1]) == MAX_COLUMNS


def test_blank_cells_far_to_the_right_do_not_count():
    body = b'<c r="A1"><v>1</v></c><c r="OJ1"><v>2</v></c><c r="OK1" s="1"/><c r="XFD1" s="1" />'
    assert len(table(sheet_xml(b'<row r="1">' + body + b"</row>"))[0][1]) == MAX_COLUMNS


@pytest.mark.parametrize(
    "body", [b'<row r="2"/><row r="1"><c r="A1"><v>1</v></c></row>', b'<row r="0"/>', b'<row r="x"/>']
)
def test_rows_out_of_order_are_refused(body):
    assert code_of(sheet_xml(body + b'<row r="9"><c r="A9"><v>1</v></c></row>')) == "damaged"


def gap(blank):
    return sheet_xml(
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="%d"><c r="A%d"><v>2</v></c></row>'
        % (blank + 2, blank + 2)
    )


def test_reading_stops_after_fifty_blank_rows():
    assert [row for row, _values in table(gap(50))] == [1, 52]
    assert [row for row, _values in table(gap(51))] == [1]


def numbered(count):
    return sheet_xml(
        b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, count + 1))
    )


def test_twenty_thousand_rows_and_their_titles_are_the_limit():
    assert len(read_sheet(numbered(20_010)).rows) == 20_010
    assert code_of(numbered(20_100)) == "too_many_rows"


def hidden_first(sheet):
    sheet.append(["不该读"])
    sheet.sheet_state = "hidden"


def test_the_first_visible_sheet_that_holds_something_is_read():
    content = workbook(hidden_first, 空白=lambda sheet: None, 数据=rows(["有"]), 其他=rows(["无"]))
    sheet = read_sheet(content)
    assert (sheet.name, sheet.rows[0].values) == ("数据", ["有"])
    assert sheet.names == ["Sheet", "空白", "数据", "其他"]
    assert read_sheet(content, sheet="其他").rows[0].values == ["无"]
    assert read_sheet(content, sheet="Sheet").rows[0].values == ["不该读"]
    assert code_of(content, sheet="没有") == "no_sheet"
    assert code_of(content, sheet="空白") == "no_data"


def test_an_empty_workbook_has_no_data():
    assert code_of(workbook(lambda sheet: None)) == "no_data"


def test_merged_and_rich_cells_are_read():
    def fill(sheet):
        sheet["A1"] = "标题"
        sheet.merge_cells("A1:C1")
        sheet.append(["甲", "乙", "丙"])

    content = with_xml(
        workbook(fill), "<is><t>甲</t></is>".encode(), "<is><r><t>甲</t></r><r><t>一</t></r></is>".encode()
    )
    assert table(content) == [(1, ["标题", None, None]), (2, ["甲一", "乙", "丙"])]


def test_rare_characters_survive():
    assert table(workbook(rows(["𠮷㛃\ue000"]))) == [(1, ["𠮷㛃\ue000"])]


def test_the_strict_variant_of_the_format_is_read():
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    parts = {
        name: data.replace(old + b"spreadsheetml/2006/main", new + b"spreadsheetml/main").replace(
            old + b"officeDocument/2006/relationships", new + b"officeDocument/relationships"
        )
        for name, data in parts_of(PLAIN).items()
    }
    assert len(table(repack(parts))) == 3


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def encrypted_zip():
    data = bytearray(PLAIN)
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    return bytes(data)


def bad_crc():
    data = bytearray(repack({**parts_of(PLAIN)}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 16] ^= 0xFF
    local = struct.unpack("<I", data[directory + 42 : directory + 46])[0]
    data[local + 14] ^= 0xFF
    return bytes(data)


def duplicate_names():
    out = BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<x/>")
    return out.getvalue()


def lying_size():
    """A part that says it inflates to 10 bytes."""
    data = bytearray(
        repack({**parts_of(PLAIN), "xl/media/a.xml": b"<a>" + os.urandom(50_000).hex().encode() + b"</a>"})
    )
    place = data.rindex(b"xl/media/a.xml") - 46
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: os.urandom(3000), "not_excel"),
        (lambda: OLE + b"\x00" * 600, "old_excel"),
        (lambda: OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (
            lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "xml_excel",
        ),
        (lambda: "姓名,金额\r\n王小梅,500\r\n".encode("gb18030"), "csv"),
        (lambda: "\ufeff姓名\t金额\n王小梅\t500\n".encode(), "csv"),
        (lambda: "姓名,金额\n".encode("utf-16"), "csv"),
        (lambda: b"\xef\xbb\xbf <html><table><tr><td>1", "html"),
        (lambda: b"<!DOCTYPE html>\n<table>", "html"),
        (lambda: b"<table border=1>", "html"),
        (lambda: b"%PDF-1.7", "pdf"),
        (lambda: PLAIN[: len(PLAIN) // 10], "damaged"),
        (lambda: PLAIN[: len(PLAIN) // 2], "damaged"),
        (lambda: PLAIN[: len(PLAIN) * 99 // 100], "damaged"),
        (bad_crc, "damaged"),
        (lying_size, "damaged"),
        (encrypted_zip, "password"),
        (duplicate_names, "unsafe"),
        (lambda: with_part(PLAIN, "XL/Workbook.xml", b"<x/>"), "unsafe"),
        (lambda: with_part(PLAIN, "../../evil.xml", b"<x/>"), "unsafe"),
        (lambda: with_part(PLAIN, "/etc/evil.xml", b"<x/>"), "unsafe"),
        (lambda: with_part(PLAIN, "C:/evil.xml", b"<x/>"), "unsafe"),
        (lambda: with_part(PLAIN, "xl/vbaProject.bin", b"x"), "macro"),
        (
            lambda: with_xml(PLAIN, b"sheet.main+xml", b"sheet.macroEnabled.main+xml", "[Content_Types].xml"),
            "macro",
        ),
        (lambda: with_part(PLAIN, "xl/externalLinks/externalLink1.xml", b"<x/>"), "external"),
        (lambda: with_part(PLAIN, "xl/connections.xml", b"<x/>"), "external"),
        (lambda: with_part(PLAIN, "xl/embeddings/oleObject1.bin", b"x"), "embedded"),
        (lambda: with_part(PLAIN, "xl/activeX/activeX1.xml", b"<x/>"), "embedded"),
        (lambda: with_part(PLAIN, "xl/media/inner.zip", b"PK"), "embedded"),
        (
            lambda: repack({**parts_of(PLAIN), **{f"xl/media/{n}.xml": b"<a/>" for n in range(200)}}),
            "too_many_parts",
        ),
        (lambda: repack({f"{n}": b"" for n in range(10_000)}), "too_many_parts"),
        (lambda: with_part(PLAIN, "xl/media/bomb.xml", b"<a>" + b"0" * 5_000_000 + b"</a>"), "bomb"),
        (
            lambda: with_part(PLAIN, "xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'),
            "doctype",
        ),
        (
            lambda: with_part(
                PLAIN,
                "xl/sharedStrings.xml",
                "<sst/>".encode("utf-16"),
            ),
            "damaged",
        ),
        (lambda: with_part(PLAIN, "[Content_Types].xml", None), "damaged"),
        (lambda: with_part(PLAIN, "xl/workbook.xml", None), "damaged"),
        (lambda: with_part(PLAIN, "xl/_rels/workbook.xml.rels", None), "damaged"),
        (lambda: with_part(PLAIN, "xl/workbook.xml", b"<workbook"), "damaged"),
        (lambda: with_part(PLAIN, "xl/workbook.xml", b"<workbook/>"), "no_data"),
        (lambda: with_part(PLAIN, "xl/worksheets/sheet1.xml", None), "no_data"),
        (lambda: with_part(PLAIN, "xl/styles.xml", b"<styleSheet"), "damaged"),
        (lambda: with_xml(PLAIN, b"<v>500</v>", b"<v>many</v>"), "damaged"),
        (lambda: with_xml(PLAIN, b"</sheetData>", b""), "damaged"),
        (lambda: repack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "wrong_kind"),
        (lambda: repack({"xl/workbook.bin": b"x"}), "wrong_kind"),
        (lambda: repack({"word/document.xml": b"<x/>"}), "wrong_kind"),
        (lambda: b"PK\x03\x04" + b"\x00" * (31 * 1024 * 1024), "too_large"),
    ],
)
def test_each_broken_file_is_refused_with_its_own_sentence(make, code):
    assert code_of(make()) == code


def test_a_hundred_megabytes_inflated_is_too_big():
    # compresses, but not so well that the ratio gives it away
    lines = b"".join(os.urandom(300).hex().encode() * 20 for _turn in range(2200))
    parts = {**parts_of(PLAIN), **{f"xl/media/{number}.xml": lines for number in range(4)}}
    assert code_of(repack(parts)) == "too_big"


def test_a_shared_string_that_does_not_exist_breaks_nothing_else():
    content = with_xml(PLAIN, CELLS, b'<c r="B2" t="s"><v>9999</v></c>')
    try:
        assert table(content)[1][1][0] == "王小梅"
    except SheetError as refusal:
        assert refusal.code == "damaged"  # noqa: PT017


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_ends_in_a_refusal_or_in_rows(seed):
    import random

    chance = random.Random(seed)
    parts = parts_of(PLAIN)
    name = chance.choice(
        ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
    )
    data = bytearray(parts[name])
    for _turn in range(5):
        data[chance.randrange(len(data))] = chance.choice(b'<>"/= r1A&;')
    try:
        read_sheet(repack({**parts, name: bytes(data)}))
    except SheetError as refusal:
        assert str(refusal)  # noqa: PT017


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_becomes_a_workbook_that_keeps_every_figure(encoding, separator):
    """Each cell as text at its own row: eighteen figures, leading zeros, what looks like a formula."""
    rows = [["姓名", "身份证号", "电话", "备注"], [], ["王小梅", "32060219910615001X", "0513", "=1+1"],
            ["李建国", "320602199106150018", "", "\x07=HYPERLINK"]]  # fmt: skip
    text = "\r\n".join(separator.join(row) for row in rows) + "\r\n"
    sheet = read_sheet(as_workbook(text.encode(encoding)))
    assert [(row.number, row.values) for row in sheet.rows] == [
        (1, ["姓名", "身份证号", "电话", "备注"]),
        (3, ["王小梅", "32060219910615001X", "0513", "=1+1"]),
        (4, ["李建国", "320602199106150018", None, "=HYPERLINK"]),
    ]


def test_a_workbook_stays_as_it_is():
    content = write_sheet([Column("a", "姓名", "")], [["王小梅"]], header=SheetHeader(title="名单"))
    assert as_workbook(content) is content


def test_text_that_would_take_too_long_is_refused(monkeypatch):
    monkeypatch.setattr("hardship.kernel.sheets.converted.MOST_CELLS", 5)
    with pytest.raises(SheetError, match="太大"):
        as_workbook(b"a,b,c\n1,2,3\n")
    assert as_workbook(b"a,b\n1,2\n").startswith(b"PK")


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (['"王明,1,甲路,', "李四,2,乙路,"], 2),
        (["张三,1,甲路,", '王明,"2,甲路,', "李四,3,乙路,"], 3),
        (['"王明,1,甲路,', "李四,2,乙路,", '周五",3,丙路,'], 2),
        (['王明,1,甲路,"', '",2,乙路,', "李四,3,乙路,"], 2),
        (['王明,1,"甲"路,', "李四,2,乙路,"], 2),
    ],
)
def test_a_quotation_mark_that_swallows_lines_is_told_with_its_line(lines, wrong):
    with pytest.raises(SheetError, match=f"第 {wrong} 行"):
        as_workbook("\n".join(["姓名,号码,住址,备注", *lines]).encode())


@pytest.mark.parametrize(
    "lines",
    [
        ['王明,1,"甲路\n二楼",', "李四,2,乙路,"],
        ['王明,1,"甲路,二楼","说""是"""', "李四,2,乙路,"],
        ['"王明","1","甲路","一\n二\n三"', "李四,2,乙路,"],
        ['王明,1,5"管,', "李四,2,乙路,"],
    ],
)
def test_quotation_marks_in_their_place_are_read(lines):
    text = "\n".join(["姓名,号码,住址,备注", *lines])
    assert [row.values[0] for row in read_sheet(as_workbook(text.encode())).rows] == ["姓名", "王明", "李四"]
