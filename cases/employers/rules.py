"""Names of employers as they are compared, and the share of hard-up workers in a workforce. Pure."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

# What is no part of a name; the database's employer_key leaves out the same (migrations/sql/names.sql).
NO_PART = " \t\n\r()[]{}.,·、。-—–_'\"“”‘’《》〈〉<>/\\:;&#*•"
_OUT = {ord(char): None for char in NO_PART}
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
# Endings that tell little: 第二棉纺织厂 and 第二棉纺织厂有限公司 may be one employer.
ENDINGS = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "总公司", "公司", "集团", "总厂", "厂")
ALIKE = Decimal("0.6")  # of the pairs of characters that either name has
SHORTEST = 2  # characters that say something: 机床 of 南通机床厂
CENT = Decimal("0.01")


def employer_key(name: str) -> str:
    """A name as it is compared: half-width, Latin capitals, without blanks, brackets and punctuation."""
    return unicodedata.normalize("NFKC", name).translate(_OUT).translate(_UPPER)


def core(key: str) -> str:
    """The key without the endings that tell little; never empty."""
    shorter = next((key.removesuffix(end) for end in ENDINGS if key.endswith(end)), key)
    return shorter or key


def likeness(one: str, other: str) -> Decimal:
    """From 0 to 1: the pairs of characters that two keys share, endings left out; 1 where one is the end of
    the other, as with the place left out (南通第二棉纺织厂, 第二棉纺织厂)."""
    one, other = core(one), core(other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= SHORTEST and longer.endswith(shorter):
        return Decimal(1)
    pairs, others = _pairs(one), _pairs(other)
    every = pairs | others
    return Decimal(len(pairs & others)) / len(every) if every else Decimal(0)


def alike(key: str, keys: Iterable[str]) -> list[str]:
    """Those of the keys that may mean the same employer, the most alike first."""
    found = [(likeness(key, other), other) for other in keys if other != key]
    return [other for share, other in sorted(found, key=lambda row: (-row[0], row[1])) if share >= ALIKE]


class AlikeNames:
    """Keys among which those alike are found without comparing each with each: 2,000 take a fifth of a
    second instead of half a minute.

    Two names share at least `ALIKE` of either's pairs, so at least one of the few rarest of both; or one of
    them is an end of the other.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self.by_core: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            self.by_core[core(key)].add(key)
        self.number = Counter(pair for one in self.by_core for pair in _pairs(one))
        self.by_pair: dict[str, set[str]] = defaultdict(set)
        self.by_end: dict[str, set[str]] = defaultdict(set)
        for one in self.by_core:
            for pair in self._rarest(one):
                self.by_pair[pair].add(one)
            for end in _ends(one):
                self.by_end[end].add(one)

    def find(self, key: str) -> list[str]:
        """What `alike` finds among all the keys."""
        own = core(key)
        near = {own, *self.by_end.get(own, ()), *_ends(own)}
        for pair in self._rarest(own):
            near |= self.by_pair.get(pair, set())
        return alike(key, (other for one in near for other in self.by_core.get(one, ())))

    def _rarest(self, one: str) -> list[str]:
        """As many pairs as may be missing in a name that is alike, and one more."""
        pairs = sorted(_pairs(one), key=lambda pair: (self.number[pair], pair))
        return pairs[: int(len(pairs) * (1 - ALIKE)) + 1]


def share(part: int, whole: int | None) -> Decimal | None:
    """Per cent with two places, half up; None without a whole."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(CENT, ROUND_HALF_UP)


def _ends(key: str) -> list[str]:
    return [key[place:] for place in range(len(key) - SHORTEST + 1)]


def _pairs(key: str) -> set[str]:
    return {key[place : place + 2] for place in range(len(key) - 1)} or {key}
