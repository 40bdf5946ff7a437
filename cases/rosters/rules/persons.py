"""Rosters with one row for each person: 户主姓名, 姓名, 与户主关系; the rows joined into households.

Whose a row is says the head's ID number, else the number of the file, else the head's name where only one
head has it, else the order: a member stands below its head.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.rosters.rules.columns import OF_HOUSEHOLD
from cases.rosters.rules.keys import plain
from cases.rosters.rules.labels import is_nothing
from cases.rosters.rules.labels import plain as plain_word
from hardship.kernel.sheets.headers import normal_header

PREFIX = "person."
RELATION, HEAD_NAME, HEAD_ID = f"{PREFIX}relation", f"{PREFIX}head_name", f"{PREFIX}head_id"
LABELS = {"head_name": "户主姓名", "head_id": "户主身份证号"}
IN_ROW = -1  # the place of a member who has a row to themselves

_RELATIONS = frozenset(
    {
        "与户主关系",
        "与户主的关系",
        "户主关系",
        "关系",
        "与本人关系",
        "与职工关系",
        "家庭关系",
        "称谓",
        "成员关系",
    }
)
_HEAD_NAMES = frozenset({"户主姓名", "户主", "职工姓名", "困难职工姓名"})
_HEAD_IDS = re.compile("(?:户主|职工)(?:身份证|证件)(?:号码|号)?")
_OWN_NAMES = frozenset({"姓名", "成员姓名", "家庭成员姓名", "家庭成员"})
_OWN_IDS = re.compile("(?:家庭)?(?:成员)?(?:公民)?身份(?:证|证件)(?:号码|号)?|证件号码|公民身份号码")
# 与本人关系 of somebody who stands for the family is nobody's relation to the head
_NOT_OURS = re.compile("代领|代办|监护|联系人|委托|紧急|担保|经办")
HEADS = frozenset(("本人", "户主", "户主本人", "本人(户主)", "户主(本人)", "职工", "职工本人", "申请人"))
_ALSO_OF_HOUSEHOLD = "category main_cause annual_income persons monthly_per_capita filed_on address former_no"
_OF_HOUSEHOLD = frozenset((*(column.key for column in OF_HOUSEHOLD), *_ALSO_OF_HOUSEHOLD.split()))

Cells = dict[str, object]
Rows = Sequence[tuple[int, Mapping[str, object]]]


@dataclass
class Home:
    """The head's row and cells, the members with their rows, and what is wrong: row, key, sentence."""

    row: int
    head: Cells
    members: list[tuple[int, Cells]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def keys_by_person(headers: Sequence[str], keys: Sequence[str]) -> list[str]:
    """The keys of the columns where each person has a row; the same keys where no column says so."""
    words = [normal_header(header) for header in headers]
    place = next((at for at, word in enumerate(words) if word in _RELATIONS and _is_ours(words, at)), None)
    if place is None or any(key.startswith("member") for key in keys):
        return list(keys)
    found = list(keys)
    found[place] = RELATION
    _tell_apart(found, words, _HEAD_NAMES.__contains__, _OWN_NAMES.__contains__, "name", HEAD_NAME)
    _tell_apart(found, words, _HEAD_IDS.fullmatch, _OWN_IDS.fullmatch, "id_number", HEAD_ID)
    return found


def is_by_person(fields: Mapping[str, object]) -> bool:
    """Whether these columns are those of a roster with a row for each person."""
    return RELATION in fields


def join(rows: Rows) -> list[Home]:
    """The households in the order of their heads. Who belongs to nobody comes alone, with what is wrong."""
    homes = _Homes()
    for number, cells in rows:
        if _is_head(cells):
            homes.add(number, cells)
    current: Home | None = None
    for number, cells in rows:
        current = homes.by_row.get(number, current)
        if number not in homes.by_row:
            homes.place(number, cells, current)
    return sorted(homes.all, key=lambda home: home.row)


class _Homes:
    """The households so far, by what a member's row may say of its head."""

    def __init__(self) -> None:
        self.all: list[Home] = []
        self.by_row: dict[int, Home] = {}
        self._by_id: dict[str, Home] = {}
        self._by_no: dict[str, Home] = {}
        self._by_name: dict[str, list[Home]] = {}

    def add(self, number: int, cells: Mapping[str, object]) -> Home:
        home = Home(number, {key: value for key, value in cells.items() if not key.startswith(PREFIX)})
        self.all.append(home)
        self.by_row[number] = home
        self._by_id.setdefault(plain(cells.get("id_number")), home)
        self._by_no.setdefault(plain(cells.get("former_no")), home)
        self._by_name.setdefault(plain(cells.get("name")), []).append(home)
        return home

    def place(self, number: int, cells: Mapping[str, object], current: Home | None) -> None:
        home, is_told = self._find(cells, current)
        if home is None and plain(cells.get(HEAD_ID)):
            home, is_told = self._from_columns(number, cells), True
        if home is None or not (is_told or RELATION in cells):
            self.all.append(_alone(number, cells))
            return
        own = {key: value for key, value in cells.items() if not key.startswith(PREFIX)}
        if RELATION in cells:
            own["relation"] = cells[RELATION]
        home.members.append((number, own))
        for key in _OF_HOUSEHOLD & own.keys():
            home.head.setdefault(key, own[key])

    def _find(self, cells: Mapping[str, object], current: Home | None) -> tuple[Home | None, bool]:
        """The household, and whether the row itself tells it."""
        number, name = plain(cells.get("former_no")), plain(cells.get(HEAD_NAME))
        if head_id := plain(cells.get(HEAD_ID)):
            return self._by_id.get(head_id), True
        if number and number in self._by_no:
            return self._by_no[number], True
        if name:
            named = self._by_name.get(name, [])
            near = [home for home in named if home is current]
            return (near or named)[0] if near or len(named) == 1 else None, True
        return current, False

    def _from_columns(self, number: int, cells: Mapping[str, object]) -> Home:
        """A head who has no row, only columns in the rows of the others."""
        head = {"name": cells.get(HEAD_NAME), "id_number": cells.get(HEAD_ID)}
        home = self.add(number, {key: value for key, value in head.items() if value is not None})
        del self.by_row[number]
        return home


def _is_head(cells: Mapping[str, object]) -> bool:
    said = cells.get(RELATION)
    if said is not None and not is_nothing(said):
        return plain_word(str(said)) in HEADS
    own, head = plain(cells.get("id_number")), plain(cells.get(HEAD_ID))
    if own and head:
        return own == head
    name = plain(cells.get("name"))
    return bool(name) and name == plain(cells.get(HEAD_NAME))


def _alone(number: int, cells: Mapping[str, object]) -> Home:
    own = {key: value for key, value in cells.items() if not key.startswith(PREFIX)}
    if RELATION in cells:
        why = _("没有找到这一行的户主：户主那一行请填“户主”，成员排在户主下面，或填写户主身份证号。")
    else:
        why = _("请填写与户主关系：户主填“户主”，其他人填与户主的关系，例如妻子、儿子。")
    return Home(number, own, faults=[(number, RELATION, why)])


def _is_ours(words: Sequence[str], place: int) -> bool:
    return not any(_NOT_OURS.search(word) for word in words[max(place - 2, 0) : place + 1])


def _tell_apart(
    keys: list[str],
    words: Sequence[str],
    is_heads: Callable[[str], object],
    is_own: Callable[[str], object],
    key: str,
    heads_key: str,
) -> None:
    """Where a person's own column stands beside the head's, the two are told apart."""
    own = [place for place, word in enumerate(words) if is_own(word)]
    heads = [place for place, word in enumerate(words) if is_heads(word)]
    if own and heads:
        keys[own[0]], keys[heads[0]] = key, heads_key
