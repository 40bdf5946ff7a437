"""Lists that come as .csv or .txt: the same rows as of a workbook, every cell as text."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hardship.kernel.sheets.container import SheetError
from hardship.kernel.sheets.grid import MAX_COLUMNS, MAX_ROWS
from hardship.kernel.sheets.reader import Row, Sheet

ENCODINGS = ("utf-8-sig", "gb18030")  # what our programs write, and what Excel writes in Chinese
SEPARATORS = ",\t;|，"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # "Unicode text" of Excel
MAX_BYTES = 30 * 1024 * 1024


def read_delimited(content: bytes) -> Sheet:
    """The rows that hold something, with their line numbers. Raises SheetError with a sentence.

    The separator is the one that the first lines have most of; quotes are read as Excel writes them.
    """
    if len(content) > MAX_BYTES or (b"\x00" in content[:4096] and not content.startswith(UTF_16)):
        raise SheetError(_("这不是文本表格，请另存为 Excel 工作簿（.xlsx）或 CSV 后再上传。"), "not_csv")
    rows: list[Row] = []
    for number, cells in enumerate(_records(_decode(content)), start=1):
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


def _records(text: str) -> list[list[str]]:
    """The cells of each record. A quotation mark that nobody closed would swallow the lines up to the next
    one, so it is refused with its line."""
    separator = max(SEPARATORS, key=text[:4096].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    spans: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            records.append(cells)
            if reader.line_num > before + 1:
                spans.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        raise _stray_mark(before + 1) from None
    _require_whole(records, spans, separator)
    return records


def _require_whole(
    records: Sequence[list[str]], spans: Sequence[tuple[int, list[str]]], separator: str
) -> None:
    """A cell may hold line breaks; one that holds a whole line of the table has swallowed it."""
    if not spans:
        return
    long = {id(cells) for _line, cells in spans}
    widths = Counter(len(cells) for cells in records if id(cells) not in long and len(cells) > 1)
    width = widths.most_common(1)[0][0] if widths else max(len(cells) for _line, cells in spans)
    for line, cells in spans:
        swallowed = any("\n" in cell and cell.count(separator) >= width - 1 for cell in cells)
        if width > 1 and (len(cells) > width or swallowed):
            raise _stray_mark(line)


def _stray_mark(line: int) -> SheetError:
    why = _(
        "从第 %(line)s 行起引号不成对，后面的行会被连成一格。请用记事本打开，删去多余的英文双引号后再上传。"
    )
    return SheetError(why % {"line": line}, "quotes")


def _decode(content: bytes) -> str:
    if content.startswith(UTF_16):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(_("文字编码认不出，请用记事本打开，另存时编码选“UTF-8”后再上传。"), "encoding")
