"""Cells below a header that names a unit: 家庭年收入（万元）, 单位：万元 above the table."""

from collections.abc import Iterable, Mapping, Sequence

from cases.archives.rules.bills import FIGURES
from hardship.kernel.sheets.units import InUnit, Unit, unit_of, unit_of_table

_AMOUNTS = frozenset(
    {"monthly_income", "annual_income", "monthly_per_capita", *(f"bill_{name}" for name in FIGURES)}
)


def units_of(
    texts: Sequence[object], fields: Mapping[str, int], above: Iterable[Sequence[object]] = ()
) -> dict[str, Unit]:
    """For each key the unit that is not plain yuan or square metres: its header's, else that of the table."""
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


def is_amount(key: str) -> bool:
    """Whether the column holds yuan."""
    bare = key.rpartition(".")[2]
    return bare in _AMOUNTS or bare.startswith(("income_", "expense_"))


def _is_figure(value: object) -> bool:
    if isinstance(value, str):
        return any(char.isdigit() for char in value) and value.strip() != "0"
    return isinstance(value, int | float) and not isinstance(value, bool) and value != 0
