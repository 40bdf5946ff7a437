"""The unit that a header names, 家庭年收入（万元）: what a figure below it is to be multiplied with.

Whatever reads a table marks its figures (`in_units`) and converts them (`in_yuan`) here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from hardship.kernel import documents, money
from hardship.kernel.widths import mark_fault

_MONEY = {
    "元": 1,
    "圆": 1,
    "百元": 100,
    "千元": 1000,
    "千": 1000,
    "万元": 10_000,
    "万": 10_000,
    "亿元": 10**8,
}
_AREAS = dict.fromkeys(("平方米", "平米", "平方", "m2"), Decimal(1)) | {
    "亩": Decimal(2000) / 3,
    "公顷": Decimal(10_000),
}
MOST_CONVERTED = Decimal(10) ** 7  # yuan, of one family or person
_PERIODS = {"月": 12, "年": 1}
_NAMES = "|".join(sorted((*_MONEY, *_AREAS), key=len, reverse=True))
_UNIT = re.compile(
    rf"(?:(?:金额|计量)?单位[:]?)?(?:人民币)?(?P<unit>{_NAMES})(?:(?:/|每|·)?(?:人[/·]?)?(?P<period>月|年))?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[({【〔]([^\[\](){}【】〔〕]*)[\])}】〕]")
_FIGURE = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,12})?")
_LINE = re.compile(rf"(?:.*[\s;])?(?:金额)?单位:(?:人民币)?(?P<unit>{_NAMES})")


@dataclass(frozen=True)
class Unit:
    """What stands in the header: its name, how many yuan or square metres it is, and how many times a year
    where it says so."""

    name: str
    size: Decimal
    is_money: bool
    times: int | None = None

    @property
    def is_plain(self) -> bool:
        return self.size == 1 and self.times is None

    def factor(self, times: int | None) -> Decimal:
        """What a figure is multiplied with for yuan in a field that counts so many `times` a year."""
        return self.size * self.times / times if self.times and times else self.size


class UnitError(ValueError):
    """A unit that does not fit the column, or its figures (`contradicts`); the message is for the user."""

    def __init__(self, unit: Unit, *, contradicts: bool = False) -> None:
        self.code = "unit_contradicts" if contradicts else "unit"
        why = (
            _("按表头的单位“%(unit)s”换算后超过一千万元，表头的单位多半不对，请改正后重新上传。")
            if contradicts
            else _("表头的单位“%(unit)s”与这一项不符，请改正表头后重新上传。")
        )
        super().__init__(why % {"unit": unit.name})


@dataclass(frozen=True)
class InUnit:
    """A cell below a header with a unit that is not plain yuan or square metres."""

    value: object
    unit: Unit


@lru_cache(maxsize=1000)
def unit_of(header: str) -> Unit | None:
    """The unit in brackets, or at the end behind a blank or a comma; None where none is named."""
    text = unicodedata.normalize("NFKC", header.replace("²", "2"))
    for found in reversed(_BRACKETED.findall(text)):
        if unit := _read("".join(found.split())):
            return unit
    return _read(re.split(r"[\s,、;:/]", text.strip())[-1]) if re.search(r"[\s,、;:]", text.strip()) else None


def unit_of_table(rows: Iterable[Sequence[object]]) -> Unit | None:
    """What a line above the table says of all its amounts: 单位：万元."""
    for cells in rows:
        for cell in cells:
            text = unicodedata.normalize("NFKC", cell[:60]).strip(" ()") if isinstance(cell, str) else ""
            if found := _LINE.fullmatch(text):
                return _read(found["unit"])
    return None


def units_of(
    texts: Sequence[object],
    fields: Mapping[str, int],
    *,
    is_amount: Callable[[str], bool],
    above: Iterable[Sequence[object]] = (),
) -> dict[str, Unit]:
    """For each key the unit that is not plain yuan or square metres: its header's, else that of the table,
    which is of its amounts (`is_amount`, by key)."""
    table = unit_of_table(above)
    found = {
        key: unit_of(str(texts[place] or "")) or (table if is_amount(key) else None)
        for key, place in fields.items()
    }
    return {key: unit for key, unit in found.items() if unit and not unit.is_plain}


def in_units(cells: Mapping[str, object], units: Mapping[str, Unit]) -> dict[str, object]:
    """The cells of a row, with the figures that are not plain yuan or square metres marked as such."""
    return {
        key: InUnit(value, units[key]) if key in units and _is_figure(value) else value
        for key, value in cells.items()
    }


def in_yuan(cell: InUnit, *, times: int | None) -> Decimal | None:
    """The figure in yuan, two places, for a field that counts so many `times` a year (None: once and for
    all). None for a cell that is no bare figure: it may say its own unit. Raises UnitError, also for what
    no family in hardship has: then yuan stand below a header that says 万元."""
    if not cell.unit.is_money or (cell.unit.times and not times):
        raise UnitError(cell.unit)
    figure, factor = figure_of(cell.value), cell.unit.factor(times)
    if figure is None:
        return None
    if factor > 1 and figure * factor >= MOST_CONVERTED:
        raise UnitError(cell.unit, contradicts=True)
    return money.quantize(figure * factor)


def say_conversion(unit: Unit, ours: str) -> str:
    """The remark at a cell that was converted."""
    why = _("表头的单位是“%(unit)s”，已换算成%(ours)s，请核对。")
    return why % {"unit": unit.name, "ours": ours}


def figure_of(value: object) -> Decimal | None:
    """A cell that is nothing but a figure; None for one that says its own unit, or something else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(f"{value:.15g}")
    text = value if isinstance(value, str) and not mark_fault(value[:60]) else ""
    found = _FIGURE.fullmatch(documents.normalise(text[:60]))
    return Decimal(found[0].replace(",", "")) if found else None


def _is_figure(value: object) -> bool:
    if isinstance(value, str):
        return any(char.isdigit() for char in value) and value.strip() != "0"
    return isinstance(value, int | float) and not isinstance(value, bool) and value != 0


def _read(text: str) -> Unit | None:
    found = _UNIT.fullmatch(text)
    if found is None:
        return None
    name = found["unit"].lower()
    times = _PERIODS[found["period"]] if found["period"] else None
    if name in _AREAS:
        return Unit(name, _AREAS[name], is_money=False)
    return Unit(text.partition(":")[2] or text, Decimal(_MONEY[name]), is_money=True, times=times)
