"""The audit trail of a person's scope, newest first, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hardship.accounts.models import User, names_of_step
from hardship.audit.models import AuditRecord
from hardship.audit.selectors import list_readable
from hardship.audit.services import read_changes
from hardship.audit.states import Kind
from hardship.desk.selectors.naming import Key, name_objects
from hardship.desk.states import AMOUNTS, DETAIL_LABELS, action_label, words_of
from hardship.kernel.desk import EDITS, TARGETS, Naming
from hardship.kernel.money import format_yuan

PEOPLE = 500
COUNTED = 10_000  # a log is counted so far; whoever wants to know more narrows it
HASH_SHOWN = 16
ID_SHOWN = 8  # an UUID is told apart by its first block
LONGEST = 80
MOST_EDITS = 6  # told of one event on the page of the log; the workbook and the page of the file have all


@dataclass(frozen=True)
class LogLine:
    """One event in words."""

    pk: int
    at: datetime
    by: str
    union: str
    kind: str
    action: str
    target: str
    detail: str
    address: str
    url: str = ""


def list_records(*, user: User) -> QuerySet[AuditRecord]:
    """Everything on record in the user's scope but what is kept from them, in no order."""
    return list_readable(user).select_related("by", "stood_in_for", "union")


def count_records(records: QuerySet[AuditRecord]) -> tuple[int, bool]:
    """How many there are, and whether there are more than that."""
    counted = records.select_related(None).order_by()[: COUNTED + 1].count()
    return min(counted, COUNTED), counted > COUNTED


def list_last_exports(*, user: User) -> dict[str, datetime]:
    """When the person last printed or wrote out what, by its name without "export."."""
    rows = AuditRecord.objects.filter(by=user, kind=Kind.EXPORT).order_by("action", "-pk").distinct("action")
    return {action.removeprefix("export."): at for action, at in rows.values_list("action", "at")}


def list_people(*, user: User) -> list[tuple[str, str]]:
    """The people of the scope as choices, at most PEOPLE of them."""
    people = User.objects.visible_to(user).order_by("name", "username")[:PEOPLE]
    return [(str(person.pk), f"{person.name}（{person.username}）") for person in people]


def describe(
    records: Iterable[AuditRecord], *, is_masked: bool = True, most: int | None = MOST_EDITS
) -> list[LogLine]:
    """The records as people read them, one query more for each kind of object that they are about. Of what
    was edited at most `most` fields are told, and nothing that names somebody where it `is_masked`."""
    rows = list(records)
    names = name_objects((row.target_type, row.target_id) for row in rows if row.target_type)
    return [
        LogLine(
            pk=row.pk,
            at=row.at,
            by=names_of_step(row) or _("（系统）"),
            union=row.union.name,
            kind=str(row.get_kind_display()),
            action=action_label(row.action),
            target=_target(row, names),
            detail=_detail(row, is_masked, most),
            address=row.address or "",
            url=_page_of(row),
        )
        for row in rows
    ]


def _target(row: AuditRecord, names: Mapping[Key, str]) -> str:
    target = TARGETS.get(row.target_type)
    if target and target.naming == Naming():
        return str(target.label)  # nobody knows one of them by a number
    name = names.get((row.target_type, row.target_id)) or row.target_id[:ID_SHOWN]
    return f"{target.label if target else row.target_type} {name}".strip()


def _page_of(row: AuditRecord) -> str:
    """Where the thing can be looked at; nothing for things without a page."""
    target = TARGETS.get(row.target_type)
    return reverse(target.page, args=[int(row.target_id)]) if target and target.page else ""


def _detail(row: AuditRecord, is_masked: bool, most: int | None) -> str:
    """What the row holds besides, in words; hashes are cut. What changed from what to what stands for the
    names of the fields."""
    edits = _edits(row, is_masked, most)
    parts = [
        f"{DETAIL_LABELS[key]} {_plain(value, key, _words(row, key))}".strip()
        for key, value in row.data.items()
        if key in DETAIL_LABELS and value not in (None, "", [], {}) and not (edits and key == "fields")
    ]
    text = "；".join(parts)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return "；".join(filter(None, (text, edits)))


def _edits(row: AuditRecord, is_masked: bool, most: int | None) -> str:
    """健康状况：良好 → 恶性肿瘤; empty when the row keeps no changes."""
    read, changes = EDITS.get(row.target_type), read_changes(row)
    if read is None or not changes:
        return ""
    text = "；".join(str(read(change, is_masked)) for change in changes[:most])
    left = len(changes) - len(changes[:most])
    return text + (_("；另有 %(count)s 项") % {"count": left} if left else "")


def _words(row: AuditRecord, key: str) -> Mapping[str, Any]:
    """The names of codes under this key: those that a room gave, else of fields the names of the columns."""
    if found := words_of(row.action, key):
        return found
    if key not in ("field", "fields", "before", "after") or not row.target_type:
        return {}
    columns = apps.get_model(row.target_type)._meta.concrete_fields
    return {column.name: column.verbose_name for column in columns}


def _plain(value: Any, key: str, labels: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        return "，".join(f"{labels.get(name, name)} {_plain(part, name, {})}" for name, part in value.items())
    if isinstance(value, list):
        return "、".join(str(labels.get(part, part)) for part in value)
    if key == "sha256":
        return str(value)[:HASH_SHOWN]
    return _amount(value) if key in AMOUNTS else str(labels.get(value, value))


def _amount(value: Any) -> str:
    try:
        return _("%(yuan)s 元") % {"yuan": format_yuan(Decimal(str(value)))}
    except InvalidOperation:
        return str(value)
