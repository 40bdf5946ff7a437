"""Names of people in what a request answers, masked while its reader has not said what for (docs/adr/0086).

A `NameField` notes each name that is read from the database while `hiding` is on; whatever leaves then (a
page, a workbook, a PDF) passes through `hide`, which puts the mask in the place of each noted name. Rules and
services in between work with the names themselves: a hash, a comparison, a row that is written stay right.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hardship.kernel.documents import mask_name

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:  # Django's fields take type parameters only in their stubs
    _CharField = models.CharField


# What of a text in HTML or XML is no words: styles, scripts, formulas, tags but for what of them is shown.
_MARKUP = re.compile(
    r"<(style|script|f)\b.*?</\1>|<!--.*?-->|</?[a-zA-Z!?](?:\"[^\"]*\"|'[^']*'|[^\"'>])*+>", re.DOTALL
)
_SHOWN = re.compile(
    r"\s(?:value|title|alt|placeholder|aria-label|data-(?!session\b|hx-|value\b|when\b)[\w-]+)="
    r"(?:\"([^\"]*)\"|'([^']*)')"
)
_CHOICE = re.compile(r"<(?:option|button)\b|<input\b.*?\stype=.(?:radio|checkbox|submit)\b", re.DOTALL)
_VALUE = re.compile(r"\svalue=")
_BESIDE = re.compile(r"[\w-]", re.ASCII)


def is_mask(text: str) -> bool:
    """Whether a text is what `mask_name` makes of a name, and nothing more: 王*梅, 王*, O****l."""
    return re.fullmatch(r"[^\s\d*]\*+[^\s*]?", text.strip()) is not None


def refuse_mask(text: str) -> None:
    """A validator: what was masked for whoever copied it is no name to enter."""
    if is_mask(text):
        raise ValidationError(_("姓名是遮盖着的，请填完整的姓名。"), code="masked")


class _Noted:
    """The names of one answer with their masks, by their first two characters: a name is looked for wherever
    one begins with the character that stands there, and there are more names than can be tried one by one."""

    def __init__(self) -> None:
        self.masks: dict[str, str] = {}
        self._heads: dict[str, list[str]] = {}
        self._firsts: set[str] = set()
        self._begins: re.Pattern[str] | None = None

    def add(self, name: str) -> None:
        """Name and mask as text, in XML and in HTML. Nobody is called by digits alone."""
        if len(name) < 2 or is_mask(name) or not any(char.isalpha() for char in name):
            return
        mask = mask_name(name)
        for one, masked in (
            (name, mask),
            (escape(name, quote=False), escape(mask, quote=False)),
            (escape(name), escape(mask)),
        ):
            if one not in self.masks:
                self.masks[one] = masked
                same = self._heads.setdefault(one[:2], [])
                same.append(one)
                same.sort(key=len, reverse=True)
                if one[0] not in self._firsts:
                    self._firsts.add(one[0])
                    self._begins = None

    def hide(self, text: str) -> str:
        if self._begins is None:
            self._begins = re.compile("[" + "".join(map(re.escape, self._firsts)) + "]")
        parts, done, words = [], 0, _Words(text)
        for begun in self._begins.finditer(text):
            place = begun.start()
            names = self._heads.get(text[place : place + 2], ()) if place >= done else ()
            found = next((one for one in names if text.startswith(one, place) and words.has(one, place)), "")
            if found:
                parts += [text[done:place], self.masks[found]]
                done = place + len(found)
        return "".join([*parts, text[done:]])


class _Words:
    """Where in a text a name may stand: one in Chinese anywhere; one that a tag, a word or a token may have
    in it as well (class, An) only as a word of its own, and not in what makes the page."""

    def __init__(self, text: str) -> None:
        self.text = text

    def has(self, name: str, place: int) -> bool:
        if not name.isascii():
            return not set(name) & set("<>\"'") or self._is_shown(place, place + len(name))
        before, end = self.text[max(place - 2, 0) : place], place + len(name)
        if _BESIDE.match(before[-1:]) or _BESIDE.match(self.text, end):
            return False
        is_entity = before.endswith(("&", "&#")) and self.text[end : end + 1] == ";"
        return not is_entity and self._is_shown(place, end)

    def _is_shown(self, start: int, end: int) -> bool:
        after = bisect_left(self._hidden, (end, 0))
        return after == 0 or self._hidden[after - 1][1] <= start

    @cached_property
    def _hidden(self) -> list[tuple[int, int]]:
        spans = []
        for tag in _MARKUP.finditer(self.text):
            start = tag.start()
            for shown in () if tag[1] else _SHOWN.finditer(self.text, *tag.span()):
                if _VALUE.match(shown[0]) and _CHOICE.match(tag[0]):
                    continue
                group = 1 if shown[1] is not None else 2
                spans.append((start, shown.start(group)))
                start = shown.end(group)
            spans.append((start, tag.end()))
        return spans


def _is_of_body(name: str) -> bool:
    """Whether a name is too long to be that of a person: 欧阳小梅 has four characters, others a dot."""
    return len(name) > 4 and "·" not in name and not name.isascii()


_noted: ContextVar[_Noted | None] = ContextVar("hidden_names", default=None)


class NameField(_CharField):
    """The name of a person whom the union helps, or who takes their money; with `or_body` maybe that of a
    union or a firm, which nobody masks. One of the staff has none."""

    default_validators = [*_CharField.default_validators, refuse_mask]

    def __init__(self, *args: Any, or_body: bool = False, **kwargs: Any) -> None:
        self.or_body = or_body
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        if value and not (self.or_body and _is_of_body(value)):
            note(value)
        return value

    def deconstruct(self) -> Any:
        """In a migration it is plain text: nothing of the column is different."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class NameFirstField(NameField):
    """A short text that begins with somebody's name: 王小雨 学号 2026031."""

    default_validators = list(_CharField.default_validators)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        if value:
            note(*value.split(maxsplit=1)[:1])
        return value


class NamedJSONField(models.JSONField):
    """What was submitted, with the names of its `members`, who may be called otherwise by now."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        if isinstance(found, dict) and _noted.get() is not None:
            note(*(row.get("name", "") for row in found.get("members", ())))
        return found

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def note(*names: str | None) -> None:
    """Names that came another way than through a NameField."""
    if (noted := _noted.get()) is not None:
        for name in filter(None, names):
            noted.add(name)


@contextmanager
def hiding() -> Iterator[None]:
    """Names that are read are noted, and masked in what is drawn until the end of it."""
    token = _noted.set(_Noted())
    try:
        yield
    finally:
        _noted.reset(token)


def has_hidden() -> bool:
    """Whether a name was read that this answer masks."""
    noted = _noted.get()
    return noted is not None and bool(noted.masks)


def hide(text: str) -> str:
    """The text with the mask of each name that was noted; HTML stays HTML."""
    noted = _noted.get()
    if noted is None or not noted.masks:
        return text
    masked = noted.hide(text)
    return SafeString(masked) if isinstance(text, SafeString) else masked


def hide_bytes(content: bytes) -> bytes:
    """The same for text in UTF-8."""
    return hide(content.decode()).encode() if has_hidden() else content


def hide_all(value: Any) -> Any:
    """The same for all text in what JSON is made of."""
    if isinstance(value, dict):
        return {key: hide_all(one) for key, one in value.items()}
    if isinstance(value, list):
        return [hide_all(one) for one in value]
    return hide(value) if isinstance(value, str) else value
