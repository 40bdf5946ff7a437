"""What of one file may be taken into another: field by field, and back."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.archives.models import Household, Member
from cases.archives.rules.fields import Group, Whose, fields_about, keys_of
from cases.archives.rules.fields import section_of as section_of_field
from cases.archives.services.entry import people
from cases.archives.states import Section
from hardship.kernel.fields import Secret

HOUSEHOLD, HEAD = "household", "head"
REACHED = (Group.CONTACT, Group.ACCOUNT)
HOUSEHOLD_FIELDS = keys_of(fields_about(Whose.HOUSEHOLD))
# Of two heads who are two people only how to reach the family and where to pay it.
CONTACT_FIELDS = keys_of(field for field in fields_about(Whose.HEAD) if field.group in REACHED)
HEAD_FIELDS = keys_of(
    field for field in fields_about(Whose.HEAD) if not field.is_identity and field.group not in REACHED
)
SECRETS: dict[str, Callable[[Member, str], None]] = {
    "phone": people.set_phone,
    "bank_card": people.set_bank_card,
}


@dataclass(frozen=True)
class Choice:
    """One value in which two files differ; `key` is owner.field."""

    owner: str
    field: str
    label: str
    first: Any
    second: Any

    @property
    def key(self) -> str:
        return f"{self.owner}.{self.field}"


def list_choices(first: Household, second: Household) -> list[Choice]:
    """Where the two differ, of what may be taken over; numbers as their masks."""
    heads = first.head, second.head
    choices = _choices(HOUSEHOLD, HOUSEHOLD_FIELDS, first, second)
    if heads[0] is not None and heads[1] is not None:
        names: tuple[str, ...] = CONTACT_FIELDS
        if heads[0].id_number_index and bytes(heads[0].id_number_index) == bytes(
            heads[1].id_number_index or b""
        ):
            names = (*CONTACT_FIELDS, *HEAD_FIELDS)
        choices += _choices(HEAD, names, heads[0], heads[1])
    return choices


def _choices(owner: str, names: tuple[str, ...], first: Any, second: Any) -> list[Choice]:
    found = []
    for name in names:
        field, one, other = _field(type(first), name), getattr(first, name), getattr(second, name)
        if one != other:
            found.append(Choice(owner, name, str(field.verbose_name), one, other))
    return found


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101
    return field


def owner_of(household: Household, owner: str) -> Any:
    """The row that holds the value: the file itself, or its head."""
    return household if owner == HOUSEHOLD else household.head


def section_of(owner: str, name: str) -> Section:
    """The section of the file in which the value is entered."""
    return Section.WORKER if owner == HEAD else section_of_field(name) or Section.CAUSES


def packed(instance: Any, name: str) -> Any:
    """A value for JSON; of a number only its mask."""
    value = getattr(instance, name)
    if isinstance(value, Secret):
        return str(value) if value else ""
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return _field(type(instance), name).value_to_string(instance)


def unpacked(instance: Any, name: str, value: Any) -> Any:
    """What `packed` made of a plain value, as the field takes it."""
    field = _field(type(instance), name)
    if isinstance(field, ArrayField):
        return value if isinstance(value, list) else json.loads(value or "[]")
    return None if value is None else field.to_python(value)


def put(instance: Any, name: str, value: Any) -> None:
    """Set a value in memory; a number with its blind index."""
    if name in SECRETS:
        SECRETS[name](instance, value.reveal() if isinstance(value, Secret) else value or "")
    else:
        setattr(instance, name, value)
