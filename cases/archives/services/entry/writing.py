"""Assigning checked values and telling which of them changed: shared by the writers of the sections."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.services.refusals import FileRefused

Data = Mapping[str, Any]
# As many rows as one page of a table sends: nine fields each, sixteen of a bill, of
# settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
MAX_ROWS = {"rows": 200, "incomes": 100, "expenses": 100, "bills": 60}


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
    if len(rows) > MAX_ROWS[name]:
        raise FileRefused(too_many_rows(name))
    return rows


def too_many_rows(name: str) -> str:
    """What to do about a table that is longer than a page can send."""
    if name == "rows":
        why = _("一户最多填 %(count)s 位家庭成员，请核对是否有几户填在了一起，多出的请另建档案。")
    else:
        why = _("最多 %(count)s 行，请把同一人、同一项目的金额合并成一行。")
    return why % {"count": MAX_ROWS[name]}
