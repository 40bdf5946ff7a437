"""Figures of the deadlines kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Tally:
    """Decisions that were due: taken in time or late, still open and late, or open and not late yet; `days`
    counts how many working days those that were taken took."""

    in_time: int = 0
    late: int = 0
    open_late: int = 0
    open: int = 0
    days: Counter[int] = field(default_factory=Counter)

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.open_late + self.open

    @property
    def share(self) -> Decimal | None:
        """In percent of what ran out those that were taken in time, one place, half up; None of nothing."""
        ran_out = self.in_time + self.late + self.open_late
        if not ran_out:
            return None
        return (Decimal(self.in_time) * 100 / ran_out).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")

    @property
    def median(self) -> Decimal | None:
        return median(self.days)

    def add(self, other: "Tally") -> None:
        self.in_time += other.in_time
        self.late += other.late
        self.open_late += other.open_late
        self.open += other.open
        self.days.update(other.days)


def summed(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for one in tallies:
        total.add(one)
    return total


def median(counts: Counter[int]) -> Decimal | None:
    """The middle of values that come so often each, of two middle ones the mean; None of nothing."""
    number = counts.total()
    if not number:
        return None
    low, high = _at(counts, (number - 1) // 2), _at(counts, number // 2)
    return Decimal(low + high) / 2


def _at(counts: Counter[int], place: int) -> int:
    """The value at a place, from 0, of all of them in order."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError(place)
