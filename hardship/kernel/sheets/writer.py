"""The one way out for lists: rows streamed as XML into a shell, several times as fast as cell by cell.

Text is inline text, so nothing in it is ever evaluated. The same rows give the same bytes, so their SHA-256
means something in the audit trail.
"""

import hashlib
import math
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from hardship.kernel import money
from hardship.kernel.columns import SECRET_KINDS, Column
from hardship.kernel.hidden import hide_bytes
from hardship.kernel.sheets.container import fixed_entry
from hardship.kernel.sheets.shell import SHEET_PART, Beside, SheetHeader, half_widths, legal, letters, shell

_SPOOL = 16 * 1024 * 1024
_BATCH = 500
_MAX_ROWS = 1_000_000
_MAX_TEXT = 32_767  # what a cell holds
_EXACT = 10**15  # a larger number loses digits in a spreadsheet
_AS_TEXT = SECRET_KINDS | {"name", "text", "union", "code"}
_KEPT, _KEPT_TYPES = 4096, (str, date)  # equal numbers may be written differently: 1, 1.0, 1.00
_EPOCH = date(1899, 12, 30)
_FIRST_DATE = date(1900, 3, 1)  # before it, spreadsheets believe in a 29 February 1900

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Written:
    """What was written: rows of data, the totals by column key, and the SHA-256 of the file."""

    rows: int
    totals: dict[str, Decimal] = field(repr=False)
    sha256: str


def write_sheet(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    header: SheetHeader,
    totals: Collection[str] | Mapping[str, Decimal] = (),
    in_words: str = "",
    beside: Sequence[Beside] = (),
) -> bytes:
    """A workbook as bytes; see write_rows."""
    out = BytesIO()
    write_rows(out, columns, rows, header=header, totals=totals, in_words=in_words, beside=beside)
    return out.getvalue()


def write_rows(
    target: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    header: SheetHeader,
    totals: Collection[str] | Mapping[str, Decimal] = (),
    in_words: str = "",
    beside: Sequence[Beside] = (),
) -> Written:
    """Stream rows into an .xlsx at `target`, which must be empty, seekable and readable.

    A row holds the typed values of `columns.values(...)`, so what is personal is masked already. `totals`
    names the columns to add up in a last row; given as amounts they are control totals, which the rows must
    meet. `in_words` names the column whose total is also written in words; `beside` are more sheets.
    Raises ValueError when the rows fit neither the columns nor the control totals; what was written until
    then is of no use.
    """
    keys = {column.key for column in columns}
    sums = dict.fromkeys([*totals, *([in_words] if in_words else [])], Decimal(0))
    if not keys or not sums.keys() <= keys:
        raise ValueError("Totals need a column of the table.")
    # XlsxWriter numbers styles as it meets them, so the shell that tells the numbers has all of them
    nothing = [0] * (1 + len(beside))
    _parts, styles = shell(columns, header, nothing, dict.fromkeys(totals, Decimal(0)), in_words, beside)
    first = len(header.lines) + 3
    pages = [(columns, rows, sums, first), *((one.columns, one.rows, {}, 2) for one in beside)]
    with ExitStack() as stack:
        spools = [stack.enter_context(SpooledTemporaryFile(_SPOOL)) for _page in pages]
        counts = [_spool(spool, *page, look) for spool, page, look in zip(spools, pages, styles, strict=True)]
        if isinstance(totals, Mapping) and any(sums[key] != amount for key, amount in totals.items()):
            raise ValueError("The rows do not add up to the control totals.")
        words = _words(sums, in_words)
        parts, _styles = shell(columns, header, counts, {key: sums[key] for key in totals}, words, beside)
        _assemble(target, parts, list(zip(spools, (page[-1] for page in pages), strict=True)))
    target.seek(0)
    return Written(counts[0], sums, hashlib.file_digest(target, "sha256").hexdigest())  # type: ignore[arg-type]


def _spool(
    spool: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    sums: dict[str, Decimal],
    first: int,
    styles: Sequence[tuple[str, str]],
) -> int:
    """The rows of one sheet as XML; how many."""
    count = 0
    for batch, size in _batches(columns, rows, styles, sums, first):
        spool.write(hide_bytes(batch))  # the names of these rows were read with them
        count += size
    spool.seek(0)
    return count


def _words(sums: dict[str, Decimal], key: str) -> str:
    return _("合计（大写）：%(words)s") % {"words": money.in_words(sums[key])} if key else ""


def _assemble(target: IO[bytes], parts: dict[str, bytes], pages: Sequence[tuple[IO[bytes], int]]) -> None:
    """The shell with the rows of each sheet behind its header row."""
    spools = {SHEET_PART.format(number): page for number, page in enumerate(pages, start=1)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        for name, data in parts.items():
            with archive.open(fixed_entry(name), "w") as stream:
                data = hide_bytes(data) if name.endswith(".xml") else data
                if name not in spools:
                    stream.write(data)
                    continue
                rows, first = spools[name]
                place = data.index(b"</row>", data.index(b'<row r="%d"' % (first - 1))) + len(b"</row>")
                stream.write(data[:place])
                while chunk := rows.read(1024 * 1024):
                    stream.write(chunk)
                stream.write(data[place:])


def _batches(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    styles: Sequence[tuple[str, str]],
    sums: dict[str, Decimal],
    first: int,
) -> Iterator[tuple[bytes, int]]:
    """The XML of the rows in batches, while the totals add up."""
    starts = [f'<c r="{letters(place)}' for place in range(len(columns))]
    writers = [_cell_writer(column, *styles[place]) for place, column in enumerate(columns)]
    summed = [(place, column.key) for place, column in enumerate(columns) if column.key in sums]
    lines: list[str] = []
    for number, row in enumerate(rows, start=first):
        if number - first >= _MAX_ROWS:
            raise ValueError("A worksheet holds no more rows.")
        written = [write(value) for write, value in zip(writers, row, strict=True)]
        cells = "".join([f"{start}{number}{cell}" for start, (cell, _) in zip(starts, written, strict=True)])
        lines.append(f'<row r="{number}"{_height(max(high for _, high in written))}>{cells}</row>')
        for place, key in summed:
            sums[key] += row[place] or 0
        if len(lines) == _BATCH:
            yield "".join(lines).encode(), len(lines)
            lines = []
    yield "".join(lines).encode(), len(lines)


def _height(lines: int) -> str:
    """Room for the text that wraps; not every program makes it by itself."""
    return f' ht="{16 * min(lines, 20)}" customHeight="1"' if lines > 1 else ""


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of this width."""
    return 1 if len(text) * 2 <= width else -(-half_widths(text) // max(width - 1, 1))


def _cell_writer(column: Column, style: str, quoted: str) -> Callable[[Any], tuple[str, int]]:
    """A function that gives the XML of one cell of this column behind its row's number, and its lines.

    Words and days come again and again, so theirs are kept; numbers of persons are not worth it.
    """
    is_text, width = column.kind in _AS_TEXT, column.width

    def write(value: Any) -> tuple[str, int]:
        if value is None or value == "":
            return f'" s="{style}"/>', 1
        figure = None if is_text else _figure(value)
        if figure is not None:
            return f'" s="{style}"><v>{figure}</v></c>', 1
        text = str(value)
        shown = quoted if _FORMULA_LIKE.match(text) else style
        lines = _lines(value, width) if isinstance(value, str) else 1
        return f'" s="{shown}" t="inlineStr"><is><t{_escape(text)}</t></is></c>', lines

    if column.kind in SECRET_KINDS:
        return write
    kept = lru_cache(_KEPT)(write)
    return lambda value: kept(value) if type(value) in _KEPT_TYPES else write(value)


def _figure(value: Any) -> str | None:
    """The number that a spreadsheet stores, or None for what is written as text."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DATE:
            return None
        days = (day - _EPOCH).days
        if isinstance(value, datetime):
            return repr(days + (value.hour * 3600 + value.minute * 60 + value.second) / 86400)
        return str(days)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return str(value) if math.isfinite(value) and -_EXACT < value < _EXACT else None


def _escape(text: str) -> str:
    """The rest of the element that holds the text; only characters that XML and Excel allow."""
    if text.isalnum() and len(text) <= _MAX_TEXT:
        return f">{text}"
    text = _ESCAPED.sub("_x005F_", legal(text))
    if len(text) > _MAX_TEXT:
        text = text[: _MAX_TEXT - 1] + "…"
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"{space}>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
