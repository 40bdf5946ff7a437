"""Lists that come as .csv or .txt: the same rows as of a workbook, every cell as text."""

import csv
import io

from django.utils.translation import gettext as _

from hardship.kernel.sheets.container import SheetError
from hardship.kernel.sheets.grid import MAX_COLUMNS, MAX_ROWS
from hardship.kernel.sheets.reader import Row, Sheet

ENCODINGS = ("utf-8-sig", "gb18030")  # what our programs write, and what Excel writes in Chinese
SEPARATORS = ",\t;|，"
MAX_BYTES = 30 * 1024 * 1024


def read_delimited(content: bytes) -> Sheet:
    """The rows that hold something, with their line numbers. Raises SheetError with a sentence.

    The separator is the one that the first lines have most of; quotes are read as Excel writes them.
    """
    if len(content) > MAX_BYTES or b"\x00" in content[:4096]:
        raise SheetError(_("这不是文本表格，请另存为 Excel 工作簿（.xlsx）或 CSV 后再上传。"), "not_csv")
    text = _decode(content)
    head = text[:4096]
    separator = max(SEPARATORS, key=head.count)
    rows: list[Row] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        values = [cell.strip() or None for cell in cells[:MAX_COLUMNS]]
        if any(value is not None for value in values):
            rows.append(Row(number, list(values)))
        if len(rows) > MAX_ROWS:
            raise SheetError(
                _("超过 %(rows)s 行，请分成几个文件上传。") % {"rows": f"{MAX_ROWS:,}"}, "too_big"
            )
    if not rows:
        raise SheetError(_("文件里没有数据。"), "no_data")
    return Sheet("", rows, [])


def _decode(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(_("文字编码认不出，请在 Excel 中打开后另存为“CSV UTF-8”。"), "encoding")
