"""The layout of a roster as import-export resources: the fields, and how each cell is cleaned.

A workbook is read by kernel.sheets and never by the library's own reader, and a household is many records,
which no ModelResource writes. So the resources declare and clean; what becomes of a clean household is
decided by rules.roster and written by services.imports.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cases.rosters.resources.fields import CellResource, HeadResource, MemberResource
from cases.rosters.rules.entries import ERROR, Entry, Issue, Person, check, prefix_of
from cases.rosters.rules.family import Family
from cases.rosters.rules.labels import is_nothing
from cases.rosters.rules.rows import Cells, RawEntry, gather
from cases.rosters.rules.twins import Twins, fold

__all__ = ["EntryReader", "HeadResource", "MemberResource", "read_entries"]

# What an export may have masked: where files are there already, such a cell changes nothing.
MASKED = frozenset({"id_number", "document_number", "phone", "bank_card", "birth_on"})


def read_entries(
    rows: Iterable[tuple[int, Mapping[str, object]]],
    *,
    family: Family | None = None,
    is_new: bool = True,
    by_person: bool = False,
    passed: list[int] | None = None,
) -> Iterator[Entry]:
    """The households of a roster, cleaned and checked by themselves and against the rows above them.

    `rows` are the rows below the header: their Excel number and their cells by key; `family` is the second
    sheet. Where files may be there already (not `is_new`), 清空 clears and nothing has to be filled in.
    """
    twins, reader = Twins(), EntryReader(clears=not is_new)
    for raw in gather(rows, family, by_person=by_person, passed=passed):
        entry = reader.read(raw)
        check(entry, is_new=is_new)
        twins.meet(entry)
        yield entry


class EntryReader:
    """Reads one household after the other, with everything that its cells say by themselves."""

    def __init__(self, *, clears: bool) -> None:
        self.head, self.member, self.clears = HeadResource(), MemberResource(), clears

    def read(self, raw: RawEntry) -> Entry:
        issues = [Issue(row, key, ERROR, "homeless", why) for row, key, why in raw.faults]
        head = self._person(self.head, raw.row, "", raw.head, issues)
        people, sex = [head], _sex_of(head.values)
        for row, number, cells in raw.members:
            if all(is_nothing(cell) for cell in cells.values()):  # a stroke through the columns of nobody
                continue
            prefix = prefix_of(number)
            people.append(self._person(self.member, row, prefix, cells, issues, head_sex=sex))
        entry = Entry(raw.row, people, issues)
        fold(entry)
        return entry

    def _person(
        self,
        resource: CellResource,
        row: int,
        prefix: str,
        cells: Cells,
        issues: list[Issue],
        **context: Any,
    ) -> Person:
        cleared: frozenset[str] = frozenset()
        if self.clears:
            cells = {key: cell for key, cell in cells.items() if not (key in MASKED and _is_masked(cell))}
        filled = frozenset(cells)
        if self.clears:
            cleared, found = resource.cleared_cells(cells, row=row, prefix=prefix)
            refused = {issue.key.removeprefix(prefix) for issue in found}
            cells = {key: cell for key, cell in cells.items() if key not in cleared | refused}
            issues += found
        values, found = resource.clean_cells(cells, row=row, prefix=prefix, **context)
        issues += found
        if (status := values.get("status")) and status.stage:  # 本科 says both
            values.setdefault("stage", status.stage)
        return Person(row, prefix, values, filled, cleared, resource.rewritten_cells(cells, values))


def _sex_of(values: Mapping[str, Any]) -> str:
    """The head's sex: what the ID number says before what the cell says."""
    checked = values.get("id_number")
    return str(checked.sex if checked else values.get("sex", ""))


def _is_masked(cell: object) -> bool:
    return isinstance(cell, str) and "**" in cell
