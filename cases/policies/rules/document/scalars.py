"""A plain scalar of YAML as a value. A number has one spelling: YAML 1.1 reads 05000 as 2,560.

What YAML would read as another number arrives as `Misspelt`, which every reader refuses with its advice.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from django.utils.translation import gettext as _

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
MOST_DIGITS = 100  # of a number; Python itself reads no more than 4,300
DAY = re.compile(r"\d{4}-\d\d-\d\d")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
YES_NO = {"yes": "true", "on": "true", "no": "false", "off": "false"}
# The first letter of whatever YAML might take for a number, a day or a time.
NUMERIC = frozenset("+-.0123456789")
RESOLVERS: list[Callable[[str], Any]] = [
    pattern.match
    for tag, pattern in {
        (tag, pattern) for rows in yaml.SafeLoader.yaml_implicit_resolvers.values() for tag, pattern in rows
    }
    if tag.rpartition(":")[2] in ("int", "float", "timestamp")
]


class Fractional(str):
    """A number that was written with a decimal point and without quotes."""


class Misspelt(str):
    """Something that YAML reads as what nobody meant; `advice` says what to write."""

    advice: str

    def __new__(cls, value: str, advice: str) -> "Misspelt":
        found = super().__new__(cls, value)
        found.advice = advice
        return found


def plain_scalar(text: str) -> Any:
    """The value of a scalar without quotes."""
    if not text or text[0] not in NUMERIC:
        return _word(text)
    if NUMBER.fullmatch(text):
        if len(text) > MOST_DIGITS:
            return Misspelt(text, _("数字过长，请核对；是编号或文字的请加引号。"))
        return Fractional(text) if "." in text else int(text)
    if DAY.fullmatch(text):
        return _day(text)
    return _misspelt(text) if any(match(text) for match in RESOLVERS) else text


def _word(text: str) -> Any:
    lower = text.lower()
    if lower in WORDS:
        return WORDS[lower]
    if lower in YES_NO:
        said = {"value": text, "word": YES_NO[lower]}
        return Misspelt(text, _("“%(value)s”请写成 %(word)s；是文字的请加引号。") % said)
    return text


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Misspelt(text, _("不能识别“%(value)s”：没有这一天。") % {"value": text})


def _misspelt(text: str) -> Misspelt:
    number = respelt(text)
    if number:
        advice = _("“%(value)s”请写成 %(number)s；是编号或文字的请加引号。")
    else:
        advice = _("“%(value)s”不能当作数字；请只用数字和小数点，是时间或文字的请加引号。")
    return Misspelt(text, advice % {"value": text, "number": number})


def respelt(text: str) -> str:
    """How the number of a text is written, '' where it is none: 05000 is 5000, 1_000 and 1,000 are 1000."""
    try:
        number = Decimal(re.sub(r"[_,，\s]", "", text))
    except InvalidOperation:
        return ""
    # 1e999999 is a number that nobody wants to see written out.
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < len(text) + 20 else ""
