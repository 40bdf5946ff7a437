"""Where a field of rules.fields.FIELDS is kept."""

from typing import Any

from django.db import models

from cases.archives.models.household import Household
from cases.archives.models.members import Member
from cases.archives.rules.field_rows import FileField, Whose


def model_of(field: FileField) -> type[Household] | type[Member]:
    """The model that holds the field."""
    return Household if field.whose == Whose.HOUSEHOLD else Member


def column_of(field: FileField) -> "models.Field[Any, Any]":
    """The model's column of the field's key."""
    column = model_of(field)._meta.get_field(field.key)
    if not isinstance(column, models.Field):
        raise TypeError(field.key)
    return column
