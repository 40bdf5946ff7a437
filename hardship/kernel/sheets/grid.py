"""The XML of one worksheet, measured and trimmed before a parser lays it out in memory.

The parser allocates the rectangle between the first and the last value, so one value in the last cell of an
empty sheet would ask for 400 GB. And what it leaves empty without a word, errors and formulas that were never
calculated, is noted here.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from hardship.kernel.sheets.container import refusal

MAX_ROWS = 20_000
MAX_COLUMNS = 400  # A to OJ
MAX_BLANK_ROWS = 50
_SPARE_ROWS = 50  # titles above the data and notes below it
_MARGIN = 9_999  # rows without a value, on top of the most that hold one

PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
_ATTRIBUTE = rb"""\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_ROW = re.compile(rb"<" + PREFIX + rb"row(?=[\s>/])((?:" + _ATTRIBUTE + rb")*)\s*/?>")
_ANY_ROW = re.compile(rb"<" + PREFIX + rb"row(?=[\s>/])")
_CELL = re.compile(rb"<" + PREFIX + rb"c(?=[\s>/])((?:" + _ATTRIBUTE + rb")*)\s*(/?)>")
_ANY_CELL = re.compile(rb"<" + PREFIX + rb"c(?=[\s>/])")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_VALUE = re.compile(rb"<" + PREFIX + rb"(?:v|is|f)[\s>/]")
_CLOSED_CELL = re.compile(rb"</" + PREFIX + rb"c\s*>")
_SHEET_DATA_END = re.compile(rb"</(" + PREFIX + rb")sheetData\s*>")
# A cell as every common program writes it, within our columns and rows; others are looked at one by one.
_UNUSUAL_CELL = re.compile(
    rb"<c(?=[\s>])"
    rb'(?! r="(?:[A-Z]|[A-F][A-Z]|G[A-R])[1-9]\d{0,3}"(?: s="\d+")?(?: t="[A-Za-z]+")?>)'
    rb'(?! r="(?:[A-Z]|[A-F][A-Z]|G[A-R])[12]\d{4}"(?: s="\d+")?(?: t="[A-Za-z]+")?>)'
    rb'(?! r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?(?: t="[A-Za-z]+")?\s*/>)'
)
_DIMENSION = re.compile(rb"<" + PREFIX + rb"dimension\s[^>]*/>")
_PREFIXED = re.compile(rb"<[\w.-]+:(?:c|row|sheetData)[\s/>]")
_BLANK_TEXT = rb"<is>\s*(?:<t(?:\s[^>]*)?(?:/>|>\s*</t>)\s*)?</is>|<v>\s*</v>|<v\s*/>"
_FAR_BLANK_CELL = re.compile(
    rb'<c r="(?:O[K-Z]|[P-Z][A-Z]|[A-Z]{3})\d+"(?: s="\d+")?(?: t="[A-Za-z]+")?\s*'
    rb"(?:/>|>\s*(?:" + _BLANK_TEXT + rb")?\s*</c>)"
)
FORMULA = rb"(?:<" + PREFIX + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</" + PREFIX + rb"f>))"
_VALUE_TEXT = rb"<" + PREFIX + rb"v>([^<]*)</" + PREFIX + rb"v>"
OPEN_CELL = rb"<" + PREFIX + rb"c(?=\s)(?=[^>]*\sr=\"([A-Z]{1,3})(\d+)\")"
_ERROR_CELL = re.compile(OPEN_CELL + rb"(?=[^>]*\st=\"e\")[^>]*>" + FORMULA + rb"?" + _VALUE_TEXT)
_UNCALCULATED = re.compile(
    OPEN_CELL + rb"(?![^>]*\st=\"str\")[^>]*>" + FORMULA
    + rb"(?:<" + PREFIX + rb"v\s*/>|<" + PREFIX + rb"v></" + PREFIX + rb"v>)?</" + PREFIX + rb"c>"
)  # fmt: skip


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error such as #N/A, or whose formula was never calculated (`text` is empty)."""

    text: str

    @property
    def message(self) -> str:
        """The sentence for the user."""
        if self.text:
            return _("单元格是错误值 %(text)s，请改正后重新上传。") % {"text": self.text}
        return _("公式没有计算结果，请在 Excel 中打开并保存后重新上传，或直接填写结果。")

    def __str__(self) -> str:
        return self.text


@dataclass
class Grid:
    """A worksheet within the limits: its trimmed XML and the cells that a parser would leave empty."""

    xml: bytes = field(repr=False)
    row_count: int = 0
    marks: dict[tuple[int, int], CellError] = field(default_factory=dict)


def measure(xml: bytes, most_rows: int = MAX_ROWS) -> Grid:
    """Cut what lies behind 50 blank rows and beyond the last value; refuse what is still too large, with more
    rows than `most_rows` or columns than MAX_COLUMNS.

    Raises SheetError with one of the codes damaged, too_many_rows, too_many_columns.
    """
    dimension = _DIMENSION.search(xml)
    if dimension is not None:  # often wrong, never needed
        xml = _without(xml, *dimension.span())
    xml = _cut(xml, _last_value(xml))
    row_count, end = _count_rows(xml, most_rows)
    xml = _FAR_BLANK_CELL.sub(b"", _cut(xml, end))
    if _PREFIXED.search(xml) or _UNUSUAL_CELL.search(xml):
        _check_each_cell(xml, most_rows + _MARGIN)
    grid = Grid(xml, row_count)
    if b't="e"' in xml:
        for match in _ERROR_CELL.finditer(xml):
            grid.marks[_place(match)] = CellError(match.group(3).decode("utf-8", "replace"))
    if b"<f" in xml or b":f" in xml:
        for match in _UNCALCULATED.finditer(xml):
            grid.marks[_place(match)] = CellError("")
    return grid


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def place_of(cell: str) -> tuple[int, int]:
    """The row and the column, from 1, of a cell such as G44."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters)


def _last_value(xml: bytes) -> int | None:
    """Where the row after the last closed cell begins: rows and cells without values are closed at once."""
    place = max(xml.rfind(b"</c>"), xml.rfind(b":c>"))
    if place < 0 and not _CLOSED_CELL.search(xml):
        first = _ANY_ROW.search(xml)
        return first.start() if first else None
    following = _ANY_ROW.search(xml, max(place, 0))
    return following.start() if following else None


def _cut(xml: bytes, place: int | None) -> bytes:
    """The XML without the rows from `place` on; what follows the rows stays."""
    if place is None:
        return xml
    end = _SHEET_DATA_END.search(xml, place)
    if end is None:
        raise refusal("damaged")
    return xml if place == end.start() else _without(xml, place, end.start())


def _without(xml: bytes, start: int, end: int) -> bytes:
    """The XML but for these bytes; a long sheet is large, and no third copy of it is made on the way."""
    view = memoryview(xml)
    return b"".join((view[:start], view[end:]))


def _count_rows(xml: bytes, most_rows: int) -> tuple[int, int | None]:
    """How many rows hold a value, and where the first row behind too many blank ones begins."""
    starts = [match.start() for match in _ANY_ROW.finditer(xml)]
    rows = list(_ROW.finditer(xml))
    if len(starts) != len(rows):
        raise refusal("damaged")
    number = last_filled = filled = 0
    for place, row in enumerate(rows):
        number = _row_number(row.group(1), number)
        if number - last_filled > MAX_BLANK_ROWS + 1:
            return filled, row.start()
        end = starts[place + 1] if place + 1 < len(starts) else len(xml)
        if _VALUE.search(xml, row.end(), end):
            last_filled, filled = number, filled + 1
        if filled > most_rows + _SPARE_ROWS or last_filled > most_rows + _MARGIN:
            raise refusal("too_many_rows", rows=most_rows)
    return filled, None


def _row_number(attributes: bytes, before: int) -> int:
    reference = _REFERENCE.search(attributes)
    if reference is None:
        return before + 1
    if not re.fullmatch(rb"[1-9]\d{0,6}", reference.group(1)) or int(reference.group(1)) <= before:
        raise refusal("damaged")
    return int(reference.group(1))


def _check_each_cell(xml: bytes, last_row: int) -> None:
    """The slow way: every cell that may hold a value lies within our columns and rows."""
    rows = [*(match.start() for match in _ANY_ROW.finditer(xml)), len(xml)]
    for start, end in pairwise(rows):
        cells = list(_CELL.finditer(xml, start, end))
        if len(cells) != sum(1 for _match in _ANY_CELL.finditer(xml, start, end)):
            raise refusal("damaged")
        column = 0
        for cell in cells:
            column = _cell_column(cell.group(1), column, last_row)
            if column > MAX_COLUMNS and not cell.group(2):
                raise refusal("too_many_columns")


def _cell_column(attributes: bytes, before: int, last_row: int) -> int:
    references = _REFERENCE.findall(attributes)
    if not references:
        return before + 1
    match = re.fullmatch(rb"([A-Z]{1,3})([1-9]\d{0,6})", references[0])
    if match is None or len(references) > 1 or int(match.group(2)) > last_row:
        raise refusal("damaged")
    return column_number(match.group(1).decode())


def _place(match: re.Match[bytes]) -> tuple[int, int]:
    """Row and column, from 1."""
    return int(match.group(2)), column_number(match.group(1).decode())
