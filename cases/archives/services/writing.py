"""Assigning checked values and telling which of them changed: shared by the writers of the sections."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.services.refusals import FileRefused

Data = Mapping[str, Any]
MAX_ROWS = 40


def write_reviewed(household: Household, data: Data, field: str) -> set[str]:
    return write_fields(household, {field: data["reviewed"]}, (field,)) if "reviewed" in data else set()


def write_fields(household: Household, data: Data, fields: Sequence[str]) -> set[str]:
    changed = assign(household, data, fields)
    if changed:
        household.save(update_fields=sorted(changed))
    return changed


def assign(instance: models.Model, data: Data, fields: Sequence[str]) -> set[str]:
    changed = {field for field in fields if field in data and getattr(instance, field) != data[field]}
    for field in changed:
        setattr(instance, field, data[field])
    return changed


def rows_of(data: Data, name: str) -> Sequence[Data]:
    rows: Sequence[Data] = data.get(name, ())
    if len(rows) > MAX_ROWS:
        raise FileRefused(_("最多 %(count)s 行，请合并后再填。") % {"count": MAX_ROWS})
    return rows
