"""Headers of a sheet: as people see them and as they are compared."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

# A unit in brackets at the end, 收入(元), is not part of a name; a number in brackets, 成员(2), is.
_UNIT = re.compile(r"[(\[【〔](?!\d)[^()\[\]【】〔〕]*[)\]】〕]$")


SEARCHED_ROWS = 30
DEEPEST = 3  # rows of one header


@dataclass(frozen=True)
class Header:
    """Where the header of a table ends (row in Excel), the text of each column, the 0-based column of each
    known key."""

    row: int
    texts: tuple[str, ...]
    fields: Mapping[str, int]


def normal_header(text: object) -> str:
    """A header as it is compared: half-width, without blanks, line breaks, asterisks and units."""
    plain = "".join(unicodedata.normalize("NFKC", str(text or "")[:100]).lower().split())
    plain = plain.strip("*:·•'\"")
    previous = ""
    while previous != plain:
        previous, plain = plain, _UNIT.sub("", plain).strip("*:")
    return plain


def clean_header(text: object) -> str:
    """A header as it is shown: without line breaks and the blanks around it."""
    return re.sub(r"\s*[\r\n]+\s*", "", str(text if text is not None else "")).strip()[:60]


def column_letters(place: int) -> str:
    """A for 0, AA for 26."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def texts_of(cells: Sequence[object]) -> tuple[str, ...]:
    """The cells of a row as headers."""
    return tuple(clean_header(cell) for cell in cells)


def best_header(
    rows: Sequence[tuple[int, Sequence[object]]],
    match: Callable[[tuple[str, ...]], Mapping[str, int]],
    *,
    fewest: int = 1,
) -> Header | None:
    """The row, or up to three rows, of which `match` knows most columns, among the first thirty; None where
    it never knows `fewest`. In several rows a column has its lowest name, below a group that spans several.
    """
    best: Header | None = None
    most = fewest - 1, -DEEPEST
    for place in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, min(DEEPEST, len(rows) - place) + 1):
            levels = rows[place : place + depth]
            texts = _lowest([texts_of(cells) for _number, cells in levels])
            fields = match(texts)
            if len(fields) >= fewest and (len(fields), -depth) > most:
                most, best = (len(fields), -depth), Header(levels[-1][0], texts, fields)
    return best


def _lowest(levels: Sequence[Sequence[str]]) -> tuple[str, ...]:
    width = max(map(len, levels))
    padded = [[*level, *[""] * (width - len(level))] for level in reversed(levels)]
    return tuple(next((text for text in column if text), "") for column in zip(*padded, strict=True))
