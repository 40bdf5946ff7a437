"""The columns of a roster: the national layout of 2017 (domain.md 3.3), one row for each household.

A column is known by a key. Keys of members are numbered: "member1.name" to "member99.employer". Headers are
matched by name, never by place: two generations of the layout differ in words and order, and people put in
columns, blanks, line breaks and units of their own.
"""

import re
from collections.abc import Mapping, Sequence

from cases.rosters.rules.columns import EXTRA, HEAD, MEMBER, MEMBER_MORE, OWNER
from cases.rosters.rules.persons import LABELS as PERSON_LABELS
from cases.rosters.rules.persons import PREFIX as PERSON_PREFIX
from cases.rosters.rules.persons import keys_by_person
from cases.rosters.states import ImportMode
from hardship.kernel.sheets.headers import normal_header
from hardship.kernel.sheets.memory import Choices, match_columns

MAX_MEMBERS = 99
FAMILY = "家庭成员"  # the second sheet, one row for each member
FAMILY_PREFIX = "family."
SHOWN_MEMBERS = 5  # as many as the national layout has room for


REQUIRED = ("name", "id_number")
# Not data: running numbers, and what we wrote into a workbook that comes back.
OURS = frozenset({"错误原因", "提醒"})
PASSED_OVER = OURS | {"序号", "行号", "no", "no."}

_MEMBER_HEADER = re.compile(r"(?:家庭)?成员\(?([0-9]{1,2}|[一二三四五六七八九十]{1,3})\)?[-_:.、]?(.+)")
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)}


def member_key(number: int, key: str) -> str:
    """The key of a column of the n-th member."""
    return f"member{number}.{key}"


def label_of(key: str) -> str:
    """The name of a column in the layout: 身份证号, 家庭成员2身份证号."""
    prefix, _dot, rest = key.rpartition(".")
    if f"{prefix}." == FAMILY_PREFIX:
        return f"{FAMILY}表·{_FAMILY_LABELS[rest]}"
    if f"{prefix}." == PERSON_PREFIX:
        return PERSON_LABELS.get(rest) or _FAMILY_LABELS[rest]
    if prefix:
        return f"家庭成员{prefix.removeprefix('member')}{_MEMBER_LABELS[rest]}"
    return _HEAD_LABELS[rest]


def missing_keys(fields: Mapping[str, object], mode: str = ImportMode.NEW) -> list[str]:
    """The columns without which nothing can be done: who changes files needs something to find them by."""
    if mode == ImportMode.UPDATE:
        return [] if {"id_number", "former_no"} & set(fields) else ["id_number"]
    return [key for key in REQUIRED if key not in fields]


def layout_keys() -> list[str]:
    """The 87 columns of the national layout in its order."""
    members = [member_key(n, column.key) for n in range(1, SHOWN_MEMBERS + 1) for column in MEMBER]
    return [column.key for column in HEAD] + members


def recognise(header: object) -> str:
    """The key of the column with this header, or ''."""
    plain = normal_header(header)
    if plain in _HEAD_KEYS:
        return _HEAD_KEYS[plain]
    match = _MEMBER_HEADER.fullmatch(plain)
    if match is None:
        return ""
    number = int(match[1]) if match[1].isdigit() else _numeral(match[1])
    key = _MEMBER_KEYS.get(match[2].strip("的"), "")
    return member_key(number, key) if key and 1 <= number <= MAX_MEMBERS else ""


def match_headers(headers: Sequence[str], chosen: Choices | None = None) -> dict[str, int]:
    """For each recognised key its 0-based column; the first of two columns with one meaning counts.

    `chosen` is what people of this union said of this header line before; where a required column would be
    lost by it, it does not count.
    """
    own = keys_by_person(headers, [recognise(header) for header in headers])
    found = match_columns(own, chosen or {})
    if any(key in own and key not in found for key in REQUIRED):
        found = match_columns(own, {})
    if "former_no" not in found and "staff_no" in found:  # the only number that such a roster has
        found["former_no"] = found.pop("staff_no")
    return found


def match_family(headers: Sequence[object]) -> dict[str, int]:
    """The same for the second sheet, whose columns have no numbers."""
    found: dict[str, int] = {}
    for column, header in enumerate(headers):
        key = _FAMILY_KEYS.get(normal_header(header), "")
        if key:
            found.setdefault(key, column)
    return found


def _numeral(text: str) -> int:
    """十二 is 12; 0 for what is no number up to twenty."""
    if len(text) == 1:
        return _NUMERALS[text]
    if text[0] == "十" and len(text) == 2:
        return 10 + _NUMERALS[text[1]]
    return 20 if text == "二十" else 0


_HEAD_LABELS = {column.key: column.label for column in (*HEAD, *EXTRA)}
_MEMBER_LABELS = {column.key: column.label for column in (*MEMBER, *MEMBER_MORE)}
_FAMILY_LABELS = {column.key: column.label for column in (*OWNER, *MEMBER, *MEMBER_MORE)}
_FAMILY_KEYS = {
    normal_header(name): column.key
    for column in (*MEMBER_MORE, *MEMBER, *OWNER)
    for name in (column.label, *column.aliases)
}
_HEAD_KEYS = {
    normal_header(name): column.key for column in (*HEAD, *EXTRA) for name in (column.label, *column.aliases)
}
_MEMBER_KEYS = {
    normal_header(name): column.key
    for column in (*MEMBER_MORE, *MEMBER)
    for name in (column.label, *column.aliases)
}
