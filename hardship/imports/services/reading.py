"""Opens a list: the workbook through kernel.sheets, its header wherever it stands, its rows in parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from tablib import Dataset

from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS, ListColumn
from hardship.kernel.sheets import Row, SheetError, as_workbook, read_sheet
from hardship.kernel.sheets.headers import clean_header, normal_header
from hardship.kernel.workflow import Refused

MAX_BYTES = 10 * 1024 * 1024
MOST_ROWS = 60_000
SEARCHED_ROWS = 30
FEWEST = 2  # columns that are known make a row the header


class ListRefused(Refused):
    """A list that is not taken in, or a step that may not be taken now."""


@dataclass(frozen=True)
class ListFile:
    """A workbook that is open: the sheet, where its header stands, the text of each column, and which column
    is which. The rows themselves are personal data and stay out of `repr`."""

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, int]
    rows: Sequence[Row] = field(repr=False)

    def parts(self, layout: Sequence[ListColumn], size: int) -> Iterator[tuple[list[int], Dataset]]:
        """The rows below the header in parts of this size: their numbers in Excel, and a dataset with the
        columns that the list has. Rows of which none of these holds anything are left out."""
        known = [(column, self.fields[column.key]) for column in layout if column.key in self.fields]
        rows = iter(self._rows([place for _column, place in known]))
        while part := list(islice(rows, size)):
            numbers = [number for number, _cells in part]
            headers = [column.label for column, _place in known]
            yield numbers, Dataset(*(cells for _number, cells in part), headers=headers)

    def _rows(self, places: Sequence[int]) -> Iterator[tuple[int, list[Any]]]:
        for row in self.rows:
            if row.number > self.header_row:
                width = len(row.values)
                cells = [row.values[place] if place < width else None for place in places]
                if any(cell not in (None, "") for cell in cells):
                    yield row.number, cells


def open_list(content: bytes, kind: str) -> ListFile:
    """The first visible sheet, its header among the first 30 rows. Raises ListRefused with a sentence."""
    if len(content) > MAX_BYTES:
        raise ListRefused(_("文件超过 10 MB，请删去图片和无关的工作表，或分成几个文件导入。"))
    sheet, rows = _read(content, None)
    layout = KINDS[kind].resource.layout
    for row in rows[:SEARCHED_ROWS]:
        headers = tuple(clean_header(value) for value in row.values)
        fields = recognise(headers, layout)
        if len(fields) >= FEWEST:
            return ListFile(sheet, row.number, headers, fields, rows)
    wanted = "、".join(column.label for column in layout[:4])
    raise ListRefused(
        _("没有找到表头：前 30 行里要有列名，例如：%(wanted)s。请下载模板，把数据粘贴到模板中再上传。")
        % {"wanted": wanted}
    )


def reopen_list(made: ListImport) -> ListFile:
    """The stored file with the columns as they were chosen. Raises ListRefused with a sentence."""
    with made.file.open("rb") as stored:
        content = stored.read()
    sheet, rows = _read(content, made.sheet or None)
    return ListFile(sheet, made.header_row or 0, tuple(made.mapping["headers"]), made.mapping["fields"], rows)


def recognise(headers: Sequence[str], layout: Sequence[ListColumn]) -> dict[str, int]:
    """For each key of the layout the 0-based column whose header says so; the first when there are two."""
    words = {normal_header(word): column.key for column in layout for word in (column.label, *column.aliases)}
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        key = words.get(normal_header(header)) if header else None
        if key is not None:
            found.setdefault(key, place)
    return found


def missing_labels(fields: Mapping[str, int], layout: Sequence[ListColumn]) -> list[str]:
    """The columns without which no row can be read."""
    return [column.label for column in layout if column.field.required and column.key not in fields]


def in_excel(content: bytes) -> bytes:
    """What came, as the workbook that is kept. Raises ListRefused."""
    try:
        return as_workbook(content) if len(content) <= MAX_BYTES else content
    except SheetError as error:
        raise ListRefused(str(error)) from error


def _read(content: bytes, name: str | None) -> tuple[str, Sequence[Row]]:
    try:
        sheet = read_sheet(content, sheet=name, most_rows=MOST_ROWS)
    except SheetError as error:
        raise ListRefused(str(error)) from error
    return sheet.name, sheet.rows
