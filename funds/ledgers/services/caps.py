"""Caps: what one commitment takes of them, claimed under a lock and kept by the database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from funds.ledgers.models import CapUsage

HOUSEHOLD, PERSON = "household", "person"  # what a cap of a fund counts by
OF_DOCUMENT = 0  # the year of a cap that no year ends


@dataclass(frozen=True)
class CapClaim:
    """A cap that a commitment counts against: `subject` such as "household:17" and `scope` such as a
    programme's code are opaque here; `cap` is yuan, or times where `is_times`, and the newest claim sets it.
    The year is 0 for a cap of life; `label` is what the cap is called in a refusal, `frees` says when there
    is room again.

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
    unit: str = ""  # what times are counted in, where it is not times
    frees: str = ""  # when there is room again


@dataclass(frozen=True)
class Whom:
    """Whom money is held for, as the caps of a fund's document count: one household, with others that are the
    same family (`kin`), and one person. All opaque here, such as "household:17"."""

    household: str
    person: str
    kin: tuple[str, ...] = ()


@dataclass(frozen=True)
class FundCaps:
    """What one household and one person get at most of the money of one document, in yuan, on all books to
    which it was handed down (`root` is the fund that it came as)."""

    root: int
    document_no: str
    household: Decimal | None = None
    person: Decimal | None = None

    @property
    def is_set(self) -> bool:
        return self.household is not None or self.person is not None

    def claims(self, whom: Whom | None) -> list[CapClaim]:
        """What money for these counts against; whoever commits asks that somebody is named."""
        if not self.is_set or whom is None:
            return []
        words = {"number": self.document_no}
        asked = [
            (self.household, HOUSEHOLD, whom.household, whom.kin, _("%(number)s规定的每户限额") % words),
            (self.person, PERSON, whom.person, (), _("%(number)s规定的每人限额") % words),
        ]
        return [
            CapClaim(subject, f"fund:{self.root}:{kind}", OF_DOCUMENT, cap, kin, label=label)
            for cap, kind, subject, kin, label in asked
            if cap is not None
        ]


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
