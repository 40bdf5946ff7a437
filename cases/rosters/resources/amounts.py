"""Cells that hold yuan or square metres, be it below a header that names another unit."""

import re
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from cases.archives.rules.readers import read_area
from cases.rosters.resources.widgets import Unclear, text_of
from cases.rosters.rules import labels, words
from cases.rosters.rules.entries import WARNING
from hardship.kernel import documents, money
from hardship.kernel.sheets.units import InUnit, Unit
from hardship.kernel.widths import mark_fault

MAX_YUAN = Decimal(10) ** 10
_FIGURE = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,12})?")


class YuanWidget(Widget):  # type: ignore[misc]
    """An amount in yuan, not negative, that the tables can hold; `times` a year, where the field says so."""

    def __init__(self, times: int | None = None) -> None:
        super().__init__()
        self.times = times

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        if isinstance(value, InUnit):
            return self._converted(value)
        if labels.is_nothing(value):
            return _nothing(value)
        try:
            amount = money.parse_yuan(_rounded(value))
        except money.MoneyError as error:
            raise Unclear(error.code, str(error)) from None
        if amount >= MAX_YUAN:
            raise Unclear("too_large", _("数字太大，请核对单位。"))
        return amount

    def _converted(self, cell: InUnit) -> Decimal | None:
        """The same in yuan, with a remark. A unit in the cell itself goes before that of the header."""
        unit, figure = cell.unit, figure_of(cell.value)
        if not unit.is_money or (unit.times and not self.times):
            _refuse_unit(unit)
        per_year = Decimal(unit.times or 1) / (self.times or 1) if unit.times else Decimal(1)
        if figure is None:
            return self.clean(cell.value)
        amount = self.clean(money.quantize(figure * unit.size * per_year))
        if not amount or unit.size * per_year == 1:
            return amount
        raise _converted(unit, _("元"), amount)


class AreaWidget(Widget):  # type: ignore[misc]
    """Square metres, with or without the unit."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        if isinstance(value, InUnit):
            return self._in_metres(value)
        if labels.is_nothing(value):
            return _nothing(value)
        try:
            return read_area(text_of(_rounded(value)))
        except ValueError as error:
            raise Unclear("not_an_area", str(error)) from None

    def _in_metres(self, cell: InUnit) -> Decimal | None:
        unit, figure = cell.unit, figure_of(cell.value)
        if unit.is_money:
            _refuse_unit(unit)
        if figure is None:
            return self.clean(cell.value)
        area = self.clean(str(money.quantize(figure * unit.size)))
        if not area or unit.size == 1:
            return area
        raise _converted(unit, _("平方米"), area)


def figure_of(value: object) -> Decimal | None:
    """A cell that is nothing but a figure; None for one that says its own unit, or something else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(f"{value:.15g}")
    text = value if isinstance(value, str) and not mark_fault(value[:60]) else ""
    found = _FIGURE.fullmatch(documents.normalise(text[:60]))
    return Decimal(found[0].replace(",", "")) if found else None


def _refuse_unit(unit: Unit) -> NoReturn:
    why = _("表头的单位“%(unit)s”与这一项不符，请改正表头后重新上传。") % {"unit": unit.name}
    raise Unclear("unit", why)


def _converted(unit: Unit, ours: str, value: Decimal) -> Unclear:
    why = _("表头的单位是“%(unit)s”，已换算成%(ours)s，请核对。") % {"unit": unit.name, "ours": ours}
    return Unclear("unit", why, level=WARNING, value=value)


def _rounded(value: Any) -> Any:
    """A computed number to two places: a formula gives 266.6666666666667."""
    return money.quantize(Decimal(f"{value:.15g}")) if isinstance(value, float) else value


def _nothing(value: str) -> Decimal | None:
    """无 is none of it; a dash says nothing."""
    return None if labels.plain(value) in words.DASHES else Decimal(0)
