"""What the seal of a day is made of: a print of each row, and a chain over the days (docs/adr/0087)."""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

KEY, DIGEST = 8, 16  # bytes of a row's number, and of the SHA-256 of what it says
SIZE = KEY + DIGEST
NOTHING_BEFORE = "0" * 64  # what the first day is chained to


def print_row(key: int, told: str) -> bytes:
    """The print of one row: its number, and the first half of the SHA-256 of what it says."""
    return struct.pack(">q", key) + hashlib.sha256(told.encode()).digest()[:DIGEST]


def read_prints(prints: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each row, in the order of numbers."""
    for at in range(0, len(prints), SIZE):
        yield struct.unpack_from(">q", prints, at)[0], prints[at + KEY : at + SIZE]


def digest_of(prints: bytes) -> str:
    """The SHA-256 of all prints of a day, in hexadecimal."""
    return hashlib.sha256(prints).hexdigest()


def chain_of(*, day: date, rows: int, digest: str, previous: str) -> str:
    """The SHA-256 of "2026-03-06 1234 DIGEST PREVIOUS": what goes to the anchors, and into the next day."""
    return hashlib.sha256(f"{day:%Y-%m-%d} {rows} {digest} {previous}".encode()).hexdigest()


def anchor_line(*, day: date, rows: int, chain: str) -> str:
    """A day as it leaves the machine: "2026-03-06 1234 CHAIN"."""
    return f"{day:%Y-%m-%d} {rows} {chain}"


@dataclass(frozen=True)
class Anchored:
    """A line that left the machine, read again."""

    day: date
    rows: int
    chain: str


def read_anchors(lines: Iterable[str]) -> Iterator[Anchored]:
    """The lines of a file of anchors, in its order; empty ones are passed over. Raises ValueError with the
    number of the first line that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            day, rows, chain = line.split()
            if len(bytes.fromhex(chain)) != hashlib.sha256().digest_size:
                raise ValueError(chain)
            yield Anchored(date.fromisoformat(day), int(rows), chain.lower())
        except ValueError:
            raise ValueError(number) from None
