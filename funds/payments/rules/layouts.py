"""银行文件格式: how a bank wants its list, as data that is written down with each file made from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from funds.payments.states import BATCH_VALUES, NEEDED_VALUES, Encoding, Shape, Unit, Value

SEPARATORS = {"|": "|", ",": ",", ";": ";", "tab": "\t", "^": "^"}
MOST_COLUMNS, MOST_WIDTH = 40, 200
NAMES = ("batch", "date", "count", "total")  # what a file's name may say of its batch
_PLACE, _NO_NAME = re.compile(r"{([^{}]*)}"), re.compile(r'[\\/:*?"<>|{}\x00-\x1f]')


class LayoutError(ValueError):
    """A layout that cannot be used; `field` names what is wrong with it: a field, or "columns"."""

    def __init__(self, sentence: str, field: str = "columns") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class LayoutColumn:
    """One column: which value, under which title; `text` is that of a column that always says the same.
    `width` counts bytes of a file of fixed widths, which is filled up with blanks behind the value, or in
    front of it (`right`), there with noughts where `zeros`."""

    value: str
    title: str = ""
    text: str = ""
    width: int = 0
    right: bool = False
    zeros: bool = False


@dataclass(frozen=True)
class Layout:
    """A bank's list: its shape, one row for each payment, a row of totals where the bank wants one. A name of
    a file says {batch}, {date} as 20261130, {count} and {total} in yuan."""

    name: str
    columns: tuple[LayoutColumn, ...]
    shape: str = Shape.WORKBOOK
    encoding: str = Encoding.GBK
    separator: str = "|"
    unit: str = Unit.YUAN
    titles: bool = True
    totals: tuple[LayoutColumn, ...] = ()
    totals_first: bool = True
    file_name: str = "{batch}_{count}笔"
    note: str = ""

    @property
    def suffix(self) -> str:
        return ".xlsx" if self.shape == Shape.WORKBOOK else ".txt"

    @property
    def shape_label(self) -> str:
        """What kind of file it is, with what tells it from others of the kind."""
        kind = str(Shape(self.shape).label)
        return kind if self.shape == Shape.WORKBOOK else f"{kind}，{Encoding(self.encoding).label}"

    def document(self) -> dict[str, Any]:
        """As JSON; `read_layout` gives the same layout back."""
        told = asdict(self)
        return told | {"columns": list(told["columns"]), "totals": list(told["totals"])}


def read_layout(document: Mapping[str, Any]) -> Layout:
    """A layout as it was written down. Raises LayoutError with a sentence for what no file can be made by."""
    told = dict(document)
    for name in ("columns", "totals"):
        told[name] = tuple(LayoutColumn(**column) for column in told.get(name, ()))
    layout = Layout(**told)
    _check_columns(layout.columns)
    _check_totals(layout.totals)
    _check_file_name(layout.file_name)
    if layout.shape == Shape.FIXED:
        _check_widths((*layout.columns, *layout.totals))
    return layout


def _check_columns(columns: Sequence[LayoutColumn]) -> None:
    there = {column.value for column in columns}
    missing = [str(value.label) for value in NEEDED_VALUES if value not in there]
    if missing:
        raise LayoutError(_("还缺“%(what)s”一列，银行没有它不能发放。") % {"what": "”“".join(missing)})
    if len(columns) > MOST_COLUMNS:
        raise LayoutError(_("最多 %(most)s 列。") % {"most": MOST_COLUMNS})
    for number, column in enumerate(columns, 1):
        if column.value not in Value.values:
            raise LayoutError(_("第 %(n)s 列不知道取什么。") % {"n": number})


def _check_totals(columns: Sequence[LayoutColumn]) -> None:
    for number, column in enumerate(columns, 1):
        if column.value not in BATCH_VALUES:
            said = {"n": number, "what": Value(column.value).label}
            sentence = _("合计行第 %(n)s 列不能取“%(what)s”，它是每一笔的。") % said
            raise LayoutError(sentence, "totals")


def _check_widths(columns: Sequence[LayoutColumn]) -> None:
    for column in columns:
        if not 1 <= column.width <= MOST_WIDTH:
            said = {"what": column.title or Value(column.value).label, "most": MOST_WIDTH}
            raise LayoutError(_("定长文本的“%(what)s”要写宽度：1 到 %(most)s 个字节。") % said)


def _check_file_name(pattern: str) -> None:
    unknown = [name for name in _PLACE.findall(pattern) if name not in NAMES]
    if unknown or not pattern.strip() or _NO_NAME.search(_PLACE.sub("", pattern)):
        names = "、".join(f"{{{name}}}" for name in NAMES)
        said = {"names": names}
        raise LayoutError(
            _('文件名里可以用 %(names)s，不能有 \\ / : * ? " < > | 这些符号。') % said, "file_name"
        )
