"""The columns of a flat list, and the header of a workbook that holds one; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hardship.kernel.sheets.headers import clean_header, normal_header

SEARCHED_ROWS = 30
FEWEST = 2


@dataclass(frozen=True)
class SheetColumn:
    """One column of a list: `label` heads the template and the dataset of its resource, `aliases` are other
    names that people give it. `note` and `sample` are for the template, `choices` its drop-down."""

    key: str
    label: Any
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    kind: str = "text"
    choices: tuple[str, ...] = ()
    note: Any = ""
    sample: str = ""
    width: int = 14


@dataclass(frozen=True)
class Header:
    """Where the header stands (its number in Excel), the texts of its columns, the 0-based place of a key."""

    row: int
    texts: tuple[str, ...]
    fields: Mapping[str, int]


def find_header(
    columns: Sequence[SheetColumn],
    rows: Iterable[tuple[int, Sequence[object]]],
    remembered: Mapping[str, str],
) -> Header | None:
    """The first row of those searched in which most columns are recognised; None when fewer than two are.
    `remembered` is what people chose for other headers: normal header to key."""
    known = {
        normal_header(name): column.key for column in columns for name in (column.label, *column.aliases)
    } | dict(remembered)
    best: Header | None = None
    for number, values in list(rows)[:SEARCHED_ROWS]:
        fields: dict[str, int] = {}
        for place, value in enumerate(values):
            key = known.get(normal_header(clean_header(value)), "")
            if key:
                fields.setdefault(key, place)
        if len(fields) >= FEWEST and (best is None or len(fields) > len(best.fields)):
            best = Header(number, tuple(clean_header(value) for value in values), fields)
    return best
