"""The user's own workbook with our remarks in it: coloured cells, comments, and a last column 错误原因."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from hardship.kernel.sheets.container import is_xml, open_container, pack, refusal
from hardship.kernel.sheets.grid import MAX_COLUMNS
from hardship.kernel.sheets.reader import measure_parts
from hardship.kernel.sheets.results import results_of, with_results
from hardship.kernel.sheets.shell import legal

_COLOURS = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "note": "FFDDEBF7"}  # the heavier first
MOST_ROWS = 60_000  # of the longest list that is taken in
_MAX_COMMENTS = 2000  # each is a drawing; a file with more of them opens slowly
_AUTHOR = "困难职工帮扶系统"
_REASON_WIDTH = 48
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_NAMES = {  # ISO 29500 part 4, annex A: the more telling names first
    _STRICT + b"officeDocument/extendedProperties": _USUAL + b"officeDocument/2006/extended-properties",
    _STRICT + b"officeDocument/customProperties": _USUAL + b"officeDocument/2006/custom-properties",
    **{
        _STRICT + name: _USUAL + name + b"/2006"
        for name in (
            b"officeDocument",
            b"spreadsheetml",
            b"drawingml",
        )
    },
}


@dataclass(frozen=True)
class Remark:
    """What is wrong with one cell. `row` and `column` count from 1 as in Excel; column 0 is the whole row."""

    row: int
    column: int
    message: str
    level: str = "error"  # or warning, or note


def annotate(
    original: bytes,
    remarks: Iterable[Remark],
    rejected_rows: Collection[int],
    *,
    header_row: int,
    sheet: str | None = None,
) -> bytes:
    """The workbook as it came, with errors red, warnings amber, notes blue, each with a comment.

    The rows in `rejected_rows` get their remarks in a new last column 错误原因, so that filtering it shows
    what is left to do; the others keep it empty. A column of that name from an earlier round is used again.
    What formulas came to stays beside them. Raises SheetError as read_sheet does.
    """
    from openpyxl import load_workbook

    parts = in_transitional(open_container(original))
    measure_parts(parts, MOST_ROWS)  # what a parser could not stand is cut or refused
    results = results_of(parts)
    try:
        book = load_workbook(BytesIO(pack(parts)))
        page = book[sheet] if sheet else _first_visible(book)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise refusal("damaged") from None
    reason_column = _reason_column(page, header_row)
    listed = list(remarks)
    _open_at(book, page)
    _clear(page, header_row, reason_column)
    _colour(page, listed)
    _give_reasons(page, listed, rejected_rows, reason_column)
    if page.auto_filter.ref is None:
        last = page.cell(header_row, reason_column).column_letter
        page.auto_filter.ref = f"A{header_row}:{last}{max(page.max_row, header_row + 1)}"
    out = BytesIO()
    book.save(out)
    return with_results(out.getvalue(), results)


def in_transitional(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a workbook in Strict Open XML under the usual names, which the writer knows."""
    if not any(_STRICT in parts.get(name, b"") for name in ("xl/workbook.xml", "_rels/.rels")):
        return parts
    return {name: _renamed(data) if is_xml(name) else data for name, data in parts.items()}


def _renamed(data: bytes) -> bytes:
    for strict, usual in _NAMES.items():
        data = data.replace(strict, usual)
    return data


def _first_visible(book: Any) -> Any:
    """The sheet that read_sheet takes: the first visible one with a value."""
    for page in book.worksheets:
        cells = (value for row in page.iter_rows(values_only=True) for value in row)
        if page.sheet_state == "visible" and any(value is not None for value in cells):
            return page
    raise refusal("no_data")


def _open_at(book: Any, page: Any) -> None:
    """The workbook opens at the sheet with the remarks, and at no other: in a group of selected sheets a
    correction of one would go into all."""
    if page.sheet_state != "visible":
        return
    book.active = page
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is page


def _reason_column(page: Any, header_row: int) -> int:
    """The column 错误原因 of an earlier round, else the first one behind everything that stands from the
    header on: notes without a header, merged cells."""
    last = max((area.max_col for area in page.merged_cells.ranges if area.max_row >= header_row), default=0)
    for cell in page[header_row][:MAX_COLUMNS]:
        if cell.value is not None and str(cell.value).strip() == _("错误原因"):
            return int(cell.column)
    for values in page.iter_rows(header_row, max_col=MAX_COLUMNS, values_only=True):
        if any(value is not None for value in values[last:]):
            last = max(place for place, value in enumerate(values, start=1) if value is not None)
    return last + 1


def _clear(page: Any, header_row: int, column: int) -> None:
    """The head of the new column, and nothing below it from an earlier round."""
    from copy import copy

    head = page.cell(header_row, column, _("错误原因"))
    if column > 1:
        head._style = copy(page.cell(header_row, column - 1)._style)
    page.column_dimensions[head.column_letter].width = _REASON_WIDTH
    for (cell,) in page.iter_rows(header_row + 1, page.max_row, column, column):
        if cell.value is not None and hasattr(cell, "comment"):
            cell.value = None


def _colour(page: Any, remarks: Iterable[Remark]) -> None:
    """Fill and comment; nothing is painted over by what weighs less, nor loses its comment to it."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {level: PatternFill("solid", fgColor=colour) for level, colour in _COLOURS.items()}
    texts: dict[Any, list[str]] = {}
    for remark in sorted(remarks, key=lambda one: list(_COLOURS).index(one.level)):
        if remark.column:
            cell = _anchor(page, remark.row, remark.column)
            if cell not in texts:
                cell.fill = fills[remark.level]
            texts.setdefault(cell, []).append(legal(remark.message))
    for cell, messages in list(texts.items())[:_MAX_COMMENTS]:
        own = [cell.comment.text] if cell.comment is not None else []
        cell.comment = Comment(
            "\n".join([*own, *messages]), _AUTHOR, width=320, height=40 + 24 * len(messages)
        )


def _give_reasons(page: Any, remarks: Iterable[Remark], rejected: Collection[int], column: int) -> None:
    from openpyxl.styles import Alignment, Font

    reasons: dict[int, list[str]] = {row: [] for row in sorted(rejected)}
    for remark in remarks:
        if remark.row in reasons and remark.level == "error":
            reasons[remark.row].append(legal(remark.message))
    for row, messages in reasons.items():
        cell = page.cell(row, column)
        cell.value = "；".join(message.rstrip("。；") for message in dict.fromkeys(messages))
        cell.data_type = "s"
        cell.font = Font(color="FF9C0006")
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _anchor(page: Any, row: int, column: int) -> Any:
    """The cell itself, or the one that shows the merged area it lies in."""
    from openpyxl.cell.cell import MergedCell

    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
        return page.cell(area.min_row, area.min_col)
    return cell
