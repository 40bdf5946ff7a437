"""Sorts the rows below the header into households: which begins one, which goes on with it, which is none.

A household has one row. A sixth member does not fit into the layout, so people add a row below with nothing
but members: it goes on with the household above. Blank rows, numbered rows that nobody filled in, subtotals,
repeated headers and the signatures below the table are passed over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cases.rosters.rules.family import Family
from cases.rosters.rules.layout import PASSED_OVER, recognise
from cases.rosters.rules.persons import IN_ROW, join
from hardship.kernel.documents import normalise
from hardship.kernel.sheets.headers import clean_header, normal_header

Cells = dict[str, object]

_SUM = re.compile(r"(合计|总计|小计|累计|共计|总共)")
_NOTE = re.compile(
    r"(填表|制表|填报|审核|复核|审批|审定|负责|单位负责|主管|经办|联系|签字|签章|盖章|公章|日期|注|备注|说明|附注)"
    r"[\w()]{0,10}(:|$)"
)
LINE = "line"  # what stands in the column of running numbers and is none: 合计
_SENTENCE = re.compile(r"[。；;！!？?]|,.*,|:$")
_LONGEST_NAME = 20
_NOT_DATA = frozenset({LINE, "former_no", "filed_by_name", "reviewed_by_name", "entered_by_name"})


@dataclass
class RawEntry:
    """One household as it stands in the sheet: its first Excel row, the cells of the head and the household
    by key, and for each member the Excel row, the number within that row, and the cells; `faults` are a row,
    a key and what is wrong there."""

    row: int
    head: Cells
    members: list[tuple[int, int, Cells]] = field(default_factory=list)
    last_row: int = 0
    faults: Sequence[tuple[int, str, str]] = ()


IN_FAMILY = 0  # the place of a member who stands in the second sheet


def gather(
    rows: Iterable[tuple[int, Mapping[str, object]]],
    family: Family | None = None,
    *,
    by_person: bool = False,
    passed: list[int] | None = None,
) -> Iterator[RawEntry]:
    """The households in their order, with their members of the second sheet. Each row comes as its Excel
    number and its cells by key, and is a person where the roster is `by_person`; `passed` gets the numbers
    of sums, signatures and remarks."""
    filled = _filled(rows, [] if passed is None else passed)
    for entry in _by_person(filled) if by_person else _first_sheet(filled):
        if family is not None:
            entry.members += [(row, IN_FAMILY, cells) for row, cells in family.take(entry.head)]
        yield entry


def _by_person(rows: Iterable[tuple[int, Cells]]) -> Iterator[RawEntry]:
    for home in join(list(rows)):
        members = [(row, IN_ROW, cells) for row, cells in home.members]
        last = max([home.row, *(row for row, _place, _cells in members)])
        yield RawEntry(home.row, home.head, members, last, home.faults)


def _filled(
    rows: Iterable[tuple[int, Mapping[str, object]]], passed: list[int]
) -> Iterator[tuple[int, Cells]]:
    """The rows that are part of the table, with the cells that hold something."""
    is_over = False
    for number, cells in rows:
        filled = {key: value for key, value in cells.items() if not is_blank(value)}
        if is_note(filled):
            is_over = is_over or _is_end(filled)
            passed.append(number)
        elif _is_household(filled, is_over):
            filled.pop(LINE, None)
            yield number, filled


def _first_sheet(rows: Iterable[tuple[int, Cells]]) -> Iterator[RawEntry]:
    current: RawEntry | None = None
    for number, filled in rows:
        head, members = split(filled)
        if current is not None and _goes_on(current, number, head, members):
            current.members += [(number, place, cells) for place, cells in members]
            current.last_row = number
            continue
        if current is not None:
            yield current
        current = RawEntry(number, head, [(number, place, cells) for place, cells in members], number)
    if current is not None:
        yield current


def split(cells: Mapping[str, object]) -> tuple[Cells, list[tuple[int, Cells]]]:
    """The cells of the head and the household, and those of each member with their number."""
    head: Cells = {}
    members: dict[int, Cells] = {}
    for key, value in cells.items():
        prefix, _dot, rest = key.rpartition(".")
        if prefix:
            members.setdefault(int(prefix.removeprefix("member")), {})[rest] = value
        else:
            head[rest] = value
    return head, sorted(members.items())


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing that can be seen."""
    if not isinstance(value, str):
        return value is None
    text = value.strip()
    return not text or (not text[0].isalnum() and not normalise(text[:200]))


def is_note(filled: Mapping[str, object]) -> bool:
    """A sum, a signature, a remark or a repeated header, not a household."""
    if not filled or _names_a_person(filled):
        return False
    first = clean_header(next(iter(filled.values())))
    if _SUM.match(normalise(first)) or (_NOTE.match(normalise(first)) and len(filled) <= 6):
        return True
    if len(filled) <= 2 and _is_sentence(filled):
        return True
    return sum(recognise(value) == key for key, value in filled.items() if isinstance(value, str)) >= 3


def _is_sentence(filled: Mapping[str, object]) -> bool:
    """以上人员情况属实，特此证明。 in the column of names, and nothing else that a household would have."""
    first = next(iter(filled.values()))
    text = normalise(first) if isinstance(first, str) else ""
    return bool(_SENTENCE.search(text)) or len(text) > _LONGEST_NAME


def _is_end(filled: Mapping[str, object]) -> bool:
    """Below a grand total or the signatures nothing is a household unless it names somebody."""
    first = normalise(clean_header(next(iter(filled.values()))))
    return not first.startswith("小计") and normal_header(first) not in PASSED_OVER and not recognise(first)


def _is_household(filled: Mapping[str, object], is_over: bool) -> bool:
    if is_over:
        return "name" in filled or _names_a_person(filled)
    return any(key not in _NOT_DATA and value not in (0, 0.0, "0") for key, value in filled.items())


def _names_a_person(filled: Mapping[str, object]) -> bool:
    """Whether there is something like an ID number, be it wrong."""
    value = filled.get("id_number")
    if isinstance(value, str):
        return sum(char.isdigit() for char in normalise(value[:60])) >= 15
    return isinstance(value, int | float) and value > 10**13


def _goes_on(
    current: RawEntry, number: int, head: Mapping[str, object], members: list[tuple[int, Cells]]
) -> bool:
    """A row of members alone: right below the household, or anywhere after it under the same 编号."""
    if not members or any(key not in _NOT_DATA for key in head):
        return False
    same = head.get("former_no")
    return number == current.last_row + 1 if same is None else same == current.head.get("former_no")
