"""Who goes to see whom: pure. A row is one visit, whether a person, a family or a site."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class TeamPlan:
    """A team as somebody wrote it."""

    leader: str
    post: str
    visits_on: date
    members: tuple[str, ...] = ()
    vehicle: str = ""
    phone: Any = ""


def level(loads: Sequence[int], more: int) -> list[int]:
    """How many of `more` rows each team takes so that all end as even as can be; who has least gets first."""
    ends = list(loads)
    for _row in range(more):
        ends[min(range(len(ends)), key=lambda place: (ends[place], place))] += 1
    return [end - load for end, load in zip(ends, loads, strict=True)]


def spread_rows(rows: Sequence[int], loads: Mapping[int, int]) -> dict[int, int]:
    """The team of each row, by keys: the rows keep their order (that of the districts), so that those of one
    team lie together; teams end with counts that differ by one at most, as far as what they have allows."""
    spread: dict[int, int] = {}
    start = 0
    for team, many in zip(loads, level(list(loads.values()), len(rows)), strict=True):
        spread |= dict.fromkeys(rows[start : start + many], team)
        start += many
    return spread


def spread_unions(rows: Sequence[tuple[int, int]], loads: Mapping[int, int]) -> dict[int, int]:
    """The same where the rows of one union go to one team: rows are (key, union). The largest union first,
    to the team that has least."""
    of_union: dict[int, list[int]] = {}
    for key, union in rows:
        of_union.setdefault(union, []).append(key)
    held, spread = dict(loads), dict[int, int]()
    for keys in sorted(of_union.values(), key=len, reverse=True):
        team = min(held, key=lambda one: held[one])
        held[team] += len(keys)
        spread |= dict.fromkeys(keys, team)
    return spread


def digest_of(spread: Mapping[int, int]) -> str:
    """The fingerprint of who goes where, by which somebody keeps what they looked at."""
    told = ",".join(f"{row}:{team}" for row, team in sorted(spread.items()))
    return hashlib.sha256(told.encode()).hexdigest()
