"""What audit records are about, by the names and numbers that people know: one query for each kind of object.

Read without a scope: the record that is about an object is in the reader's, and of a person nothing is said
but a masked name (hardship.kernel.desk.Naming).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from hardship.kernel.desk import TARGETS, Naming
from hardship.kernel.documents import mask_name

Key = tuple[str, str]  # the label of a model and the key of one of its rows, as an audit record has them
MOST_FOUND = 500  # objects of one kind that a search leads to


def name_objects(keys: Iterable[Key]) -> dict[Key, str]:
    """What these objects are called; those without a name, or that are not there any more, are left out."""
    kinds: dict[str, set[str]] = {}
    for kind, key in keys:
        kinds.setdefault(kind, set()).add(key)
    found: dict[Key, str] = {}
    for kind, wanted in kinds.items():
        target = TARGETS.get(kind)
        if target is not None and (paths := _paths(target.naming)):
            for key, *values in _rows(kind).filter(pk__in=wanted).values_list("pk", *paths):
                found[kind, str(key)] = _name(target.naming, values)
    return {key: name for key, name in found.items() if name}


def find_numbered(text: str) -> dict[str, list[str]]:
    """The keys of the objects with this number, or whose number begins with it, by kind."""
    found: dict[str, list[str]] = {}
    for kind, target in TARGETS.items():
        condition = _numbered(target.naming, text)
        if condition is not None:
            found[kind] = _keys(_rows(kind).filter(condition))
    return {kind: keys for kind, keys in found.items() if keys}


def find_belonging(households: Iterable[int], subjects: Iterable[str]) -> dict[str, list[str]]:
    """The keys of everything that belongs to these files, by kind; `subjects` are what the money rooms call
    the same files."""
    files, names = list(households), list(subjects)
    found: dict[str, list[str]] = {}
    for kind, target in TARGETS.items():
        if target.naming.household:
            found[kind] = _keys(_rows(kind).filter(**{f"{target.naming.household}__in": files}))
        elif target.naming.subject:
            found[kind] = _keys(_rows(kind).filter(**{f"{target.naming.subject}__in": names}))
    return {kind: keys for kind, keys in found.items() if keys}


def about(found: Mapping[str, list[str]]) -> Q:
    """The condition for the audit records that are about any of these objects; none for none."""
    wanted = Q(pk__in=())
    for kind, keys in found.items():
        wanted |= Q(target_type=kind, target_id__in=keys)
    return wanted


def _rows(kind: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model(kind)._base_manager.all()
    return rows


def _keys(rows: QuerySet[Any]) -> list[str]:
    return [str(key) for key in rows.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND]]


def _paths(naming: Naming) -> tuple[str, ...]:
    return (*naming.fields, naming.person) if naming.person else naming.fields


def _name(naming: Naming, values: list[Any]) -> str:
    """The object's name of the values at its paths; a number that is not given yet is left out."""
    person = mask_name(values.pop() or "") if naming.person else ""
    told = [value for value in values if value not in (None, "")]
    whole = naming.pattern and len(told) == len(values)
    number = naming.pattern.format(*values) if whole else " ".join(map(str, told))
    return f"{number}（{person}）" if number and person else number or person


def _numbered(naming: Naming, text: str) -> Q | None:
    if naming.find is not None:
        return naming.find(text)
    return Q(**{f"{naming.fields[0]}__startswith": text.upper()}) if naming.is_numbered else None
