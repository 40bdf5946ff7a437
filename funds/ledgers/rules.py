"""The content of a journal as frozen bytes: pure, so that the check can rebuild what was hashed."""

import json
import unicodedata
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, Decimal
from hashlib import sha256

from funds.ledgers.states import EVENTS, Event, Side

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One posting to be: an account, a side, yuan above zero, and the commitment whose money it is."""

    account_id: int
    side: str
    amount: Decimal
    commitment_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Request:
    """One journal to be. `id` is the idempotency key, `maker` the id of the person; None of money
    that is let go by the clock (ADR 0081)."""

    id: uuid.UUID
    union: int
    on: date
    event: str
    source: str
    memo: str
    maker: int | None
    lines: Sequence[Line]
    reverses: uuid.UUID | None = None

    def text(self) -> str:
        """Canonical JSON: sorted keys, no spaces, NFC text, amounts with two places."""
        body = {
            "id": str(self.id),
            "union": self.union,
            "on": self.on.isoformat(),
            "event": str(self.event),
            "source": unicodedata.normalize("NFC", self.source),
            "memo": unicodedata.normalize("NFC", self.memo),
            "maker": self.maker,
            "reverses": str(self.reverses) if self.reverses else None,
            "lines": [
                [line.account_id, str(line.side), f"{line.amount:.2f}", _text_or_none(line.commitment_id)]
                for line in self.lines
            ],
        }
        return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _text_or_none(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None


def canonical(request: Request, *, year: int, number: int, made_at: datetime) -> bytes:
    """The bytes that the database froze for this journal: number and time on one line, then the request."""
    stamp = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return f"{year}-{number} {stamp}\n{request.text()}".encode()


def digest(content: bytes) -> bytes:
    """SHA-256 of the canonical bytes."""
    return sha256(content).digest()


def opposite(side: str) -> Side:
    return Side.CREDIT if side == Side.DEBIT else Side.DEBIT


def entry_lines(
    event: Event, accounts: dict[str, int], amount: Decimal, commitment_id: uuid.UUID | None = None
) -> list[Line]:
    """The two lines of an event on one budget line; `accounts` maps its buckets to account ids."""
    entry = EVENTS[event]
    return [
        Line(accounts[entry.debit], Side.DEBIT, amount, commitment_id),
        Line(accounts[entry.credit], Side.CREDIT, amount, commitment_id),
    ]


@dataclass(frozen=True)
class Draw:
    """So much of one line, for a use that must be the line's."""

    line_id: int
    use: str
    amount: Decimal


def split(amount: Decimal, held: Sequence[Decimal]) -> list[Decimal]:
    """An amount by what each holds, in whole fen; the rest goes to the largest fractions, the first of all
    last, so that it is never empty before the others. None gets more than it holds."""
    whole = sum(held, Decimal(0))
    shares = [(amount * one / whole).quantize(CENT, ROUND_DOWN) for one in held]
    order = sorted(range(len(held)), key=lambda n: (n == 0, shares[n] - amount * held[n] / whole))
    for n in order[: int((amount - sum(shares, Decimal(0))) / CENT)]:
        shares[n] += CENT
    return shares


def mirrored(lines: Collection[Line]) -> list[Line]:
    """The same lines with their sides exchanged: a reversal, or the receiving line of an assignment."""
    return [Line(line.account_id, opposite(line.side), line.amount, line.commitment_id) for line in lines]


def is_exact(amount: Decimal) -> bool:
    """Whether this is an amount that can be posted: finite, above zero, whole fen."""
    return amount.is_finite() and Decimal(0) < amount < 10**12 and amount == amount.quantize(CENT)


def is_past(use_by: date | None, on: date) -> bool:
    """Whether the last day of money, if it has one, is over."""
    return use_by is not None and on > use_by


def helps(classes: Collection[str], of: Collection[str]) -> bool:
    """Whether money for these classes of people, none for everybody, helps somebody who is of those."""
    return not classes or not set(classes).isdisjoint(of)


def share(part: Decimal, whole: Decimal) -> int:
    """Percent of the whole, rounded down, so that 100 means all of it."""
    return int(part * 100 / whole) if whole > 0 else 0
