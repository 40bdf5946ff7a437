"""Opens a list: a workbook or delimited text, its header wherever it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.crosschecks.rules import find_list_header
from hardship.kernel.sheets import Row, Sheet, SheetError, as_workbook, read_delimited, read_sheet
from hardship.kernel.sheets.memory import Memory
from hardship.kernel.workflow import Refused

if TYPE_CHECKING:
    from cases.crosschecks.models import CrossCheck

MAX_BYTES = 10 * 1024 * 1024
WORKBOOK = b"PK\x03\x04"
# What old and locked workbooks begin with: the workbook reader has a sentence for each.
NO_TEXT = (WORKBOOK, b"\xd0\xcf\x11\xe0", b"%PDF", b"<")


class ListRefused(Refused):
    """A list that is not taken in, or a step that may not be taken now."""


@dataclass(frozen=True)
class ListFile:
    """A list that is open. Its rows are personal data and stay out of `repr`."""

    sheet: str
    header_row: int
    texts: tuple[str, ...]
    fields: Mapping[str, int]
    rows: Sequence[Row] = field(repr=False)

    def cells(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Each row below the header: its line number and its cells by key."""
        for row in self.rows:
            if row.number > self.header_row:
                width = len(row.values)
                yield (
                    row.number,
                    {key: row.values[place] for key, place in self.fields.items() if place < width},
                )


def open_list(kind: str, content: bytes, *, memory: Memory | None = None) -> ListFile:
    """The list with its header. Raises ListRefused with a sentence."""
    if len(content) > MAX_BYTES:
        raise ListRefused(_("文件超过 10 MB，请分成几个文件上传。"))
    sheet = _read(content)
    header = find_list_header(kind, [(row.number, row.values) for row in sheet.rows[:40]], memory)
    if header is None:
        raise ListRefused(_("前 30 行里没有表头，请在数据上面加一行列名后再上传。"))
    return ListFile(sheet.name, header.row, header.texts, dict(header.fields), sheet.rows)


def reopen_list(crosscheck: "CrossCheck") -> ListFile:
    """The stored list with the columns as they were chosen. Raises ListRefused with a sentence."""
    if not crosscheck.file:
        raise ListRefused(_("这份名单比对后已按规定删除原文件，请重新上传。"))
    with crosscheck.file.open("rb") as stored:
        sheet = _read(stored.read(), crosscheck.sheet)
    headers, fields = crosscheck.mapping["headers"], crosscheck.mapping["fields"]
    return ListFile(sheet.name, crosscheck.header_row, tuple(headers), fields, sheet.rows)


def _read(content: bytes, name: str = "") -> Sheet:
    try:
        if content.startswith(NO_TEXT) or not content:
            return read_sheet(as_workbook(content), sheet=name or None)
        return read_delimited(content)
    except SheetError as error:
        raise ListRefused(str(error)) from error
