"""The unit that a header names, 家庭年收入（万元）: what a figure below it is to be multiplied with."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

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
_PERIODS = {"月": 12, "年": 1}
_NAMES = "|".join(sorted((*_MONEY, *_AREAS), key=len, reverse=True))
_UNIT = re.compile(
    rf"(?:(?:金额|计量)?单位[:]?)?(?:人民币)?(?P<unit>{_NAMES})(?:(?:/|每|·)?(?:人[/·]?)?(?P<period>月|年))?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[({【〔]([^\[\](){}【】〔〕]*)[\])}】〕]")
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


def _read(text: str) -> Unit | None:
    found = _UNIT.fullmatch(text)
    if found is None:
        return None
    name = found["unit"].lower()
    times = _PERIODS[found["period"]] if found["period"] else None
    if name in _AREAS:
        return Unit(name, _AREAS[name], is_money=False)
    return Unit(text.partition(":")[2] or text, Decimal(_MONEY[name]), is_money=True, times=times)
