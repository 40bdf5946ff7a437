"""A bank's list as a workbook: no heading above it, as counter software reads it from the first row."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from funds.payments.rules.layouts import Layout
from funds.payments.rules.writing import BankLine, Control, write_rows, write_text
from funds.payments.states import Shape, Value

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 (the same rows are the same bytes, whenever they are written)
_WIDTHS = {Value.CARD: 24, Value.PAYEE: 14, Value.BANK: 20, Value.BRANCH: 26, Value.PURPOSE: 18}


def write_file(layout: Layout, control: Control, lines: Sequence[BankLine]) -> bytes:
    """The bytes of a list in its layout. What `find_problems` names is not written: ValueError."""
    if layout.shape != Shape.WORKBOOK:
        return write_text(layout, control, lines)
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": layout.name, "created": _MADE})
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        sheet = book.add_worksheet()
        for place, column in enumerate(layout.columns):
            sheet.set_column(place, place, _WIDTHS.get(Value(column.value), 12))
        for number, row in enumerate(write_rows(layout, control, lines)):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell, text, money)
    return out.getvalue()


def _write(sheet: Any, row: int, place: int, cell: Any, text: Any, money: Any) -> None:
    """Words as words, a card above all: as a number it loses its last digits."""
    if isinstance(cell, Decimal):
        sheet.write_number(row, place, float(cell), money)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif cell:
        sheet.write_string(row, place, cell, text)
