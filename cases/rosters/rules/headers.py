"""Finds the header of a roster: not where it should be, but where its words are."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cases.rosters.rules.layout import match_headers, recognise
from hardship.kernel.sheets.headers import DEEPEST, SEARCHED_ROWS, Header, clean_header, normal_header
from hardship.kernel.sheets.memory import Memory, line_of

FEWEST = 4  # columns that must be recognised, so that a sentence with 姓名 in it is no header

LONGEST_GROUP = 12  # characters; more is a title
UNNUMBERED = frozenset({"成员", "家庭成员", "家庭成员情况", "家庭成员信息", "家属"})
_OTHERS = re.compile("成员|家属|配偶|妻|丈夫|子女|儿子|女儿|父亲|母亲|父母|监护人|代领人")


def find_header(rows: Sequence[tuple[int, Sequence[object]]], memory: Memory | None = None) -> Header | None:
    """The row, or up to three rows, with most names of columns among the first thirty; None when there are
    too few.

    In a header of several rows a column has its lowest name, and the groups above it say whose it is:
    家庭成员1 over 姓名, 关系 and so on; what stands under somebody else counts as understood, too. `rows`
    come with their Excel numbers.
    """
    best: Header | None = None
    most = 0, 0, -DEEPEST
    for place in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, min(DEEPEST, len(rows) - place) + 1):
            levels = [
                [clean_header(cell) for cell in cells] for _number, cells in rows[place : place + depth]
            ]
            names = _name_columns(levels)
            texts = tuple(name.text for name in names)
            fields = match_headers(texts, (memory or {}).get(line_of(texts)))
            others = sum(name.is_others for name in names)
            known = len(fields) + sum(name.is_others and not recognise(name.text) for name in names)
            if len(fields) >= FEWEST and (known, others, -depth) > most:
                most = known, others, -depth
                best = Header(rows[place + depth - 1][0], texts, fields)
    return best


class _Name(NamedTuple):
    text: str
    is_others: bool = False  # it stands under the heading of somebody else


def _name_columns(levels: Sequence[Sequence[str]]) -> list[_Name]:
    """Each column by its lowest name, with the group above it where the two together mean something."""
    width = max(map(len, levels))
    names = [[*level, *[""] * (width - len(level))] for level in levels]
    groups = [_spread(level) for level in names[:-1]]
    return [
        _name([level[column] for level in names], [level[column] for level in groups])
        for column in range(width)
    ]


def _spread(level: Sequence[str]) -> list[str]:
    """A group's name goes on to the right over the columns that it spans; groups of members that have no
    numbers are numbered in their order."""
    spread, group, members = [], "", 0
    for text in level:
        if text:
            group = text
            if normal_header(text) in UNNUMBERED:
                members += 1
                group = f"家庭成员{members}"
        spread.append(group)
    return spread


def _name(names: Sequence[str], groups: Sequence[str]) -> _Name:
    lowest = max((place for place, name in enumerate(names) if name), default=0)
    above = next((group for group in reversed(groups[:lowest]) if group), "")
    both = above + names[lowest]
    # What stands under somebody else's heading is not taken for the worker's own: 月收入 of the wife.
    if len(above) <= LONGEST_GROUP and _OTHERS.search(above):
        return _Name(both, is_others=True)
    return _Name(both if recognise(both) else names[lowest])
