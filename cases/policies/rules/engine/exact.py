"""Arithmetic that loses nothing before the last step: what cancels is nothing, and three thirds are one.

A sum is a Decimal as long as a Decimal can say it, which costs a tenth of a Fraction, and a Fraction where
months do not divide it evenly. It becomes a Decimal where it is shown, or held against an amount of money:
divided once, by everything at the same time, to 28 figures. What money can be equal to is then exact.
"""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from operator import le

Exact = Decimal | Fraction
NOTHING = Decimal(0)
CENT = Decimal("0.01")


def plus(one: Exact, other: Exact) -> Exact:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one + other
    return _plain(Fraction(one) + Fraction(other))


def minus(one: Exact, other: Exact) -> Exact:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one - other
    return _plain(Fraction(one) - Fraction(other))


def times(one: Exact, other: Exact | int) -> Exact:
    if isinstance(one, Decimal) and not isinstance(other, Fraction):
        return one * other
    return _plain(Fraction(one) * Fraction(other))


def over(one: Exact, divisor: Exact | int) -> Exact:
    """One divided by the other, which is not 0."""
    return _plain(Fraction(one) / Fraction(divisor))


def add_up(parts: Iterable[Exact]) -> Exact:
    total: Exact = NOTHING
    for part in parts:
        total = plus(total, part)
    return total


def least(one: Exact, other: Exact) -> Exact:
    return one if holds(le, one, other) else other


def holds(does: Callable[[Exact, Exact], bool], one: Exact, other: Exact) -> bool:
    """Whether a comparison holds; Python has none between a Fraction and a Decimal."""
    if type(one) is type(other):
        return does(one, other)
    return does(Fraction(one), Fraction(other))


def as_decimal(value: Exact, divisor: Exact | int = 1) -> Decimal:
    """The value divided by the divisor, to 28 figures."""
    if isinstance(value, Decimal) and not isinstance(divisor, Fraction):
        return value / divisor
    quotient = Fraction(value) / Fraction(divisor)
    return Decimal(quotient.numerator) / Decimal(quotient.denominator)


def to_cent(value: Exact, divisor: Exact | int = 1) -> Decimal:
    """The same in yuan and cents, half a cent up."""
    return as_decimal(value, divisor).quantize(CENT, ROUND_HALF_UP)


def _plain(value: Fraction) -> Exact:
    """A Decimal where the fraction is a whole number of hundredths, as most are."""
    hundredths = value * 100
    return Decimal(hundredths.numerator).scaleb(-2) if hundredths.denominator == 1 else value
