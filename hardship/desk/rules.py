"""A list of people as an auditor brings it: pasted lines, or a workbook with a column of ID numbers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hardship.kernel.documents import DocumentError, check_id_number, normalise, read_text
from hardship.kernel.searches import HAN
from hardship.kernel.sheets import CellError, CellValue, Row, SheetError
from hardship.kernel.sheets.headers import Header, normal_header, texts_of
from hardship.kernel.sheets.tables import Table

MOST = 5_000  # people of one list
HEADER_WITHIN = 10  # rows
LONGEST_LINE = 200
LONGEST_NAME = 50
SHORTEST = 10**14  # a number of fifteen figures, as Excel keeps what it has cut
NUMBER_NAMES = ("身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "身份号码", "身份证")
BETWEEN = re.compile(r"[\s,，;；、|]+")
PERSON = re.compile(r"[0-9Xx*]{15,18}")
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
    what looks like a number. Raises ListFault, also for people in more than one worksheet."""
    try:
        table = Table.find(content, _find)
    except SheetError as error:
        raise ListFault(str(error)) from error
    if table.others:
        names = "、".join(f"“{name}”" for name in (table.sheet, *table.others))
        why = _("几张工作表里都有人：%(sheets)s。一次只查一张，请把名单放到一张表里，或分开上传。")
        raise ListFault(why % {"sheets": names})
    if not table.header_row:
        return _counted(_from_row(row) for row in table.rows)
    number, name = table.fields["number"], table.fields.get("name")
    return _counted(_from_cells(row, number, name) for row in table.below())


def _find(rows: Sequence[tuple[int, Sequence[CellValue]]]) -> Header | None:
    """The last row that names the numbers before the first that holds one: what stands above it is a title,
    which may have the same word. Row 0 where numbers stand below no header, None where there are none."""
    numbered = next((row for row, cells in rows if any(map(_is_number, cells))), None)
    named = [
        Header(row, texts_of(cells), fields)
        for row, cells in rows[:HEADER_WITHIN]
        if (numbered is None or row < numbered) and "number" in (fields := _columns(cells))
    ]
    return named[-1] if named else Header(0, (), {"number": 0}) if numbered else None


def _is_number(value: CellValue) -> bool:
    """Whether a cell holds the number of a person, be it one that Excel has cut."""
    if isinstance(value, float):
        return value >= SHORTEST
    return isinstance(value, str) and bool(PERSON.fullmatch(normalise(value[:LONGEST_LINE])))


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
    if isinstance(value, CellError):
        return Entry(line, name, fault=value.message)
    try:
        number = read_text(value, str(_("身份证号")))
    except DocumentError as error:
        return Entry(line, name, fault=str(error))
    try:
        return Entry(line, name, check_id_number(number).number)
    except DocumentError as error:
        return Entry(line, name, number, str(error))


def _from_row(row: Row) -> Entry:
    text = " ".join(str(value) for value in row.values if value is not None)[:LONGEST_LINE]
    return _from_line(row.number, text)


def _cell(values: Sequence[CellValue], place: int | None) -> CellValue:
    return values[place] if place is not None and place < len(values) else None


def _columns(cells: Sequence[CellValue]) -> dict[str, int]:
    """Where the numbers and the names stand: the most exact header first, 身份证号 before 身份证住址."""
    headers = [normal_header(cell) if isinstance(cell, str) else "" for cell in cells]
    found = {"number": _place(headers, NUMBER_NAMES), "name": _place(headers, ("姓名",))}
    return {key: place for key, place in found.items() if place is not None}


def _place(headers: Sequence[str], names: Sequence[str]) -> int | None:
    exact = (headers.index(name) for name in names if name in headers)
    holding = (at for name in names for at, header in enumerate(headers) if name in header)
    return next(exact, next(holding, None))
