"""Reads a policy from YAML, or a case from JSON, by the types of the dataclasses: one small reader.

Every error is collected with its line and dotted key (list entries count from 1), so that an administrator
mends a file in one go.
"""

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from cases.policies.rules.document.keys import (
    NONE,
    SHORT_FORMS,
    PolicyError,
    PolicyInvalid,
    dotted,
    key_of,
    word_of,
)
from cases.policies.rules.document.mistakes import colon_in
from cases.policies.rules.document.source import Source
from cases.policies.rules.document.words import PLAIN_WORDS, Unreadable, Word, refuse_misspelt

BROKEN: Any = object()


class Reading:
    """What is collected while one document is read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.errors: list[PolicyError] = []

    def refuse(self, key: str, message: str) -> Any:
        self.errors.append(PolicyError(self.source.line(key), key, message))
        return BROKEN

    def finish(self) -> None:
        if self.errors:
            raise PolicyInvalid(tuple(self.errors))


Reader = Callable[[Reading, Any, str], Any]


@cache
def reader_of(hint: Hashable) -> Reader:
    """The reader of one type: a word, a list, a mapping, an object, or one of several."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _word(word_of(hint))
    if origin is tuple:
        return _list(get_args(hint)[0])
    if origin is dict:
        return _mapping(*get_args(hint))
    if origin in (Union, types.UnionType):
        return _choice(get_args(hint))
    return _object(hint) if is_dataclass(hint) else _word(PLAIN_WORDS[hint])  # type: ignore[index]


def _later(hint: Any) -> Reader:
    """The reader of a type, looked up when it is first asked: conditions hold conditions."""
    known: list[Reader] = []

    def read(reading: Reading, value: Any, key: str) -> Any:
        if not known:
            known.append(reader_of(hint))
        return known[0](reading, value, key)

    return read


def _word(word: Word) -> Reader:
    def read(reading: Reading, value: Any, key: str) -> Any:
        try:
            refuse_misspelt(value)
            return word.read(value)
        except Unreadable as refusal:
            return reading.refuse(key, str(refusal))

    return read


def _list(hint: Any) -> Reader:
    one = _later(hint)

    def read(reading: Reading, value: Any, key: str) -> Any:
        items = value if isinstance(value, list | tuple) else [value]
        found = tuple(one(reading, item, dotted(key, n)) for n, item in enumerate(items, start=1))
        return BROKEN if BROKEN in found else found

    return read


def _mapping(key_hint: Any, hint: Any) -> Reader:
    def read(reading: Reading, value: Any, key: str) -> Any:
        if not isinstance(value, Mapping):
            return reading.refuse(key, _colon(value) or _("这里应当是“名称: 值”。"))
        name_of, one = reader_of(key_hint), reader_of(hint)
        found = {
            name_of(reading, name, dotted(key, name)): one(reading, item, dotted(key, name))
            for name, item in value.items()
        }
        return BROKEN if BROKEN in found or BROKEN in found.values() else found

    return read


def _choice(hints: tuple[Any, ...]) -> Reader:
    """None, a single value, or the object whose first key is there."""
    objects = {key_of(fields(hint)[0].name): hint for hint in hints if is_dataclass(hint)}
    others = [hint for hint in hints if hint is not NONE and not is_dataclass(hint)]
    short = next((hint for hint in objects.values() if hint in SHORT_FORMS), None)
    inside = short and get_type_hints(short, include_extras=True)[fields(short)[0].name]

    def read(reading: Reading, value: Any, key: str) -> Any:
        if value is None and NONE in hints:
            return None
        if isinstance(value, Mapping) and objects:
            name = next((name for name in objects if name in value), None)
            if name is not None:
                return reader_of(cast(Hashable, objects[name]))(reading, value, key)
            return reading.refuse(key, _("这里应当有其中一项：%(keys)s。") % {"keys": "、".join(objects)})
        if others:
            return reader_of(others[0])(reading, value, key)
        if short is not None and not isinstance(value, list | NONE):
            found = reader_of(inside)(reading, value, key)
            return found if found is BROKEN else short(found)
        return reading.refuse(key, _("这里应当有其中一项：%(keys)s。") % {"keys": "、".join(objects)})

    return read


def _colon(value: Any) -> str:
    return colon_in(value) if isinstance(value, str) else ""


def read_fields(kind: Any, reading: Reading, value: Mapping[str, Any], key: str = "") -> dict[str, Any]:
    """The fields of an object that are there, each read and with what it is called in Python."""
    known = _known(kind)
    for name in value:
        if name not in known:
            said = _("没有“%(name)s”这一项，可用：%(keys)s。") % {"name": name, "keys": "、".join(known)}
            reading.refuse(dotted(key, name), _colon(name) or said)
    return {
        field.name: one(reading, value[name], dotted(key, name))
        for name, (field, one) in known.items()
        if name in value
    }


@cache
def _known(kind: Any) -> dict[str, tuple[Any, Reader]]:
    hints = get_type_hints(kind, include_extras=True)
    return {key_of(field.name): (field, _later(hints[field.name])) for field in fields(kind)}


def _object(kind: Any) -> Reader:
    known = _known(kind)
    needed = [
        name
        for name, (field, _one) in known.items()
        if field.default is MISSING and field.default_factory is MISSING
    ]

    def read(reading: Reading, value: Any, key: str) -> Any:
        if not isinstance(value, Mapping):
            said = _("这里应当是“名称: 值”，可用：%(keys)s。") % {"keys": "、".join(known)}
            return reading.refuse(key, _colon(value) or said)
        before = len(reading.errors)
        found = read_fields(kind, reading, value, key)
        for name in needed:
            if name not in value:
                reading.refuse(key, _("缺少“%(name)s”。") % {"name": name})
        return BROKEN if len(reading.errors) > before else kind(**found)

    return read
