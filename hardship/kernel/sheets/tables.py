"""Tables that people bring: found in whichever worksheet they stand, opened again with the columns chosen.

Rosters, lists and lists of other departments differ in how they know a header; everything else is here: which
formats there are, the other worksheets that hold such a table, and the units above and in the header.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from hardship.kernel.sheets.container import SheetError
from hardship.kernel.sheets.converted import as_workbook
from hardship.kernel.sheets.delimited import read_delimited
from hardship.kernel.sheets.grid import MAX_ROWS
from hardship.kernel.sheets.headers import Header, column_letters
from hardship.kernel.sheets.memory import Memory, applied
from hardship.kernel.sheets.reader import GLIMPSED, CellValue, Row, Sheet, read_sheet
from hardship.kernel.sheets.units import Unit, unit_of_table, units_of
from hardship.kernel.workflow import Refused

MAX_BYTES = 10 * 1024 * 1024
LOOKED_AT = 30  # rows above a header, for what they say of all amounts
TRIED_SHEETS = 12
# What workbooks of any age begin with, and what is no table: the reader of workbooks has a sentence for each.
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"<")

Find = Callable[[Sequence[tuple[int, Sequence[CellValue]]]], Header | None]
IsAmount = Callable[[str], bool]


@dataclass(frozen=True)
class Table:
    """A worksheet that is open: where its header ends, the text of each column, which column is which, and
    the other visible worksheets that hold such a table, with their rows; `header_row` is 0 where none does.
    The rows are personal data and stay out of `repr`."""

    sheet: str
    header_row: int
    texts: tuple[str, ...]
    fields: Mapping[str, int]
    rows: Sequence[Row] = field(repr=False)
    others: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, Sequence[Row]] = field(default_factory=dict, repr=False)

    @classmethod
    def find(
        cls,
        content: bytes,
        find: Find,
        *,
        sheet: str | None = None,
        beside: Collection[str] = (),
        most_rows: int = MAX_ROWS,
    ) -> Self:
        """The worksheet of that name, else the first visible one in which `find` knows a column.

        `find` gets the first rows and their numbers. Raises SheetError.
        """
        _require_size(content)
        first = read_table(content, sheet=sheet, beside=beside, most_rows=most_rows, glimpses=TRIED_SHEETS)
        header, others = find(_top(first.rows)), _find_elsewhere(first, find)
        if sheet is None and others and not (header and header.fields):
            page = read_table(content, sheet=others[0][0], beside=beside, most_rows=most_rows)
            unknown = [(first.name, len(first.rows))] if header else []  # words that somebody may know
            return cls._of(page, find(_top(page.rows)), dict([*unknown, *others[1:]]))
        return cls._of(first, header, dict(others))

    @classmethod
    def reopen(
        cls,
        content: bytes,
        mapping: Mapping[str, Any],
        header_row: int,
        *,
        sheet: str,
        beside: Collection[str] = (),
        most_rows: int = MAX_ROWS,
    ) -> Self:
        """A stored file with the columns as they were chosen ("headers" and "fields"). Raises SheetError."""
        page = read_table(content, sheet=sheet or None, beside=beside, most_rows=most_rows)
        return cls._of(page, Header(header_row, tuple(mapping["headers"]), mapping["fields"]), {})

    @classmethod
    def _of(cls, page: Sheet, header: Header | None, others: Mapping[str, int]) -> Self:
        known = header or Header(0, (), {})
        return cls(page.name, known.row, known.texts, dict(known.fields), page.rows, others, page.beside)

    def below(self) -> Iterator[Row]:
        """The rows below the header."""
        return (row for row in self.rows if row.number > self.header_row)

    def units(self, is_amount: IsAmount) -> dict[str, Unit]:
        """By key the units that are not plain: of the headers, or of the table for amounts."""
        return units_of(self.texts, self.fields, is_amount=is_amount, above=self._above())

    def mapping(self, memory: Memory | None = None) -> dict[str, Any]:
        """What is kept of the table beside its file: the columns, what of them was chosen before, the other
        worksheets, and the unit of the whole table."""
        table = unit_of_table(self._above())
        return {
            "headers": list(self.texts),
            "fields": dict(self.fields),
            "recalled": applied(memory or {}, self.texts, self.fields),
            "others": dict(self.others),
            "unit": table.name if table else "",
        }

    def _above(self) -> Iterator[Sequence[CellValue]]:
        return (row.values for row in self.rows[:LOOKED_AT] if row.number < self.header_row)


def read_table(content: bytes, *, most_rows: int = MAX_ROWS, **options: Any) -> Sheet:
    """One worksheet of a table of any kind, text with separators among them; `options` are those of
    read_sheet. Raises SheetError."""
    if content and not content.startswith(_NO_TEXT):
        return read_delimited(content)
    return read_sheet(as_workbook(content), most_rows=most_rows, **options)


def in_excel(content: bytes) -> bytes:
    """What came, as the workbook that is kept. Raises SheetError."""
    _require_size(content)
    return as_workbook(content)


@contextmanager
def refused_as(refusal: type[Refused]) -> Iterator[None]:
    """A file that cannot be read, as the refusal of whoever reads it."""
    try:
        yield
    except SheetError as error:
        raise refusal(str(error)) from error


def say_units(mapping: Mapping[str, Any], is_amount: IsAmount) -> list[str]:
    """The columns whose figures are converted to yuan, as a page names them: C 保障金额（千元）."""
    headers, fields = mapping["headers"], mapping["fields"]
    line = [[f"单位：{mapping['unit']}"]] if mapping.get("unit") else []
    units = units_of(headers, fields, is_amount=is_amount, above=line)
    told = sorted((fields[key], unit) for key, unit in units.items() if unit.size != 1)
    return [_say(place, headers[place], unit) for place, unit in told]


def _say(place: int, header: str, unit: Unit) -> str:
    named = "" if unit.name in header else _("（表上写明单位：%(unit)s）") % {"unit": unit.name}
    return f"{column_letters(place)} {header}{named}"


def _require_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        why = _("文件超过 10 MB，请删去图片和无关的工作表，或分成几个文件上传。")
        raise SheetError(why, "too_large")


def _top(rows: Sequence[Row]) -> list[tuple[int, list[CellValue]]]:
    return [(row.number, row.values) for row in rows[:GLIMPSED]]


def _find_elsewhere(first: Sheet, find: Find) -> list[tuple[str, int]]:
    """The other visible worksheets with such a table, and how many rows stand below its header: behind a
    cover sheet, or one for each union."""
    found = []
    for name, seen in first.glimpses.items():
        header = find(_top(seen.rows))
        if header is not None and header.fields:
            above = sum(row.number <= header.row for row in seen.rows)
            found.append((name, seen.count - above))
    return [row for row in found if row[1] > 0]
