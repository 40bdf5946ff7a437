"""The one way in for workbooks: nothing is parsed that was not looked through first."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from hardship.kernel.sheets.container import is_xml, open_container, pack, refusal
from hardship.kernel.sheets.grid import CellError, Grid, measure

CellValue = str | float | bool | date | datetime | time | timedelta | CellError | None


@dataclass(frozen=True)
class Row:
    """A row that holds something: its number in Excel and its values from column A on."""

    number: int
    values: list[CellValue]


@dataclass(frozen=True)
class Sheet:
    """The rows of one worksheet that hold something, and the names of all worksheets."""

    name: str
    rows: list[Row]
    names: list[str]
    beside: dict[str, list[Row]] = field(default_factory=dict)


def read_sheet(source: bytes | Path, *, sheet: str | None = None, beside: Collection[str] = ()) -> Sheet:
    """Read one worksheet of an .xlsx: the one named, else the first visible one that holds something.

    Text stays text and numbers stay numbers (float); a date is a date, an error a CellError, an empty cell
    None. At most 20,000 rows and 200 columns; reading stops after 50 blank rows. `beside` names worksheets
    whose rows are wanted too, where there are such, hidden ones included. Raises SheetError.
    """
    parts = open_container(source if isinstance(source, bytes) else Path(source).read_bytes())
    grids = measure_parts(parts)
    workbook = _parse(parts)
    try:
        for name, path in _candidates(workbook, parts, sheet):
            grid = grids.get(path)
            if grid is not None and grid.row_count:
                others = _beside(workbook, parts, grids, [other for other in beside if other != name])
                return Sheet(name, _rows(workbook, name, grid), list(workbook.sheet_names), others)
    finally:
        workbook.close()
    raise refusal("no_data")


def measure_parts(parts: dict[str, bytes]) -> dict[str, Grid]:
    """The worksheets among the parts by name; puts their trimmed XML in place of what came."""
    grids = {name: measure(data) for name, data in parts.items() if is_xml(name) and b"sheetData" in data}
    for name, grid in grids.items():
        parts[name] = grid.xml
    return grids


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
    from python_calamine import CalamineError, CalamineWorkbook

    clean = pack({name: data for name, data in parts.items() if is_xml(name)}, compressed=False)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(clean))
    except CalamineError:
        raise refusal("damaged") from None


def _candidates(workbook: Any, parts: dict[str, bytes], wanted: str | None) -> list[tuple[str, str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    paths = sheet_paths(parts)
    if wanted is not None:
        if wanted not in paths:
            raise refusal("no_sheet")
        return [(wanted, paths[wanted])]
    return [
        (meta.name, paths.get(meta.name, ""))
        for meta in workbook.sheets_metadata
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
    ]


def _beside(
    workbook: Any, parts: dict[str, bytes], grids: dict[str, Grid], wanted: Collection[str]
) -> dict[str, list[Row]]:
    if not wanted:
        return {}
    found = {name: grids.get(path) for name, path in sheet_paths(parts).items() if name in wanted}
    return {name: _rows(workbook, name, grid) for name, grid in found.items() if grid is not None}


def _rows(workbook: Any, name: str, grid: Grid) -> list[Row]:
    from python_calamine import CalamineError

    try:
        table = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError:
        raise refusal("damaged") from None
    except BaseException as error:
        # A panic of the parser is no Exception, so that nobody swallows it; here it means a broken file.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("damaged") from None
    rows: list[list[CellValue]] = [[None if value == "" else value for value in row] for row in table]
    for (row, column), mark in grid.marks.items():
        _put(rows, row, column, mark)
    return [
        Row(number, values)
        for number, values in enumerate(rows, start=1)
        if any(value is not None for value in values)
    ]


def _put(rows: list[list[CellValue]], row: int, column: int, mark: CellError) -> None:
    """A mark may lie outside the rectangle that the parser found filled."""
    while len(rows) < row:
        rows.append([])
    values = rows[row - 1]
    values.extend([None] * (column - len(values)))
    if values[column - 1] is None:
        values[column - 1] = mark
