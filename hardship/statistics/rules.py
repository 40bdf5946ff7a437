"""Figures that are published: shares that add up."""

from collections.abc import Sequence
from decimal import Decimal

CENT = Decimal("0.01")
WHOLE = 10_000  # hundredths of a percent


def shares(counts: Sequence[int]) -> list[Decimal]:
    """The share of each count in percent, two places; together exactly 100.00, or all 0.00 for nothing.

    Largest remainder (Hamilton): every share is rounded down first; the hundredths that are missing to 100
    go one each to the counts with the largest remainders, the earlier one of equals first. No share is off
    by a hundredth of a percent or more, and no smaller count gets a larger share.
    """
    total = sum(counts)
    if total <= 0:
        return [Decimal("0.00")] * len(counts)
    parts = [divmod(count * WHOLE, total) for count in counts]
    missing = WHOLE - sum(whole for whole, _rest in parts)
    first = sorted(range(len(counts)), key=lambda place: (-parts[place][1], place))[:missing]
    raised = set(first)
    return [CENT * (whole + (place in raised)) for place, (whole, _rest) in enumerate(parts)]


def share(part: int, whole: int) -> Decimal:
    """The part in percent of the whole, two places, half up; 0.00 of nothing."""
    found = Decimal(part) * 100 / whole if whole else Decimal(0)
    return found.quantize(CENT, rounding="ROUND_HALF_UP")


def growth(now: int, before: int) -> Decimal | None:
    """The change against the year before in percent, one place, half up; None when there was nothing."""
    if before == 0:
        return None
    return (Decimal(now - before) * 100 / before).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
