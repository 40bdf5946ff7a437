"""What changed in a file: between a form and the record, and between two states of the file. Pure."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

Row = Mapping[str, Any]
# What stands in a row for searching and order, or says again what another column says.
SILENT = frozenset(
    {
        "uid", "position", "name_pinyin", "name_initials", "name_grams", "head_pinyin", "union_id", "head_id",
        "former_no", "original_category", "member_id", "sha256", "size", "media_type",
        "id_number_tail", "phone_tail",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Delta:
    """One field that differs: of which table, of whom, before and after as JSON values; None is not there.

    `row` is the uid of the person or document, where the row has one.
    """

    table: str
    who: str
    field: str
    old: Any
    new: Any
    row: str = dataclasses.field(default="", compare=False)


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Delta]:
    """The fields that differ between two contents (selectors.get_content)."""
    found = list(_fields("household", "", old["household"], new["household"]))
    found += _by_uid("members", old["members"], new["members"], "name")
    for table in ("incomes", "expenses"):
        found += _lines(table, old[table], new[table])
    return found + _by_uid("evidence", old["evidence"], new["evidence"], "kind", whole=True)


def list_new_lines(old: Sequence[Row], new: Sequence[Row]) -> list[int]:
    """The positions of the lines of money that stood in no such way in the old content."""
    kept = [dict(row) for row in old]
    found = []
    for position, row in enumerate(new):
        if dict(row) in kept:
            kept.remove(dict(row))
        else:
            found.append(position)
    return found


def _fields(table: str, who: str, old: Row, new: Row, row: str = "") -> Iterator[Delta]:
    for name in new:
        if name not in SILENT and old.get(name) != new[name]:
            yield Delta(table, who, name, old.get(name), new[name], row)


def _by_uid(
    table: str, old: Sequence[Row], new: Sequence[Row], title: str, *, whole: bool = False
) -> list[Delta]:
    before, after = ({str(row["uid"]): row for row in rows} for rows in (old, new))
    found: list[Delta] = []
    for uid in dict.fromkeys([*before, *after]):
        was, now = before.get(uid), after.get(uid)
        if was is None or now is None:
            found.append(Delta(table, "", "", was and was[title], now and now[title], uid))
        elif not whole:
            found += _fields(table, str(now[title]), was, now, uid)
    return found


def _lines(table: str, old: Sequence[Row], new: Sequence[Row]) -> list[Delta]:
    """Lines have no name of their own. Those that are on one side alone went or came; one of each of the same
    kind is a line that says something else now."""
    gone = [old[position] for position in list_new_lines(new, old)]
    found: list[Delta] = []
    for row in (new[position] for position in list_new_lines(old, new)):
        was = next((one for one in gone if one["kind"] == row["kind"]), None)
        if was is None:
            found.append(Delta(table, str(row["kind"]), "annual_amount", None, row["annual_amount"]))
        else:
            gone.remove(was)
            found += _line_fields(table, was, row)
    return [
        *(Delta(table, str(row["kind"]), "annual_amount", row["annual_amount"], None) for row in gone),
        *found,
    ]


def _line_fields(table: str, old: Row, new: Row) -> Iterator[Delta]:
    """Unlike elsewhere, whose line it is and what proves it."""
    for name in new:
        if name != "uid" and old.get(name) != new[name]:
            yield Delta(table, str(new["kind"]), name, old.get(name), new[name])
