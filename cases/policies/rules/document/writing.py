"""Writes a document back: plain values without defaults, canonical YAML, the hash of the canonical JSON."""

import hashlib
import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import yaml

from cases.policies.rules.document.keys import NONE, SHORT_FORMS, key_of, word_of
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.words import PLAIN_WORDS


class Dumper(yaml.SafeDumper):
    """Indents lists below their key, as a person would write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def dump_policy(document: PolicyDocument) -> str:
    """Canonical YAML, which parses to the same document."""
    return dump_plain(as_plain(document))


def dump_plain(value: Any) -> str:
    """Plain values as YAML, one key on a line."""
    text: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110, indent=2)
    return text


def dump_short(value: Any) -> str:
    """Plain values as YAML on a single line; '' for None."""
    if value is None:
        return ""
    text: str = yaml.dump(
        value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=True
    )
    return text.removesuffix("\n").removesuffix("\n...")


def policy_hash(document: PolicyDocument) -> str:
    """The SHA-256 of the canonical JSON; a day that an example gives without quotes is its ISO text."""
    text = json.dumps(
        as_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat
    )
    return hashlib.sha256(text.encode()).hexdigest()


def as_plain(value: Any) -> Any:
    """A dataclass of the document or a case as JSON values; what has its default is left out."""
    kind: Any = type(value)
    found: dict[str, Any] = {}
    for name, key, default, write in _fields_of(kind):
        item = getattr(value, name)
        if item != default:
            found[key] = write(item)
    return found


Write = Callable[[Any], Any]


@cache
def _fields_of(kind: Any) -> list[tuple[str, str, Any, Write]]:
    """Each field of a dataclass with its key in a file, its default and its writer, looked up once: an
    assessment writes some twenty objects, and looking up took two thirds of that time."""
    hints = get_type_hints(kind, include_extras=True)
    return [
        (
            field.name,
            key_of(field.name),
            field.default if field.default_factory is MISSING else field.default_factory(),
            _writer(hints[field.name]),
        )
        for field in fields(kind)
    ]


def _writer(hint: Any) -> Write:
    """How values of one type are written; None is None in each."""
    write = _writer_of_known(hint)
    return lambda value: None if value is None else write(value)


def _writer_of_known(hint: Any) -> Write:
    origin = get_origin(hint)
    if origin is Annotated:
        return word_of(hint).write
    if origin is tuple:
        one = _writer(get_args(hint)[0])
        return lambda value: [one(item) for item in value]
    if origin is dict:
        inside = _writer(get_args(hint)[1])
        return lambda value: {name: inside(item) for name, item in value.items()}
    if origin in (Union, types.UnionType):
        return _writer_of_choice(get_args(hint))
    return as_plain if is_dataclass(hint) else PLAIN_WORDS[hint].write


def _writer_of_choice(hints: tuple[Any, ...]) -> Write:
    """A single value, or an object; one of a single entry is written as that entry alone."""
    single = next((one for one in hints if one is not NONE and not is_dataclass(one)), None)
    write = None if single is None else _writer(single)

    def write_either(value: Any) -> Any:
        if is_dataclass(value):
            plain = as_plain(value)
            return next(iter(plain.values())) if type(value) in SHORT_FORMS else plain
        return write(value) if write else value

    return write_either
