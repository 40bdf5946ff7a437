"""What is wrong with a table that is about to be published, found without knowing where it comes from: parts
that do not come to their total, 万元 beside yuan, units that cannot be, shares that do not add up.

For whoever prints a table of figures: `check_table(Figures(columns, rows, totals))` gives sentences, the most
serious first; none means that nothing was found, not that the figures are true. No database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

YUAN, WAN, PERCENT, PERSONS = "元", "万元", "%", "人"
PER_WAN = Decimal(10000)
# Between what one person or household of the trade is ever given, in yuan; outside the unit is likely wrong.
LEAST_EACH, MOST_EACH = Decimal(1), Decimal(1_000_000)
Value = Decimal | int | None


@dataclass(frozen=True)
class Figure:
    """A column: its unit ("元", "万元", "%", "人", or '' for none), in whole units or with `places`.

    `parts` are the columns that it is the sum of, below zero with a "-" before the key; `in_yuan` is the
    column of the same sums in yuan, of one in 万元; `each` the column of persons or households of one in
    yuan; `is_summed` says whether its total is the sum of the rows, of a percentage whether they come to
    100."""

    key: str
    label: str
    unit: str = YUAN
    places: int = 2
    parts: tuple[str, ...] = ()
    in_yuan: str = ""
    each: str = ""
    is_summed: bool = True


@dataclass(frozen=True)
class Figures:
    """A table: each row a label and its values by key; `totals` is the row of totals, {} for none."""

    columns: Sequence[Figure]
    rows: Sequence[tuple[str, Mapping[str, Value]]]
    totals: Mapping[str, Value] = field(default_factory=dict)

    def values(self, key: str) -> list[Decimal]:
        return [Decimal(row[key] or 0) for _label, row in self.rows if key in row]


def check_table(table: Figures) -> list[str]:
    """What is wrong with the table, as sentences that name the row and column."""
    return [text for check in (_totals, _parts, _wan, _percent, _units) for text in check(table)]


def _totals(table: Figures) -> Iterator[str]:
    """Each total is the sum of its rows; what was rounded may be off by half a unit for each row."""
    for column in table.columns:
        said = table.totals.get(column.key)
        if said is None or not column.is_summed:
            continue
        there, most = sum(table.values(column.key), Decimal(0)), _rounding(column, len(table.rows))
        if abs(there - Decimal(said)) > most:
            words = {"column": column.label, "said": _say(said, column), "there": _say(there, column)}
            yield _("“%(column)s”合计写的是 %(said)s，各行加起来是 %(there)s。") % words


def _rounding(column: Figure, rows: int) -> Decimal:
    """Yuan with two places and persons are exact; 万元 and percentages were rounded row by row."""
    is_exact = column.unit == PERSONS or (column.unit == YUAN and column.places == 2)
    return Decimal(0) if is_exact else Decimal(1).scaleb(-column.places) * (rows + 1) / 2


def _parts(table: Figures) -> Iterator[str]:
    """In each row a column that is made of others is their sum."""
    for column in (one for one in table.columns if one.parts):
        most = _rounding(column, len(column.parts))
        for label, row in _all_rows(table):
            there = sum((_part(row, key) for key in column.parts), Decimal(0))
            if row.get(column.key) is not None and abs(Decimal(row[column.key] or 0) - there) > most:
                words = {"row": label, "column": column.label}
                words |= {"said": _say(row[column.key], column), "there": _say(there, column)}
                yield _("%(row)s：“%(column)s”是 %(said)s，各部分加起来是 %(there)s。") % words


def _part(row: Mapping[str, Value], key: str) -> Decimal:
    value = Decimal(row.get(key.removeprefix("-")) or 0)
    return -value if key.startswith("-") else value


def _wan(table: Figures) -> Iterator[str]:
    """What stands in 万元 is what stands in yuan beside it, rounded last."""
    for column in (one for one in table.columns if one.in_yuan):
        half = Decimal(1).scaleb(-column.places) / 2
        for label, row in _all_rows(table):
            if row.get(column.key) is None or row.get(column.in_yuan) is None:
                continue
            there = Decimal(row[column.in_yuan] or 0) / PER_WAN
            if abs(there - Decimal(row[column.key] or 0)) > half:
                words = {"row": label, "column": column.label, "there": f"{there:,.{column.places}f}"}
                words |= {"said": _say(row[column.key], column)}
                yield _("%(row)s：“%(column)s”是 %(said)s，按元折算是 %(there)s 万元。") % words


def _percent(table: Figures) -> Iterator[str]:
    """Percentages of a whole come to 100 and none is outside 0 and 100."""
    for column in (one for one in table.columns if one.unit == PERCENT and one.is_summed):
        values = table.values(column.key)
        if any(not 0 <= value <= 100 for value in values):
            yield _("“%(column)s”有小于 0 或大于 100 的百分比。") % {"column": column.label}
        whole = sum(values, Decimal(0))
        if values and any(values) and abs(whole - 100) > _rounding(column, len(values)):
            words = {"column": column.label, "there": _say(whole, column)}
            yield _("“%(column)s”各行加起来是 %(there)s，不是 100%%。") % words


def _units(table: Figures) -> Iterator[str]:
    """What falls to one person is between a yuan and a million: else the unit is likely wrong."""
    for column in (one for one in table.columns if one.each):
        factor = PER_WAN if column.unit == WAN else Decimal(1)
        for label, row in _all_rows(table):
            heads, value = Decimal(row.get(column.each) or 0), Decimal(row.get(column.key) or 0) * factor
            words = {"row": label, "column": column.label, "unit": column.unit}
            if value > 0 and heads == 0:
                yield _("%(row)s：“%(column)s”有金额，没有人数。") % words
            elif value > 0 and not LEAST_EACH <= value / heads <= MOST_EACH:
                words |= {"each": f"{value / heads:,.2f}"}
                yield _("%(row)s：“%(column)s”平均每人 %(each)s 元，请核对单位是不是%(unit)s。") % words


def _all_rows(table: Figures) -> Iterator[tuple[str, Mapping[str, Value]]]:
    yield from table.rows
    if table.totals:
        yield _("合计"), table.totals


def _say(value: Value, column: Figure) -> str:
    return f"{Decimal(value or 0):,.{0 if column.unit == PERSONS else column.places}f}{column.unit}"
