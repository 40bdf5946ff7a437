"""Writes a document back: plain values without defaults, canonical YAML, the hash of the canonical JSON."""

import hashlib
import json
import types
from collections.abc import Hashable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

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
    text: str = yaml.dump(
        as_plain(document), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110, indent=2
    )
    return text


def policy_hash(document: PolicyDocument) -> str:
    """The SHA-256 of the canonical JSON; a day that an example gives without quotes is its ISO text."""
    text = json.dumps(
        as_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat
    )
    return hashlib.sha256(text.encode()).hexdigest()


def as_plain(value: Any) -> Any:
    """A dataclass of the document or a case as JSON values; what has its default is left out."""
    found: dict[str, Any] = {}
    hints = _hints(cast(Hashable, type(value)))
    for field in fields(value):
        item = getattr(value, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if default is MISSING or item != default:
            found[key_of(field.name)] = _plain(hints[field.name], item)
    return found


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _plain(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if value is None:
        return None
    if origin is Annotated:
        return word_of(hint).write(value)
    if is_dataclass(value):
        return _object(value, hint)
    if origin is tuple:
        return [_plain(get_args(hint)[0], item) for item in value]
    if origin is dict:
        return {name: _plain(get_args(hint)[1], item) for name, item in value.items()}
    if origin in (Union, types.UnionType):
        single = [one for one in get_args(hint) if one is not NONE and not is_dataclass(one)]
        return _plain(single[0], value)
    return PLAIN_WORDS[hint].write(value)


def _object(value: Any, hint: Any) -> Any:
    """An object of one entry is written as that entry alone where several kinds could stand."""
    plain = as_plain(value)
    if type(value) in SHORT_FORMS and get_origin(hint) in (Union, types.UnionType):
        return next(iter(plain.values()))
    return plain
