"""Small workbooks for the tests of imports."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """One sheet with these rows."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
