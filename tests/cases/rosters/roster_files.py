"""Workbooks for the tests of imports: the sample, and small rosters with one thing wrong."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from cases.rosters.rules.columns import EXTRA
from cases.rosters.rules.layout import label_of, layout_keys
from hardship.kernel.documents import make_id_number

DATA = Path(__file__).parents[2] / "data"
SAMPLE = DATA / "archive_roster.xlsx"
EXPECTED = json.loads((DATA / "archive_roster.expected.json").read_text())
BORN = date(1980, 5, 17)


def person(number: int, **cells: Any) -> dict[str, Any]:
    """A household of one that has nothing wrong, by key; `cells` change or (None) take out."""
    row = {
        "former_no": f"N{number:04d}",
        "category": "深度困难职工",
        "name": "季小梅",
        "sex": "女",
        "id_number": make_id_number("320602", BORN, 2 * number),
        "monthly_income": 1000,
        "annual_income": 12000,
        "persons": 1,
        "monthly_per_capita": 1000,
    }
    return {key: value for key, value in {**row, **cells}.items() if value is not None}


def member(place: int, number: int, **cells: Any) -> dict[str, Any]:
    """The cells of one member, by key."""
    row = {
        "name": "季小童",
        "relation": "儿子",
        "sex": "男",
        "id_number": make_id_number("320602", date(2012, 3, 4), 2 * number + 1),
        "status": "小学",
    }
    return {f"member{place}.{key}": value for key, value in {**row, **cells}.items() if value is not None}


def roster(
    *rows: dict[str, Any],
    keys: list[str] | None = None,
    headers: dict[str, str] | None = None,
    above: int = 2,
    below: tuple[tuple[Any, ...], ...] = (),
) -> bytes:
    """A workbook with a title, the header in row `above` + 1 and these rows by key."""
    from openpyxl import Workbook

    extra = [column.key for column in EXTRA if any(column.key in row for row in rows)]
    keys = keys or layout_keys() + extra
    book = Workbook()
    sheet = book.active
    for number in range(above):
        sheet.append([f"困难职工档案汇总表{number or ''}"])
    sheet.append([(headers or {}).get(key, None) or label_of(key) for key in keys])
    for row in rows:
        sheet.append([row.get(key) for key in keys])
    for row in below:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
