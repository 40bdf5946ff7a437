"""What changed between two versions of a policy, key by key."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.writing import as_plain
from cases.policies.rules.labels import label_of_key, label_of_value

# What identifies an entry of a list, so that one put in front does not change all behind it.
IDENTITIES = ("category", "key", "name")


class Difference(NamedTuple):
    """A key with its value before and after, '' where it is not there; `label` says in Chinese where."""

    key: str
    label: str
    old: str
    new: str


def compare_policies(old: PolicyDocument, new: PolicyDocument) -> tuple[Difference, ...]:
    """The differences in the order of the newer document, removed entries last."""
    before, after = (dict(_flat(as_plain(one))) for one in (old, new))
    keys = dict.fromkeys([*after, *before])
    return tuple(
        Difference(
            key,
            label_of_key(key, new if key in after else old),
            label_of_value(key, before.get(key, ""), old),
            label_of_value(key, after.get(key, ""), new),
        )
        for key in keys
        if before.get(key) != after.get(key)
    )


def _flat(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _flat(item, dotted(key, name))
    elif isinstance(value, list) and value and any(isinstance(item, dict | list) for item in value):
        for name, item in zip(_identities(value), value, strict=True):
            yield from _flat(item, dotted(key, name))
    else:
        yield key, _shown(value)


def _identities(items: list[Any]) -> list[str | int]:
    """What each entry is called; by its number where it has no name, or that of one before it."""
    found: list[str | int] = []
    for number, item in enumerate(items, start=1):
        name = _identity(item)
        found.append(name if name and name not in found else number)
    return found


def _identity(item: Any) -> str:
    """A paper is called by its kinds."""
    if not isinstance(item, dict):
        return ""
    kinds = "、".join(item.get("any_of", ()))
    return kinds or next((str(item[name]) for name in IDENTITIES if name in item), "")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value in (None, {}) else str(value)
