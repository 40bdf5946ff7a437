"""The audit trail of a person's scope, newest first, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.desk.states import DETAIL_LABELS, action_label, words_of
from hardship.kernel.desk import TARGETS

PEOPLE = 500
HASH_SHOWN = 16
ID_SHOWN = 8  # an UUID is told apart by its first block
LONGEST = 80


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
    """Everything on record in the user's scope, in no order."""
    rows: QuerySet[AuditRecord] = AuditRecord.objects.visible_to(user).select_related("by", "union")
    return rows


def list_people(*, user: User) -> list[tuple[str, str]]:
    """The people of the scope as choices, at most PEOPLE of them."""
    people = User.objects.visible_to(user).order_by("name", "username")[:PEOPLE]
    return [(str(person.pk), f"{person.name}（{person.username}）") for person in people]


def describe(records: Iterable[AuditRecord]) -> list[LogLine]:
    """The records as people read them."""
    return [
        LogLine(
            pk=row.pk,
            at=row.at,
            by=row.by.name if row.by else _("（系统）"),
            union=row.union.name,
            kind=str(row.get_kind_display()),
            action=action_label(row.action),
            target=_target(row),
            detail=_detail(row),
            address=row.address or "",
            url=_page_of(row),
        )
        for row in records
    ]


def _target(row: AuditRecord) -> str:
    target = TARGETS.get(row.target_type)
    return f"{target.label if target else row.target_type} {row.target_id[:ID_SHOWN]}".strip()


def _page_of(row: AuditRecord) -> str:
    """Where the thing can be looked at; nothing for things without a page."""
    target = TARGETS.get(row.target_type)
    return reverse(target.page, args=[int(row.target_id)]) if target and target.page else ""


def _detail(row: AuditRecord) -> str:
    """What the row holds besides, in words; hashes are cut."""
    parts = [
        f"{DETAIL_LABELS[key]} {_plain(value, key, words_of(row.action, key))}".strip()
        for key, value in row.data.items()
        if key in DETAIL_LABELS and value not in (None, "", [], {})
    ]
    text = "；".join(parts)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _plain(value: Any, key: str, labels: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        return "，".join(f"{name}={part}" for name, part in value.items())
    if isinstance(value, list):
        return "、".join(str(labels.get(part, part)) for part in value)
    return str(value)[:HASH_SHOWN] if key == "sha256" else str(labels.get(value, value))
