"""What changed in a file: between a form and the record, and between two states of the file. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        "former_no", "original_category", "member_id", "stage", "sha256", "size", "media_type",
        "id_number_tail", "phone_tail",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Delta:
    """One field that differs: of which table, of whom, before and after as JSON values; None is not there."""

    table: str
    who: str
    field: str
    old: Any
    new: Any


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


def _fields(table: str, who: str, old: Row, new: Row) -> Iterator[Delta]:
    for name in new:
        if name not in SILENT and old.get(name) != new[name]:
            yield Delta(table, who, name, old.get(name), new[name])


def _by_uid(
    table: str, old: Sequence[Row], new: Sequence[Row], title: str, *, whole: bool = False
) -> list[Delta]:
    before, after = ({str(row["uid"]): row for row in rows} for rows in (old, new))
    found: list[Delta] = []
    for uid in dict.fromkeys([*before, *after]):
        was, now = before.get(uid), after.get(uid)
        if was is None or now is None:
            found.append(Delta(table, "", "", was and was[title], now and now[title]))
        elif not whole:
            found += _fields(table, str(now[title]), was, now)
    return found


def _lines(table: str, old: Sequence[Row], new: Sequence[Row]) -> list[Delta]:
    """Lines have no name of their own: those that are on one side alone went or came."""
    gone, come = list(map(_line, old)), []
    for line in map(_line, new):
        if line in gone:
            gone.remove(line)
        else:
            come.append(line)
    return [*_deltas(table, gone, True), *_deltas(table, come, False)]


def _line(row: Row) -> tuple[str, str, str]:
    return str(row["kind"]), str(row["annual_amount"]), str(row["note"])


def _deltas(table: str, lines: Iterable[tuple[str, str, str]], gone: bool) -> Iterator[Delta]:
    for kind, amount, _note in lines:
        yield Delta(table, kind, "annual_amount", amount if gone else None, None if gone else amount)
