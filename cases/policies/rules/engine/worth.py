"""What an amount comes to: bounds in yuan, what is missing, why there is nothing; and sums by bands."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from cases.policies.rules.document.amounts import Bands
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.asking import NOTHING, Asking
from cases.policies.rules.engine.outcome import shown


class Worth(NamedTuple):
    """Bounds in yuan; None where something is missing. `refused` says why there is nothing."""

    low: Decimal | None
    high: Decimal | None
    missing: tuple[str, ...] = ()
    refused: str = ""


WorthOf = Callable[[Asking], Worth]
ZERO = Worth(NOTHING, NOTHING)


def exactly(value: Decimal) -> Worth:
    return Worth(value, value)


def lacking(*missing: str) -> Worth:
    return Worth(None, None, missing)


def together(found: list[Worth], join: Callable[[list[Decimal]], Decimal]) -> Worth:
    """Several amounts as one; what is missing in one is missing in all."""
    missing = tuple(dict.fromkeys(one for worth in found for one in worth.missing))
    if missing:
        return lacking(*missing)
    refused = "；".join(dict.fromkeys(worth.refused for worth in found if worth.refused))
    low = join([worth.low or NOTHING for worth in found])
    high = join([worth.high or NOTHING for worth in found])
    return Worth(low, high, (), "" if high else refused)


def whole(base: Decimal, amount: Bands) -> tuple[Decimal, str]:
    """The whole base at the rate of the band that it falls into."""
    band = next((band for band in amount.bands if band.up_to is None or base <= band.up_to), amount.bands[-1])
    return base * band.rate, f"{shown(base)} × {plain(band.rate * 100)}%"


def marginal(base: Decimal, amount: Bands) -> tuple[Decimal, str]:
    """Each part of the base at the rate of its own band."""
    value, begin, words = NOTHING, NOTHING, []
    for band in amount.bands:
        end = base if band.up_to is None else min(base, band.up_to)
        if end > begin:
            value += (end - begin) * band.rate
            words.append(f"{shown(end - begin)} × {plain(band.rate * 100)}%")
            begin = end
    return value, " + ".join(words) or shown(NOTHING)
