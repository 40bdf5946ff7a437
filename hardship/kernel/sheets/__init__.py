"""Workbooks: one hardened way in, one fast way out, and the user's own file with our remarks."""

from hardship.kernel.sheets.container import SheetError
from hardship.kernel.sheets.converted import as_workbook
from hardship.kernel.sheets.delimited import read_delimited
from hardship.kernel.sheets.grid import MAX_COLUMNS, MAX_ROWS, CellError
from hardship.kernel.sheets.reader import GLIMPSED, CellValue, Glimpse, Row, Sheet, read_sheet
from hardship.kernel.sheets.remarks import Remark, annotate
from hardship.kernel.sheets.shell import Beside, SheetHeader
from hardship.kernel.sheets.writer import Written, write_rows, write_sheet

__all__ = [
    "GLIMPSED",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Beside",
    "CellError",
    "CellValue",
    "Glimpse",
    "Remark",
    "Row",
    "Sheet",
    "SheetError",
    "SheetHeader",
    "Written",
    "annotate",
    "as_workbook",
    "read_delimited",
    "read_sheet",
    "write_rows",
    "write_sheet",
]
