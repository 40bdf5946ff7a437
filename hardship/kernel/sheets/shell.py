"""The workbook around a list: title, styles, header row, totals and page set-up, made by XlsxWriter."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from hardship.kernel.columns import Column, headers

SHEET_PART = "xl/worksheets/sheet{}.xml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')

_NUMBER_FORMATS = {
    "money": "#,##0.00",
    "number": "General",
    "count": "General",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "id_number": "@",
    "bank_card": "@",
    "phone": "@",
    "birth": "@",
}
_RIGHT, _CENTRE = ("money", "number", "count"), ("date", "datetime", "boolean", "badge")


@dataclass(frozen=True)
class SheetHeader:
    """What stands above and below the table: a title, lines such as 制表单位, 制表时间, 筛选条件, 操作人."""

    title: str
    lines: Sequence[str] = ()
    footer: Sequence[str] = ()


@dataclass(frozen=True)
class Beside:
    """Another sheet of the same workbook: its name, its columns and its rows below one header row."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def legal(text: str) -> str:
    """The text with only those characters that XML allows, and one kind of line end."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def half_widths(text: str) -> int:
    """How wide the text is when a Chinese character takes two places."""
    return len(text) if text.isascii() else sum(2 if char > "\xff" else 1 for char in text)


def letters(place: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shell(
    columns: Sequence[Column],
    header: SheetHeader,
    counts: Sequence[int],
    totals: dict[str, Decimal],
    words: str,
    beside: Sequence[Beside] = (),
) -> tuple[dict[str, bytes], list[list[tuple[str, str]]]]:
    """The workbook without its rows, of which each sheet will have so many, and for each sheet the style
    numbers of each column: plain and quoted."""
    from xlsxwriter import Workbook

    out = BytesIO()
    top = len(header.lines) + 1
    foot = [line for line in (words, *header.footer) if line]
    ends = [top + 1 + counts[0] + bool(totals) + len(foot)]
    with Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": legal(header.title), "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        style = partial(_style, book)
        sheet = book.add_worksheet()
        _write_head(sheet, style, columns, header)
        _write_foot(sheet, style, columns, top + 1 + counts[0], totals, foot)
        _set_columns(sheet, style, columns, top, counts[0], ends[0])
        for other, count in zip(beside, counts[1:], strict=True):
            sheet = book.add_worksheet(other.name)
            _write_labels(sheet, style, other.columns, 0)
            ends.append(1 + count)
            _set_columns(sheet, style, other.columns, 0, count, 1 + count)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    tables = (columns, *(other.columns for other in beside))
    styles = [
        _take_samples(parts, SHEET_PART.format(number), end + 1, letters(len(table) - 1))
        for number, (table, end) in enumerate(zip(tables, ends, strict=True), start=1)
    ]
    return parts, styles


def _set_columns(sheet: Any, style: Any, columns: Sequence[Column], top: int, count: int, end: int) -> None:
    """Widths, what stays in sight, and two rows at `end` that tell the styles."""
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_blank(end, place, None, style(column.kind))
        sheet.write_blank(end + 1, place, None, style(column.kind, quote_prefix=True))
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(count, 1), len(columns) - 1)
    _set_page(sheet, top)


def _take_samples(parts: dict[str, bytes], part: str, row: int, last: str) -> list[tuple[str, str]]:
    """The style numbers of the two sample rows, which begin at `row` and are taken out."""
    sheet = parts[part]
    start, end = sheet.index(b'<row r="%d"' % row), sheet.index(b"</sheetData>")
    plain, quoted = sheet[start:end].split(b"</row>")[:2]
    dimension = f'<dimension ref="A1:{last}{row - 1}"/>'.encode()
    parts[part] = _DIMENSION.sub(dimension, sheet[:start] + sheet[end:], count=1)
    numbers = [re.findall(r' s="(\d+)"', sample.decode()) for sample in (plain, quoted)]
    return list(zip(*numbers, strict=True))


def _write_head(sheet: Any, style: Any, columns: Sequence[Column], header: SheetHeader) -> None:
    _write_line(sheet, 0, columns, header.title, style("title"))
    sheet.set_row(0, 30)
    for place, line in enumerate(header.lines, start=1):
        _write_line(sheet, place, columns, line, style("line"))
    _write_labels(sheet, style, columns, len(header.lines) + 1)


def _write_labels(sheet: Any, style: Any, columns: Sequence[Column], top: int) -> None:
    sheet.set_row(top, 32)
    for place, label in enumerate(headers(columns)):
        sheet.write_string(top, place, label, style("header"))


def _write_foot(
    sheet: Any, style: Any, columns: Sequence[Column], row: int, totals: dict[str, Decimal], lines: list[str]
) -> None:
    if totals:
        for place, column in enumerate(columns):
            if column.key in totals:
                sheet.write_number(row, place, totals[column.key], style(column.kind, bold=True))
            else:
                sheet.write_string(row, place, "" if place else _("合计"), style("text", bold=True))
        row += 1
    for place, line in enumerate(lines, start=row):
        _write_line(sheet, place, columns, line, style("line"))


def _write_line(sheet: Any, row: int, columns: Sequence[Column], text: str, style: Any) -> None:
    """A line across the whole table, as high as its text needs: merged cells do not grow by themselves."""
    text = legal(text)
    if len(columns) > 1:
        sheet.merge_range(row, 0, row, len(columns) - 1, "", style)
    sheet.write_string(row, 0, text, style)
    sheet.set_row(row, 16 * (1 + half_widths(text) // max(sum(column.width for column in columns), 10)))


def _style(book: Any, kind: str, **more: Any) -> Any:
    """A cell format; XlsxWriter gives equal ones the same number."""
    look = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    if kind == "title":
        return book.add_format({**look, "font_size": 16, "bold": True, "align": "center"})
    if kind == "line":
        return book.add_format({**look, "font_size": 10, "font_color": "#444444", "text_wrap": True})
    look |= {"border": 1, "border_color": "#B8C0CC", "text_wrap": True, **more}
    if kind == "header":
        return book.add_format({**look, "bold": True, "align": "center", "bg_color": "#E8EDF4"})
    look["align"] = "right" if kind in _RIGHT else "center" if kind in _CENTRE else "left"
    return book.add_format({**look, "num_format": _NUMBER_FORMATS.get(kind, "General")})


def _set_page(sheet: Any, top: int) -> None:
    """A4 landscape, as wide as the paper, the header row on every page, rows with room to breathe."""
    sheet.set_default_row(18)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C" + _("第 &P 页　共 &N 页"))
