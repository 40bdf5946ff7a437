"""Tables of other programs, such as a bank's: where their headings are, and what their cells say."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hardship.kernel.documents import normalise
from hardship.kernel.money import parse_yuan
from hardship.kernel.sheets.reader import Row

SEARCHED = 30


def find_headings(
    rows: Sequence[Row], names: Mapping[str, Sequence[str]], enough: Collection[set[str]]
) -> tuple[int, dict[str, int]] | None:
    """The index of the first row that has all columns of one of `enough`, and the index of each column of it
    that we know; of two that may be it the one whose title stands first among its `names`."""
    for index, row in enumerate(rows[:SEARCHED]):
        titles = [normalise(str(value or "")) for value in row.values]
        columns = _columns(titles, names)
        if any(wanted <= columns.keys() for wanted in enough):
            return index, columns
    return None


def _columns(titles: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = {}
    for key, known in names.items():
        likely = [titles.index(name) for name in map(normalise, known) if name in titles]
        if likely:
            found[key] = likely[0]
    return found


def cells_of(values: Sequence[Any], columns: Mapping[str, int]) -> dict[str, Any]:
    """The cells of a row by their keys; a row that ends early has None."""
    return {key: values[place] if place < len(values) else None for key, place in columns.items()}


def text_of(value: Any) -> str:
    """A serial number that Excel holds as a number comes without the ".0" of its float."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def yuan_of(value: Any, *, allow_negative: bool = False) -> Decimal | None:
    """Yuan of a cell, None for a blank one or a dash. Raises MoneyError."""
    if text_of(value) in ("", "-", "—"):
        return None
    return parse_yuan(f"{value:.2f}" if isinstance(value, float) else value, allow_negative=allow_negative)
