"""The second sheet 家庭成员: one row for each member, led to its household by ID number or 编号."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.rosters.rules.keys import plain
from cases.rosters.rules.layout import PASSED_OVER, match_family
from cases.rosters.rules.units import is_amount
from hardship.kernel.sheets.headers import clean_header, normal_header
from hardship.kernel.sheets.units import in_units, units_of

SEARCHED_ROWS = 10

Cells = dict[str, object]


class Family:
    """The members of the second sheet by whose they are; each is taken once, the rest belongs to nobody."""

    def __init__(self, rows: Iterable[tuple[int, Mapping[str, object]]] = ()) -> None:
        self._by_id: dict[str, list[tuple[int, Cells]]] = {}
        self._by_no: dict[str, list[tuple[int, Cells]]] = {}
        self._homeless: list[int] = []
        for number, cells in rows:
            self._keep(number, dict(cells))

    def take(self, head: Mapping[str, object]) -> list[tuple[int, Cells]]:
        """The rows of one household, by the ID number and the 编号 of its own row; they are gone then."""
        found = self._by_id.pop(plain(head.get("id_number")), []) if self._by_id else []
        found += self._by_no.pop(plain(head.get("former_no")), []) if self._by_no else []
        return sorted(found, key=lambda item: item[0])

    def left(self) -> Iterator[int]:
        """The Excel rows that no household of the first sheet has taken."""
        rest = [row for rows in (*self._by_id.values(), *self._by_no.values()) for row, _cells in rows]
        return iter(sorted([*self._homeless, *rest]))

    def _keep(self, number: int, cells: Cells) -> None:
        owner, number_of_owner = plain(cells.pop("owner_id", None)), plain(cells.pop("owner_no", None))
        if not cells:
            return
        if owner and "*" not in owner:  # two masks may be the same
            self._by_id.setdefault(owner, []).append((number, cells))
        elif number_of_owner:
            self._by_no.setdefault(number_of_owner, []).append((number, cells))
        else:
            self._homeless.append(number)


@dataclass(frozen=True)
class FamilySheet:
    """What of the second sheet was understood: its rows below the header, the headers that mean nothing;
    `has_header` is False when there is none with 姓名 and whose the members are."""

    rows: int
    unknown: tuple[str, ...]
    has_header: bool = True


def read_family(rows: Sequence[tuple[int, Sequence[object]]]) -> Family | None:
    """The sheet from its header on; None when it has none."""
    place, columns = _find(rows)
    if not columns:
        return None
    above = (values for _number, values in rows[:place])
    units = units_of(rows[place][1], columns, is_amount=is_amount, above=above)
    cells = _cells(rows[place + 1 :], columns)
    return Family((number, in_units(row, units)) for number, row in cells)


def describe_family(rows: Sequence[tuple[int, Sequence[object]]]) -> FamilySheet | None:
    """What the sheet holds; None when nothing stands in it but a title."""
    place, columns = _find(rows)
    if not columns:
        filled = sum(any(not _is_blank(value) for value in values[1:]) for _number, values in rows)
        return FamilySheet(filled, (), has_header=False) if filled else None
    headers = [clean_header(value) for value in rows[place][1]]
    unknown = [text for at, text in enumerate(headers) if text and at not in columns.values()]
    known = [text for text in unknown if normal_header(text) not in PASSED_OVER]
    return FamilySheet(sum(1 for _cell in _cells(rows[place + 1 :], columns) if _cell[1]), tuple(known))


def _find(rows: Sequence[tuple[int, Sequence[object]]]) -> tuple[int, dict[str, int]]:
    """The place of the header and its columns; none when there is no header."""
    for place, (_number, values) in enumerate(rows[:SEARCHED_ROWS]):
        columns = match_family(values)
        if "name" in columns and {"owner_id", "owner_no"} & set(columns):
            return place, columns
    return 0, {}


def _cells(
    rows: Iterable[tuple[int, Sequence[object]]], columns: Mapping[str, int]
) -> Iterator[tuple[int, Cells]]:
    for number, values in rows:
        found = {key: values[place] for key, place in columns.items() if place < len(values)}
        yield number, {key: value for key, value in found.items() if not _is_blank(value)}


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
