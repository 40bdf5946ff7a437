"""How many files of a list are looked at, and which: pure, and the same for everybody who has the seed."""

from collections.abc import Collection
from math import ceil

from cases.surveys.rules import rank

LEAST, SHARE, MOST = 5, 10, 60  # files; per cent of the list; files


def sample_size(files: int) -> int:
    """A tenth of the list, at least five files and at most sixty."""
    return min(files, MOST, max(LEAST, ceil(files * SHARE / 100)))


def draw(rows: Collection[int], *, seed: str, size: int) -> list[int]:
    """The rows of the roster that are looked at, in the order of SHA-256 of seed and row number."""
    return sorted(rows, key=lambda row: rank(seed, str(row)))[:size]
