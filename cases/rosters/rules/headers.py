"""Finds the header of a roster: not where it should be, but where its words are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.rosters.rules.layout import match_headers, recognise
from hardship.kernel.sheets.headers import clean_header

SEARCHED_ROWS = 30
FEWEST = 4  # columns that must be recognised, so that a sentence with 姓名 in it is no header


@dataclass(frozen=True)
class Header:
    """Where the header ends (Excel row), the text of each column, the 0-based column of each known key."""

    row: int
    texts: tuple[str, ...]
    fields: Mapping[str, int]


def find_header(
    rows: Sequence[tuple[int, Sequence[object]]], remembered: Mapping[str, str] | None = None
) -> Header | None:
    """The row, or two rows, with most names of columns among the first thirty; None when there are too few.

    A header of two rows has 家庭成员1 over 姓名, 关系 and so on. `rows` come with their Excel numbers.
    """
    best: Header | None = None
    for place, (number, cells) in enumerate(rows[:SEARCHED_ROWS]):
        below = rows[place + 1] if place + 1 < len(rows) else None
        for row, texts in _candidates(number, cells, below):
            fields = match_headers(texts, remembered)
            if len(fields) >= FEWEST and (best is None or len(fields) > len(best.fields)):
                best = Header(row, tuple(texts), fields)
    return best


def _candidates(
    number: int, cells: Sequence[object], below: tuple[int, Sequence[object]] | None
) -> list[tuple[int, list[str]]]:
    single = [clean_header(cell) for cell in cells]
    found = [(number, single)]
    if below is not None and sum(map(bool, single)) >= FEWEST:
        found.append((below[0], _two_rows(single, [clean_header(cell) for cell in below[1]])))
    return found


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Each column under both rows: a group's name goes on to the right over the columns that it spans."""
    texts, group = [], ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        beneath = lower[column] if column < len(lower) else ""
        group = above or group
        both = group + beneath
        texts.append(both if beneath and recognise(both) else above or beneath)
    return texts
