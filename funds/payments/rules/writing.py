"""The bytes of a bank's list: the same lines and the same layout give the same file. No database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funds.payments.rules.layouts import SEPARATORS, Layout, LayoutColumn
from funds.payments.states import Encoding, Shape, Unit, Value

END = "\r\n"  # bank counters run Windows
Cell = str | int | Decimal


@dataclass(frozen=True)
class BankLine:
    """One payment as the bank is told of it; `amount` in yuan."""

    line: int
    payee: str
    card: str
    amount: Decimal
    bank: str = ""
    branch: str = ""
    purpose: str = ""
    number: str = ""


@dataclass(frozen=True)
class Control:
    """What the whole list says of itself: number of the batch, day of its release, payments and yuan."""

    batch: str
    day: date
    count: int
    total: Decimal


@dataclass(frozen=True)
class Problem:
    """Why a line (None: the row of totals) cannot be told by a layout."""

    line: int | None
    sentence: str


def file_name(layout: Layout, control: Control) -> str:
    """The name of the file, with its ending."""
    told = {
        "batch": control.batch,
        "date": f"{control.day:%Y%m%d}",
        "count": control.count,
        "total": f"{control.total:.2f}",
    }
    return layout.file_name.format(**told) + layout.suffix


def write_rows(layout: Layout, control: Control, lines: Sequence[BankLine]) -> Iterator[list[Cell]]:
    """The rows of the list from the top, titles and totals among them: whole numbers and yuan as such."""
    return (cells for _columns, cells in _rows(layout, control, lines))


def write_text(layout: Layout, control: Control, lines: Sequence[BankLine]) -> bytes:
    """A list of text as bytes. What `find_problems` names is not written: ValueError."""
    rows = _rows(layout, control, lines)
    if layout.shape == Shape.FIXED:
        written = (
            "".join(_padded(cell, column, layout) for column, cell in zip(columns, cells, strict=True))
            for columns, cells in rows
        )
    else:
        written = (SEPARATORS[layout.separator].join(map(as_text, cells)) for _columns, cells in rows)
    return "".join(row + END for row in written).encode(layout.encoding)


def find_problems(layout: Layout, control: Control, lines: Sequence[BankLine]) -> list[Problem]:
    """Every value that the layout cannot hold, each with the payment and what can be done."""
    if layout.shape == Shape.WORKBOOK:
        return []
    told: list[BankLine | None] = [*lines, *([None] if layout.totals else [])]
    return [
        Problem(line.line if line else None, _named(line, sentence))
        for line in told
        for column in (layout.totals if line is None else layout.columns)
        if (sentence := _problem(column, layout, as_text(_cell(column, layout, control, line))))
    ]


def _rows(
    layout: Layout, control: Control, lines: Sequence[BankLine]
) -> Iterator[tuple[Sequence[LayoutColumn], list[Cell]]]:
    """The rows from the top, each with its columns. A file of fixed widths has no row of titles."""
    totals = layout.totals, [_cell(column, layout, control, None) for column in layout.totals]
    if layout.totals and layout.totals_first:
        yield totals
    if layout.titles and layout.shape != Shape.FIXED:
        yield layout.columns, [column.title or str(Value(column.value).label) for column in layout.columns]
    for line in lines:
        yield layout.columns, [_cell(column, layout, control, line) for column in layout.columns]
    if layout.totals and not layout.totals_first:
        yield totals


def as_text(cell: Cell) -> str:
    """A cell as text files have it: yuan with two decimals, no thousands separators."""
    return f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)


def _cell(column: LayoutColumn, layout: Layout, control: Control, line: BankLine | None) -> Cell:
    match column.value:
        case Value.TEXT:
            return column.text
        case Value.BATCH:
            return control.batch
        case Value.DAY:
            return f"{control.day:%Y%m%d}"
        case Value.COUNT:
            return control.count
        case Value.TOTAL:
            return _money(control.total, layout)
        case Value.AMOUNT if line is not None:
            return _money(line.amount, layout)
    return getattr(line, column.value, "") if line is not None else ""


def _money(yuan: Decimal, layout: Layout) -> Cell:
    return int(yuan * 100) if layout.unit == Unit.FEN else yuan


def _padded(cell: Cell, column: LayoutColumn, layout: Layout) -> str:
    text = as_text(cell)
    room = column.width - len(text.encode(layout.encoding))
    if room < 0:
        raise ValueError(f"{-room} bytes too many for {column.value}")
    fill = ("0" if column.zeros and column.right else " ") * room
    return fill + text if column.right else text + fill


def _problem(column: LayoutColumn, layout: Layout, text: str) -> str:
    what: dict[str, Any] = {"what": column.title or Value(column.value).label}
    if not text.isprintable():
        return _("“%(what)s”里有看不见的字符，请先在档案里改正。") % what
    strange = _not_in(text, layout.encoding)
    if strange:
        said = {"chars": "”“".join(strange), "encoding": Encoding(layout.encoding).label}
        return _("“%(chars)s”在 %(encoding)s 编码里没有，请改用 GB 18030 的格式，或请银行手工办理。") % said
    if layout.shape == Shape.DELIMITED and SEPARATORS[layout.separator] in text:
        return _("“%(what)s”里有分隔符号，请先在档案里改正，或改用其他格式。") % what
    size = len(text.encode(layout.encoding))
    if layout.shape == Shape.FIXED and size > column.width:
        said = what | {"size": size, "width": column.width}
        return _("“%(what)s”有 %(size)s 个字节，这一格式只留了 %(width)s 个，请改用其他格式。") % said
    return ""


def _not_in(text: str, encoding: str) -> list[str]:
    """The characters that an encoding has no bytes for, each once."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return [char for char in dict.fromkeys(text) if not _is_in(char, encoding)]
    return []


def _is_in(char: str, encoding: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeEncodeError:
        return False


def _named(line: BankLine | None, sentence: str) -> str:
    if line is None:
        return _("合计行：%(why)s") % {"why": sentence}
    return _("第 %(n)s 笔 %(name)s：%(why)s") % {"n": line.line, "name": line.payee, "why": sentence}
