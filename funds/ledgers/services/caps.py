"""Caps: what one commitment takes of them, claimed under a lock and kept by the database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db.models import Sum

from funds.ledgers.models import CapUsage


@dataclass(frozen=True)
class CapClaim:
    """A cap that a commitment counts against: `subject` such as "household:17" and `scope` such as a
    programme's code are opaque here; `cap` is yuan, or times where `is_times`, and the newest claim sets it.
    The year is 0 for a cap of life; `label` is what the cap is called in a refusal.

    `kin` are other subjects whose usage counts as well, and `before` what was given outside these books. Kin
    must claim under the same subject: its row is the lock at which they take turns."""

    subject: str
    scope: str
    year: int
    cap: Decimal
    kin: tuple[str, ...] = ()
    before: Decimal = Decimal(0)
    is_times: bool = False
    label: str = ""


def claims_of(caps: Iterable[CapClaim], ceilings: Sequence[Iterable[CapClaim]]) -> str:
    """The caps as the database takes them, with what a refusal says (migrations/sql/entering.sql): those of
    whom the money is for, of all that is held, and of each line that it is held on those that stand over
    it. Times count once, whatever the lines."""
    every = list(range(len(ceilings)))
    claims = [(cap, every[:1] if cap.is_times else every) for cap in caps]
    claims += [(cap, [place]) for place in every for cap in ceilings[place]]
    parts: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for cap, places in claims:
        parts[_key(cap)].update(places)
    rows = [
        {**asdict(cap), "subjects": [cap.subject, *cap.kin], "parts": sorted(parts[_key(cap)])}
        for cap in _in_order(cap for cap, _places in claims)
    ]
    return json.dumps(rows, default=str, ensure_ascii=False)


def _key(cap: CapClaim) -> tuple[str, str, int]:
    """That of its usage row."""
    return cap.subject, cap.scope, cap.year


def left_of(cap: CapClaim) -> Decimal:
    """How much of a cap is left now, yuan or times, never below 0; who commits asks again, under the lock."""
    rows = CapUsage.objects.filter(subject__in=(cap.subject, *cap.kin), scope=cap.scope, year=cap.year)
    used = rows.aggregate(used=Sum("used"))["used"] or Decimal(0)
    return max(cap.cap - cap.before - used, Decimal(0))


def _in_order(caps: Iterable[CapClaim]) -> list[CapClaim]:
    """One claim for each usage row, the strictest, in an order in which two approvers never wait in a
    circle."""
    strictest: dict[tuple[str, str, int], CapClaim] = {}
    for cap in sorted(caps, key=lambda cap: cap.cap, reverse=True):
        strictest[_key(cap)] = cap
    return [strictest[key] for key in sorted(strictest)]
