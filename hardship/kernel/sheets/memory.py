"""What people said that the columns of a sheet are, remembered for the next one with the same header line.

Only what a person changed is kept, never what a reader took by itself: a second 联系电话 that was left out
because the first is one says nothing of a file that has only the second. And it is kept for the whole header
line, since beside other columns the same word may mean something else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hardship.kernel.sheets.headers import column_letters, normal_header

if TYPE_CHECKING:
    from django.db.models import QuerySet

Choices = Mapping[int, str]  # 0-based column to key, "" for one that is not wanted
Memory = Mapping[str, Choices]  # by header line


def line_of(texts: Sequence[str]) -> str:
    """A header line as it is compared."""
    return "|".join(normal_header(text) for text in texts).rstrip("|")


def recall(mappings: Iterable[Mapping[str, Any]]) -> Memory:
    """What was chosen, by header line; `mappings` come newest first, and the newest choice counts."""
    memory: dict[str, dict[int, str]] = {}
    for mapping in mappings:
        known = memory.setdefault(line_of(mapping.get("headers", ())), {})
        for place, key in mapping.get("chosen", {}).items():
            known.setdefault(int(place), key)
    return {line: choices for line, choices in memory.items() if choices}


def match_columns(own: Sequence[str], chosen: Choices) -> dict[str, int]:
    """The 0-based column of each key; `own` is the key that each header means by itself, "" for none.

    A chosen column goes before those that only look like it; of two with one meaning the first counts.
    """
    found = {key: place for place, key in sorted(chosen.items()) if key and place < len(own)}
    for place, key in enumerate(own):
        if key and place not in chosen:
            found.setdefault(key, place)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def applied(memory: Memory, texts: Sequence[str], fields: Mapping[str, int]) -> dict[str, str]:
    """Of what is remembered for this line the choices that stand in `fields`, as a mapping keeps them."""
    keys = {place: key for key, place in fields.items()}
    choices = memory.get(line_of(texts), {})
    return {str(place): key for place, key in sorted(choices.items()) if keys.get(place, "") == key}


def with_choices(mapping: Mapping[str, Any], fields: Mapping[str, int]) -> dict[str, Any]:
    """The mapping with these columns, and with what a person has changed in it so far."""
    before = {place: key for key, place in mapping["fields"].items()}
    after = {place: key for key, place in fields.items()}
    changed = {
        str(place): after.get(place, "")
        for place in sorted(before.keys() | after.keys())
        if before.get(place, "") != after.get(place, "")
    }
    chosen = {**mapping.get("chosen", mapping.get("recalled", {})), **changed}
    return {**mapping, "fields": dict(fields), **({"chosen": chosen} if chosen else {})}


def say_choices(mapping: Mapping[str, Any], label: Callable[[str], str]) -> list[str]:
    """The columns that are taken for what somebody chose before: C 联络号 → 手机号码."""
    headers = mapping["headers"]
    return [
        f"{column_letters(int(place))} {headers[int(place)]} → {label(key) if key else _('不导入')}"
        for place, key in mapping.get("recalled", {}).items()
    ]


def without_choices(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping that teaches nothing."""
    return {key: value for key, value in mapping.items() if key not in ("chosen", "recalled")}


def forget(record: Any, *, teaching: "QuerySet[Any]", fields: Mapping[str, int]) -> None:
    """What was chosen for the header line of this record is used neither here, where the columns become
    `fields`, nor for later files: no record of `teaching` says it any more. Inside the caller's
    transaction; the records have a `mapping`."""
    line = line_of(record.mapping["headers"])
    for other in teaching.select_for_update(of=("self",)):
        if line_of(other.mapping["headers"]) == line:
            other.mapping = without_choices(other.mapping)
            other.save(update_fields=["mapping"])
    record.mapping = {**without_choices(record.mapping), "fields": dict(fields)}
    record.save(update_fields=["mapping"])
