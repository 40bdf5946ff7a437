"""When two addresses may be one home: pure."""

import re
import unicodedata

# What everybody writes in another way, or not at all.
NOISE = re.compile(r"[省市区县镇乡街道社区居委会村组路号幢栋单元室弄楼\s\-—－#,，。.、()（）]")
ALIKE = 0.6


def similar_address(one: str, other: str) -> bool:
    """Whether two addresses read alike: one contains the other, or most of their characters are the same.

    An empty one is like any: that a union did not fill it in says nothing.
    """
    first, second = _plain(one), _plain(other)
    if not first or not second or first in second or second in first:
        return True
    return _share(first, second) >= ALIKE


def _plain(text: str) -> str:
    return NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def _share(first: str, second: str) -> float:
    """The share of 2-grams that both have (Dice), numbers of houses and flats among them."""
    left, right = _pairs(first), _pairs(second)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}
