"""Goes through every object of a document with its dotted key, as an administrator would count."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from cases.policies.rules.document.keys import dotted, key_of


def walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every dataclass inside a value, itself first."""
    if is_dataclass(value):
        yield key, value
        for field in fields(value):
            yield from walk(getattr(value, field.name), dotted(key, key_of(field.name)))
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from walk(item, dotted(key, number))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from walk(item, dotted(key, name))
