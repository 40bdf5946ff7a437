"""The kinds of single values in a policy and how each is read from a file and written back.

A value arrives as YAML or JSON gives it, except that a number with a decimal point arrives as `Fractional`,
which keeps its text: money is never read through a float.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _

from cases.policies.rules.document.scalars import NUMBER, Fractional, Misspelt, respelt
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, Fact


class Unreadable(ValueError):
    """A value that does not fit; the message is a sentence for the administrator."""


@dataclass(frozen=True)
class Word:
    """One kind of value: `read` raises Unreadable, `write` gives what a file holds."""

    name: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = str


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise Unreadable(_("这里应当是数字。"))
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        raise Unreadable(_not_a_number(value))
    return Decimal(value)


def _not_a_number(value: str) -> str:
    number = respelt(value)
    if number:
        return _("“%(value)s”请写成 %(number)s。") % {"value": value, "number": number}
    return _("“%(value)s”不是数字。") % {"value": value}


def refuse_misspelt(value: Any) -> None:
    if isinstance(value, Misspelt):
        raise Unreadable(value.advice)


def _money(value: Any) -> Decimal:
    if isinstance(value, Fractional | float):
        raise Unreadable(_('带小数的金额请加引号，例如 "%(value)s"，以免被当作近似值。') % {"value": value})
    number = _decimal(value)
    if number.as_tuple().exponent < -2:  # type: ignore[operator]
        raise Unreadable(_("金额最多两位小数。"))
    if abs(number) >= Decimal(10) ** 12:
        raise Unreadable(_("金额过大。"))
    return number


def _positive_money(value: Any) -> Decimal:
    number = _money(value)
    if number < 0:
        raise Unreadable(_("金额不能是负数。"))
    return number


def _multiple(value: Any) -> Decimal:
    number = _decimal(value)
    if not 0 <= number <= 1000:
        raise Unreadable(_("倍数应当在 0 到 1000 之间。"))
    return number


def _share(value: Any) -> Decimal:
    if not isinstance(value, str) or not value.endswith("%"):
        raise Unreadable(_("比例请写成百分数，例如 80%。"))
    number = _decimal(value[:-1].strip())
    if not 0 <= number <= 1000:
        raise Unreadable(_("比例应当在 0% 到 1000% 之间。"))
    return number / 100


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
        raise Unreadable(_("代码只能用小写英文字母、数字和下划线，并以字母开头。"))
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or isinstance(value, Fractional):
        raise Unreadable(_("这里应当是文字；数字请加引号。"))
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(_("这里应当是 true（是）或 false（否）。"))
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable(_("这里应当是整数。"))
    return value


def _at_least_one(value: Any) -> int:
    number = _count(value)
    if number < 1:
        raise Unreadable(_("这里至少是 1。"))
    return number


def _month(value: Any) -> str:
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", _text(value)):
        raise Unreadable(_("月份请写成 2024-03 这样。"))
    return str(value)


def _month_day(value: Any) -> str:
    try:
        date.fromisoformat(f"2000-{_text(value)}")
    except ValueError:
        raise Unreadable(_("每年的日期请写成 07-01 这样（月-日）。")) from None
    return str(value)


def _day(value: Any) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(_text(value))
    except ValueError:
        raise Unreadable(_("日期请写成 2024-03-01 这样。")) from None


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, list | dict):
        raise Unreadable(_("这里应当是一个值。"))
    if isinstance(value, Fractional | float):
        raise Unreadable(_('带小数的数请加引号，例如 "%(value)s"。') % {"value": value})
    return value


def _anything(value: Any) -> Any:
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Unreadable(_("这里应当是“名称: 值”。"))
    return {name: _as_json(item) for name, item in value.items()}


def _as_json(value: Any) -> Any:
    """YAML knows dates; JSON does not."""
    if isinstance(value, Mapping):
        return {name: _as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _without_marks(value: Any) -> Any:
    """A fraction that nobody refused goes back as text."""
    if isinstance(value, Mapping):
        return {name: _without_marks(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_marks(item) for item in value]
    return str(value) if isinstance(value, Fractional | Misspelt) else value


def money_text(value: Decimal) -> int | str:
    """Whole yuan as a number, cents as text: what a reader takes back unharmed."""
    return int(value) if value == value.to_integral_value() else f"{value:.2f}"


def plain(value: Decimal) -> str:
    """A number without exponent or idle zeros."""
    return f"{value.normalize():f}"


def _multiple_text(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else plain(value)


def _share_text(value: Decimal) -> str:
    return plain(value * 100) + "%"


MONEY = Word("money", _money, money_text)
POSITIVE = Word("positive", _positive_money, money_text)
MULTIPLE = Word("multiple", _multiple, _multiple_text)
SHARE = Word("share", _share, _share_text)
SLUG = Word("slug", _slug)
AT_LEAST_ONE = Word("at_least_one", _at_least_one, int)
MONTH = Word("month", _month)
MONTH_DAY = Word("month_day", _month_day)
SCALAR = Word("scalar", _scalar, _anything)
RAW = Word("raw", _mapping, _without_marks)
PLAIN_WORDS: dict[type, Word] = {
    str: Word("text", _text),
    bool: Word("flag", _flag, bool),
    int: Word("count", _count, int),
    date: Word("date", _day, date.isoformat),
    Decimal: Word("number", _decimal, plain),
}


def codes(listed: str) -> Word:
    """A code of one list of the vocabulary."""

    def read(value: Any) -> str:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or text not in CODE_LISTS[listed]:
            known = "、".join(CODE_LISTS[listed])
            raise Unreadable(
                _("没有“%(value)s”这个代码，可用：%(known)s。") % {"value": value, "known": known}
            )
        return text

    return Word(listed, read)


def one_of(name: str, *allowed: str | int) -> Word:
    """One of a few words or numbers."""

    def read(value: Any) -> Any:
        if isinstance(value, bool) or value not in allowed:
            raise Unreadable(_("只能写：%(known)s。") % {"known": "、".join(map(str, allowed))})
        return value

    return Word(name, read, _anything)


def one_fact(fact: Fact, value: Any) -> Any:
    refuse_misspelt(value)
    if fact.kind == "codes":
        if not isinstance(value, list | tuple):
            raise Unreadable(_("这里应当是列表。"))
        word = codes(fact.codes)
        return tuple(word.read(item) for item in value)
    return (codes(fact.codes) if fact.kind == "code" else FACT_WORDS[fact.kind]).read(value)


def plain_fact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def facts_of(part: str) -> Word:
    """A mapping of facts of one part of a case; a fact that is null is not known and left out."""

    def read(value: Any) -> dict[Slug, Any]:
        if not isinstance(value, Mapping):
            raise Unreadable(_("这里应当是“名称: 值”。"))
        found = {}
        for name, given in value.items():
            fact = FACTS.get(name)
            if fact is None or fact.part != part:
                raise Unreadable(_("没有“%(name)s”这一项。") % {"name": name})
            try:
                if given is not None:
                    found[name] = one_fact(fact, given)
            except Unreadable as refusal:
                raise Unreadable(f"{name}：{refusal}") from None
        return found

    return Word(part, read, lambda found: {name: plain_fact(value) for name, value in found.items()})


FACT_WORDS = {
    "flag": PLAIN_WORDS[bool],
    "number": PLAIN_WORDS[Decimal],
    "money": MONEY,
    "text": PLAIN_WORDS[str],
    "date": PLAIN_WORDS[date],
}

Money = Annotated[Decimal, MONEY]
Positive = Annotated[Decimal, POSITIVE]
Multiple = Annotated[Decimal, MULTIPLE]
Share = Annotated[Decimal, SHARE]
Slug = Annotated[str, SLUG]
AtLeastOne = Annotated[int, AT_LEAST_ONE]
MonthName = Annotated[str, MONTH]
MonthDay = Annotated[str, MONTH_DAY]
Scalar = Annotated[Any, SCALAR]
RawMapping = Annotated[Mapping[str, Any], RAW]
