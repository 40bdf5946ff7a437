"""Names of people in what a request answers, masked while its reader has not said what for (docs/adr/0086).

A `NameField` notes each name that is read from the database while `hiding` is on; whatever leaves then (a
page, a workbook, a PDF) passes through `hide`, which puts the mask in the place of each noted name. Rules and
services in between work with the names themselves: a hash, a comparison, a row that is written stay right.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.safestring import SafeString

from hardship.kernel.documents import mask_name

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:  # Django's fields take type parameters only in their stubs
    _CharField = models.CharField


class _Noted:
    """The names of one answer with their masks, by their first two characters: a name is looked for wherever
    one begins with the character that stands there, and there are more names than can be tried one by one."""

    def __init__(self) -> None:
        self.masks: dict[str, str] = {}
        self._heads: dict[str, list[str]] = {}
        self._firsts: set[str] = set()
        self._begins: re.Pattern[str] | None = None

    def add(self, name: str) -> None:
        for one in {name, escape(name)}:
            if len(name) > 1 and "*" not in name and one not in self.masks:
                self.masks[one] = mask_name(name)
                same = self._heads.setdefault(one[:2], [])
                same.append(one)
                same.sort(key=len, reverse=True)
                if one[0] not in self._firsts:
                    self._firsts.add(one[0])
                    self._begins = None

    def hide(self, text: str) -> str:
        if self._begins is None:
            self._begins = re.compile("[" + "".join(map(re.escape, self._firsts)) + "]")
        parts, done = [], 0
        for begun in self._begins.finditer(text):
            place = begun.start()
            names = self._heads.get(text[place : place + 2], ()) if place >= done else ()
            if found := next((name for name in names if text.startswith(name, place)), ""):
                parts += [text[done:place], self.masks[found]]
                done = place + len(found)
        return "".join([*parts, text[done:]])


def _is_of_body(name: str) -> bool:
    """Whether a name is too long to be that of a person: 欧阳小梅 has four characters, others a dot."""
    return len(name) > 4 and "·" not in name and not name.isascii()


_noted: ContextVar[_Noted | None] = ContextVar("hidden_names", default=None)


class NameField(_CharField):
    """The name of a person whom the union helps, or who takes their money; with `or_body` maybe that of a
    union or a firm, which nobody masks. One of the staff has none."""

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
