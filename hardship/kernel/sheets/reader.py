"""The one way in for workbooks: nothing is parsed that was not looked through first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, overload

from hardship.kernel.sheets.container import SheetError, is_xml, open_container, pack_lightly, refusal
from hardship.kernel.sheets.grid import MAX_ROWS, CellError, Grid, measure

GLIMPSED = 40  # rows
CellValue = str | float | bool | date | datetime | time | timedelta | CellError | None


@dataclass(frozen=True)
class Row:
    """A row that holds something: its number in Excel and its values from column A on."""

    number: int
    values: list[CellValue]


@dataclass(frozen=True)
class Glimpse:
    """The first rows of another worksheet that hold something, and how many do."""

    rows: Sequence[Row]
    count: int


@dataclass(frozen=True)
class Sheet:
    """The rows of one worksheet that hold something, and the names of all worksheets."""

    name: str
    rows: Sequence[Row]
    names: list[str]
    beside: dict[str, Sequence[Row]] = field(default_factory=dict)
    shown: Sequence[str] = ()  # the worksheets that are not hidden
    glimpses: dict[str, Glimpse] = field(default_factory=dict)


class Rows(Sequence[Row]):
    """Rows that are made while somebody goes through them: a long sheet is never in memory as Python values.

    Whoever asks for one by its place gets all of them kept.
    """

    def __init__(self, sheet: Any, marks: dict[tuple[int, int], CellError]) -> None:
        self._sheet, self._marks = sheet, marks
        self._kept: list[Row] | None = None
        self._count: int | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self._kept) if self._kept is not None else self._made()

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(1 for _row in self)
        return self._count

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice) and not place.start and (place.stop or -1) >= 0 and place.step is None:
            return list(islice(self, place.stop))
        if self._kept is None:
            self._kept = list(self._made())
        return self._kept[place]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _made(self) -> Iterator[Row]:
        marks: dict[int, dict[int, CellError]] = {}
        for (line, column), mark in self._marks.items():
            marks.setdefault(line, {})[column] = mark
        before: list[CellValue] = [None] * (self._sheet.start or (0, 0))[1]  # columns the parser leaves out
        for number, values in enumerate(self._sheet.iter_rows(), start=1):
            row: list[CellValue] = before + [None if value == "" else value for value in values]
            _put(row, marks.pop(number, {}))
            if any(value is not None for value in row):
                yield Row(number, row)
        for late in sorted(marks):  # they may lie outside the rectangle that the parser found filled
            below: list[CellValue] = []
            _put(below, marks[late])
            yield Row(late, below)


def read_sheet(
    source: bytes | Path,
    *,
    sheet: str | None = None,
    beside: Collection[str] = (),
    most_rows: int = MAX_ROWS,
    glimpses: int = 0,
) -> Sheet:
    """Read one worksheet of an .xlsx: the one named, else the first visible one that holds something.

    Text stays text and numbers stay numbers (float); a date is a date, an error a CellError, an empty cell
    None. At most `most_rows` rows and 400 columns; reading stops after 50 blank rows. `beside` names
    worksheets whose rows are wanted too, where there are such, hidden ones included. Into so many of the
    other visible ones (`glimpses`) a look is taken, one after the other: none is in memory beside another.
    Raises SheetError.
    """
    parts = open_container(source if isinstance(source, bytes) else Path(source).read_bytes())
    grids = measure_parts(parts, most_rows)
    paths = sheet_paths(parts)
    workbook = _parse(parts)
    try:
        for name, path in _candidates(workbook, paths, sheet):
            grid = grids.get(path)
            if grid is not None and grid.row_count:
                others: dict[str, Sequence[Row]] = {
                    other: _rows(workbook, other, grids[paths[other]])
                    for other in beside
                    if other != name and paths.get(other) in grids
                }
                shown = [one for one, _path in _candidates(workbook, paths, None)]
                further = [one for one in shown if one not in (name, *beside) and paths.get(one) in grids]
                looked = {one: _glimpse(workbook, one, grids[paths[one]]) for one in further[:glimpses]}
                names = list(workbook.sheet_names)
                return Sheet(name, _rows(workbook, name, grid), names, others, shown, looked)
    finally:
        workbook.close()
    raise refusal("no_data")


def measure_parts(parts: dict[str, bytes], most_rows: int = MAX_ROWS) -> dict[str, Grid]:
    """The worksheets among the parts by name; puts their trimmed XML in place of what came."""
    names = [name for name, data in parts.items() if is_xml(name) and b"sheetData" in data]
    grids: dict[str, Grid] = {}
    for name in names:
        grid = measure(_handed_over(parts, name), most_rows)
        parts[name], grid.xml = grid.xml, b""
        grids[name] = grid
    return grids


def _handed_over(parts: dict[str, bytes], name: str) -> bytes:
    """The bytes of a part, which the parts let go of: a long sheet is large, and two of it are too much."""
    data, parts[name] = parts[name], b""
    return data


def sheet_paths(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        relations = fromstring(parts["xl/_rels/workbook.xml.rels"])
        workbook = fromstring(parts["xl/workbook.xml"])
    except ParseError:
        raise refusal("damaged") from None
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    paths = {}
    for element in workbook.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            path = PurePosixPath(target[1:] if target.startswith("/") else f"xl/{target}")
            paths[element.get("name", "")] = str(path)
    return paths


def _parse(parts: dict[str, bytes]) -> Any:
    """The parser's workbook; the parts are used up."""
    from python_calamine import CalamineError, CalamineWorkbook

    clean = pack_lightly((name, _handed_over(parts, name)) for name in list(parts) if is_xml(name))
    parts.clear()
    try:
        return CalamineWorkbook.from_filelike(clean)
    except CalamineError:
        raise refusal("damaged") from None


def _candidates(workbook: Any, paths: dict[str, str], wanted: str | None) -> list[tuple[str, str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if wanted is not None:
        if wanted not in paths:
            raise refusal("no_sheet")
        return [(wanted, paths[wanted])]
    return [
        (meta.name, paths.get(meta.name, ""))
        for meta in workbook.sheets_metadata
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
    ]


def _glimpse(workbook: Any, name: str, grid: Grid) -> Glimpse:
    """Nothing of a worksheet that the parser cannot read."""
    try:
        rows = _rows(workbook, name, grid)
    except SheetError:
        return Glimpse((), 0)
    return Glimpse(rows[:GLIMPSED], len(rows))


def _rows(workbook: Any, name: str, grid: Grid) -> Rows:
    from python_calamine import CalamineError

    try:
        return Rows(workbook.get_sheet_by_name(name), grid.marks)
    except CalamineError:
        raise refusal("damaged") from None
    except BaseException as error:
        # A panic of the parser is no Exception, so that nobody swallows it; here it means a broken file.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("damaged") from None


def _put(values: list[CellValue], marks: dict[int, CellError]) -> None:
    """What the parser leaves empty, where nothing else stands."""
    for column, mark in marks.items():
        values.extend([None] * (column - len(values)))
        if values[column - 1] is None:
            values[column - 1] = mark
