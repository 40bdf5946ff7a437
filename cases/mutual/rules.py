"""互助金 by bands of what a worker paid themselves, with every step; claims by band of their sum.

Source of the shape: 张家界市职工医疗互助办法（2014）[S30], R32: each part of the costs at the rate of its
band, up to a cap. The figures are data of each period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from hardship.kernel.money import format_yuan

CENT = Decimal("0.01")
MOST_BANDS = 10


@dataclass(frozen=True)
class Band:
    """Up to how many yuan (None: without end) at which rate, in per cent."""

    up_to: Decimal | None
    rate: Decimal

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Band":
        up_to = stored["up_to"]
        return cls(None if up_to is None else Decimal(up_to), Decimal(stored["rate"]))

    def to_json(self) -> dict[str, str | None]:
        return {"up_to": None if self.up_to is None else str(self.up_to), "rate": str(self.rate)}


@dataclass(frozen=True)
class Benefit:
    """What is due, yuan, and how it was worked out, a line for each step."""

    amount: Decimal
    steps: tuple[str, ...]


def work_out(
    bands: Sequence[Band], self_paid: Decimal, cap: Decimal, before: Decimal = Decimal(0)
) -> Benefit:
    """What is due for costs that a worker paid themselves: each part at the rate of its band, no more than
    the cap of the period, of which `before` is used up by other claims of theirs."""
    amount, start, steps = Decimal(0), Decimal(0), []
    for band in bands:
        end = self_paid if band.up_to is None else min(self_paid, band.up_to)
        if end <= start:
            break
        part = (end - start) * band.rate / 100
        words = {"from": format_yuan(start), "to": format_yuan(end), "rate": _plain(band.rate),
                 "part": format_yuan(_cent(part))}  # fmt: skip
        steps.append(_("%(from)s 到 %(to)s 元的部分，按 %(rate)s%%：%(part)s 元") % words)
        amount, start = amount + part, end
    amount, left = _cent(amount), max(cap - before, Decimal(0))
    if amount > left:
        words = {"cap": format_yuan(cap), "before": format_yuan(before), "left": format_yuan(left)}
        steps.append(_("本期最多 %(cap)s 元，已给付和在办 %(before)s 元，这次最多 %(left)s 元") % words)
        amount = left
    return Benefit(amount, tuple(steps))


def read_bands(text: str) -> tuple[Band, ...]:
    """Bands out of lines such as “5000 45%”, the last one “以上 70%”. Raises ValueError with a sentence."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST_BANDS:
        raise ValueError(_("请写 1 到 %(most)s 档，每行一档。") % {"most": MOST_BANDS})
    bands, last = [], Decimal(0)
    for number, words in enumerate(lines, start=1):
        is_last = number == len(lines)
        band = _read_band(words, is_last=is_last, number=number)
        if band.up_to is not None and band.up_to <= last:
            raise ValueError(_("第 %(n)s 档要比前一档高。") % {"n": number})
        last = band.up_to or last
        bands.append(band)
    return tuple(bands)


def write_bands(bands: Iterable[Band]) -> str:
    """The same the other way round."""
    return "\n".join(
        f"{_('以上') if band.up_to is None else _plain(band.up_to)} {_plain(band.rate)}%" for band in bands
    )


def _read_band(words: list[str], *, is_last: bool, number: int) -> Band:
    wrong = _("第 %(n)s 行请写成“5000 45%%”，最后一行写成“以上 70%%”。") % {"n": number}
    if len(words) != 2 or not words[1].endswith(("%", "％")):
        raise ValueError(wrong)
    rate, up_to = _figure(words[1][:-1]), None if words[0] == _("以上") else _figure(words[0])
    if rate is None or not 0 < rate <= 100 or (up_to is None) != (words[0] == _("以上")):
        raise ValueError(wrong)
    if is_last != (words[0] == _("以上")):
        raise ValueError(_("最后一档写“以上”，其余各档写到多少元为止。"))
    return Band(up_to, rate)


def _figure(text: str) -> Decimal | None:
    text = text.replace(",", "").replace("，", "")
    whole, _dot, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 9 and len(part) <= 2):
        return None
    return Decimal(text) if not part or (part.isascii() and part.isdigit()) else None


def _cent(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


# Statistics: claims of up to so many yuan each (昌宁, 第 10 期: 780 cases, 5 of them above 10,000) [F16].
STEPS = (Decimal(1000), Decimal(5000), Decimal(10000))


@dataclass
class Size:
    """Claims of one size: above `above` yuan, up to `up_to`; how many, and what they come to."""

    above: Decimal
    up_to: Decimal | None
    count: int = 0
    total: Decimal = Decimal(0)


def by_size(amounts: Iterable[Decimal]) -> list[Size]:
    """How many claims there are of each size; the parts add up to the whole."""
    sizes = [Size(low, high) for low, high in zip((Decimal(0), *STEPS), (*STEPS, None), strict=True)]
    for amount in amounts:
        found = next(one for one in sizes if one.up_to is None or amount <= one.up_to)
        found.count, found.total = found.count + 1, found.total + amount
    return sizes
