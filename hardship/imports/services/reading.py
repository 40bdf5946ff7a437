"""Opens a workbook of a flat list through the hardened reader, its header wherever it stands."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from hardship.imports.models import SheetImport
from hardship.imports.rules import Header, SheetColumn, find_header
from hardship.kernel.sheets import Sheet, SheetError, read_sheet
from hardship.kernel.workflow import Refused

MAX_BYTES = 20 * 1024 * 1024
MOST_ROWS = 60_000
CHUNK = 5000
Line = tuple[int, dict[str, Any]]


class ImportRefused(Refused):
    """A workbook that is not taken in, or a step that may not be taken now."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def open_sheet(
    content: bytes, columns: Sequence[SheetColumn], remembered: Mapping[str, str]
) -> tuple[Sheet, Header]:
    """The first visible sheet and its header. Raises ImportRefused with a sentence."""
    if len(content) > MAX_BYTES:
        raise ImportRefused(_("文件超过 20 MB，请删去图片和无关的工作表，或分成几个文件导入。"), "file")
    try:
        sheet = read_sheet(content, most=MOST_ROWS)
    except SheetError as error:
        raise ImportRefused(str(error), "file") from error
    header = find_header(columns, [(row.number, row.values) for row in islice(sheet.rows, 40)], remembered)
    if header is None:
        wanted = "、".join(str(column.label) for column in columns if column.is_required)
        raise ImportRefused(
            _("前 30 行里没有找到表头，至少要有这些列：%(wanted)s。请下载模板，把数据粘贴过去再传。")
            % {"wanted": wanted},
            "file",
        )
    return sheet, header


def list_lines(source: SheetImport) -> Iterator[list[Line]]:
    """The rows of a stored workbook by key with their numbers in Excel, a chunk at a time."""
    with source.file.open("rb") as stored:
        content = stored.read()
    try:
        sheet = read_sheet(content, sheet=source.sheet, most=MOST_ROWS)
    except SheetError as error:
        raise ImportRefused(str(error)) from error
    lines = _lines(sheet, source.header_row, source.fields)
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _lines(sheet: Sheet, header_row: int, fields: Mapping[str, int]) -> Iterator[Line]:
    """A row without a value in any column that is wanted is none: a signature, a blank line."""
    for row in sheet.rows:
        if row.number <= header_row:
            continue
        width = len(row.values)
        cells = {key: row.values[place] for key, place in fields.items() if place < width}
        if any(value is not None and str(value).strip() for value in cells.values()):
            yield row.number, cells
