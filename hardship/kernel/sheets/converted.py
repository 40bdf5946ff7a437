"""Tables of other programs as the .xlsx that is kept: .xls, .et, .ods, and text with separators.

So that a list from anywhere is taken as any other workbook, kept, and given back with remarks; and nobody has
to open it in Excel and save it first, which cuts ID numbers in a text file to fifteen figures.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hardship.kernel.sheets.biff import MOST_CELLS as MOST_LAID_OUT
from hardship.kernel.sheets.biff import check_old
from hardship.kernel.sheets.container import (
    MAX_FILE,
    SheetError,
    open_parts,
    pack,
    refusal,
    what_is_it,
)
from hardship.kernel.sheets.delimited import read_delimited
from hardship.kernel.sheets.grid import MAX_COLUMNS

MOST_CELLS = 1_000_000  # some ten seconds of writing them
LONGEST_CELL = 32_767  # characters that Excel takes
MOST_SHEETS = 20
_MOST_LINES = 100_000  # of one that is filled in; more is refused when it is read
_REPEATED = re.compile(rb'(table:number-(?:rows|columns)-repeated=")(\d+)"')
_UNREADABLE = re.compile(rb'-repeated(?!="\d+")')  # otherwise written than above, it would not be bounded
_ROW = re.compile(rb"<table:table-row(?=[\s>/])")
_EACH_CELL = re.compile(rb"(?=<table:(?:covered-)?table-cell[\s>/])")
_BLANK_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?![^<>]*office:)[^<>]*/>\s*")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell[\s>/]")
_MOST_BLANK = 60  # rows; reading stops after fewer
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

Values = Sequence[object]


def as_workbook(content: bytes) -> bytes:
    """What came; what is no .xlsx but another kind of table as one, each cell at its place: text stays text,
    a number a number, a day a day. Raises SheetError."""
    if len(content) > MAX_FILE:
        raise refusal("too_large")
    kind = what_is_it(content)
    if kind == "csv":
        rows = {row.number: row.values for row in read_delimited(content).rows}
        lines = (rows.get(number, ()) for number in range(1, max(rows) + 1))
        return _written([("Sheet1", True, lines)])
    if kind == "not_excel" and content:
        raise refusal("not_table")
    if kind == "old_excel":
        check_old(content)
        return _from_parser(content)
    return _from_parser(_trimmed(content)) if _is_ods(content) else content


def _is_ods(content: bytes) -> bool:
    """Its first part is the kind of it, stored as it is."""
    return content.startswith(b"PK\x03\x04") and _ODS in content[:200]


def _trimmed(content: bytes) -> bytes:
    """An .ods with nothing but what is read, and blank repetitions cut: 1,048,576 rows to its end."""
    parts = open_parts(content)
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise refusal("macro")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refusal("password")
    sheet = parts.get("content.xml", b"")
    if not sheet or b"\x00" in sheet:
        raise refusal("damaged")
    if b"<!DOCTYPE" in sheet or b"<!ENTITY" in sheet:
        raise refusal("doctype")
    if _UNREADABLE.search(sheet):
        raise refusal("damaged")
    rows = _ROW.split(sheet)
    bounded = [_bounded(row) for row in rows[1:]]
    if sum(cells for _row, cells in bounded) > MOST_LAID_OUT:
        raise refusal("too_big")
    sheet = b"<table:table-row".join([rows[0], *(row for row, _cells in bounded)])
    kept = {"mimetype": _ODS, "META-INF/manifest.xml": parts.get("META-INF/manifest.xml", b"")}
    return pack({**kept, "content.xml": sheet})


def _bounded(row: bytes) -> tuple[bytes, int]:
    """The XML of one row, and how many cells it stands for; only what is blank is cut."""
    end = row.find(b"</table:table-row>")
    cells, rest = (row, b"") if end < 0 else (row[:end], row[end:])
    head, mark, cells = cells.partition(b">")
    cells = _without_blank_end(cells)
    is_filled = b"office:value" in cells or b"<text:p" in cells
    head = _REPEATED.sub(lambda one: _at_most(one, _MOST_LINES if is_filled else _MOST_BLANK), head)
    cells = _REPEATED.sub(lambda one: _at_most(one, MAX_COLUMNS + 1), cells)
    lines = next((int(one[2]) for one in _REPEATED.finditer(head)), 1)
    width = len(_CELL.findall(cells)) + sum(int(one[2]) for one in _REPEATED.finditer(cells))
    return head + mark + cells + rest, lines * width


def _without_blank_end(cells: bytes) -> bytes:
    """The cells of a row as far as the last that is not blank; cell by cell from the end, as a pattern for
    all of them goes over a long run again and again."""
    pieces = _EACH_CELL.split(cells)
    while len(pieces) > 1 and _BLANK_CELL.fullmatch(pieces[-1]):
        pieces.pop()
    return b"".join(pieces)


def _at_most(repeated: re.Match[bytes], most: int) -> bytes:
    return b'%s%d"' % (repeated[1], min(int(repeated[2][:9]), most))


def _from_parser(content: bytes) -> bytes:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        pages, cells = [], 0
        for meta in book.sheets_metadata[:MOST_SHEETS]:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            cells += sheet.height * sheet.width
            if cells > MOST_LAID_OUT:
                raise refusal("too_big")
            pages.append((meta.name, meta.visible == SheetVisibleEnum.Visible, _lines(sheet)))
        return _written(pages)
    except CalamineError:
        raise refusal("damaged") from None
    except BaseException as error:
        # A panic of the parser is no Exception, so that nobody swallows it; here it means a broken file.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("damaged") from None


def _lines(sheet: Any) -> Iterable[Values]:
    first_row, first_column = sheet.start or (0, 0)
    for _number in range(first_row if sheet.height == sheet.total_height - first_row else 0):
        yield ()
    for values in sheet.iter_rows():
        yield [None] * first_column + [None if value == "" else value for value in values]


def _written(pages: Iterable[tuple[str, bool, Iterable[Values]]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    tables = [(name, is_visible, list(lines)) for name, is_visible, lines in pages]
    if sum(value is not None for _n, _v, lines in tables for line in lines for value in line) > MOST_CELLS:
        raise SheetError(_("这张表太大，请分成几个文件上传。"), "too_big")
    book = Workbook(write_only=True)
    for name, is_visible, lines in tables:
        sheet = book.create_sheet(name[:31])
        sheet.sheet_state = "visible" if is_visible else "hidden"
        for values in lines:
            sheet.append([_cell(WriteOnlyCell(sheet, value=None), value) for value in values])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(cell: Any, value: object) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        cell.data_type = "s"  # text, whatever it begins with
    elif isinstance(value, bool | int | float | date | datetime | time | timedelta):
        cell.value = value
    return cell
