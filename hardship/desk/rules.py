"""A list of people as an auditor brings it: pasted lines, or a workbook with a column of ID numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from django.utils.translation import gettext as _

from hardship.kernel.documents import DocumentError, check_id_number, normalise, read_text
from hardship.kernel.searches import HAN
from hardship.kernel.sheets import CellValue, Row, SheetError, as_workbook, read_sheet
from hardship.kernel.sheets.headers import normal_header

MOST = 5_000  # people of one list
HEADER_WITHIN = 10  # rows
LONGEST_LINE = 200
LONGEST_NAME = 50
NUMBER_NAMES = ("身份证", "证件号")
BETWEEN = re.compile(r"[\s,，;；、|]+")
NUMBER = re.compile(r"(?=(?:.*\d){6})[0-9A-Za-z*.+-]+")


class ListFault(ValueError):
    """A list that cannot be read as a whole; the message is for the user."""


@dataclass(frozen=True)
class Entry:
    """One person of a list: the line or the row of the sheet, the ID number, or why it is none (`fault`)."""

    line: int
    name: str = field(repr=False)
    number: str = field(default="", repr=False)
    fault: str = ""


def read_text_list(text: str) -> list[Entry]:
    """The people of pasted lines, one in each: a number, with a name before or after it. Raises ListFault."""
    lines = ((line, text.strip()) for line, text in enumerate(text.splitlines(), start=1))
    return _counted(_from_line(line, text[:LONGEST_LINE]) for line, text in lines if text)


def read_file(content: bytes) -> list[Entry]:
    """The people of any table that imports take: by the columns 身份证号 and 姓名, without such a header by
    what looks like a number. Raises ListFault."""
    try:
        rows = read_sheet(as_workbook(content)).rows
    except SheetError as error:
        raise ListFault(str(error)) from error
    header = _header(rows[:HEADER_WITHIN])
    if header is None:
        return _counted(_from_line(row.number, _joined(row)) for row in rows)
    number, name = _column(header.values, *NUMBER_NAMES), _column(header.values, "姓名")
    return _counted(_from_cells(row, number, name) for row in rows if row.number > header.number)


def _header(rows: Sequence[Row]) -> Row | None:
    """The last row that names the numbers before the first that holds one: what stands above it is a title,
    which may have the same word."""
    before = takewhile(lambda row: not any(_is_number(value) for value in row.values), rows)
    named = [row for row in before if _column(row.values, *NUMBER_NAMES) is not None]
    return named[-1] if named else None


def _is_number(value: CellValue) -> bool:
    return value is not None and bool(NUMBER.fullmatch(normalise(str(value))))


def as_lines(entries: Iterable[Entry]) -> str:
    """The list as it can be pasted again."""
    return "\n".join(" ".join(filter(None, (entry.name, entry.number))) for entry in entries)


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    found: list[Entry] = []
    for entry in entries:
        if len(found) == MOST:
            raise ListFault(_("一次最多查 %(most)s 人，请分几次查。") % {"most": f"{MOST:,}"})
        found.append(entry)
    if not found:
        raise ListFault(_("名单里没有人，请粘贴或上传身份证号。"))
    return found


def _from_line(line: int, text: str) -> Entry:
    words = [word for word in BETWEEN.split(text) if word]
    name = next((word for word in words if HAN.search(word)), "")[:LONGEST_NAME]
    number = next((normalise(word) for word in words if NUMBER.fullmatch(normalise(word))), "")
    return _checked(line, name, number or None)


def _from_cells(row: Row, number: int | None, name: int | None) -> Entry:
    text = _cell(row.values, name)
    return _checked(row.number, str(text or "").strip()[:LONGEST_NAME], _cell(row.values, number))


def _checked(line: int, name: str, value: object) -> Entry:
    try:
        number = read_text(value, str(_("身份证号")))
    except DocumentError as error:
        return Entry(line, name, fault=str(error))
    try:
        return Entry(line, name, check_id_number(number).number)
    except DocumentError as error:
        return Entry(line, name, number, str(error))


def _joined(row: Row) -> str:
    return " ".join(str(value) for value in row.values if value is not None)[:LONGEST_LINE]


def _cell(values: Sequence[CellValue], place: int | None) -> CellValue:
    return values[place] if place is not None and place < len(values) else None


def _column(values: Sequence[CellValue], *names: str) -> int | None:
    """The place of the first header that holds one of these names."""
    return next(_columns(values, names), None)


def _columns(values: Sequence[CellValue], names: Sequence[str]) -> Iterator[int]:
    for place, value in enumerate(values):
        if isinstance(value, str) and any(name in normal_header(value) for name in names):
            yield place
