"""Cells that hold yuan or square metres, be it below a header that names another unit."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from cases.archives.rules.readers import read_area
from cases.rosters.resources.widgets import Unclear, text_of
from cases.rosters.rules import labels, words
from cases.rosters.rules.entries import WARNING
from hardship.kernel import money
from hardship.kernel.sheets.units import InUnit, UnitError, figure_of, in_yuan, say_conversion

MAX_YUAN = Decimal(10) ** 10


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
        try:
            yuan = in_yuan(cell, times=self.times)
        except UnitError as error:
            raise Unclear(error.code, str(error)) from None
        if yuan is None:
            return self.clean(cell.value)
        amount = self.clean(yuan)
        if not amount or cell.unit.factor(self.times) == 1:
            return amount
        raise Unclear("unit", say_conversion(cell.unit, _("元")), level=WARNING, value=amount)


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
            raise Unclear("unit", str(UnitError(unit)))
        if figure is None:
            return self.clean(cell.value)
        area = self.clean(str(money.quantize(figure * unit.size)))
        if not area or unit.size == 1:
            return area
        raise Unclear("unit", say_conversion(unit, _("平方米")), level=WARNING, value=area)


def _rounded(value: Any) -> Any:
    """A computed number to two places: a formula gives 266.6666666666667."""
    return money.quantize(Decimal(f"{value:.15g}")) if isinstance(value, float) else value


def _nothing(value: str) -> Decimal | None:
    """无 is none of it; a dash says nothing."""
    return None if labels.plain(value) in words.DASHES else Decimal(0)
