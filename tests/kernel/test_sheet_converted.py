"""Tables of other programs: read with the same values, refused with the same limits."""

import io
import struct
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from hardship.kernel.sheets import SheetError, annotate, as_workbook, biff, read_sheet

OLD = (Path(__file__).parents[1] / "data" / "old_workbook.xls").read_bytes()  # saved by LibreOffice
TEXT = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)

WIDE, LONG = 'table:number-columns-repeated="%d"', 'table:number-rows-repeated="%d"'


def code_of(content):
    with pytest.raises(SheetError) as refused:
        read_sheet(as_workbook(content))
    assert str(refused.value)
    return refused.value.code


def ods(rows, **more):
    content = (
        f'<?xml version="1.0"?>{more.pop("above", "")}<office:document-content {NAMES}><office:body>'
        f'<office:spreadsheet><table:table table:name="花名册">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", TEXT, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", more.pop("manifest", "<m/>"))
        for name, data in more.items():
            archive.writestr(name, data)
    return out.getvalue()


def cell(text, more=""):
    typed = f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'
    return typed if text else f"<table:table-cell {more}/>"


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


class TestOld:
    def test_values_are_those_of_the_cells(self):
        sheet = read_sheet(as_workbook(OLD))
        assert (sheet.name, list(sheet.shown)) == ("花名册", ["花名册"])
        assert [line.number for line in sheet.rows] == [1, 2, 3, 4]
        name, number, amount, day, share = sheet.rows[2].values
        assert (name, number, amount, share) == ("陈大年", "320613197602144011", 1200.5, 0.25)
        assert (day.year, day.month, day.day) == (2025, 3, 5)

    def test_a_number_that_was_cut_stays_a_number(self):
        assert isinstance(read_sheet(as_workbook(OLD)).rows[3].values[1], float)

    def test_the_marked_workbook_is_a_new_one(self):
        marked = annotate(as_workbook(OLD), [], [3], header_row=2)
        assert read_sheet(marked).rows[1].values[-1] == "错误原因"

    def test_a_locked_one_is_told(self):
        start = self._stream()
        place = start + 4 + struct.unpack_from("<H", OLD, start + 2)[0]
        assert code_of(OLD[:place] + struct.pack("<H", 0x2F) + OLD[place + 2 :]) == "password"

    def test_a_macro_sheet_is_refused(self):
        start = self._stream()
        assert code_of(OLD[: start + 6] + struct.pack("<H", 0x40) + OLD[start + 8 :]) == "macro"

    def test_macros_are_refused(self):
        name = "\x05SummaryInformation".encode("utf-16-le")
        place = OLD.index(name)
        renamed = "_VBA_PROJECT_CUR".encode("utf-16-le")
        entry = renamed.ljust(64, b"\x00") + struct.pack("<H", len(renamed) + 2)
        assert code_of(OLD[:place] + entry + OLD[place + 66 :]) == "macro"

    def test_one_cell_in_the_last_corner_is_refused_before_it_is_laid_out(self):
        stream = self._stream()
        label = next(
            place for place in self._records(stream) if struct.unpack_from("<H", OLD, place)[0] == 0xFD
        )
        assert code_of(OLD[: label + 4] + struct.pack("<HH", 65535, 255) + OLD[label + 8 :]) == "too_big"

    @pytest.mark.parametrize("size", [8, 76, 511, 512, 1024, 2048, 3000, 4096, 5000])
    def test_a_part_of_one_gets_a_sentence(self, size):
        assert code_of(OLD[:size])

    @pytest.mark.parametrize("place", [30, 44, 48, 60, 68, 76, 512, 600, 1024])
    @pytest.mark.parametrize("byte", [b"\x00", b"\x01", b"\x7f", b"\xff"])
    def test_a_broken_one_is_read_or_refused(self, place, byte):
        with suppress(SheetError):
            read_sheet(as_workbook(OLD[:place] + byte * 4 + OLD[place + 4 :]))

    def test_a_document_of_another_program_is_no_workbook(self):
        name, other = "Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le")
        assert code_of(OLD.replace(name, other)) == "not_excel"

    @staticmethod
    def _stream():
        """Where the records begin: the pieces of a file just saved follow one another."""
        return OLD.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")

    @staticmethod
    def _records(place):
        while place + 4 <= len(OLD):
            yield place
            place += 4 + struct.unpack_from("<H", OLD, place + 2)[0]


BOF = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0x0010)
CORNER = struct.pack("<HHHHH", 0x0203, 6, 19_999, 199, 0)  # four million cells
WIDE_ROW = struct.pack("<HHHHHHH", 0x00BE, 10, 39_999, 0, 0, 0, 255)  # ten million, told by its last column


@pytest.mark.parametrize("records", [BOF + CORNER + BOF + CORNER + BOF + CORNER, BOF + WIDE_ROW])
def test_what_the_sheets_of_an_old_one_come_to_together_is_refused(records):
    with pytest.raises(SheetError) as refused:
        biff._check_records(records)
    assert refused.value.code == "too_big"


def test_one_corner_of_an_old_one_is_taken():
    biff._check_records(BOF + CORNER)


class TestOpenDocument:
    def test_values_are_those_of_the_cells(self):
        figure = '<table:table-cell office:value-type="float" office:value="1200.5"/>'
        day = '<table:table-cell office:value-type="date" office:date-value="2025-03-05"/>'
        line = row(cell("陈大年"), cell("320613197602144011"), figure, day)
        values = read_sheet(as_workbook(ods(row(cell("姓名"), cell("号码")) + line))).rows[1].values
        assert values[:3] == ["陈大年", "320613197602144011", 1200.5]
        assert str(values[3])[:10] == str(date(2025, 3, 5))

    def test_blank_repetitions_to_the_end_of_the_sheet_cost_nothing(self):
        end = cell("", 'table:number-columns-repeated="16380"')
        blank = row(cell("", WIDE % 16_384), more=LONG % 1_048_570)
        sheet = read_sheet(as_workbook(ods(row(cell("姓名"), end) + row(cell("陈大年"), end) + blank)))
        assert [line.values for line in sheet.rows] == [["姓名"], ["陈大年"]]

    def test_a_gap_keeps_its_rows(self):
        gap = row(cell(""), more='table:number-rows-repeated="3"')
        sheet = read_sheet(as_workbook(ods(row(cell("姓名")) + gap + row(cell("陈大年")))))
        assert [line.number for line in sheet.rows] == [1, 5]

    def test_a_row_that_is_repeated_is_there_so_many_times(self):
        sheet = read_sheet(as_workbook(ods(row(cell("姓名"), more='table:number-rows-repeated="500"'))))
        assert len(sheet.rows) == 500

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            (row(cell("满", WIDE % 300), more=LONG % 1_048_576), "too_big"),
            (row(cell("满"), more=LONG % 99_999_999_999_999), "too_many_rows"),
            (row(cell("满", 'table:number-columns-repeated="16384"')), "too_many_columns"),
        ],
    )  # fmt: skip
    def test_what_grows_when_it_is_opened_is_refused(self, rows, code):
        assert code_of(ods(rows)) == code

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"Basic/script-lc.xml": "<a/>"}, "macro"),
            ({"manifest": "<m><manifest:encryption-data/></m>"}, "password"),
            ({"above": "<!DOCTYPE a>"}, "doctype"),
            ({"a.exe": "x"}, "embedded"),
        ],
    )
    def test_what_is_locked_or_holds_programs_is_refused(self, more, code):
        assert code_of(ods(row(cell("姓名")), **more)) == code

    def test_a_row_without_attributes_is_read(self):
        lines = row(cell("姓名")).replace("row >", "row>") + row(cell("陈大年")).replace("row >", "row>")
        assert [line.values for line in read_sheet(as_workbook(ods(lines))).rows] == [["姓名"], ["陈大年"]]

    def test_blank_cells_between_stay_and_those_at_the_end_go(self):
        line = row(cell("姓名"), cell(""), cell("号码"), *[cell("")] * 20_000)
        assert read_sheet(as_workbook(ods(line))).rows[0].values == ["姓名", None, "号码"]

    @pytest.mark.parametrize(
        "more",
        ["table:number-columns-repeated='2000000'", 'table:number-columns-repeated = "2000000"',
         'table:number-columns-repeated="2000000 "'],
    )  # fmt: skip
    def test_a_repetition_that_would_not_be_bounded_is_refused(self, more):
        assert code_of(ods(row(cell("满", more)))) == "damaged"

    def test_a_broken_one_is_refused(self):
        assert code_of(ods(row(cell("姓名")))[:-30]) == "damaged"
        assert code_of(ods("<table:table-row>")) == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_with_separators_keeps_every_figure(encoding, separator):
    text = f"姓名{separator}号码\r\n陈大年{separator}320613197602144011\r\n"
    sheet = read_sheet(as_workbook(text.encode(encoding)))
    assert sheet.rows[1].values == ["陈大年", "320613197602144011"]
