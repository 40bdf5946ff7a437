"""Which files a spot check draws: pure, and the same for everybody who has the population and the seed.

Stratified by union and category: each stratum gets its part of the whole by the largest remainder, and at
least one. Within a stratum the files stand in the order of SHA-256 of seed and file number, and the first
are drawn. What was drawn earlier in the year counts towards its stratum's part.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

Stratum = tuple[str, str]


class Candidate(NamedTuple):
    """One file of the population: its number, union code and category, and what became of it earlier in the
    year ("" for nothing, "drawn", "unreached")."""

    file_no: str
    union: str
    category: str
    earlier: str = ""

    @property
    def stratum(self) -> Stratum:
        return self.union, self.category


def population_hash(population: Iterable[Candidate]) -> str:
    """The SHA-256 of the population: one line for each file, in the order of the numbers."""
    lines = sorted(f"{row.file_no}\t{row.union}\t{row.category}\t{row.earlier}" for row in population)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def rank(seed: str, file_no: str) -> str:
    """The place of a file in its stratum."""
    return hashlib.sha256(f"{seed}:{file_no}".encode()).hexdigest()


def target_size(files: int, share: Decimal) -> int:
    """How many files make up `share` per cent of them, rounded up."""
    return min(files, ceil(Fraction(share) * files / 100))


def allocate(sizes: Mapping[Stratum, int], total: int) -> dict[Stratum, int]:
    """The total by the largest remainder over strata of these sizes, at least one in each that is not empty.

    The minimum may bring the sum above the total. Equal remainders go by the name of the stratum.
    """
    strata = sorted(stratum for stratum, size in sizes.items() if size)
    files = sum(sizes[stratum] for stratum in strata)
    if not total or not files:
        return dict.fromkeys(strata, 0)
    quotas = {stratum: Fraction(total * sizes[stratum], files) for stratum in strata}
    parts = {stratum: int(quotas[stratum]) for stratum in strata}
    rest = total - sum(parts.values())
    for stratum in sorted(strata, key=lambda name: (parts[name] - quotas[name], name))[:rest]:
        parts[stratum] += 1
    return {stratum: max(part, 1) for stratum, part in parts.items()}


def draw(population: Iterable[Candidate], *, share: Decimal, seed: str) -> list[Candidate]:
    """The files that bring the year's sample up to `share` per cent, by stratum and in the order of the draw.

    Those that were drawn earlier count; those that could not be reached count for nothing and are not drawn
    again.
    """
    strata: dict[Stratum, list[Candidate]] = defaultdict(list)
    for row in population:
        strata[row.stratum].append(row)
    sizes = {stratum: len(rows) for stratum, rows in strata.items()}
    parts = allocate(sizes, target_size(sum(sizes.values()), share))
    drawn: list[Candidate] = []
    for stratum, part in sorted(parts.items()):
        rows = strata[stratum]
        wanted = max(0, part - sum(row.earlier == "drawn" for row in rows))
        fresh = sorted((row for row in rows if not row.earlier), key=lambda row: rank(seed, row.file_no))
        drawn += fresh[:wanted]
    return drawn
